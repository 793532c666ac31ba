package main

import (
	"context"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/catalogue"
	"kith/internal/observe/ingest"
	"kith/internal/protect/privacy"
	"kith/internal/understand/query"
)

// privacyRoom erases persons out of every room that keeps something of them.
func (h *house) privacyRoom(store *privacy.Store) *privacy.Room {
	return privacy.New(privacy.Options{
		Dir: h.dir, DB: h.db, Store: store, Now: time.Now, Logger: h.logger, Kept: h.isOperator,
		Workspaces: func() (all []int64) {
			for _, w := range h.workspaces.List() {
				all = append(all, int64(w.ID))
			}
			return all
		},
		Space: func(ctx context.Context, id int64) (*ingest.Workspace, error) {
			w, ok := h.workspaces.Workspace(uint32(id))
			if !ok {
				return nil, &kith.Error{Code: kith.NotFound, Message: "The workspace is there no more"}
			}
			return h.engine.Ensure(ctx, w)
		},
		Places: []privacy.Place{
			{Name: "quarantine", Forget: h.quarantine.Forget},
			{Name: "imports", Forget: h.desk.Forget},
			{Name: "insights", Forget: h.saved.Forget},
			{Name: "queries", Forget: query.NewStore(h.db, time.Now).Forget},
			{Name: "dashboards", Forget: h.dashboards.Forget},
			{Name: "tables", Forget: h.forgetRows},
			{Name: "catalogue", Forget: catalogue.New(h.db, time.Now).Forget},
		},
	})
}

// isOperator tells whether a text is in an operator's account: somebody who uses
// the product may also look at it here.
func (h *house) isOperator(ctx context.Context, text string) (bool, error) {
	n, err := h.db.NewSelect().Table("operators").Where("email = ? OR name = ?", text, text).Count(ctx)
	return n > 0, err
}

func (h *house) findPrivacy(ctx context.Context, slug string) (*ingest.Workspace, int64, error) {
	space, w, err := h.space(ctx, slug)
	return space, int64(w.ID), err
}

// forgetRows deletes the rows of business tables whose user is erased. A text
// that is somebody else's user id, such as a name, is not meant.
func (h *house) forgetRows(ctx context.Context, workspace int64, texts []string) (int64, error) {
	w, ok := h.workspaces.Workspace(uint32(workspace))
	if !ok {
		return 0, nil
	}
	space, err := h.engine.Ensure(ctx, w)
	if err != nil {
		return 0, err
	}
	gone := slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		_, lives := space.UserPerson(text)
		return lives
	})
	return h.tables.Forget(ctx, workspace, gone)
}
