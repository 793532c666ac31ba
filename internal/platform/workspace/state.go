package workspace

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// state is everything there is, as of a revision. It is never written once
// published.
type state struct {
	revision   int64
	workspaces map[uint32]Workspace
	slugs      map[string]uint32
	sources    map[uint32]Source
	keys       map[string]Source
}

// Lookup returns the source that a write key belongs to, or belonged to until it
// was rotated not long ago, disabled ones too:
// ask [Source.Enabled] before taking its events.
func (s *Store) Lookup(writeKey string) (Source, bool) {
	src, ok := s.state.Load().keys[writeKey]
	if ok && src.WriteKey != writeKey && !s.now().Before(src.PreviousUntil) {
		return Source{}, false
	}
	return src, ok
}

// Source returns a source by its id.
func (s *Store) Source(id uint32) (Source, bool) {
	src, ok := s.state.Load().sources[id]
	return src, ok
}

// Workspace returns a workspace by its id.
func (s *Store) Workspace(id uint32) (Workspace, bool) {
	w, ok := s.state.Load().workspaces[id]
	return w, ok
}

// BySlug returns a workspace by its name in addresses.
func (s *Store) BySlug(slug string) (Workspace, bool) {
	st := s.state.Load()
	id, ok := st.slugs[slug]
	return st.workspaces[id], ok
}

// List returns all workspaces, oldest first.
func (s *Store) List() []Workspace {
	return slices.SortedFunc(maps.Values(s.state.Load().workspaces), func(a, b Workspace) int { return cmp.Compare(a.ID, b.ID) })
}

// Sources returns the sources of a workspace, oldest first.
func (s *Store) Sources(workspace uint32) []Source {
	var out []Source
	for _, src := range s.state.Load().sources {
		if src.Workspace == workspace {
			out = append(out, src)
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// notice is how long a change made by another process may go unseen.
const notice = 2 * time.Second

// Run watches for changes that other processes make, until ctx ends. Changes
// made through this Store are seen at once without it.
func (s *Store) Run(ctx context.Context) error {
	tick := time.NewTicker(notice)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			s.refreshOrWarn(ctx)
		}
	}
}

// refreshOrWarn keeps serving what is known when the database does not answer;
// Run tries again.
func (s *Store) refreshOrWarn(ctx context.Context) {
	if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "workspaces and sources may be out of date", "err", err)
	}
}

// Refresh reads everything anew if something changed.
func (s *Store) Refresh(ctx context.Context) error {
	s.loading.Lock() // so that an older reading never replaces a newer one
	defer s.loading.Unlock()
	var revision int64
	if err := s.db.NewRaw("SELECT revision FROM workspace_revision").Scan(ctx, &revision); err != nil {
		return fmt.Errorf("read the workspaces' revision: %w", err)
	}
	if revision == s.state.Load().revision {
		return nil
	}
	// A change between this reading and the next ones has a higher revision,
	// so it is read again then.
	var workspaces []workspaceRow
	if err := s.db.NewSelect().Model(&workspaces).Scan(ctx); err != nil {
		return fmt.Errorf("read workspaces: %w", err)
	}
	var sources []sourceRow
	if err := s.db.NewSelect().Model(&sources).Scan(ctx); err != nil {
		return fmt.Errorf("read sources: %w", err)
	}
	s.state.Store(newState(revision, workspaces, sources))
	return nil
}

func newState(revision int64, workspaces []workspaceRow, sources []sourceRow) *state {
	st := &state{
		revision:   revision,
		workspaces: make(map[uint32]Workspace, len(workspaces)),
		slugs:      make(map[string]uint32, len(workspaces)),
		sources:    make(map[uint32]Source, len(sources)),
		keys:       make(map[string]Source, len(sources)),
	}
	for i := range workspaces {
		w := workspaces[i].workspace()
		st.workspaces[w.ID], st.slugs[w.Slug] = w, w.ID
	}
	for i := range sources {
		src := sources[i].source()
		st.sources[src.ID], st.keys[src.WriteKey] = src, src
		if src.previousKey != "" {
			st.keys[src.previousKey] = src
		}
	}
	return st
}
