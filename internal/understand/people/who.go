package people

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/observe/trait"
)

// KnownID is an id and how it became this person's.
type KnownID struct {
	Kind   string     `json:"kind" doc:"The type's name: user, anonymous or another"`
	ID     string     `json:"id"`
	Raw    uint32     `json:"raw" doc:"Number of the person that it began with"`
	First  *time.Time `json:"first_seen,omitempty" doc:"First event of whoever the id stood for at first; absent when there is none"`
	Joined *time.Time `json:"joined,omitempty" doc:"When it was joined to the others; absent for what this person began with"`
	Merge  int64      `json:"merge,omitempty" doc:"Number of the merge that joined it, which can be taken back; absent when no merge did"`
}

// TraitNow is a trait's newest value and where it is from.
type TraitNow struct {
	Name     string    `json:"name"`
	Value    any       `json:"value"`
	Personal bool      `json:"personal" doc:"Hidden from some roles"`
	At       time.Time `json:"at"`
	Event    string    `json:"event,omitempty" doc:"That brought it; absent when it is too long ago"`
}

// TouchAt is where a person came from, and when.
type TouchAt struct {
	Touch
	At       time.Time `json:"at"`
	Event    string    `json:"event"`
	Referrer string    `json:"referrer,omitempty"`
	URL      string    `json:"url,omitempty" doc:"Of the page they came to"`
}

const (
	idsShown   = 50
	traitsRead = 500 // events looked through for which of them brought a trait
)

// who reads what stands beside the history: ids, traits, name.
func (v *view) who(ctx context.Context, p *Person, raw []uint32) error {
	ids, err := v.space.Histories.IDsOf(ctx, []uint32{p.Person})
	if err != nil {
		return err
	}
	byImportance(ids[0])
	if err := v.ids(ctx, p, ids[0], raw); err != nil {
		return err
	}
	if err := v.traitsNow(ctx, p, raw); err != nil {
		return err
	}
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	cells := v.traits.of(raw, nil)
	p.Name, p.NamedBy = displayName(v.traits.namer().name(cells), ids[0], v.space.Masked)
	return nil
}

func (v *view) ids(ctx context.Context, p *Person, ids []identity.ID, raw []uint32) error {
	p.IDs, p.MoreIDs = []KnownID{}, max(0, len(ids)-idsShown)
	ids = ids[:min(len(ids), idsShown)]
	by, err := v.joins(ctx, p.Person, raw)
	if err != nil {
		return err
	}
	first := map[uint32]*time.Time{}
	for _, id := range ids {
		if _, known := first[id.Person]; !known {
			rows, err := v.space.Histories.Rows(ctx, record.Page{Persons: []uint32{id.Person}, MaxSeq: v.snap.Info().Seq, Limit: 1})
			if err != nil {
				return err
			}
			first[id.Person] = nil
			if len(rows) > 0 {
				t := time.UnixMicro(rows[0].Time).In(v.days.loc)
				first[id.Person] = &t
			}
		}
		k := KnownID{Kind: v.space.Histories.Identity().TypeName(id.Kind), ID: maskID(id.ID, v.space.Masked), Raw: id.Person, First: first[id.Person]}
		if m, ok := by[id.Person]; ok {
			t := time.UnixMicro(m.At).In(v.days.loc)
			k.Joined, k.Merge = &t, m.Number
		} else if id.Kind == identity.User && alsoAnonymous(ids, id.Person) {
			k.Joined = p.identified()
		}
		p.IDs = append(p.IDs, k)
	}
	return nil
}

// joins tells of each raw person which merge joins it to the others: the one
// next to it on the way to whom they all stand for.
func (v *view) joins(ctx context.Context, canonical uint32, raw []uint32) (map[uint32]identity.Merge, error) {
	by := map[uint32]identity.Merge{}
	if len(raw) < 2 {
		return by, nil
	}
	merges, err := v.space.Histories.Identity().MergesOf(ctx, raw...)
	if err != nil {
		return nil, err
	}
	near := map[uint32][]identity.Merge{}
	for _, m := range merges {
		if m.Undone == nil {
			near[m.From], near[m.Into] = append(near[m.From], m), append(near[m.Into], m)
		}
	}
	for todo := []uint32{canonical}; len(todo) > 0; todo = todo[1:] {
		for _, m := range near[todo[0]] {
			other := m.From + m.Into - todo[0]
			if _, known := by[other]; !known && other != canonical {
				by[other] = m
				todo = append(todo, other)
			}
		}
	}
	return by, nil
}

// alsoAnonymous tells that a raw person was a device before it was a user.
func alsoAnonymous(ids []identity.ID, raw uint32) bool {
	return slices.ContainsFunc(ids, func(id identity.ID) bool { return id.Person == raw && id.Kind == identity.Anonymous })
}

func (p *Person) identified() *time.Time {
	for i := range p.Moments {
		if p.Moments[i].Kind == "identified" {
			return &p.Moments[i].At
		}
	}
	return nil
}

// traitsNow says what the traits are, and of those that an event of the last few
// set which one, with the value whole: lists know only the beginning of it.
func (v *view) traitsNow(ctx context.Context, p *Person, raw []uint32) error {
	names := v.snap.Names()
	codes := codesOf(names, trait.Events)
	type setting struct {
		name  string
		milli int64
	}
	from := map[setting]string{} // the event
	whole := map[setting]kith.Value{}
	if len(codes) > 0 {
		rows, err := v.space.Histories.Rows(ctx, record.Page{Persons: raw, MaxSeq: v.snap.Info().Seq, Newest: true, Limit: traitsRead, Codes: codes})
		if err != nil {
			return err
		}
		for _, r := range rows {
			event := names.Events.Name(uint32(r.Code))
			for i := range r.Props {
				at := setting{names.Properties.Name(r.Props[i].Key), r.Millis()}
				if _, newer := from[at]; !newer && isTrait(at.name) {
					from[at] = event
					if kind := trait.Of(event); kind == trait.Set || kind == trait.Once {
						whole[at] = r.Props[i].Value
					}
				}
			}
		}
	}
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	p.Traits = []TraitNow{}
	for _, f := range v.traits.fold(raw) {
		name := v.traits.slots[f.slot].name
		at := setting{name, f.Milli}
		value := f.Value
		if w, there := whole[at]; there && (f.Kind == trait.Set || f.Kind == trait.Once) && short(w) == value {
			value = w
		}
		p.Traits = append(p.Traits, v.traitNow(name, value, time.UnixMilli(f.Milli), from[at]))
	}
	slices.SortFunc(p.Traits, func(a, b TraitNow) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

func (v *view) traitNow(name string, x kith.Value, at time.Time, event string) TraitNow {
	is := personalTrait(name)
	if v.space.Masked {
		x = is.maskValue(x)
	}
	if len(x.Str) > longestShown {
		x = kith.StringValue(strings.ToValidUTF8(x.Str[:longestShown], "") + "…")
	}
	return TraitNow{Name: name, Value: plainOf(x), Personal: is != harmless, At: at.In(v.days.loc), Event: event}
}

// touches reads where the person came from first and last.
func (v *view) touches(ctx context.Context, p *Person, h *timeline.View, raw []uint32) (err error) {
	if p.FirstTouch, err = v.touchAt(ctx, h, v.firstTouch(h), raw); err != nil {
		return err
	}
	p.LastTouch, err = v.touchAt(ctx, h, v.lastTouch(h), raw)
	return err
}

func (v *view) touchAt(ctx context.Context, h *timeline.View, i int, raw []uint32) (*TouchAt, error) {
	if i < 0 {
		return nil, nil
	}
	names, second := v.snap.Names(), int64(h.Secs[i])*1e6
	t := &TouchAt{Touch: v.touch(h, i), At: v.at(int64(h.Secs[i])), Event: names.Events.Name(uint32(h.Codes[i]))}
	rows, err := v.space.Histories.Rows(ctx, record.Page{Persons: raw, MaxSeq: v.snap.Info().Seq, Limit: 10,
		Codes: []uint16{h.Codes[i]}, From: second, To: second + 1e6})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		for k := range r.Props {
			switch x := r.Props[k].Value; names.Properties.Name(r.Props[k].Key) {
			case "$referrer":
				t.Referrer = cmp.Or(t.Referrer, short(x).Str)
			case "$current_url":
				t.URL = cmp.Or(t.URL, short(x).Str)
			}
		}
	}
	return t, nil
}
