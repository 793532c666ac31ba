package insight

import (
	"context"
	"time"
)

// Previous names the period before the one that is asked about, as long as it
// and up to the same moment of it: docs/questions.md, Compare.
const Previous = "previous"

// earlier is the plan of the same question over the previous period, with the
// groups of this one, over the same snapshot. It is made after this one was
// compiled, and shares what it read: only one of them is closed.
func (p *plan) earlier() (*plan, error) {
	from, to := p.q.Range.previous(p.cal, int64(p.from), int64(p.to), p.asOf)
	if from < 0 || from >= to {
		return nil, invalid("compare", "there is no time before this range to compare with")
	}
	q := *p.q
	q.Compare = ""
	q.Range = Range{From: p.at(from).Format(time.RFC3339), To: p.at(to).Format(time.RFC3339)}
	e := *p
	e.q, e.from, e.to = &q, uint32(from), uint32(to)
	e.warnings, e.events, e.persons = nil, 0, 0
	if p.ranked != nil {
		e.pinned = p.ranked.list
	}
	e.pinnedRows = p.rows
	return &e, nil
}

// previous gives the period before [from, to): as many units of the range
// before it, and where now lies in the range, only up to the same moment.
func (r *Range) previous(c *calendar, from, to, now int64) (int64, int64) {
	n, unit := int64(to-from), "second"
	switch {
	case r.Last != "":
		units, u, _ := r.last()
		n, unit = int64(units), u
	case isDate(r.From) && isDate(r.To):
		n, unit = c.count(from, to, "day"), "day"
		if months := c.count(from, to, "month"); months > 0 {
			n, unit = months, "month"
		}
	}
	if unit == "second" {
		return from - n, min(to-n, max(from-n, now-n))
	}
	begin := c.step(from, unit, -int(n))
	if now >= to || now < from {
		return begin, from
	}
	fine := "day"
	if unit == "hour" {
		fine = unit
	}
	today := c.start(now, fine)
	same := c.step(begin, fine, int(c.count(from, today, fine)))
	return begin, min(from, same+now-today)
}

// count is how many whole units make [from, to); 0 when they do not fit.
func (c *calendar) count(from, to int64, unit string) int64 {
	n := int64(0)
	if from != c.start(from, unit) {
		return 0
	}
	for at := from; at < to; n++ {
		if at = c.next(at, unit); at > to {
			return 0
		}
	}
	return n
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// compare adds the previous period's answer to a.
func (p *plan) compare(ctx context.Context, a *Answer) error {
	e, err := p.earlier()
	if err != nil {
		return err
	}
	c, err := compile(ctx, e)
	if err != nil {
		return err
	}
	b := e.blank(c)
	if err := c.answer(ctx, b); err != nil {
		return err
	}
	b.Warnings = e.warnings
	b.Cost = Cost{Events: e.events, Persons: e.persons, Source: p.snap.Info().Source}
	p.events += e.events
	a.Previous = b
	return nil
}
