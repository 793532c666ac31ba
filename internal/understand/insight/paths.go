package insight

import (
	"context"
	"fmt"
	"strings"
)

const maxDepth = 10

func (*Paths) Kind() string { return "paths" }

func (q *Paths) check(path string) error {
	if q.From != nil {
		if err := q.From.check(join(path, "from")); err != nil {
			return err
		}
	}
	if q.To != nil {
		if err := q.To.check(join(path, "to")); err != nil {
			return err
		}
	}
	if err := between(join(path, "depth"), &q.Depth, 2, maxDepth, 5); err != nil {
		return err
	}
	if err := between(join(path, "top"), &q.Top, 1, 50, 8); err != nil {
		return err
	}
	if len(q.Only) > 200 {
		return invalid(join(path, "only"), "%d names; at most 200", len(q.Only))
	}
	if len(q.Skip) > 200 {
		return invalid(join(path, "skip"), "%d names; at most 200", len(q.Skip))
	}
	return nil
}

func (q *Paths) props(need func(string)) {
	need(sessionID)
	if q.From != nil {
		q.From.props(need)
	}
	if q.To != nil {
		q.To.props(need)
	}
	need(q.By)
}

// paths is the compiled question.
type paths struct {
	p        *plan
	q        *Paths
	onPath   *codeSet
	from, to *matcher // nil: no such anchor
	by       int      // column that tells events apart, -1 without
	walks    []*pathsWalk
	levels   []level
}

// compilePaths walks the histories, since even to name a cell one must know
// which labels are kept apart; the answer then needs them no more.
func compilePaths(ctx context.Context, p *plan, q *Paths) (compiled, error) {
	c := &paths{p: p, q: q, onPath: &codeSet{}, by: -1}
	if q.By != "" {
		c.by = p.cols[q.By]
	}
	if q.From != nil {
		c.from = p.matcher(q.From)
	}
	if q.To != nil {
		c.to = p.matcher(q.To)
	}
	for _, name := range q.Only {
		p.codesOf(&codeSet{}, name, false) // for its warning
	}
	only, skip := p.matcherOf(q.Only...), p.matcherOf(q.Skip...)
	for code := range c.onPath {
		c.onPath[code] = p.active[code] && (len(q.Only) == 0 || only[code]) && !skip[code]
	}
	p.cuts = p.cutter(standardIdle).ofAll()
	walk, err := scan(ctx, p, c.walk, (*pathsWalk).visit, (*pathsWalk).merge)
	if err != nil {
		return nil, err
	}
	c.walks = append(walk.others, walk)
	c.rank()
	return c, nil
}

func (c *paths) define() Definition {
	n := c.q.Depth
	d := Definition{En: fmt.Sprintf("The first %d things people did in a session", n), Zh: fmt.Sprintf("一次会话里最先做的 %d 步", n)}
	var fe, fz, te, tz string
	if c.q.From != nil {
		fe, fz = c.p.define(c.q.From)
	}
	if c.q.To != nil {
		te, tz = c.p.define(c.q.To)
	}
	switch {
	case c.q.From != nil && c.q.To != nil:
		d.En = fmt.Sprintf("What people did in a session from the first %s to the first %s after it, in at most %d steps", fe, te, n)
		d.Zh = fmt.Sprintf("同一次会话里从第一次%s到其后第一次%s之间做了什么，至多 %d 步", fz, tz, n)
	case c.q.From != nil:
		d.En = fmt.Sprintf("What people did in a session from the first %s on, %d steps with it", fe, n)
		d.Zh = fmt.Sprintf("从第一次%s起，同一次会话里的 %d 步（含它自己）", fz, n)
	case c.q.To != nil:
		d.En = fmt.Sprintf("What people did in a session up to the first %s, %d steps with it, counted backwards", te, n)
		d.Zh = fmt.Sprintf("到第一次%s为止，同一次会话里往回数的 %d 步（含它自己）", tz, n)
	}
	if c.q.By != "" {
		d.En, d.Zh = d.En+", told apart by "+c.q.By, d.Zh+"，按 "+c.q.By+" 区分"
	}
	if len(c.q.Only) > 0 {
		d.En, d.Zh = d.En+", looking only at "+strings.Join(c.q.Only, ", "), d.Zh+"，只看 "+strings.Join(c.q.Only, "、")
	}
	if len(c.q.Skip) > 0 {
		d.En, d.Zh = d.En+", leaving out "+strings.Join(c.q.Skip, ", "), d.Zh+"，不看 "+strings.Join(c.q.Skip, "、")
	}
	d.En += fmt.Sprintf("; the %d most frequent at each step are kept apart, the rest is other", c.q.Top)
	d.Zh += fmt.Sprintf("；每步留最多的 %d 种，其余并为「其他」", c.q.Top)
	return d.finish()
}
