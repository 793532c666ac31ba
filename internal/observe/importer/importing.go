package importer

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
)

const (
	chunkEvents = 100_000 // asked about at once: asking goes through the whole record
	chunkBytes  = 64 << 20
	batchEvents = 1000
	batchBytes  = 1 << 20
	inFlight    = 4 // batches on their way to the log
)

// importing is one run: one goroutine reads the file and makes chunks of
// events, another takes them to the sink.
type importing struct {
	in     Source
	m      Mapping
	to     To
	o      Options
	meter  *meter
	total  atomic.Int64 // events of groups, once all is read
	row    *Import      // nil: nothing is remembered
	result Result       // Written and Existing are the delivering goroutine's, Counts the reading one's
}

type chunk struct {
	events []kith.Event
	bytes  int
	counts Counts // when it was full, without reasons
}

func (i *importing) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	chunks := make(chan *chunk)
	g.Go(func() error {
		defer close(chunks)
		return i.read(ctx, chunks)
	})
	g.Go(func() error {
		for c := range chunks {
			if err := i.deliver(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// read makes chunks of the file. Events that were delivered before are made
// again, since equal rows are told by their order, and left out.
func (i *importing) read(ctx context.Context, chunks chan<- *chunk) (err error) {
	var bytes atomic.Int64
	o, err := i.in.open(&i.m, &bytes)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	in, err := o.rows(&i.m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	return i.extract(ctx, in, &bytes, chunks)
}

func (i *importing) extract(ctx context.Context, in reader, bytes *atomic.Int64, chunks chan<- *chunk) (err error) {
	out, err := newReport(i.o.Report)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.flush()) }()
	x, err := newExtractor(in, &i.m, i.o.Now().UnixMicro()+kith.MaxAhead)
	if err != nil {
		return err
	}
	i.meter.stage(Reading)
	c := &chunk{}
	send := func() error {
		c.counts = x.counts
		c.counts.Reasons = nil
		select {
		case chunks <- c:
			c = &chunk{}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	left := i.result.Resumed
	x.bad = out.add
	x.event = func(e *kith.Event, _ int) error {
		if left--; left >= 0 {
			return nil
		}
		c.add(e)
		if len(c.events) < chunkEvents && c.bytes < chunkBytes {
			return nil
		}
		return send()
	}
	x.row = func() error { return i.afterRow(x, bytes) }
	x.end = func() { i.afterFile(x) }
	err = x.run(ctx)
	i.result.Counts = x.counts
	if err != nil {
		return err
	}
	if x.counts.Rows-x.counts.Skipped < verdictRows && !i.o.Force {
		if err := x.counts.judge(); err != nil {
			return err
		}
	}
	return send()
}

// afterRow judges the file when enough was seen, and tells the progress.
func (i *importing) afterRow(x *extractor, bytes *atomic.Int64) error {
	n := &x.counts
	if n.Rows-n.Skipped == verdictRows && !i.o.Force {
		if err := n.judge(); err != nil {
			return err
		}
	}
	if n.Rows%1024 != 0 {
		return nil
	}
	done := x.in.done()
	i.meter.set(func(p *Progress) {
		p.Rows, p.Skipped, p.Bad, p.Repeated = n.Rows, n.Skipped, n.Bad, n.Repeated
		p.Bytes, p.Share = bytes.Load(), share(bytes.Load(), p.Size)
		if done >= 0 {
			p.Bytes, p.Share = int64(done*float64(p.Size)), done
		}
	})
	return nil
}

func (i *importing) afterFile(x *extractor) {
	i.meter.set(func(p *Progress) {
		p.Rows, p.Skipped, p.Bad, p.Repeated = x.counts.Rows, x.counts.Skipped, x.counts.Bad, x.counts.Repeated
	})
	if x.groups != nil {
		i.total.Store(int64(len(x.groups.order)))
		i.meter.stage(Writing)
	}
}

func (c *chunk) add(e *kith.Event) {
	if c.events == nil {
		c.events = make([]kith.Event, 0, 4096)
	}
	c.events = append(c.events, *e)
	c.bytes += sizeOf(e)
}

// sizeOf is about what an event takes in memory, which is more than in the log.
func sizeOf(e *kith.Event) int {
	n := 130 + len(e.MessageID) + len(e.Name) + len(e.UserID) + len(e.AnonymousID)
	for i := range e.Props {
		n += 48 + len(e.Props[i].Name) + len(e.Props[i].Value.Str)
	}
	return n
}

// deliver brings a chunk to the sink, but for what is there, and then remembers
// how far the import is.
func (i *importing) deliver(ctx context.Context, c *chunk) error {
	if len(c.events) > 0 {
		fresh, err := i.fresh(ctx, c.events)
		if err != nil {
			return err
		}
		if err := i.send(ctx, fresh); err != nil {
			return err
		}
		i.result.Written += int64(len(fresh))
		i.result.Existing += int64(len(c.events) - len(fresh))
		i.meter.set(func(p *Progress) { p.Existing = i.result.Existing })
	}
	return i.save(ctx, Running, &c.counts)
}

func (i *importing) fresh(ctx context.Context, events []kith.Event) ([]kith.Event, error) {
	mids := make([]uint64, len(events))
	for k := range events {
		mids[k] = i.to.MID(i.to.Source, events[k].MessageID)
	}
	has, err := i.to.Sink.Has(ctx, mids)
	if err != nil {
		return nil, err
	}
	fresh := events[:0:0]
	for k := range events {
		if !has[k] {
			fresh = append(fresh, events[k])
		}
	}
	return fresh, nil
}

// send appends events in batches, a few at a time.
func (i *importing) send(ctx context.Context, events []kith.Event) error {
	g, sending := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	for len(events) > 0 && sending.Err() == nil {
		n, bytes := 0, 0
		for n < len(events) && n < batchEvents && bytes < batchBytes {
			bytes += sizeOf(&events[n])
			n++
		}
		b := &kith.Batch{Source: i.to.Source, Import: i.number(), Received: i.o.Now().UnixMicro(), Events: events[:n:n]}
		events = events[n:]
		g.Go(func() error {
			if err := i.to.Sink.Append(sending, b); err != nil {
				return err
			}
			i.meter.set(func(p *Progress) {
				p.Written += int64(len(b.Events))
				if total := i.total.Load(); total > 0 {
					p.Share = share(p.Written+p.Existing, total)
				}
			})
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// number is by which the record knows the import; 0 when nothing is remembered,
// or when it began before imports had numbers.
func (i *importing) number() uint32 {
	if i.row == nil || i.row.Origin == 0 {
		return 0
	}
	return uint32(i.row.Number)
}

// save remembers how far the import is.
func (i *importing) save(ctx context.Context, state State, n *Counts) error {
	if i.row == nil {
		return nil
	}
	r, row := &i.result, i.row
	row.State, row.Key, row.Mapping = state, r.Key, textOf(i.m)
	row.Rows, row.Skipped, row.Bad, row.Repeated = n.Rows, n.Skipped, n.Bad, n.Repeated
	row.Written, row.Existing = r.Written, r.Existing
	row.Started, row.Updated, row.Finished = r.Started, i.o.Now().UnixMicro(), r.Finished
	return i.o.State.Save(ctx, row)
}

// conclude remembers how the import ended, also when its caller has gone.
func (i *importing) conclude(ctx context.Context, failure error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	state := Interrupted
	if i.o.Import != nil {
		state = Running // whoever made it says what it is now
	}
	if failure == nil {
		state, i.result.Finished = Done, i.o.Now().UnixMicro()
	}
	return i.save(ctx, state, &i.result.Counts)
}
