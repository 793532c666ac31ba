package index

import (
	"context"
	"sync/atomic"
	"time"

	"kith/internal/observe/timeline"
)

var (
	_ timeline.Store    = (*Index)(nil)
	_ timeline.Snapshot = (*snapshot)(nil)
	_ timeline.Parts    = (*snapshot)(nil)
)

// snapshot is one state, and which of its columns were asked for.
type snapshot struct {
	ix     *Index
	st     *state
	slots  []int // by position asked; -1: no row ever had the property
	dicts  []*timeline.Dict
	closed atomic.Bool
}

// Snapshot opens the state of now with columns for the properties. A column
// that is not in memory is first loaded, which may take seconds; askers of the
// same one wait for each other rather than load it twice.
func (ix *Index) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	st := ix.state.Load()
	if missing := ix.missing(st, props); len(missing) > 0 {
		return ix.snapshotLoading(ctx, props)
	}
	return ix.open(st, props), nil
}

// missing lists the properties that st has no ready column of. It looks a name
// up after the state was taken: a name unknown even now is in no row of it.
func (ix *Index) missing(st *state, props []string) []string {
	var out []string
	for _, p := range props {
		if key, known := ix.names.Properties.Find(p); known {
			if _, ready := st.find(key); !ready {
				out = append(out, p)
			}
		}
	}
	return out
}

func (ix *Index) open(st *state, props []string) *snapshot {
	s := &snapshot{ix: ix, st: st, slots: make([]int, len(props)), dicts: make([]*timeline.Dict, len(props))}
	for i, p := range props {
		key, known := ix.names.Properties.Find(p)
		at, ready := st.find(key)
		if !known || !ready {
			s.slots[i], s.dicts[i] = -1, timeline.NewDict()
			continue
		}
		c := st.slots[at].column
		c.users.Add(1)
		c.used.Store(ix.uses.Add(1))
		s.slots[i], s.dicts[i] = at, c.dict
	}
	return s
}

func (s *snapshot) Info() timeline.Info {
	info := timeline.Info{Seq: s.st.seq, Events: s.st.events, Source: "memory"}
	if s.st.latest != 0 {
		info.Latest = time.UnixMicro(s.st.latest).UTC()
	}
	return info
}

func (s *snapshot) Names() *timeline.Names      { return s.ix.names }
func (s *snapshot) Dict(i int) *timeline.Dict   { return s.dicts[i] }
func (s *snapshot) canonical(raw uint32) uint32 { return s.st.overrides.Canonical(raw) }

// One costs microseconds: a look-up in the base and one in each run.
func (s *snapshot) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g := s.ix.gatherers.Get().(*gatherer)
	defer s.ix.gatherers.Put(g)
	g.reset(s)
	person = s.canonical(person)
	g.collect(s.st, person)
	visit(g.view(person))
	g.forget()
	return nil
}

// Part implements timeline.Parts.
func (s *snapshot) Part(ctx context.Context, raw []uint32, visit func(*timeline.View)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g := s.ix.gatherers.Get().(*gatherer)
	defer s.ix.gatherers.Put(g)
	g.reset(s)
	for _, p := range raw {
		g.collectRaw(s.st, p)
	}
	visit(g.view(raw[0]))
	g.forget()
	return nil
}

// Close gives the columns back; the snapshot must not be read afterwards.
func (s *snapshot) Close() {
	if s.closed.Swap(true) {
		return
	}
	for _, at := range s.slots {
		if at >= 0 {
			s.st.slots[at].users.Add(-1)
		}
	}
	if s.ix.overfull.Load() {
		select {
		case s.ix.layout <- struct{}{}:
			s.ix.evict()
			s.ix.release()
		default: // whoever holds the layout evicts, or the next to close
		}
	}
}
