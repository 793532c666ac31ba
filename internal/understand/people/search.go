package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Search says which persons are meant, and in which order.
type Search struct {
	Text  string   `json:"text,omitempty" maxLength:"200" doc:"Part of an id or of any trait, whatever the case of letters. Persons with exactly this come first"`
	Where []Filter `json:"where,omitempty" maxItems:"40" doc:"Persons pass all of them"`
	Sort  *Sort    `json:"sort,omitempty" doc:"By last_seen, the latest first, when absent. Persons without the field come last, those with the same by number"`
}

// Sort orders a list by a field.
type Sort struct {
	Field      Field `json:"field"`
	Descending bool  `json:"descending,omitempty"`
}

func (q *Search) check() error {
	if len(q.Where) > MaxColumns {
		return invalid("where", "%d filters; %d are possible", len(q.Where), MaxColumns)
	}
	for i := range q.Where {
		if err := q.Where[i].check(at("where", i)); err != nil {
			return err
		}
	}
	if q.Sort == nil {
		q.Sort = &Sort{Field: Field{Kind: "last_seen"}, Descending: true}
	}
	if q.Sort.Field.Kind == "activity" {
		return invalid("sort.field.kind", "a sparkline cannot be sorted by; take events with days")
	}
	return q.Sort.Field.check("sort.field")
}

// found is the persons of a search in order.
type found struct {
	persons  []uint32
	everyone int // persons there are
	seq      uint64
	asOf     time.Time
}

// search folds everybody.
func (r *Room) search(ctx context.Context, s *Space, q *Search) (*found, error) {
	for i := range q.Where {
		if err := q.Where[i].guarded(s.Masked); err != nil {
			return nil, err
		}
	}
	if s.Masked && q.Sort.Field.Kind == "trait" && personalTrait(q.Sort.Field.Trait) != harmless {
		return nil, &kith.Error{Code: kith.Forbidden, Field: "sort", Message: q.Sort.Field.Trait + " is hidden from your role, so a list cannot be sorted by it"}
	}
	props := q.Sort.Field.props(nil)
	for i := range q.Where {
		props = q.Where[i].Field.props(props)
	}
	v, err := r.open(ctx, s, props)
	if err != nil {
		return nil, err
	}
	defer v.close()
	v.traits.mu.RLock()
	defer v.traits.mu.RUnlock()
	sieve, err := v.sieve(q)
	if err != nil {
		return nil, err
	}
	order := v.order(q.Sort)
	hunts, err := v.hunt(ctx, sieve, order)
	if err != nil {
		return nil, err
	}
	out := &found{seq: v.snap.Info().Seq, asOf: r.now()}
	var exact, others, without []entry
	for _, h := range hunts {
		out.everyone += h.everyone
		exact, others, without = append(exact, h.exact...), append(others, h.others...), append(without, h.without...)
	}
	order.finish(exact, q.Sort.Descending)
	order.finish(others, q.Sort.Descending)
	byPerson(without)
	out.persons = make([]uint32, 0, len(exact)+len(others)+len(without))
	for _, part := range [][]entry{exact, others, without} {
		for _, e := range part {
			out.persons = append(out.persons, e.person)
		}
	}
	return out, nil
}

// hunt is what one worker finds.
type hunt struct {
	everyone               int
	exact, others, without []entry // without: those that lack what is sorted by
}

func (v *view) hunt(ctx context.Context, sieve *sieve, order *order) ([]*hunt, error) {
	var hunts []*hunt
	merged := v.mergedSet()
	err := v.snap.Scan(ctx, func() func(*timeline.View) {
		h, s := &hunt{}, v.newSubject()
		s.merged = merged
		hunts = append(hunts, h)
		key := order.worker()
		return func(history *timeline.View) {
			h.everyone++
			s.see(history, history.Person)
			fits, exact := sieve.passes(s)
			if !fits {
				return
			}
			k, has := key(s)
			e := entry{key: k, person: history.Person}
			switch {
			case exact && has:
				h.exact = append(h.exact, e)
			case has:
				h.others = append(h.others, e)
			case exact: // the smallest key, among the exact ones
				h.exact = append(h.exact, entry{key: lacking, person: history.Person})
			default:
				h.without = append(h.without, e)
			}
		}
	})
	return hunts, err
}

// mergedSet tells who has several raw numbers, faster for everybody than one
// look-up a person.
func (v *view) mergedSet() func(person uint32) bool {
	var set []uint64
	v.overrides.Each(func(canonical uint32, _ []uint32) {
		for int(canonical>>6) >= len(set) {
			set = append(set, make([]uint64, max(1024, len(set)))...)
		}
		set[canonical>>6] |= 1 << (canonical & 63)
	})
	return func(p uint32) bool { return int(p>>6) < len(set) && set[p>>6]>>(p&63)&1 != 0 }
}

// sieve is a search's text and filters, compiled.
type sieve struct {
	text    *textMatch
	readers []reader
	tests   []func(kith.Value) bool
}

func (v *view) sieve(q *Search) (*sieve, error) {
	s := &sieve{text: v.textMatch(q.Text)}
	for i := range q.Where {
		test, err := q.Where[i].predicate(v)
		if err != nil {
			return nil, err
		}
		if slot := v.traits.find(q.Where[i].Field.Trait); q.Where[i].Field.Kind == "trait" && slot >= 0 {
			s.readers, s.tests = append(s.readers, nil), append(s.tests, nil)
			s.readers[i], s.tests[i] = v.tabled(slot, test)
			continue
		}
		s.readers, s.tests = append(s.readers, v.reader(&q.Where[i].Field)), append(s.tests, test)
	}
	return s, nil
}

// tabled tests every value of a trait once, not once a person.
func (v *view) tabled(slot int, test func(kith.Value) bool) (reader, func(kith.Value) bool) {
	values := v.traits.slots[slot].values
	pass := make([]bool, len(values))
	for i, x := range values {
		pass[i] = test(x)
	}
	absent := test(kith.Value{})
	read := func(s *subject) kith.Value {
		for _, c := range s.cells() {
			if c.slot() == slot {
				return kith.BoolValue(pass[c.value])
			}
		}
		return kith.BoolValue(absent)
	}
	return read, func(x kith.Value) bool { return x.Num != 0 }
}

// passes tells whether a person fits, and whether they have exactly the text.
func (s *sieve) passes(of *subject) (fits, exact bool) {
	if s.text != nil {
		if fits, exact = s.text.passes(of); !fits {
			return false, false
		}
	}
	for i, read := range s.readers {
		if !s.tests[i](read(of)) {
			return false, false
		}
	}
	return true, exact
}

// key tells searches apart whose results may be shared.
func (q *Search) key(s *Space) string {
	text, _ := json.Marshal(struct {
		*Search
		Workspace uint32
		Masked    bool
	}{q, s.ID, s.Masked})
	return string(text)
}

// all lists the search's persons afresh or, when the result named is still
// kept, as it was.
func (r *Room) all(ctx context.Context, s *Space, q *Search, result string) (*kept, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	key := q.key(s)
	if k := r.results.find(result); k != nil && k.key == key {
		return k, nil
	}
	f, err := r.search(ctx, s, q)
	if err != nil {
		return nil, err
	}
	return r.results.keep(key, slices.Clip(f.persons), f), nil
}
