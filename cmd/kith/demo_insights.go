package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/catalogue"
	"kith/internal/understand/saved"
)

var (
	//go:embed demo_insights.json
	demoInsights []byte
	//go:embed demo_names.json
	demoNames []byte
)

// keepDemoInsights gives the demo its saved insights, and its events and
// properties their names, once: what its visitors then change stays so.
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
		if err := h.nameDemo(ctx, who.Workspace, operator); err != nil {
			return err
		}
		// Last first: lists begin with what was changed last.
		for i := range drafts {
			if _, err := h.saved.Create(ctx, who, drafts[len(drafts)-1-i]); err != nil {
				return err
			}
		}
		return os.WriteFile(done, nil, 0o600)
	})
}

// nameDemo puts titles into the catalogue.
func (h *house) nameDemo(ctx context.Context, workspace int64, operator uint32) error {
	var names map[string]map[string]string
	if err := json.Unmarshal(demoNames, &names); err != nil {
		return fmt.Errorf("read the demo's names: %w", err)
	}
	notes := catalogue.New(h.db, time.Now)
	for of, kind := range map[string]catalogue.Kind{"events": catalogue.OfEvent, "properties": catalogue.OfProperty} {
		for name, title := range names[of] {
			if _, err := notes.Change(ctx, workspace, kind, name, catalogue.NoteChange{Title: &title}, operator); err != nil {
				return err
			}
		}
	}
	return nil
}
