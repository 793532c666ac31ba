package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

// scan walks the histories (everyone's, or the one person's) with one fold a
// worker and returns all folds merged. An event that fails where is not there.
func scan[F any](ctx context.Context, p *plan, fresh func() F, visit func(F, *timeline.View), merge func(into, from F)) (F, error) {
	type worker struct {
		fold            F
		events, persons uint64
	}
	var workers []*worker
	visitor := func() func(*timeline.View) {
		w := &worker{fold: fresh()}
		workers = append(workers, w)
		keep := p.sieve()
		return func(v *timeline.View) {
			if v = keep(v); v.Len() == 0 {
				return
			}
			w.events += uint64(v.Len())
			w.persons++
			visit(w.fold, v)
		}
	}
	err := p.walk(ctx, visitor)
	if err != nil || len(workers) == 0 {
		return fresh(), err
	}
	for i, w := range workers {
		p.events += w.events
		p.persons += w.persons
		if i > 0 {
			merge(workers[0].fold, w.fold)
		}
	}
	return workers[0].fold, nil
}

// walk hands over the histories that can matter.
func (p *plan) walk(ctx context.Context, visitor func() func(*timeline.View)) error {
	if p.person != nil {
		return p.snap.One(ctx, *p.person, visitor())
	}
	s, ok := p.snap.(timeline.Shortcuts)
	switch {
	case ok && p.only != nil:
		return s.ScanOnly(ctx, *p.only, visitor)
	case ok && p.cuts != nil && len(p.where) == 0:
		return s.ScanCut(ctx, *p.cuts, visitor)
	}
	return p.snap.Scan(ctx, visitor)
}

// onlyOf says that no events matter but those that the matchers look at.
func (p *plan) onlyOf(matchers ...*matcher) {
	all := &codeSet{}
	for _, m := range matchers {
		if m.codes == p.active {
			return
		}
		for code, in := range m.codes {
			all[code] = all[code] || in
		}
	}
	p.only = &timeline.Codes{Key: keyOf(all, p.snap.Names().Events.Len()), Set: all}
}

// sieve returns a function that leaves out the events which fail the
// question's where; without one it hands views through untouched.
func (p *plan) sieve() func(*timeline.View) *timeline.View {
	if len(p.where) == 0 {
		return func(v *timeline.View) *timeline.View { return v }
	}
	out := &timeline.View{}
	return func(v *timeline.View) *timeline.View {
		out.Person, out.Secs, out.Codes = v.Person, out.Secs[:0], out.Codes[:0]
		if len(out.Cols) != len(v.Cols) {
			out.Cols = make([]timeline.Col, len(v.Cols))
		}
		for c := range out.Cols {
			out.Cols[c].W32 = out.Cols[c].W32[:0]
		}
		for i := range v.Codes {
			if !passes(p.where, v, i) {
				continue
			}
			out.Secs = append(out.Secs, v.Secs[i])
			out.Codes = append(out.Codes, v.Codes[i])
			for c := range v.Cols {
				out.Cols[c].W32 = append(out.Cols[c].W32, v.Cols[c].At(i))
			}
		}
		return out
	}
}
