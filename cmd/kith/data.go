package main

import (
	"context"

	"kith/internal/observe/catalogue"
	"kith/internal/observe/live"
)

// findCatalogue gives the catalogue what it needs of a workspace.
func (h *house) findCatalogue(ctx context.Context, slug string) (*catalogue.Workspace, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	return &catalogue.Workspace{ID: int64(w.ID), Zone: w.Zone, Space: space}, nil
}

// findLive gives the live stream what it needs of a workspace.
func (h *house) findLive(ctx context.Context, slug string) (*live.Workspace, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	return &live.Workspace{ID: int64(w.ID), Space: space}, nil
}
