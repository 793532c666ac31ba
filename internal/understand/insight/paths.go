package insight

import (
	"context"
	"strings"

	"kith/internal/observe/timeline"
)

func (*Paths) Kind() string { return "paths" }

func (q *Paths) check(path string) error {
	for name, s := range map[string]*Selector{"from": q.From, "to": q.To} {
		if s != nil {
			if err := s.check(join(path, name)); err != nil {
				return err
			}
		}
	}
	if err := between(join(path, "depth"), &q.Depth, 2, maxDepth, 5); err != nil {
		return err
	}
	if err := between(join(path, "top"), &q.Top, 1, 50, 8); err != nil {
		return err
	}
	if len(q.Only) > 200 || len(q.Skip) > 200 {
		return invalid(join(path, "only"), "at most 200 names")
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

const maxDepth = 10

// paths is the compiled question.
type paths struct {
	p        *plan
	q        *Paths
	onPath   *codeSet
	from, to *matcher // nil: no such anchor
	by       int      // column that tells events apart, -1 without
	levels   []level  // the nodes, most sessions first
}

// level holds a level's nodes: the labels kept apart and, if need be, the rest.
type level struct {
	nodes []label
	index map[label]uint8
	other bool
}

// label is an event's name and, with by, the code of the property's value.
type label uint64

func makeLabel(code uint16, value uint32) label { return label(code)<<32 | label(value) }

func (l label) code() uint32  { return uint32(l >> 32) }
func (l label) value() uint32 { return uint32(l) }

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
	only, skip := p.matcherOf(q.Only...), p.matcherOf(q.Skip...)
	for code := range c.onPath {
		c.onPath[code] = p.active[code] && (len(q.Only) == 0 || only[code]) && !skip[code]
	}
	return c, c.rank(ctx)
}

// pathWalker reduces histories to paths. It belongs to one worker.
type pathWalker struct {
	c      *paths
	clock  sessionClock
	labels []label // the session's path so far; anchored: from the first from on
	match  bool    // the path has come to its to
	on     bool    // the session counts and its path may go on
}

func (c *paths) walker() *pathWalker {
	return &pathWalker{c: c, clock: c.p.sessionClock(standardIdle)}
}

// each yields the path of every session that has one, level by level. The slice
// is valid during the call.
func (w *pathWalker) each(v *timeline.View, yield func(path []label)) {
	c, prev, begun := w.c, label(0), false
	w.clock.reset(v)
	w.labels = w.labels[:0]
	for i, code := range v.Codes {
		if !c.p.active[code] {
			continue
		}
		if sec := v.Secs[i]; w.clock.begins(i, sec) {
			w.finish(yield)
			if sec >= c.p.to {
				return
			}
			w.on, begun = sec >= c.p.from, false
		}
		if !w.on || !c.onPath[code] {
			continue
		}
		l := makeLabel(code, 0)
		if c.by >= 0 {
			l = makeLabel(code, v.Cols[c.by].At(i))
		}
		if begun && l == prev && !c.q.Repeats {
			continue
		}
		prev, begun = l, true
		w.add(v, i, l)
	}
	w.finish(yield)
}

// add puts an event on the path, if the path has begun and not ended.
func (w *pathWalker) add(v *timeline.View, i int, l label) {
	c := w.c
	if len(w.labels) == 0 && c.from != nil && !c.from.match(v, i) {
		return
	}
	first := len(w.labels) == 0 && c.from != nil // it is the from, not yet a to
	w.labels = append(w.labels, l)
	switch {
	case c.to == nil:
		w.on = len(w.labels) < c.q.Depth
	case !first && c.to.match(v, i):
		w.on, w.match = false, true
	}
}

// finish yields the session's path, if it has one, and begins anew.
func (w *pathWalker) finish(yield func([]label)) {
	c, labels, reached := w.c, w.labels, w.match
	w.labels, w.match, w.on = w.labels[:0], false, false
	if len(labels) == 0 || c.to != nil && !reached {
		return
	}
	depth := c.q.Depth
	switch {
	case c.to != nil && c.from == nil: // backwards from the match
		for a, b := 0, len(labels)-1; a < b; a, b = a+1, b-1 {
			labels[a], labels[b] = labels[b], labels[a]
		}
		labels = labels[:min(depth, len(labels))]
	case c.to != nil && len(labels) > depth:
		labels[depth-1] = labels[len(labels)-1]
		labels = labels[:depth]
	}
	yield(labels)
}

func (c *paths) define() Definition {
	d := Definition{En: "What people did first in a session, step by step", Zh: "每次访问从头开始，人们一步步做了什么"}
	switch {
	case c.from != nil && c.to != nil:
		fe, fz := c.q.From.define()
		te, tz := c.q.To.define()
		d = Definition{En: "What people did in a session from " + fe + " to " + te, Zh: "一次访问中，从" + fz + "到" + tz + "之间人们做了什么"}
	case c.from != nil:
		en, zh := c.q.From.define()
		d = Definition{En: "What people did in a session after " + en, Zh: "一次访问中，" + zh + "之后人们做了什么"}
	case c.to != nil:
		en, zh := c.q.To.define()
		d = Definition{En: "What people did in a session before " + en, Zh: "一次访问中，" + zh + "之前人们做了什么"}
	}
	if len(c.q.Only) > 0 {
		d.En, d.Zh = d.En+", counting only "+strings.Join(c.q.Only, ", "), d.Zh+"，只看 "+strings.Join(c.q.Only, "、")
	}
	if len(c.q.Skip) > 0 {
		d.En, d.Zh = d.En+", leaving out "+strings.Join(c.q.Skip, ", "), d.Zh+"，不看 "+strings.Join(c.q.Skip, "、")
	}
	return d.finish()
}
