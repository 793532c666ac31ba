package record

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"kith/internal/observe/timeline"
)

// SnapshotRequest says what a snapshot over the record holds.
type SnapshotRequest struct {
	Props     []string
	Dicts     []*timeline.Dict // of Props
	Tail      []*timeline.Row  // unsealed rows in record order, listed before the call
	MaxSeq    uint64           // rows after it are left out
	Overrides *timeline.OverrideView
	Info      timeline.Info
}

// snapshot reads histories from the record, for when they are not in memory.
// Every Scan streams the whole record, split by persons over its workers.
type snapshot struct {
	record *Record
	req    SnapshotRequest
}

// NewSnapshot opens a snapshot. It first makes the dictionaries hold every
// value in it, which goes through segments that they have not met yet.
func NewSnapshot(ctx context.Context, r *Record, req SnapshotRequest) (timeline.Snapshot, error) {
	if len(req.Props) != len(req.Dicts) {
		return nil, errors.New("snapshot: one dictionary for each property")
	}
	if req.Overrides == nil {
		req.Overrides = &timeline.OverrideView{}
	}
	if err := r.number(ctx, req.Props, req.Dicts); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	for i, name := range req.Props {
		key, ok := r.names.Properties.Find(name)
		if !ok {
			continue
		}
		for _, row := range req.Tail {
			codeOf(row, int64(key), req.Dicts[i])
		}
	}
	return &snapshot{record: r, req: req}, nil
}

// Info implements timeline.Snapshot.
func (s *snapshot) Info() timeline.Info { return s.req.Info }

// Names implements timeline.Snapshot.
func (s *snapshot) Names() *timeline.Names { return s.record.names }

// Dict implements timeline.Snapshot.
func (s *snapshot) Dict(i int) *timeline.Dict { return s.req.Dicts[i] }

// Close implements timeline.Snapshot; nothing is held between calls.
func (s *snapshot) Close() {}

// Scan implements timeline.Snapshot.
func (s *snapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	ranges := s.split(4 * runtime.GOMAXPROCS(0))
	parts := newClusters(s.req.Overrides).split(ranges, len(s.req.Props))
	workers := min(runtime.GOMAXPROCS(0), len(ranges))
	visits := make([]func(*timeline.View), workers)
	for i := range visits {
		visits[i] = visitor()
	}
	var taken atomic.Int64
	group, groupCtx := errgroup.WithContext(ctx)
	for _, visit := range visits {
		group.Go(func() error {
			for {
				i := int(taken.Add(1)) - 1
				if i >= len(ranges) {
					return nil
				}
				if err := s.scanRange(groupCtx, ranges[i], parts[i], visit); err != nil {
					return err
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return parts.finish(ctx, visits)
}

// personRange is raw persons [lo, hi); hi 0: no bound.
type personRange struct{ lo, hi uint32 }

// split divides the persons into about n ranges of as many persons.
func (s *snapshot) split(n int) []personRange {
	top := uint32(0)
	for _, seg := range s.record.list() {
		top = max(top, seg.PersonHi)
	}
	if rows := s.req.Tail; len(rows) > 0 {
		top = max(top, rows[len(rows)-1].Person)
	}
	const least = 1 << 14 // persons worth a set of queries
	n = max(1, min(n, int(top/least)))
	step := top/uint32(n) + 1
	ranges := make([]personRange, n)
	for i := range ranges {
		ranges[i].lo = uint32(i) * step
		if i+1 < n {
			ranges[i].hi = uint32(i+1) * step
		}
	}
	return ranges
}

func (s *snapshot) scanRange(ctx context.Context, within personRange, part *clusterPart, visit func(*timeline.View)) error {
	sel := selection{lo: within.lo, hi: within.hi, maxSeq: s.req.MaxSeq}
	in, err := s.record.stream(ctx, sel, s.req.Props, s.req.Dicts, s.req.Tail)
	if err != nil {
		return err
	}
	defer in.Close()
	h := newHistories(len(s.req.Props), part, visit)
	for {
		chunk, err := in.Next()
		if err != nil {
			return err
		}
		if chunk == nil {
			h.end()
			return nil
		}
		h.add(chunk)
	}
}

// One implements timeline.Snapshot.
func (s *snapshot) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	canonical := s.req.Overrides.Canonical(person)
	members := s.req.Overrides.Members(canonical)
	if members == nil {
		members = []uint32{canonical}
	}
	return s.of(ctx, canonical, members, visit)
}

// Part implements timeline.Parts.
func (s *snapshot) Part(ctx context.Context, raw []uint32, visit func(*timeline.View)) error {
	return s.of(ctx, raw[0], raw, visit)
}

// of hands over the history of raw persons as one person's.
func (s *snapshot) of(ctx context.Context, canonical uint32, members []uint32, visit func(*timeline.View)) error {
	sel := selection{persons: slices.Sorted(slices.Values(members)), maxSeq: s.req.MaxSeq}
	in, err := s.record.stream(ctx, sel, s.req.Props, s.req.Dicts, s.req.Tail)
	if err != nil {
		return err
	}
	defer in.Close()
	var all history
	all.reset(len(s.req.Props))
	for {
		chunk, err := in.Next()
		if err != nil {
			return err
		}
		if chunk == nil {
			break
		}
		all.append(chunk, 0, len(chunk.Persons))
	}
	var view timeline.View
	if len(members) > 1 {
		all.sort()
	}
	all.show(&view, canonical)
	visit(&view)
	return nil
}
