package trait

import (
	"encoding/json"
	"slices"
	"sort"

	"kith/internal/kith"
)

// Kind is what an operation does to a trait.
type Kind uint8

const (
	Nothing Kind = iota // of events that say nothing of traits
	Set
	Once
	Add
	Append
	Unset
)

// Events are those whose properties are operations on traits.
var Events = []string{kith.EventIdentify, kith.EventSet, kith.EventSetOnce, kith.EventAdd, kith.EventAppend, kith.EventUnset}

// Of is what events of a name do.
func Of(event string) Kind {
	switch event {
	case kith.EventIdentify, kith.EventSet:
		return Set
	case kith.EventSetOnce:
		return Once
	case kith.EventAdd:
		return Add
	case kith.EventAppend:
		return Append
	case kith.EventUnset:
		return Unset
	}
	return Nothing
}

// Op is one operation on one trait.
type Op struct {
	Milli int64 // when, ms since 1970
	Seq   uint64
	Kind  Kind
	Value kith.Value // of an unset: nothing
}

func (o *Op) before(p *Op) bool {
	return o.Milli < p.Milli || o.Milli == p.Milli && o.Seq < p.Seq
}

// whole reports whether what is older says nothing any more.
func (k Kind) whole() bool { return k == Set || k == Unset }

// Ops are the operations on one trait of one raw number that still say
// something, by time. The zero value has none.
type Ops []Op

// With takes one more in, of any time. One that was taken in before changes
// nothing.
func (ops Ops) With(o Op) Ops {
	at := sort.Search(len(ops), func(i int) bool { return !ops[i].before(&o) })
	if at < len(ops) && ops[at].Milli == o.Milli && ops[at].Seq == o.Seq {
		return ops
	}
	// The first is the only one that can be whole.
	if len(ops) > 0 && ops[0].Kind.whole() && at == 0 {
		return ops
	}
	if o.Kind.whole() {
		return append(Ops{o}, ops[at:]...)
	}
	return slices.Insert(ops, at, o)
}

// Side is what one raw number says of a trait.
type Side struct {
	Known bool // the number has a user id
	Ops   Ops
}

// Result is a trait, and the operation that last changed it.
type Result struct {
	Value kith.Value // None: it has none
	Milli int64
	Kind  Kind
}

// Fold is the trait of one person with those sides, by ascending raw number.
func Fold(sides ...Side) Result {
	if len(sides) == 1 {
		return fold(sides[0].Ops)
	}
	known := slices.ContainsFunc(sides, func(s Side) bool { return s.Known && len(s.Ops) > 0 && s.Ops[0].Kind == Set })
	var all []Op
	for _, s := range sides {
		ops := s.Ops
		if known && !s.Known && len(ops) > 0 && ops[0].Kind == Set {
			ops = ops[1:]
		}
		all = append(all, ops...)
	}
	// At one millisecond the later number counts, as in its history.
	slices.SortStableFunc(all, func(a, b Op) int { return int(min(max(a.Milli-b.Milli, -1), 1)) })
	return fold(all)
}

func fold(ops []Op) Result {
	var r Result
	for i := range ops {
		o := &ops[i]
		if o.Kind == Once && r.Value.Kind != kith.None {
			continue
		}
		r.Milli, r.Kind = o.Milli, o.Kind
		switch o.Kind {
		case Set, Once:
			r.Value = o.Value
		case Unset:
			r.Value = kith.Value{}
		case Add:
			r.Value = sum(r.Value, o.Value)
		case Append:
			r.Value = united(r.Value, o.Value)
		}
	}
	return r
}

// sum adds to a number. What is no number counts as nothing.
func sum(v, more kith.Value) kith.Value {
	switch {
	case more.Kind != kith.Number:
		return v
	case v.Kind != kith.Number:
		return more
	}
	if n := kith.NumberValue(v.Num + more.Num); n.Kind != kith.None {
		return n
	}
	return v
}

// mostItems is how long a list grows by appending.
const mostItems = 1000

// united is a list with more added to it, each value once, in the order they
// came. What is no list yet begins one.
func united(v, more kith.Value) kith.Value {
	list, seen := []json.RawMessage{}, map[string]bool{}
	add := func(v kith.Value) {
		for _, item := range items(v) {
			if !seen[string(item)] && len(list) < mostItems {
				seen[string(item)] = true
				list = append(list, item)
			}
		}
	}
	add(v)
	add(more)
	text, err := json.Marshal(list)
	if err != nil {
		return v
	}
	return kith.JSONValue(string(text))
}

func items(v kith.Value) []json.RawMessage {
	var list []json.RawMessage
	switch v.Kind {
	case kith.None:
		return nil
	case kith.JSON:
		if json.Unmarshal([]byte(v.Str), &list) == nil {
			return list
		}
		return []json.RawMessage{json.RawMessage(v.Str)}
	case kith.String:
		text, err := json.Marshal(v.Str)
		if err != nil {
			return nil
		}
		return []json.RawMessage{text}
	}
	return []json.RawMessage{json.RawMessage(v.Text())}
}
