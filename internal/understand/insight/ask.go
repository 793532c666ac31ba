package insight

import (
	"context"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
)

// Asker answers questions over the histories of one workspace.
type Asker struct {
	Store timeline.Store
	Zone  string // IANA zone of questions that name none; UTC when empty
	Now   func() time.Time
	// Aliases are the names that mean several; may be nil. Names tells which of
	// them were seen, and is needed for those of properties.
	Aliases *Aliases
	Names   *timeline.Names

	// Of the question channels; nil: no rules, no costs.
	Classifier func(context.Context) (*channel.Classifier, error)
	// Costs of days from one to another, both included, written 2006-01-02.
	Costs func(ctx context.Context, from, to string) ([]channel.Cost, error)
}

// compiled is a question ready to run: one type a kind implements it.
type compiled interface {
	// answer folds everyone and fills in the kind's part of the answer.
	answer(ctx context.Context, a *Answer) error
	// behind returns, for each worker, a test of whether a person is in the cell.
	behind(cell *Cell) (func() func(*timeline.View) bool, error)
	// define says the question as one sentence in each language.
	define() Definition
}

// Ask answers q over everyone.
func (k *Asker) Ask(ctx context.Context, q Question) (*Answer, error) {
	return k.ask(ctx, q, nil)
}

// AskPerson gives the same rows for one person (a raw or canonical number).
func (k *Asker) AskPerson(ctx context.Context, q Question, person uint32) (*Answer, error) {
	return k.ask(ctx, q, &person)
}

func (k *Asker) ask(ctx context.Context, q Question, person *uint32) (*Answer, error) {
	begin := time.Now()
	p, c, err := k.prepare(ctx, &q, person)
	if err != nil {
		return nil, err
	}
	defer p.snap.Close()
	a := p.blank(c)
	if err := c.answer(ctx, a); err != nil {
		return nil, err
	}
	if q.Compare != "" {
		if err := p.compare(ctx, a); err != nil {
			return nil, err
		}
	}
	a.Warnings = p.warnings
	a.Cost = Cost{Events: p.events, Persons: p.persons, Source: p.snap.Info().Source,
		Millis: float64(time.Since(begin).Microseconds()) / 1000}
	return a, nil
}

// blank is the answer without its rows.
func (p *plan) blank(c compiled) *Answer {
	info := p.snap.Info()
	return &Answer{
		Kind: p.q.kinds()[0].Kind(), Question: *p.q, Definition: c.define(), Zone: p.cal.loc.String(),
		From: p.at(int64(p.from)), To: p.at(int64(p.to)), AsOf: p.at(p.asOf),
		Freshness: Freshness{Seq: info.Seq, Latest: info.Latest},
	}
}

// Persons lists the canonical persons behind a cell of q's answer, ascending,
// those after the given number, at most limit.
func (k *Asker) Persons(ctx context.Context, q Question, cell Cell, after uint32, limit int) ([]uint32, error) {
	p, c, err := k.prepare(ctx, &q, nil)
	if err != nil {
		return nil, err
	}
	defer p.snap.Close()
	if cell.Previous {
		if q.Compare == "" {
			return nil, invalid("cell.previous", "the question does not compare")
		}
		if p, err = p.earlier(); err != nil {
			return nil, err
		}
		if c, err = compile(ctx, p); err != nil {
			return nil, err
		}
	}
	in, err := c.behind(&cell)
	if err != nil {
		return nil, err
	}
	type found struct {
		in      func(*timeline.View) bool
		persons []uint32
	}
	all, err := scan(ctx, p, func() *found { return &found{in: in()} }, func(f *found, v *timeline.View) {
		if v.Person > after && f.in(v) {
			f.persons = append(f.persons, v.Person)
		}
	}, func(into, from *found) { into.persons = append(into.persons, from.persons...) })
	if err != nil {
		return nil, err
	}
	slices.Sort(all.persons)
	return all.persons[:min(limit, len(all.persons))], nil
}

// prepare opens a snapshot, which the caller closes, and compiles q for it.
func (k *Asker) prepare(ctx context.Context, q *Question, person *uint32) (*plan, compiled, error) {
	p, err := k.plan(ctx, q, person)
	if err != nil {
		return nil, nil, err
	}
	c, err := compile(ctx, p)
	if err != nil {
		p.snap.Close()
		return nil, nil, err
	}
	return p, c, nil
}

func (k *Asker) plan(ctx context.Context, q *Question, person *uint32) (*plan, error) {
	if q.Zone == "" {
		q.Zone = k.Zone
	}
	if err := q.Check(); err != nil {
		return nil, err
	}
	loc, err := loadZone(q.Zone)
	if err != nil {
		return nil, err
	}
	p := &plan{q: q, asker: k, cal: &calendar{loc: loc, sunday: q.WeekStart == "sunday"}, asOf: k.Now().Unix(), person: person, aliases: k.Aliases, cols: map[string]int{}}
	from, to, err := q.Range.resolve(p.cal, p.asOf)
	if err != nil {
		return nil, err
	}
	p.from, p.to = uint32(from), uint32(to)
	props := needed(q)
	if p.snap, err = k.snapshot(ctx, props); err != nil {
		return nil, err
	}
	for i, name := range props {
		p.cols[name] = i
	}
	p.where = p.tests(q.Where)
	p.active = &codeSet{}
	for code, name := range p.snap.Names().Events.All() {
		p.active[code] = !kith.Passive(name)
	}
	return p, nil
}

func compile(ctx context.Context, p *plan) (compiled, error) {
	switch q := p.q; {
	case q.Trend != nil:
		return compileTrend(ctx, p, q.Trend)
	case q.Funnel != nil:
		return compileFunnel(ctx, p, q.Funnel)
	case q.Retention != nil:
		return compileRetention(ctx, p, q.Retention)
	case q.Paths != nil:
		return compilePaths(ctx, p, q.Paths)
	case q.Stickiness != nil:
		return compileStickiness(ctx, p, q.Stickiness)
	case q.Lifecycle != nil:
		return compileLifecycle(ctx, p, q.Lifecycle)
	case q.Sessions != nil:
		return compileSessions(ctx, p, q.Sessions)
	case q.Channels != nil:
		return compileChannels(ctx, p, q.Channels)
	}
	return compileRFM(ctx, p, p.q.RFM)
}

// at is an instant of the answer, in the question's zone.
func (p *plan) at(sec int64) time.Time { return time.Unix(sec, 0).In(p.cal.loc) }

// bucketsOf describes the units whose starts (and end) are given.
func (p *plan) bucketsOf(starts []int64) []Bucket {
	out := make([]Bucket, len(starts)-1)
	for i := range out {
		start, end := starts[i], starts[i+1]
		out[i] = Bucket{Start: p.at(start), End: p.at(end),
			Incomplete: start < int64(p.from) || end > int64(p.to) || end > p.asOf}
	}
	return out
}

// bucketIndex finds the unit that a cell names by its start.
func (p *plan) bucketIndex(cell *Cell, starts []int64) (int, error) {
	for i, s := range starts[:len(starts)-1] {
		if s == cell.Bucket.Unix() {
			return i, nil
		}
	}
	return 0, invalid("cell.bucket", "no bucket of the answer starts at %s", cell.Bucket.Format(time.RFC3339))
}

func ratio(part, whole float64) *float64 {
	if whole == 0 {
		return nil
	}
	r := part / whole
	return &r
}
