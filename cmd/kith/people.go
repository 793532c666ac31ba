package main

import (
	"cmp"
	"context"

	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
	"kith/internal/understand/people"
)

var _ people.Histories = (*ingest.Workspace)(nil)

// findPeople gives the pages about persons their workspace. Whoever may only
// look does not see mail addresses and phone numbers.
func (h *house) findPeople(ctx context.Context, slug string, right auth.Right) (*people.Space, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	if err := auth.Allow(ctx, w.ID, right); err != nil {
		return nil, err
	}
	more := auth.Allow(ctx, w.ID, auth.Analyse) == nil
	return &people.Space{ID: w.ID, Zone: w.Zone, Histories: space, Masked: !more, MayExport: more, Caller: h.callerName}, nil
}

// callerName is what an operator is called; tokens and the command line have no
// name of their own.
func (h *house) callerName(ctx context.Context) string {
	c := auth.From(ctx)
	if c.Operator == 0 {
		return string(c.Kind)
	}
	all, err := h.auth.Operators(ctx)
	if err != nil {
		return ""
	}
	for _, o := range all {
		if o.ID == c.Operator {
			return cmp.Or(o.Name, o.Email)
		}
	}
	return ""
}
