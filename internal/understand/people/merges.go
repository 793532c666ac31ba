package people

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
)

// MergeLine is a line of the merge log.
type MergeLine struct {
	Number int64      `json:"number"`
	At     time.Time  `json:"at" doc:"Of the event that caused it"`
	Rule   string     `json:"rule" enum:"event,alias,operator" doc:"An event named ids of both, an alias did, or an operator decided"`
	Type   string     `json:"type,omitempty" doc:"Of the id that both had; absent of an operator's"`
	ID     string     `json:"id,omitempty"`
	By     string     `json:"by,omitempty"`
	Why    string     `json:"why,omitempty"`
	From   uint32     `json:"from" doc:"Number that was joined"`
	Into   uint32     `json:"into" doc:"To this one"`
	Sides  [2]Card    `json:"sides" doc:"Whom from and into stand for now: one person while it holds"`
	IDs    []PersonID `json:"ids" doc:"Of the number that was joined"`
	Undone *UndoneAt  `json:"undone,omitempty" doc:"Absent while it holds"`
}

// UndoneAt says that a merge was taken back.
type UndoneAt struct {
	At    time.Time `json:"at"`
	By    string    `json:"by,omitempty"`
	Why   string    `json:"why,omitempty"`
	Again bool      `json:"again" doc:"Events may join the two again"`
}

// Side is one of two persons compared.
type Side struct {
	Person uint32       `json:"person" doc:"Number, as one of two"`
	Raw    int          `json:"numbers" doc:"How many numbers it consists of"`
	Name   string       `json:"name"`
	IDs    []PersonID   `json:"ids"`
	More   int          `json:"more_ids"`
	Known  bool         `json:"known" doc:"It has a user id"`
	First  *time.Time   `json:"first_seen,omitempty"`
	Last   *time.Time   `json:"last_seen,omitempty"`
	Events int          `json:"events" doc:"Activity, ever"`
	Since  int          `json:"since" doc:"Of these, since the merge"`
	Spent  *Spent       `json:"spent,omitempty"`
	Top    []EventCount `json:"top" doc:"Most frequent activity"`
	traits map[int]fact // by slot
}

type fact struct {
	value kith.Value
	at    int64 // ms
}

// Clash is a trait that both have, differently.
type Clash struct {
	Trait string    `json:"trait"`
	Sides [2]any    `json:"sides"`
	At    [2]string `json:"at" format:"date"`
	Joint any       `json:"joint" doc:"What one person of both has"`
}

// Comparison is two persons side by side.
type Comparison struct {
	Sides   [2]Side    `json:"sides" doc:"The first is joined to the second, or leaves it"`
	Same    int        `json:"same" doc:"Traits that both have, alike"`
	Clashes []Clash    `json:"clashes"`
	Merge   *MergeLine `json:"merge,omitempty" doc:"The merge that would be taken back"`
	Masked  bool       `json:"masked"`
}

// Compare puts two persons side by side, as before they are merged.
func (r *Room) Compare(ctx context.Context, s *Space, from, into uint32) (*Comparison, error) {
	v, props, err := r.openFor(ctx, s)
	if err != nil {
		return nil, err
	}
	defer v.close()
	a, rawA := v.members(from)
	b, rawB := v.members(into)
	if a == b {
		return nil, &kith.Error{Code: kith.Conflict, Field: "into", Message: "the two are one person already"}
	}
	return v.compare(ctx, [2]uint32{a, b}, [2][]uint32{rawA, rawB}, 0, props)
}

// Undo shows what taking a merge back would make of its person.
func (r *Room) Undo(ctx context.Context, s *Space, number int64) (*Comparison, error) {
	line, merge, err := r.merge(ctx, s, number)
	if err != nil {
		return nil, err
	}
	if merge.Undone != nil {
		return nil, &kith.Error{Code: kith.Conflict, Message: "this merge was taken back already"}
	}
	v, props, err := r.openFor(ctx, s)
	if err != nil {
		return nil, err
	}
	defer v.close()
	whole, raw := v.members(merge.From)
	leave, keep, err := s.Histories.Identity().Sides(ctx, number, raw)
	if err != nil {
		return nil, err
	}
	if slices.Contains(leave, whole) { // the side with the old number keeps it
		leave, keep = keep, leave
	}
	if len(leave) == 0 || len(keep) == 0 {
		return nil, &kith.Error{Code: kith.Conflict, Message: "the persons of this merge are not together"}
	}
	c, err := v.compare(ctx, [2]uint32{leave[0], whole}, [2][]uint32{leave, keep}, merge.At/1e6, props)
	if err != nil {
		return nil, err
	}
	c.Merge = line
	return c, nil
}

func (r *Room) openFor(ctx context.Context, s *Space) (*view, [2]string, error) {
	event, property, paid := money(s.Histories.Names())
	var props []string
	if paid {
		props = []string{property, "currency"}
		slices.Sort(props)
		props = slices.Compact(props)
	}
	v, err := r.openMost(ctx, s, props)
	return v, [2]string{event, property}, err
}

func (v *view) compare(ctx context.Context, persons [2]uint32, raw [2][]uint32, since int64, paid [2]string) (*Comparison, error) {
	c := &Comparison{Clashes: []Clash{}, Masked: v.space.Masked}
	for i := range persons {
		side, err := v.side(ctx, persons[i], raw[i], since, paid)
		if err != nil {
			return nil, err
		}
		c.Sides[i] = *side
	}
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	all := slices.Sorted(slices.Values(append(slices.Clone(raw[0]), raw[1]...)))
	joint := map[int]kith.Value{}
	for _, t := range v.traits.fold(all) {
		joint[t.slot] = t.Value
	}
	for slot, a := range c.Sides[0].traits {
		b, both := c.Sides[1].traits[slot]
		switch {
		case !both:
		case a.value == b.value:
			c.Same++
		default:
			name := v.traits.slots[slot].name
			c.Clashes = append(c.Clashes, Clash{Trait: name, Sides: [2]any{v.shown(name, a.value), v.shown(name, b.value)},
				At: [2]string{v.date(a.at), v.date(b.at)}, Joint: v.shown(name, joint[slot])})
		}
	}
	slices.SortFunc(c.Clashes, func(a, b Clash) int { return cmp.Compare(a.Trait, b.Trait) })
	return c, nil
}

func (v *view) shown(trait string, x kith.Value) any {
	if v.space.Masked {
		x = personalTrait(trait).maskValue(x)
	}
	return plainOf(x)
}

func (v *view) date(milli int64) string {
	return time.UnixMilli(milli).In(v.days.loc).Format(time.DateOnly)
}

// side reads some raw persons as one.
func (v *view) side(ctx context.Context, person uint32, raw []uint32, since int64, paid [2]string) (*Side, error) {
	side := &Side{Person: person, Raw: len(raw), Top: []EventCount{}, traits: map[int]fact{}}
	ids, err := v.space.Histories.Identity().IDs(ctx, raw...)
	if err != nil {
		return nil, err
	}
	byImportance(ids)
	side.IDs, side.More = v.plainIDs(ids, 8), max(0, len(ids)-8)
	side.Known = slices.ContainsFunc(ids, func(id identity.ID) bool { return id.Kind == identity.User })
	parts, ok := v.snap.(timeline.Parts)
	if !ok {
		return nil, &kith.Error{Code: kith.Unavailable, Message: "histories cannot be read in parts here"}
	}
	if err := parts.Part(ctx, raw, func(h *timeline.View) { v.sideFigures(side, h, since, paid) }); err != nil {
		return nil, err
	}
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	cells := v.traits.of(raw, nil)
	for _, t := range v.traits.fold(raw) {
		side.traits[t.slot] = fact{t.Value, t.Milli}
	}
	side.Name, _ = displayName(v.traits.namer().name(cells), ids, v.space.Masked)
	return side, nil
}

func (v *view) sideFigures(side *Side, h *timeline.View, since int64, paid [2]string) {
	counts, last := map[uint16]int{}, map[uint16]uint32{}
	for i, code := range h.Codes {
		if !v.active[code] {
			continue
		}
		now := v.at(int64(h.Secs[i]))
		if side.First == nil {
			side.First = &now
		}
		side.Last = &now
		side.Events++
		if since > 0 && int64(h.Secs[i]) >= since {
			side.Since++
		}
		counts[code]++
		last[code] = h.Secs[i]
	}
	names := v.snap.Names()
	for code, n := range counts {
		side.Top = append(side.Top, EventCount{Event: names.Events.Name(uint32(code)), Events: n, Last: v.at(int64(last[code]))})
	}
	slices.SortFunc(side.Top, func(a, b EventCount) int {
		return cmp.Or(b.Events-a.Events, compareText(a.Event, b.Event))
	})
	side.Top = side.Top[:min(3, len(side.Top))]
	if paid[0] != "" {
		p := &Person{}
		v.spent(p, h, paid[0], paid[1])
		side.Spent = p.Spent
	}
}

// merge reads one line of the log.
func (r *Room) merge(ctx context.Context, s *Space, number int64) (*MergeLine, identity.Merge, error) {
	found, err := s.Histories.Identity().Log(ctx, identity.LogQuery{Before: number + 1, Limit: 1})
	if err != nil {
		return nil, identity.Merge{}, err
	}
	if len(found) == 0 || found[0].Number != number {
		return nil, identity.Merge{}, &kith.Error{Code: kith.NotFound, Message: "there is no merge of this number"}
	}
	lines, err := r.lines(ctx, s, found)
	if err != nil {
		return nil, identity.Merge{}, err
	}
	return &lines[0], found[0], nil
}

// lines dresses merges for people.
func (r *Room) lines(ctx context.Context, s *Space, merges []identity.Merge) ([]MergeLine, error) {
	out := make([]MergeLine, len(merges))
	if len(merges) == 0 {
		return out, nil
	}
	var persons, joined []uint32
	for _, m := range merges {
		persons = append(persons, m.From, m.Into)
		joined = append(joined, m.From)
	}
	cards, err := r.cards(ctx, s, persons)
	if err != nil {
		return nil, err
	}
	ids, err := s.Histories.Identity().IDs(ctx, joined...)
	if err != nil {
		return nil, err
	}
	of := map[uint32][]PersonID{}
	for _, id := range ids {
		if len(of[id.Person]) < 3 {
			of[id.Person] = append(of[id.Person], PersonID{Kind: s.Histories.Identity().TypeName(id.Kind), ID: maskID(id.ID, s.Masked)})
		}
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, err
	}
	for i, m := range merges {
		out[i] = MergeLine{Number: m.Number, At: time.UnixMicro(m.At).In(loc), Rule: m.Rule.String(), By: m.By, Why: m.Why, From: m.From, Into: m.Into,
			Sides: [2]Card{cards[2*i], cards[2*i+1]}, IDs: append([]PersonID{}, of[m.From]...)}
		if m.ID != "" {
			out[i].Type, out[i].ID = s.Histories.Identity().TypeName(m.Kind), maskID(m.ID, s.Masked)
		}
		if u := m.Undone; u != nil {
			out[i].Undone = &UndoneAt{At: time.UnixMicro(u.At).In(loc), By: u.By, Why: u.Why, Again: u.Again}
		}
	}
	return out, nil
}

// cards says in short who some persons are, as many and in that order.
func (r *Room) cards(ctx context.Context, s *Space, persons []uint32) ([]Card, error) {
	rows, err := r.rows(ctx, s, persons, cardColumns)
	if err != nil {
		return nil, err
	}
	out := make([]Card, len(rows))
	for i, row := range rows {
		out[i] = Card{Asked: persons[i], Person: row.Person, Name: row.Name, NamedBy: row.NamedBy, IDs: row.IDs, First: instantOf(row.Cells[0]), Last: instantOf(row.Cells[1])}
	}
	return out, nil
}
