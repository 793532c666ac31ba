package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/platform/workspace"
)

// access tells the workspaces who may do what there.
type access struct{ *auth.Auth }

func (access) Permit(ctx context.Context, workspace uint32) error { return auth.May(ctx, workspace) }

// workspaceOf says which workspace a request is about: the one in its path,
// that of the source in its path, or the one that its header names.
func (h *house) workspaceOf(r huma.Context) (uint32, error) {
	if text := r.Param("workspace"); text != "" {
		id, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return 0, &kith.Error{Code: kith.Invalid, Field: "path.workspace", Message: "is not the number of a workspace", Hint: "list the workspaces to see", Err: err}
		}
		return uint32(id), nil
	}
	if text := r.Param("source"); text != "" {
		id, _ := strconv.ParseUint(text, 10, 32)
		source, ok := h.workspaces.Source(uint32(id))
		if !ok || auth.May(r.Context(), source.Workspace) != nil { // elsewhere is as good as nowhere
			return 0, &kith.Error{Code: kith.NotFound, Message: "there is no source " + text, Hint: "list the workspace's sources to see"}
		}
		return source.Workspace, nil
	}
	w, err := h.named(r.Context(), r.Header(auth.WorkspaceHeader))
	return w.ID, err
}

// named returns the workspace with the slug, or the caller's only one when it
// is empty, if the caller belongs to it.
func (h *house) named(ctx context.Context, slug string) (workspace.Workspace, error) {
	if slug != "" {
		w, ok := h.workspaces.BySlug(slug)
		if !ok {
			return w, &kith.Error{Code: kith.NotFound, Field: auth.WorkspaceHeader, Message: "there is no workspace " + strconv.Quote(slug), Hint: "list the workspaces to see"}
		}
		return w, auth.May(ctx, w.ID)
	}
	var mine []workspace.Workspace
	for _, w := range h.workspaces.List() {
		if auth.May(ctx, w.ID) == nil {
			mine = append(mine, w)
		}
	}
	switch len(mine) {
	case 0:
		return workspace.Workspace{}, auth.Allow(ctx, 0, auth.View)
	case 1:
		return mine[0], nil
	}
	return workspace.Workspace{}, &kith.Error{Code: kith.Invalid, Field: auth.WorkspaceHeader, Message: "say which workspace: there are several", Hint: "send its slug in the header " + auth.WorkspaceHeader}
}

// places lists the workspaces for those who choose one.
func (h *house) places() []auth.Place {
	var out []auth.Place
	for _, w := range h.workspaces.List() {
		out = append(out, auth.Place{ID: w.ID, Slug: w.Slug, Name: w.Name, Zone: w.Zone, Currency: w.Currency, Language: w.Language})
	}
	return out
}

// adopt gives operators of the time before roles, and those added before there
// was a workspace, the workspaces there are; and a workspace that was just
// made its owners.
func (h *house) adopt(ctx context.Context) error {
	var ids []uint32
	for _, w := range h.workspaces.List() {
		ids = append(ids, w.ID)
	}
	return h.auth.Adopt(ctx, ids)
}

// nameFirst names the oldest workspace: the one that the first start made.
func (h *house) nameFirst(ctx context.Context, n auth.Naming) (uint32, error) {
	all := h.workspaces.List()
	if len(all) == 0 {
		return 0, errors.New("there is no workspace to name")
	}
	w, err := h.workspaces.Update(ctx, all[0].ID, workspace.Change{Name: &n.Name, Zone: &n.Zone, Currency: &n.Currency, Language: &n.Language})
	return w.ID, err
}

const setupFile = "setup.code"

// offerSetup lets the first operator be made in the console when there is none,
// and says how. The code is in the data folder too, for those who do not see
// what the program prints.
func (h *house) offerSetup(ctx context.Context, addr net.Addr) error {
	path := filepath.Join(h.dir, setupFile)
	withdraw := func() {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			h.logger.Warn("a used set-up code stays in the data folder", "error", err)
		}
	}
	all, err := h.auth.Operators(ctx)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		withdraw()
		return nil
	}
	code := auth.NewSetupCode()
	if err := os.WriteFile(path, []byte(code.Reveal()+"\n"), 0o600); err != nil {
		return fmt.Errorf("write the set-up code: %w", err)
	}
	tcp, _ := addr.(*net.TCPAddr)
	h.auth.OfferSetup(auth.Offer{Code: code, Loopback: tcp != nil && tcp.IP.IsLoopback(), Done: withdraw})
	h.logger.Warn("nobody can sign in yet: open the console and set it up, or use kith operator add", "console", "http://"+reachable(addr), "setup_code", code.Reveal())
	return nil
}
