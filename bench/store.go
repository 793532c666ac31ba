package bench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/simulate"
)

// openRecord opens the record in dir as the program does.
func openRecord(ctx context.Context, dir string, sealRows int) (*record.Record, error) {
	return record.Open(ctx, record.Options{Dir: dir, SealRows: sealRows, Threads: runtime.GOMAXPROCS(0)})
}

// seal writes the data into the record as it would have come: seal by seal in
// order of arrival, each with rows of everybody, merged in the background.
func (d *dataset) seal(ctx context.Context, r *record.Record, sealRows int) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	g, gctx := errgroup.WithContext(running)
	g.Go(func() error { return r.Run(gctx) })
	g.Go(func() error {
		defer stop()
		seals, err := d.sealAll(gctx, r, sealRows)
		if err != nil {
			return err
		}
		return settled(gctx, r, seals)
	})
	if err := g.Wait(); err != nil {
		return fmt.Errorf("fill the record: %w", err)
	}
	return ctx.Err()
}

func (d *dataset) sealAll(ctx context.Context, r *record.Record, sealRows int) (seals int, err error) {
	w := newSealer(d, r, sealRows)
	for from, to := 0, 0; to < len(w.before)-1; from = to {
		for to++; to < len(w.before)-1 && int(w.before[to+1]-w.before[from]) <= sealRows; to++ {
		}
		rows := w.rows(uint32(from), uint32(to))
		if len(rows) == 0 {
			continue
		}
		seals++
		if err := r.Seal(ctx, rows, timeline.Position{LogSeq: uint64(seals), NextSeq: uint64(w.before[to]) + 1}); err != nil {
			return seals, err
		}
	}
	return seals, nil
}

// settled waits until there is nothing left to merge: a tier of eight or more
// segments becomes one of the next tier, twice.
func settled(ctx context.Context, r *record.Record, seals int) error {
	want := seals%8 + seals/8%8 + seals/64
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		s, err := r.Stats(ctx)
		if err != nil || s.Segments == want {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// sealer makes the rows of one seal after another, in the same memory.
type sealer struct {
	d      *dataset
	start  uint32
	before []uint32 // rows before each second from start
	next   []uint32 // ordinals given out in it
	events []uint16
	keys   [2]uint32 // platform, amount
	store  []timeline.Row
	props  []timeline.Prop
	list   []*timeline.Row
}

func newSealer(d *dataset, r *record.Record, sealRows int) *sealer {
	w := &sealer{d: d, start: uint32(dataStart.Unix()), before: make([]uint32, d.days*86400+1)}
	for _, sec := range d.secs {
		w.before[sec-w.start+1]++
	}
	for i := 1; i < len(w.before); i++ {
		w.before[i] += w.before[i-1]
	}
	w.next = append([]uint32(nil), w.before...)
	for _, name := range simulate.BenchEvents {
		code, _ := r.Names().Events.Add(name)
		w.events = append(w.events, uint16(code))
	}
	for i, name := range []string{"platform", "amount"} {
		w.keys[i], _ = r.Names().Properties.Add(name)
	}
	w.store, w.props = make([]timeline.Row, 0, sealRows), make([]timeline.Prop, 0, 2*sealRows)
	return w
}

// rows are those of the seconds [from, to), in record order. They are valid
// until the next call.
func (w *sealer) rows(from, to uint32) []*timeline.Row {
	d := w.d
	w.store, w.props, w.list = w.store[:0], w.props[:0], w.list[:0]
	for i, sec := range d.secs {
		at := sec - w.start
		if at < from || at >= to {
			continue
		}
		w.next[at]++
		seq, first := uint64(w.next[at]), len(w.props)
		w.props = append(w.props, timeline.Prop{Key: w.keys[0], Value: kith.StringValue(d.platformNames[d.platforms[i]])})
		if a := d.amounts[i]; a > 0 {
			w.props = append(w.props, timeline.Prop{Key: w.keys[1], Value: kith.NumberValue(d.amountValues[a-1])})
		}
		w.store = append(w.store, timeline.Row{
			Person: d.persons[i], Code: w.events[d.events[i]], Source: 1, Time: int64(sec) * 1e6,
			Received: int64(sec)*1e6 + 350_000, Seq: seq, MID: seq * 0x9E3779B97F4A7C15, Props: w.props[first:],
		})
	}
	for i := range w.store {
		w.list = append(w.list, &w.store[i])
	}
	return w.list
}
