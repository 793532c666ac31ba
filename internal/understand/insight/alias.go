package insight

import (
	"context"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Aliases says which sent names a canonical one means besides itself. It is not
// changed while a question is asked.
type Aliases struct {
	Events     map[string][]string
	Properties map[string][]string
}

// events are the names that a name means, those that were never sent included.
func (a *Aliases) events(name string) []string {
	if a == nil {
		return []string{name}
	}
	return append([]string{name}, a.Events[name]...)
}

// codesOf adds the codes of what a name means. A name of which nothing has been
// seen is a warning, not an error: it may be seen tomorrow.
func (p *plan) codesOf(to *codeSet, name string, exact bool) {
	names := []string{name}
	if !exact {
		names = p.aliases.events(name)
	}
	found := false
	for _, n := range names {
		if code, ok := p.snap.Names().Events.Find(n); ok {
			to[code], found = true, true
		}
	}
	if !found {
		p.warn("no event named %q has been seen", clip(name))
	}
}

// define names what a selector picks, with the sent names that it means.
func (p *plan) define(s *Selector) (en, zh string) {
	en, zh = s.define()
	var also []string
	if p.aliases != nil && !s.Exact {
		for _, name := range append(slices.Clone(s.Events), s.Event) {
			for _, sent := range p.aliases.Events[name] {
				if _, seen := p.snap.Names().Events.Find(sent); seen && !slices.Contains(also, sent) {
					also = append(also, sent)
				}
			}
		}
	}
	if len(also) > 0 {
		en, zh = en+" (also sent as "+strings.Join(also, ", ")+")", zh+"（也以 "+strings.Join(also, "、")+" 上报）"
	}
	return en, zh
}

// snapshot opens what a question reads: where a property has other names that
// were seen, its column is the first of them that an event has.
func (k *Asker) snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	if k.Aliases == nil || k.Names == nil || !slices.ContainsFunc(props, func(p string) bool { return len(k.Aliases.Properties[p]) > 0 }) {
		return k.Store.Snapshot(ctx, props)
	}
	asked, at := []string{}, map[string]int{}
	need := func(p string) int {
		i, ok := at[p]
		if !ok {
			i = len(asked)
			asked, at[p] = append(asked, p), i
		}
		return i
	}
	members, any := make([][]int, len(props)), false
	for i, p := range props {
		members[i] = []int{need(p)}
		for _, sent := range k.Aliases.Properties[p] {
			if _, seen := k.Names.Properties.Find(sent); seen {
				members[i], any = append(members[i], need(sent)), true
			}
		}
	}
	snap, err := k.Store.Snapshot(ctx, asked)
	if err != nil || !any {
		return snap, err
	}
	u := &union{Snapshot: snap, cols: make([]unionCol, len(props))}
	for i := range props {
		u.cols[i] = newUnionCol(snap, members[i])
	}
	return u, nil
}

// union is a snapshot some of whose columns are several in one. It offers no
// shortcuts, which do not know of them.
type union struct {
	timeline.Snapshot
	cols []unionCol
}

type unionCol struct {
	of   []int          // columns below, the one that counts first first
	dict *timeline.Dict // of all; with one column its own
	to   [][]uint32     // by column and its code: the code in dict; nil with one column
}

func newUnionCol(snap timeline.Snapshot, of []int) unionCol {
	if len(of) == 1 {
		return unionCol{of: of, dict: snap.Dict(of[0])}
	}
	u := unionCol{of: of, dict: timeline.NewDict()}
	for _, i := range of {
		values := snap.Dict(i).Values()
		to := make([]uint32, len(values))
		for code, v := range values {
			if v.Kind != kith.None {
				to[code] = u.dict.Code(v)
			}
		}
		u.to = append(u.to, to)
	}
	return u
}

func (u *union) Dict(i int) *timeline.Dict { return u.cols[i].dict }

func (u *union) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	return u.Snapshot.Scan(ctx, func() func(*timeline.View) { return u.over(visitor()) })
}

func (u *union) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	return u.Snapshot.One(ctx, person, u.over(visit))
}

// over hands on views with the columns that were asked for, in memory that one
// worker uses again.
func (u *union) over(visit func(*timeline.View)) func(*timeline.View) {
	merged := make([][]uint32, len(u.cols))
	cols := make([]timeline.Col, len(u.cols))
	return func(v *timeline.View) {
		for i := range u.cols {
			c := &u.cols[i]
			if c.to == nil {
				cols[i] = v.Cols[c.of[0]]
				continue
			}
			merged[i] = slices.Grow(merged[i][:0], v.Len())[:v.Len()]
			c.fill(merged[i], v)
			cols[i] = timeline.Col{W32: merged[i]}
		}
		below := v.Cols
		v.Cols = cols
		visit(v)
		v.Cols = below
	}
}

func (c *unionCol) fill(out []uint32, v *timeline.View) {
	for at := range out {
		out[at] = 0
		for m, col := range c.of {
			if code := v.Cols[col].At(at); code != 0 {
				out[at] = c.to[m][code]
				break
			}
		}
	}
}

// united are the canonical names that were never sent themselves and yet bring
// together several that were.
func united(of map[string][]string, seen *timeline.Numbering) []string {
	var out []string
	for canonical, sent := range of {
		found := 0
		for _, name := range sent {
			if _, ok := seen.Find(name); ok {
				found++
			}
		}
		if _, itself := seen.Find(canonical); !itself && found > 1 {
			out = append(out, canonical)
		}
	}
	slices.Sort(out)
	return out
}
