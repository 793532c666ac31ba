package main

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
)

// operations registers what operators of the program ask of it.
func operations(a huma.API, h *house) {
	huma.Register(a, huma.Operation{OperationID: "status", Method: http.MethodGet, Path: "/api/v1/status", Summary: "Where every workspace stands", Tags: []string{"operations"}, Extensions: auth.Needs(auth.View)},
		func(ctx context.Context, _ *struct{}) (*struct{ Body []ingest.Status }, error) {
			out := &struct{ Body []ingest.Status }{Body: []ingest.Status{}}
			for _, w := range h.workspaces.List() {
				if auth.May(ctx, w.ID) != nil {
					continue
				}
				space, err := h.engine.Ensure(ctx, w)
				if err != nil {
					return nil, err
				}
				s, err := space.Status(ctx)
				if err != nil {
					return nil, err
				}
				out.Body = append(out.Body, s)
			}
			slices.SortFunc(out.Body, func(a, b ingest.Status) int { return strings.Compare(a.Workspace, b.Workspace) })
			return out, nil
		})
}
