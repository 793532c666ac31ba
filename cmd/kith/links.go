package main

import (
	"context"

	"kith/internal/kith"
	"kith/internal/observe/link"
)

// base is where this program is reached from outside.
func (h *house) base() string { return *h.console.Load() }

// follow leads whoever opens a link on.
func (h *house) follow() *link.Follow {
	return &link.Follow{Store: h.links, Log: logs{h}, Logger: h.logger, Origin: func(ctx context.Context, workspace int64) (string, uint32, error) {
		w, ok := h.workspaces.Workspace(uint32(workspace))
		if !ok {
			return "", 0, &kith.Error{Code: kith.NotFound, Message: "the link's workspace is gone"}
		}
		s, err := h.source(ctx, w.Slug, "link")
		if kith.CodeOf(err) == kith.Conflict { // another click made it at the same moment
			s, err = h.source(ctx, w.Slug, "link")
		}
		return w.Slug, s.ID, err
	}}
}
