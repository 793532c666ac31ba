package importer

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/zeebo/xxh3"

	"kith/internal/kith"
)

// Report is what an import of the whole file would do.
type Report struct {
	Counts
	Made     int64          `json:"made"`     // events
	Existing int64          `json:"existing"` // of them, those that are there already
	Persons  int64          `json:"persons"`
	Fresh    int64          `json:"fresh"` // of them, those nobody knows yet
	From     time.Time      `json:"from"`
	To       time.Time      `json:"to"`
	Events   []ReportEvent  `json:"events"` // by name, the most frequent; 100 at most
	Problems []DraftProblem `json:"problems"`
	Filled   []ReportColumn `json:"filled"`
	Took     int64          `json:"took_ms"`
	At       time.Time      `json:"at"`
}

// ReportEvent counts the events of a name.
type ReportEvent struct {
	Event string `json:"event"`
	Count int64  `json:"count"`
}

// ReportColumn says how many rows have something in a column that can be read.
type ReportColumn struct {
	Column string  `json:"column"`
	Read   float64 `json:"read"`
}

// CheckOptions may be left out but To.
type CheckOptions struct {
	To       To
	Known    func(userID, anonymousID string) bool
	Progress func(Progress)
	Report   *BadRows
	Now      func() time.Time
}

// Check goes through the whole file and writes nothing but the list of bad rows.
func Check(ctx context.Context, in Source, m Mapping, o CheckOptions) (_ *Report, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	begin := o.Now()
	if m, err = resolve(ctx, in, m, begin); err != nil {
		return nil, err
	}
	var bytes atomic.Int64
	opened, err := in.open(&m, &bytes)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opened.close()) }()
	rows, err := opened.rows(&m)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	c := &checking{o: o, m: &m, size: in.Size, bytes: &bytes, meter: newMeter(in.Size, o.Progress, o.Now), events: map[string]int64{}, problems: problems{m: &m}}
	if err := c.run(ctx, &counted{reader: rows, c: c}); err != nil {
		return nil, err
	}
	c.out.At, c.out.Took = o.Now().UTC(), o.Now().Sub(begin).Milliseconds()
	return &c.out, nil
}

// checking is one dry run.
type checking struct {
	o        CheckOptions
	m        *Mapping
	size     int64
	bytes    *atomic.Int64
	meter    *meter
	out      Report
	problems problems
	events   map[string]int64
	persons  tally
	mids     []uint64
	from, to int64
	filled   []int64 // rows, by column
	flawed   []int64
}

const checkMIDs = 1 << 20 // asked about at once

// counted counts filled cells as rows pass.
type counted struct {
	reader
	c *checking
}

func (r *counted) next(to *row) error {
	err := r.reader.next(to)
	if err != nil {
		return err
	}
	for len(r.c.filled) < len(r.columns()) {
		r.c.filled, r.c.flawed = append(r.c.filled, 0), append(r.c.flawed, 0)
	}
	for i := range to.cells {
		if !blank(to.cells[i]) {
			r.c.filled[i]++
		}
	}
	return nil
}

func (c *checking) run(ctx context.Context, in *counted) error {
	bad, err := newReport(c.o.Report)
	if err != nil {
		return err
	}
	x, err := newExtractor(in, c.m, c.o.Now().UnixMicro()+kith.MaxAhead)
	if err != nil {
		return err
	}
	c.meter.stage(Reading)
	x.bad = func(r *row, f *flaw) error {
		if at := slices.Index(in.columns(), f.column); at >= 0 && at < len(c.flawed) && at < len(r.cells) && !blank(r.cells[at]) {
			c.flawed[at]++
		}
		return errors.Join(c.problems.add(r, f), bad.add(r, f))
	}
	x.event = func(e *kith.Event, _ int) error { return c.event(ctx, e) }
	x.row = func() error {
		if x.counts.Rows%1024 == 0 {
			c.tell(x)
		}
		return nil
	}
	x.end = func() {}
	if err := errors.Join(x.run(ctx), bad.flush()); err != nil {
		return err
	}
	if err := c.ask(ctx); err != nil {
		return err
	}
	c.finish(x, in.columns())
	return nil
}

func (c *checking) tell(x *extractor) {
	done := x.in.done()
	c.meter.set(func(p *Progress) {
		p.Rows, p.Skipped, p.Bad, p.Repeated = x.counts.Rows, x.counts.Skipped, x.counts.Bad, x.counts.Repeated
		p.Bytes, p.Share = c.bytes.Load(), share(c.bytes.Load(), p.Size)
		if done >= 0 {
			p.Bytes, p.Share = int64(done*float64(p.Size)), done
		}
	})
}

func (c *checking) event(ctx context.Context, e *kith.Event) error {
	c.out.Made++
	if _, known := c.events[e.Name]; known || len(c.events) < 10_000 {
		c.events[e.Name]++
	}
	if c.from == 0 || e.Time < c.from {
		c.from = e.Time
	}
	c.to = max(c.to, e.Time)
	who := xxh3.HashStringSeed(e.UserID, 1)
	if e.UserID == "" {
		who = xxh3.HashStringSeed(e.AnonymousID, 2)
	}
	if times, ok := c.persons.add(who); ok && times == 1 {
		c.out.Persons++
		if c.o.Known != nil && !c.o.Known(e.UserID, e.AnonymousID) {
			c.out.Fresh++
		}
	}
	c.mids = append(c.mids, c.o.To.MID(c.o.To.Source, e.MessageID))
	if len(c.mids) == checkMIDs {
		return c.ask(ctx)
	}
	return nil
}

// ask finds out which events are there already.
func (c *checking) ask(ctx context.Context) error {
	if len(c.mids) == 0 {
		return nil
	}
	has, err := c.o.To.Sink.Has(ctx, c.mids)
	if err != nil {
		return err
	}
	for _, there := range has {
		if there {
			c.out.Existing++
		}
	}
	c.mids = c.mids[:0]
	return nil
}

func (c *checking) finish(x *extractor, columns []string) {
	c.out.Counts, c.out.Problems = x.counts, c.problems.sorted()
	if c.out.Made > 0 {
		c.out.From, c.out.To = time.UnixMicro(c.from).UTC(), time.UnixMicro(c.to).UTC()
	}
	c.out.Events, c.out.Filled = []ReportEvent{}, []ReportColumn{}
	for name, n := range c.events {
		c.out.Events = append(c.out.Events, ReportEvent{name, n})
	}
	slices.SortFunc(c.out.Events, func(a, b ReportEvent) int {
		if a.Count != b.Count {
			return int(min(max(b.Count-a.Count, -1), 1))
		}
		return strings.Compare(a.Event, b.Event)
	})
	c.out.Events = c.out.Events[:min(len(c.out.Events), 100)]
	for i, name := range columns[:min(len(columns), len(c.filled))] {
		c.out.Filled = append(c.out.Filled, ReportColumn{name, float64(c.filled[i]-c.flawed[i]) / float64(max(x.counts.Rows, 1))})
	}
	c.meter.set(func(p *Progress) {
		p.Rows, p.Bad, p.Skipped, p.Repeated = x.counts.Rows, x.counts.Bad, x.counts.Skipped, x.counts.Repeated
	})
	c.meter.stage(Finished)
}
