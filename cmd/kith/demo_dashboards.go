package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"kith/internal/kith"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/saved"
)

//go:embed demo_dashboards.json
var demoDashboards []byte

// keepDemoDashboards gives the demo its dashboards, once: what its visitors
// then change or delete stays so. A card that has the name of a saved insight
// shows that.
func (h *house) keepDemoDashboards(ctx context.Context, operator uint32) error {
	w, ok := h.workspaces.BySlug("demo")
	if !ok {
		return &kith.Error{Code: kith.NotFound, Message: "There is no workspace demo"}
	}
	var pages []dashboard.Content
	if err := json.Unmarshal(demoDashboards, &pages); err != nil {
		return fmt.Errorf("read the demo's dashboards: %w", err)
	}
	insights, _, err := h.saved.List(ctx, saved.Who{Workspace: int64(w.ID)}, saved.Query{Limit: 200})
	if err != nil {
		return err
	}
	for i := range pages {
		showSaved(pages[i].Cards, insights)
		_, err := h.dashboards.Create(ctx, dashboard.NewDashboard{Workspace: w.ID, Operator: operator, Content: pages[i], Origin: fmt.Sprintf("demo:%d", i)})
		if err != nil && kith.CodeOf(err) != kith.Conflict {
			return err
		}
	}
	return nil
}

func showSaved(cards []dashboard.Card, insights []saved.Insight) {
	for i := range cards {
		for _, s := range insights {
			if c := &cards[i]; c.Kind == "question" && c.Title == s.Name {
				c.Kind, c.Insight, c.Question = "insight", s.ID, nil
			}
		}
	}
}
