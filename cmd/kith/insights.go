package main

import (
	"context"
	"strconv"

	"kith/internal/understand/saved"
)

// insightUses lists the dashboards that show an insight.
func (h *house) insightUses(ctx context.Context, workspace, insight int64) ([]saved.Usage, error) {
	uses, err := h.dashboards.Uses(ctx, uint32(workspace), insight)
	out := make([]saved.Usage, len(uses))
	for i, u := range uses {
		out[i] = saved.Usage{Kind: "dashboard", ID: strconv.FormatInt(u.ID, 10), Name: u.Name}
	}
	return out, err
}
