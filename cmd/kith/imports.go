package main

import (
	"context"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/importer"
	"kith/internal/observe/ingest"
	"kith/internal/platform/workspace"
)

// newDesk takes files in over HTTP; most is what one may have, "" for 2 GiB.
func (h *house) newDesk(most string) (*importer.Desk, error) {
	var bytes int64
	if most != "" {
		var err error
		if bytes, err = parseBytes(most); err != nil {
			return nil, &kith.Error{Code: kith.Invalid, Field: "--max-upload", Message: most + " is not a size of a file", Hint: "use 512M, 4G or bytes"}
		}
	}
	return importer.NewDesk(importer.DeskOptions{
		Dir: h.dir, Store: importer.NewStore(h.db), Space: h.importSpace, MaxBytes: bytes, Now: time.Now, Logger: h.logger,
	}), nil
}

// importSpace is a workspace by its number, for work that nobody waits for.
func (h *house) importSpace(ctx context.Context, id int64) (*importer.Space, error) {
	w, ok := h.workspaces.Workspace(uint32(id))
	if !ok {
		return nil, &kith.Error{Code: kith.NotFound, Message: "The workspace is there no more"}
	}
	space, err := h.engine.Ensure(ctx, w)
	if err != nil {
		return nil, err
	}
	return h.importInto(ctx, space, w)
}

// findImports gives the desk the workspace of a request.
func (h *house) findImports(ctx context.Context, slug string) (*importer.Space, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	return h.importInto(ctx, space, w)
}

// importInto names the source that the message ids of all files are of: a row
// that came by a command and comes again by the console is one event.
func (h *house) importInto(ctx context.Context, space *ingest.Workspace, w workspace.Workspace) (*importer.Space, error) {
	source, err := h.source(ctx, w.Slug, "import")
	if err != nil {
		return nil, err
	}
	return &importer.Space{Workspace: space, ID: int64(w.ID), Source: source.ID, Zone: w.Zone}, nil
}
