package bench

import (
	"context"
	"fmt"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// contest is one question asked of both sides.
type contest struct {
	name    string
	says    string // what is asked, in words
	target  float64
	fold    func(context.Context, *arena) (rows, error)
	queries []query // ways to say it in SQL, the plainest first; the fastest counts
}

type query struct{ how, sql string }

// arena is where contests are held.
type arena struct {
	asker insight.Asker
	end   uint32 // of the data, Unix seconds
	sql   *sqlStore
}

func newArena(store timeline.Store, d *dataset, sql *sqlStore) *arena {
	end := d.end()
	return &arena{asker: insight.Asker{Store: store, Now: func() time.Time { return end }}, end: uint32(end.Unix()), sql: sql}
}

// outcome is how a contest ended.
type outcome struct {
	contest   *contest
	first     cost // of the fold asked for the first time, which works out what later ones read
	fold, sql cost
	how       string // the SQL that was fastest
	tried     []attempt
}

type attempt struct {
	how  string
	cost cost
}

func (o *outcome) ratio() float64 { return o.sql.cpu.Seconds() / o.fold.cpu.Seconds() }

// plain is the ratio to the SQL that one would write first.
func (o *outcome) plain() float64 { return o.tried[0].cost.cpu.Seconds() / o.fold.cpu.Seconds() }

const (
	foldRounds = 3
	sqlRounds  = 2
)

// hold measures both sides, after one warming round each, and compares what
// they say. CPU decides which SQL is the fastest.
func (a *arena) hold(ctx context.Context, c *contest) (*outcome, error) {
	out := &outcome{contest: c}
	var mine rows
	var err error
	if out.first, err = measure(func() error { mine, err = c.fold(ctx, a); return err }); err != nil {
		return nil, fmt.Errorf("%s as a fold: %w", c.name, err)
	}
	if out.fold, err = best(foldRounds, func() error { _, err := c.fold(ctx, a); return err }); err != nil {
		return nil, fmt.Errorf("%s as a fold: %w", c.name, err)
	}
	for _, q := range c.queries {
		theirs, err := a.sql.query(q.sql)
		if err != nil {
			return nil, fmt.Errorf("%s in SQL, %s: %w", c.name, q.how, err)
		}
		if err := mine.same(theirs); err != nil {
			return nil, fmt.Errorf("%s in SQL, %s: %w", c.name, q.how, err)
		}
		took, err := best(sqlRounds, func() error { _, err := a.sql.query(q.sql); return err })
		if err != nil {
			return nil, fmt.Errorf("%s in SQL, %s: %w", c.name, q.how, err)
		}
		out.tried = append(out.tried, attempt{how: q.how, cost: took})
		if out.how == "" || took.cpu < out.sql.cpu {
			out.how, out.sql = q.how, took
		}
	}
	return out, nil
}
