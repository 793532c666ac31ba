package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
	"kith/internal/observe/timeline/record"
)

// newIndex is an index without bounds over the record.
func newIndex(r *record.Record) *index.Index {
	ix := index.New(r.Names(), index.Options{ColumnBytes: 1 << 40})
	ix.SetLoader(r.Stream)
	return ix
}

// buildIndex builds the index anew from the record, as a start without a
// snapshot does.
func buildIndex(ctx context.Context, r *record.Record) (*index.Index, error) {
	last := r.Position().NextSeq - 1
	ix := newIndex(r)
	stream, err := r.Stream(ctx, timeline.StreamRequest{MaxSeq: last})
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return ix, ix.Load(ctx, stream, last, time.Unix(1, 0))
}

// memory is what the index takes, and how soon it is there.
type memory struct {
	events, segments int
	record           int64 // bytes on disk
	bare             int64 // bytes of the index, without columns
	columns          int64 // of platform and amount
	digests          int64 // what the questions asked so far keep beside
	rebuild          cost
	load             cost // of both columns from the record
	save             cost
	snapshot         int64 // bytes of the file
	restart          cost  // from nothing open to the first answer
}

// measureMemory rebuilds the index of the record in dir, saves it, closes all
// and starts again from the file. It returns the index that then stands.
func measureMemory(ctx context.Context, dir string, sealRows int, d *dataset) (*memory, *index.Index, *record.Record, error) {
	m, file := &memory{events: d.len()}, filepath.Join(dir, "index.snapshot")
	r, err := openRecord(ctx, dir, sealRows)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := m.build(ctx, r, file); err != nil {
		r.Close()
		return nil, nil, nil, err
	}
	if err := r.Close(); err != nil {
		return nil, nil, nil, err
	}
	var ix *index.Index
	m.restart, err = measure(func() (err error) {
		if r, err = openRecord(ctx, dir, sealRows); err != nil {
			return err
		}
		if ix, err = index.Open(ctx, file, r.Names(), index.Options{ColumnBytes: 1 << 40}); err != nil {
			return err
		}
		ix.SetLoader(r.Stream)
		_, err = dailyActive().fold(ctx, newArena(ix, d, nil))
		return err
	})
	if err != nil {
		return nil, nil, nil, fmt.Errorf("start again: %w", err)
	}
	return m, ix, r, nil
}

func (m *memory) build(ctx context.Context, r *record.Record, file string) (err error) {
	stats, err := r.Stats(ctx)
	if err != nil {
		return err
	}
	if int(stats.Rows) != m.events {
		return fmt.Errorf("the record has %d rows of %d", stats.Rows, m.events)
	}
	m.record, m.segments = stats.Bytes, stats.Segments
	var ix *index.Index
	if m.rebuild, err = measure(func() error { ix, err = buildIndex(ctx, r); return err }); err != nil {
		return err
	}
	m.bare = ix.Stats().BaseBytes
	if m.load, err = loadColumns(ctx, ix, "platform", "amount"); err != nil {
		return err
	}
	for _, c := range ix.Stats().Columns {
		m.columns += c.Bytes + c.DictBytes
	}
	if m.save, err = measure(func() error { return ix.Save(ctx, file) }); err != nil {
		return err
	}
	m.snapshot, err = sizeOf(file)
	return err
}

// loadColumns brings properties into memory.
func loadColumns(ctx context.Context, store timeline.Store, props ...string) (cost, error) {
	return measure(func() error {
		snap, err := store.Snapshot(ctx, props)
		if err == nil {
			snap.Close()
		}
		return err
	})
}
