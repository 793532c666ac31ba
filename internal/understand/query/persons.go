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
	"kith/internal/observe/trait"
	"kith/internal/understand/query/sandbox"
)

// somebody is a person as the table persons shows it.
type somebody struct {
	person      uint32 // canonical
	first, last int64  // µs UTC
	events      int64
	ids         int64
	user        string
	traits      map[string]told
	said        int // operations, which numbers those of one moment
}

// told is what was said of a trait, by raw number.
type told map[uint32]trait.Ops

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
		if trait.Of(name) != trait.Nothing {
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
	req := timeline.TableRequest{PersonLo: lo, PersonHi: lo + rangePersons, Columns: timeline.Columns{Person: true, Time: true, Code: r.wants["traits"]}}
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
				r.kept += at(raw).learn(raw, trait.Of(r.state.Events[c.Codes[i]]), c.Times[i], c.Objects.Texts[i])
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
				n += len(name) + 80
				for _, ops := range t {
					for i := range ops {
						n += len(ops[i].Value.Str) + 64
					}
				}
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

// learn takes what an event said of traits and returns about how many bytes
// that takes. Names with a $ tell of the client, not of the person.
func (s *somebody) learn(raw uint32, kind trait.Kind, at int64, object []byte) int {
	var set map[string]json.RawMessage
	if json.Unmarshal(object, &set) != nil {
		return 0
	}
	n := 0
	for name, text := range set {
		value := valueOf(text)
		if strings.HasPrefix(name, "$") || value.Kind == kith.None {
			continue
		}
		if s.traits == nil {
			s.traits = map[string]told{}
		}
		if s.traits[name] == nil {
			s.traits[name] = told{}
			n += len(name) + 80
		}
		before := len(s.traits[name][raw])
		s.said++
		s.traits[name][raw] = s.traits[name][raw].With(trait.Op{Milli: at / 1000, Seq: uint64(s.said), Kind: kind, Value: value})
		n += (len(s.traits[name][raw]) - before) * (len(text) + 64)
	}
	return n
}

// valueOf reads a property's JSON.
func valueOf(text json.RawMessage) kith.Value {
	var v any
	if len(text) == 0 || json.Unmarshal(text, &v) != nil {
		return kith.Value{}
	}
	switch x := v.(type) {
	case nil:
		return kith.Value{}
	case bool:
		return kith.BoolValue(x)
	case float64:
		return kith.NumberValue(x)
	case string:
		return kith.StringValue(x)
	}
	return kith.JSONValue(string(text))
}

// trait folds what was said of one.
func (t *tables) trait(of told) kith.Value {
	sides := make([]trait.Side, 0, len(of))
	for _, raw := range slices.Sorted(maps.Keys(of)) {
		sides = append(sides, trait.Side{Known: len(of) > 1 && t.state.Known(raw), Ops: of[raw]})
	}
	return trait.Fold(sides...).Value
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
			r.block.text(i, r.traitsJSON(s), true)
		}
	}
	return r.block.end()
}

func (t *tables) traitsJSON(s *somebody) string {
	if len(s.traits) == 0 {
		return "{}"
	}
	out := []byte{'{'}
	for _, name := range slices.Sorted(maps.Keys(s.traits)) {
		value := t.trait(s.traits[name])
		if value.Kind == kith.None {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		quoted, _ := json.Marshal(name)
		text := []byte(value.Text())
		if value.Kind == kith.String {
			text, _ = json.Marshal(value.Str)
		}
		out = append(append(append(out, quoted...), ':'), text...)
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
