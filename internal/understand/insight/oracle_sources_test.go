package insight_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
	"kith/internal/observe/timeline/record"
	"kith/internal/understand/insight"
)

// oracleSource is one place that a question can be asked of.
type oracleSource struct {
	name  string
	store timeline.Store
	close func()
}

var oracleBuilders = map[string]func(context.Context, string, *oracleData) (oracleSource, error){
	"plain": newPlainSource, "index": newIndexSource, "built": newBuiltSource, "grown": newGrownSource, "record": newRecordSource,
}

// newSources puts the data in the named stores. Folder dir must be empty.
func newSources(ctx context.Context, names, dir string, data *oracleData) ([]oracleSource, error) {
	var sources []oracleSource
	for name := range strings.SplitSeq(names, ",") {
		s, err := oracleBuilders[name](ctx, dir, data)
		if err != nil {
			closeSources(sources)
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
}

func closeSources(sources []oracleSource) {
	for _, s := range sources {
		s.close()
	}
}

func newPlainSource(_ context.Context, _ string, data *oracleData) (oracleSource, error) {
	return oracleSource{"plain", newPlainStore(data), func() {}}, nil
}

// newIndexSource is an index that took every event as it arrived, with columns
// and merges coming in between.
func newIndexSource(ctx context.Context, _ string, data *oracleData) (oracleSource, error) {
	names := timeline.NewNames()
	rows := data.rows(names)
	ix := index.New(names, index.Options{})
	half, early := len(rows)/2, len(data.merges)/2
	ix.SetLoader(loaderOf(names, rows[:half]))
	ix.Apply(rows[:half], timeline.Merges(data.merges[:early]))
	snap, err := ix.Snapshot(ctx, []string{"plan", "$session_id"})
	if err != nil {
		return oracleSource{}, fmt.Errorf("load columns early: %w", err)
	}
	snap.Close()
	ix.SetLoader(loaderOf(names, rows))
	for part := range slices.Chunk(rows[half:], 20) {
		ix.Apply(part, nil)
	}
	ix.Apply(nil, timeline.Merges(data.merges[early:]))
	return oracleSource{"index", ix, func() {}}, nil
}

// newBuiltSource is an index whose first events came from the record at start.
func newBuiltSource(ctx context.Context, _ string, data *oracleData) (oracleSource, error) {
	names := timeline.NewNames()
	rows := data.rows(names)
	ix := index.New(names, index.Options{})
	base := len(rows) * 3 / 4
	stream := newPlainStream(names, rows[:base], timeline.StreamRequest{MaxSeq: math.MaxUint64})
	if err := ix.Load(ctx, stream, uint64(base), oracleArrival(uint64(base))); err != nil {
		return oracleSource{}, fmt.Errorf("build the index: %w", err)
	}
	ix.SetLoader(loaderOf(names, rows))
	ix.Apply(rows[base:], timeline.Merges(data.merges))
	return oracleSource{"built", ix, func() {}}, nil
}

// newGrownSource is an index that was asked all the time while it grew, so that
// what it keeps beside the histories is of older states: first built, then taking
// rows in pieces, then saved and opened again, which folds all into its bases.
func newGrownSource(ctx context.Context, dir string, data *oracleData) (oracleSource, error) {
	names := timeline.NewNames()
	rows := data.rows(names)
	ix, half := index.New(names, index.Options{}), len(rows)/2
	stream := newPlainStream(names, rows[:half], timeline.StreamRequest{MaxSeq: math.MaxUint64})
	if err := ix.Load(ctx, stream, uint64(half), oracleArrival(uint64(half))); err != nil {
		return oracleSource{}, fmt.Errorf("build the index: %w", err)
	}
	ix.SetLoader(loaderOf(names, rows))
	d := newDice(uint64(len(rows)))
	ask := func() error {
		for range 4 {
			q, now := d.question()
			asker := insight.Asker{Store: ix, Zone: "Europe/London", Now: func() time.Time { return now }}
			if _, err := asker.Ask(ctx, q); err != nil {
				return fmt.Errorf("ask while it grows: %w", err)
			}
		}
		return nil
	}
	err := ask()
	for part := range slices.Chunk(rows[half:], max(1, len(rows)/6)) {
		ix.Apply(part, nil)
		err = errors.Join(err, ask())
	}
	file := filepath.Join(dir, "grown")
	if err = errors.Join(err, ix.Save(ctx, file)); err != nil {
		return oracleSource{}, err
	}
	if ix, err = index.Open(ctx, file, names, index.Options{}); err != nil {
		return oracleSource{}, err
	}
	ix.SetLoader(loaderOf(names, rows))
	err = ask()
	ix.Apply(nil, timeline.Merges(data.merges))
	return oracleSource{"grown", ix, func() {}}, errors.Join(err, os.Remove(file))
}

func loaderOf(names *timeline.Names, rows []*timeline.Row) index.Loader {
	return func(_ context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		return newPlainStream(names, rows, req), nil
	}
}

// plainStream yields rows in record order, one chunk a person.
type plainStream struct {
	names *timeline.Names
	rows  []*timeline.Row
	req   timeline.StreamRequest
}

func newPlainStream(names *timeline.Names, rows []*timeline.Row, req timeline.StreamRequest) *plainStream {
	s := &plainStream{names: names, req: req}
	for _, r := range rows {
		if r.Seq >= req.MinSeq && r.Seq <= req.MaxSeq && r.Person >= req.PersonLo && (req.PersonHi == 0 || r.Person < req.PersonHi) {
			s.rows = append(s.rows, r)
		}
	}
	slices.SortFunc(s.rows, recordOrder)
	return s
}

func recordOrder(a, b *timeline.Row) int {
	if a.Less(b) {
		return -1
	}
	return 1
}

func (s *plainStream) Next() (*timeline.Chunk, error) {
	if len(s.rows) == 0 {
		return nil, nil
	}
	n := 1
	for n < len(s.rows) && s.rows[n].Person == s.rows[0].Person {
		n++
	}
	c := &timeline.Chunk{Cols: make([][]uint32, len(s.req.Props))}
	for _, r := range s.rows[:n] {
		c.Persons, c.Times = append(c.Persons, r.Person), append(c.Times, r.Time)
		c.Codes, c.Seqs = append(c.Codes, r.Code), append(c.Seqs, r.Seq)
		for i, prop := range s.req.Props {
			c.Cols[i] = append(c.Cols[i], s.req.Dicts[i].Code(s.value(r, prop)))
		}
	}
	s.rows = s.rows[n:]
	return c, nil
}

func (s *plainStream) Close() {}

func (s *plainStream) value(r *timeline.Row, prop string) kith.Value {
	for _, p := range r.Props {
		if s.names.Properties.Name(p.Key) == prop {
			return p.Value
		}
	}
	return kith.Value{}
}

// recordStore reads every question from the record on disk: three quarters
// sealed in two segments, the rest not sealed yet.
type recordStore struct {
	record    *record.Record
	tail      []*timeline.Row
	overrides *timeline.OverrideView
	events    uint64
}

func newRecordSource(ctx context.Context, dir string, data *oracleData) (oracleSource, error) {
	rec, err := record.Open(ctx, record.Options{Dir: dir, MemoryLimit: 256 << 20, Threads: 1})
	if err != nil {
		return oracleSource{}, err
	}
	s := &recordStore{record: rec, events: uint64(len(data.events))}
	rows := data.rows(rec.Names())
	a, b := len(rows)/2, len(rows)*3/4
	for i, part := range [][]*timeline.Row{slices.Clone(rows[:a]), slices.Clone(rows[a:b])} {
		slices.SortFunc(part, recordOrder)
		next := []int{a, b}[i]
		if err := rec.Seal(ctx, part, timeline.Position{LogSeq: uint64(i + 1), NextSeq: uint64(next) + 1}); err != nil {
			rec.Close()
			return oracleSource{}, err
		}
	}
	s.tail = slices.Clone(rows[b:])
	slices.SortFunc(s.tail, recordOrder)
	merges := timeline.NewOverrides()
	merges.Merge(data.merges)
	s.overrides = merges.View()
	return oracleSource{"record", s, func() { rec.Close() }}, nil
}

func (s *recordStore) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	dicts := make([]*timeline.Dict, len(props))
	for i := range dicts {
		dicts[i] = timeline.NewDict()
	}
	return record.NewSnapshot(ctx, s.record, record.SnapshotRequest{Props: props, Dicts: dicts, Tail: s.tail, MaxSeq: s.events, Overrides: s.overrides,
		Info: timeline.Info{Seq: s.events, Latest: oracleArrival(s.events), Events: s.events, Source: "record"}})
}
