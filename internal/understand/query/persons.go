package query

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/understand/query/sandbox"
)

// somebody is a person as the table persons shows it.
type somebody struct {
	person      uint32 // canonical
	first, last int64  // µs UTC
	events      int64
	ids         int64
	user        string
	traits      map[string]trait
}

// trait is the newest value that an event set.
type trait struct {
	at    int64
	value json.RawMessage
}

// rangePersons is how many raw persons are put together at a time.
const rangePersons = 1 << 16

// maxMerged bounds what is kept of merged persons, whose parts lie far from
// each other, in bytes of ids and traits.
const maxMerged = 256 << 20

// personReading is one reading of the table persons.
type personReading struct {
	*tables
	columns []int
	wants   map[string]bool
	passive []uint16 // codes of events that set traits
	merged  map[uint32]*somebody
	kept    int // bytes of merged
	block   *rowBlock
}

func (t *tables) readPersons(ctx context.Context, columns []int, yield func(*sandbox.Block) error) error {
	r := &personReading{tables: t, columns: columns, wants: map[string]bool{}, merged: map[uint32]*somebody{}, block: newRowBlock(personsColumns, columns, yield)}
	for _, at := range columns {
		r.wants[personsColumns[at].Name] = true
	}
	for code, name := range t.state.Events {
		if name == kith.EventIdentify || name == kith.EventSet {
			r.passive = append(r.passive, uint16(code))
		}
	}
	last := t.state.LastPerson()
	for lo := uint32(0); ; lo += rangePersons {
		if err := r.some(ctx, lo); err != nil {
			return err
		}
		if lo+rangePersons > last || lo+rangePersons < lo {
			break
		}
	}
	for _, p := range slices.Sorted(maps.Keys(r.merged)) {
		if err := r.give(r.merged[p]); err != nil {
			return err
		}
	}
	return r.block.flush()
}

// some reads the raw persons [lo, lo+rangePersons) and gives those that are
// whole with that.
func (r *personReading) some(ctx context.Context, lo uint32) error {
	here := make([]somebody, rangePersons)
	at := func(raw uint32) *somebody {
		canonical := r.state.Overrides.Canonical(raw)
		if canonical == raw && r.state.Overrides.Members(canonical) == nil {
			return &here[raw-lo]
		}
		s := r.merged[canonical]
		if s == nil {
			s = &somebody{person: canonical}
			r.merged[canonical] = s
			r.kept += 100
		}
		return s
	}
	req := timeline.TableRequest{PersonLo: lo, PersonHi: lo + rangePersons, Columns: timeline.Columns{Person: true, Time: true}}
	err := r.state.Scan(ctx, req, func(c *timeline.Cells) error {
		for i, raw := range c.Persons {
			at(raw).see(c.Times[i])
		}
		return nil
	})
	if err == nil && r.wants["traits"] && len(r.passive) > 0 {
		req.Codes, req.Object = r.passive, true
		err = r.state.Scan(ctx, req, func(c *timeline.Cells) error {
			for i, raw := range c.Persons {
				r.kept += at(raw).learn(c.Times[i], c.Objects.Texts[i])
			}
			return r.bound()
		})
	}
	if err == nil && (r.wants["user_id"] || r.wants["ids"]) {
		err = r.state.IDs(ctx, lo, lo+rangePersons, func(id identity.ID) error {
			s := at(id.Person)
			s.ids++
			if id.Kind == identity.User && s.user == "" {
				s.user = id.ID
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	r.kept = len(r.merged)*100 + r.mergedTraits() // the others' are given away
	for i := range here {
		here[i].person = lo + uint32(i)
		if err := r.give(&here[i]); err != nil {
			return err
		}
	}
	return r.bound()
}

// mergedTraits is what merged persons' traits take, which stay.
func (r *personReading) mergedTraits() int {
	n := 0
	if r.wants["traits"] {
		for _, s := range r.merged {
			for name, t := range s.traits {
				n += len(name) + len(t.value) + 80
			}
		}
	}
	return n
}

func (r *personReading) bound() error {
	if r.kept < maxMerged {
		return nil
	}
	return &kith.Error{Code: kith.TooLarge, Message: "the traits of so many merged persons do not fit in memory", Hint: "leave the column traits out and read properties of $identify events instead"}
}

func (s *somebody) see(time int64) {
	if s.events == 0 || time < s.first {
		s.first = time
	}
	if s.events == 0 || time > s.last {
		s.last = time
	}
	s.events++
}

// learn takes the traits that an event set and returns about how many bytes
// they take. Names with a $ tell of the client, not of the person.
func (s *somebody) learn(at int64, object []byte) int {
	var set map[string]json.RawMessage
	if json.Unmarshal(object, &set) != nil {
		return 0
	}
	n := 0
	for name, value := range set {
		if strings.HasPrefix(name, "$") {
			continue
		}
		if known, ok := s.traits[name]; ok && known.at > at {
			continue
		}
		if s.traits == nil {
			s.traits = map[string]trait{}
		}
		s.traits[name] = trait{at, value}
		n += len(name) + len(value) + 80
	}
	return n
}

func (r *personReading) give(s *somebody) error {
	if s.events == 0 {
		return nil // an id without an event that is in the answer
	}
	for i, at := range r.columns {
		v := r.block.column(i)
		switch personsColumns[at].Name {
		case "person":
			v.U32 = append(v.U32, s.person)
		case "user_id":
			r.block.text(i, s.user, s.user != "")
		case "first_seen":
			v.I64 = append(v.I64, s.first)
		case "last_seen":
			v.I64 = append(v.I64, s.last)
		case "events":
			v.I64 = append(v.I64, s.events)
		case "ids":
			v.I64 = append(v.I64, s.ids)
		case "traits":
			r.block.text(i, s.traitsJSON(), true)
		}
	}
	return r.block.end()
}

func (s *somebody) traitsJSON() string {
	if len(s.traits) == 0 {
		return "{}"
	}
	out := []byte{'{'}
	for i, name := range slices.Sorted(maps.Keys(s.traits)) {
		if i > 0 {
			out = append(out, ',')
		}
		quoted, _ := json.Marshal(name)
		out = append(append(append(out, quoted...), ':'), s.traits[name].value...)
	}
	return string(append(out, '}'))
}

// readIDs shows every id with its canonical person.
func (t *tables) readIDs(ctx context.Context, columns []int, yield func(*sandbox.Block) error) error {
	b := newRowBlock(idsColumns, columns, yield)
	err := t.state.IDs(ctx, 0, 0, func(id identity.ID) error {
		for i, at := range columns {
			v := b.column(i)
			switch idsColumns[at].Name {
			case "person":
				v.U32 = append(v.U32, t.state.Overrides.Canonical(id.Person))
			case "kind":
				v.U32 = append(v.U32, uint32(id.Kind))
			case "id":
				b.text(i, id.ID, true)
			}
		}
		return b.end()
	})
	if err != nil {
		return fmt.Errorf("read ids: %w", err)
	}
	return b.flush()
}

// rowBlock puts rows together into blocks.
type rowBlock struct {
	sandbox.Block
	yield func(*sandbox.Block) error
}

func newRowBlock(all []sandbox.TableColumn, columns []int, yield func(*sandbox.Block) error) *rowBlock {
	b := &rowBlock{yield: yield}
	b.Columns = make([]sandbox.Values, len(columns))
	for i, at := range columns {
		if kind := all[at].Kind; kind == sandbox.Text || kind == sandbox.Object {
			b.Columns[i].Has = make([]uint64, sandbox.BlockRows/64)
		}
	}
	return b
}

func (b *rowBlock) column(i int) *sandbox.Values { return &b.Columns[i] }

// text sets column i of the row in hand.
func (b *rowBlock) text(i int, s string, has bool) {
	v := &b.Columns[i]
	v.Texts = append(v.Texts, []byte(s))
	if has {
		v.Has[b.N/64] |= 1 << (b.N % 64)
	}
}

// end ends the row in hand.
func (b *rowBlock) end() error {
	if b.N++; b.N < sandbox.BlockRows {
		return nil
	}
	return b.flush()
}

func (b *rowBlock) flush() error {
	if b.N == 0 {
		return nil
	}
	err := b.yield(&b.Block)
	b.N = 0
	for i := range b.Columns {
		v := &b.Columns[i]
		clear(v.Has)
		v.Texts, v.U32, v.I64 = v.Texts[:0], v.U32[:0], v.I64[:0]
	}
	return err
}
