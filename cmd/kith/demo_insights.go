package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"kith/internal/kith"
	"kith/internal/understand/saved"
)

//go:embed demo_insights.json
var demoInsights []byte

// keepDemoInsights gives the demo its saved insights, once: what its visitors
// then change or delete stays so.
func (h *house) keepDemoInsights(ctx context.Context, operator uint32) error {
	done := filepath.Join(h.dir, "demo.insights")
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	w, ok := h.workspaces.BySlug("demo")
	if !ok {
		return &kith.Error{Code: kith.NotFound, Message: "There is no workspace demo"}
	}
	var drafts []saved.Draft
	if err := json.Unmarshal(demoInsights, &drafts); err != nil {
		return fmt.Errorf("read the demo's insights: %w", err)
	}
	who := saved.Who{Workspace: int64(w.ID), Operator: int64(operator)}
	return h.db.InTx(ctx, func(ctx context.Context) error {
		// Last first: lists begin with what was changed last.
		for i := range drafts {
			if _, err := h.saved.Create(ctx, who, drafts[len(drafts)-1-i]); err != nil {
				return err
			}
		}
		return os.WriteFile(done, nil, 0o600)
	})
}
