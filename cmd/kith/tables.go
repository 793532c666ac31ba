package main

import (
	"context"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/table"
	"kith/internal/observe/timeline"
)

// findTables gives the tables their workspace.
func (h *house) findTables(ctx context.Context, slug string) (table.Place, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return table.Place{}, err
	}
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		return table.Place{}, err
	}
	return table.Place{
		ID: int64(w.ID), Zone: zone,
		Person: func(user string) (uint32, bool) {
			raw, ok := space.UserPerson(user)
			return space.Overrides().Canonical(raw), ok
		},
		Users: func(ctx context.Context, person uint32) ([]string, error) {
			of, err := space.IDsOf(ctx, []uint32{space.Overrides().Canonical(person)})
			users := []string{}
			if err == nil {
				for _, id := range of[0] {
					if id.Kind == identity.User {
						users = append(users, id.ID)
					}
				}
			}
			return users, err
		},
	}, nil
}

// outbox brings what tables say has happened to the log.
func (h *house) outbox() *table.Outbox {
	return &table.Outbox{Store: h.tables, Logger: h.logger, Open: func(ctx context.Context, workspace int64) (table.Space, uint32, error) {
		w, ok := h.workspaces.Workspace(uint32(workspace))
		if !ok {
			return nil, 0, &kith.Error{Code: kith.NotFound, Message: "the rows' workspace is gone"}
		}
		space, err := h.engine.Ensure(ctx, w)
		if err != nil {
			return nil, 0, err
		}
		s, err := h.source(ctx, w.Slug, "table")
		return space, s.ID, err
	}}
}

// asked is the histories that questions are asked of: those with what the
// catalogue knows of the items that events name.
func (h *house) asked(space *ingest.Workspace, workspace uint32) timeline.Store {
	return table.Lookup{Store: space, Names: space.Names(), Field: func(ctx context.Context, field string) (map[string]kith.Value, error) {
		return h.tables.ItemField(ctx, int64(workspace), field)
	}}
}
