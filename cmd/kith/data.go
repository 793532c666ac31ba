package main

import (
	"context"

	"kith/internal/observe/catalogue"
	"kith/internal/observe/live"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/source"
	"kith/internal/observe/timeline/record"
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

// findQuarantine gives the quarantine the log to replay into.
func (h *house) findQuarantine(ctx context.Context, slug string) (*quarantine.Space, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	return &quarantine.Space{ID: int64(w.ID), Append: space.Append, Rules: h.rules(w.ID)}, nil
}

// findSources gives the sources what the catalogue knows already.
func (h *house) findSources(ctx context.Context, slug string) (*source.Workspace, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	here := &catalogue.Workspace{ID: int64(w.ID), Zone: w.Zone, Space: space}
	return &source.Workspace{
		ID: w.ID, Zone: w.Zone, Space: space, Sources: h.workspaces.Sources(w.ID),
		Tally: func(ctx context.Context) (*record.Tally, error) { return h.catalogue.Tally(ctx, here) },
		Titles: func(ctx context.Context) (map[string]string, error) {
			notes, err := h.catalogue.Notes(ctx, here.ID, catalogue.OfEvent)
			titles := make(map[string]string, len(notes))
			for name, note := range notes {
				titles[name] = note.Title
			}
			return titles, err
		},
	}, nil
}
