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
)

// KnownID is an id and how it became this person's.
type KnownID struct {
	Kind   string     `json:"kind" enum:"user,anonymous"`
	ID     string     `json:"id"`
	First  *time.Time `json:"first_seen,omitempty" doc:"First event of whoever the id stood for at first; absent when there is none"`
	Joined *time.Time `json:"joined,omitempty" doc:"When it was joined to the others; absent for what this person began with"`
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
	cells := v.traits.of(v.overrides, p.Person, nil)
	p.Name, p.NamedBy = displayName(v.traits.namer().name(cells), ids[0], v.space.Masked)
	return nil
}

func (v *view) ids(ctx context.Context, p *Person, ids []identity.ID, raw []uint32) error {
	p.IDs, p.MoreIDs = []KnownID{}, max(0, len(ids)-idsShown)
	ids = ids[:min(len(ids), idsShown)]
	joined := map[uint32]time.Time{}
	if len(raw) > 1 {
		joins, err := v.space.Histories.Joins(ctx, raw)
		if err != nil {
			return err
		}
		for _, j := range joins {
			joined[j.From] = time.UnixMicro(j.At).In(v.days.loc)
		}
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
		k := KnownID{Kind: id.Kind.String(), ID: maskID(id.ID, v.space.Masked), First: first[id.Person]}
		if t, ok := joined[id.Person]; ok {
			k.Joined = &t
		} else if id.Kind == identity.User && alsoAnonymous(ids, id.Person) {
			k.Joined = p.identified()
		}
		p.IDs = append(p.IDs, k)
	}
	return nil
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

// traitsNow reads the traits from the record, whole and with their events; those
// that were set too many events ago are as lists know them.
func (v *view) traitsNow(ctx context.Context, p *Person, raw []uint32) error {
	names := v.snap.Names()
	codes := codesOf(names, traitEvents)
	found := map[string]TraitNow{}
	if len(codes) > 0 {
		rows, err := v.space.Histories.Rows(ctx, record.Page{Persons: raw, MaxSeq: v.snap.Info().Seq, Newest: true, Limit: traitsRead, Codes: codes})
		if err != nil {
			return err
		}
		for _, r := range rows {
			for i := range r.Props {
				name := names.Properties.Name(r.Props[i].Key)
				if _, newer := found[name]; !newer && isTrait(name) {
					found[name] = v.traitNow(name, r.Props[i].Value, time.UnixMicro(r.Time), names.Events.Name(uint32(r.Code)))
				}
			}
		}
	}
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	for _, c := range v.traits.of(v.overrides, p.Person, nil) {
		column := v.traits.slots[c.slot()]
		if _, there := found[column.name]; !there {
			found[column.name] = v.traitNow(column.name, column.values[c.value], time.UnixMilli(c.milli()), "")
		}
	}
	p.Traits = make([]TraitNow, 0, len(found))
	for _, t := range found {
		p.Traits = append(p.Traits, t)
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
