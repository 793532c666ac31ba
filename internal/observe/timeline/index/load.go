package index

import (
	"context"
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// snapshotLoading opens a snapshot once the columns it lacks are loaded. Holding
// the layout, nobody drops one of them before the snapshot is open.
func (ix *Index) snapshotLoading(ctx context.Context, props []string) (timeline.Snapshot, error) {
	if err := ix.hold(ctx); err != nil {
		return nil, fmt.Errorf("wait to load properties: %w", err)
	}
	defer ix.release()
	for {
		st := ix.state.Load()
		missing := ix.missing(st, props)
		if len(missing) == 0 {
			s := ix.open(st, props)
			ix.evict()
			return s, nil
		}
		if err := ix.loadColumns(ctx, missing); err != nil {
			return nil, err
		}
	}
}

// loadColumns reads the record once for all the given properties. Holds layout.
func (ix *Index) loadColumns(ctx context.Context, props []string) error {
	load := ix.loader.Load()
	if load == nil {
		return &kith.Error{Code: kith.Unavailable, Retry: true, Message: "properties cannot be read yet",
			Hint: "the workspace is still starting; try again in a moment"}
	}
	columns, slots, start, err := ix.register(props)
	if err != nil {
		return err
	}
	fill := newFiller(start, len(columns))
	if err = ix.read(ctx, *load, columns, start, fill); err == nil {
		err = fill.finish()
	}
	ix.change(func(next *state) {
		for i, c := range columns {
			if err == nil {
				err = ix.refused[c.property]
			}
			if err == nil {
				next.setColumn(slots[i], fill.columns(i))
			}
		}
		if err != nil {
			for _, at := range slots {
				next.dropColumn(at)
			}
		}
		next.thaw()
	})
	if err != nil {
		return fmt.Errorf("load properties %q: %w", props, err)
	}
	ix.log.Info("properties loaded", "properties", props, "events", start.events)
	return nil
}

// register lets new rows have the columns from here on, and freezes the runs
// that are there; it returns the state whose rows are to be read.
func (ix *Index) register(props []string) (columns []*column, slots []int, start *state, err error) {
	start = ix.change(func(next *state) {
		for _, p := range props {
			if err = ix.refused[p]; err != nil {
				return
			}
		}
		for _, p := range props {
			key, _ := ix.names.Properties.Find(p)
			if at, _ := next.find(key); at >= 0 {
				continue // asked for twice in one list
			}
			c := &column{id: ix.uses.Add(1), property: p, key: key, dict: timeline.NewDict()}
			columns, slots = append(columns, c), append(slots, next.addColumn(c))
		}
		next.freeze()
	})
	return columns, slots, start, err
}

func (st *state) freeze() {
	for i, sh := range st.shards {
		fresh := *sh
		fresh.frozen = len(sh.runs)
		st.shards[i] = &fresh
	}
}

func (st *state) thaw() {
	for i, sh := range st.shards {
		fresh := *sh
		fresh.frozen = 0
		st.shards[i] = &fresh
	}
}

func (ix *Index) read(ctx context.Context, load Loader, columns []*column, start *state, fill *filler) (err error) {
	request := timeline.StreamRequest{MaxSeq: start.seq}
	for _, c := range columns {
		request.Props, request.Dicts = append(request.Props, c.property), append(request.Dicts, c.dict)
	}
	stream, err := load(ctx, request)
	if err != nil {
		return err
	}
	defer stream.Close()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := stream.Next()
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		for _, col := range columns {
			if len(col.dict.Values()) > ix.options.MaxValues+1 {
				return ix.refuse(col.property)
			}
		}
		if err := fill.take(c); err != nil {
			return err
		}
	}
}

func (ix *Index) refuse(property string) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.refused[property] = tooManyValues(property, ix.options.MaxValues)
	return ix.refused[property]
}
