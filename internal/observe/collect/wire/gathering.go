package wire

import (
	"fmt"

	"kith/internal/kith"
)

// Gathering is a batch in the making, for decoders whose wire may say several
// events in one. It keeps its memory from body to body.
type Gathering struct {
	Call  Call
	Batch kith.Batch
	Tally Tally
	Props *Props // of the event being decoded
}

func NewGathering() *Gathering { return &Gathering{Props: NewProps()} }

// Begin starts the next body.
func (g *Gathering) Begin(c Call) {
	g.Forget()
	g.Call = c
	g.Batch.Source, g.Batch.Received = c.Source, c.Received
}

// Forget lets go of everything that was gathered.
func (g *Gathering) Forget() {
	clear(g.Batch.Events)
	clear(g.Batch.Rejected)
	g.Batch.Events, g.Batch.Rejected = g.Batch.Events[:0], g.Batch.Rejected[:0]
	if cap(g.Batch.Events) > 1<<12 {
		g.Batch.Events = nil
	}
	if cap(g.Batch.Rejected) > 1<<12 {
		g.Batch.Rejected = nil
	}
	g.Props.Forget()
	g.Call, g.Tally = Call{}, Tally{}
}

// Alone is the index of an event that is not in a list.
const Alone = -1

// List calls one for every element of a list that is not empty and not too long.
func (g *Gathering) List(list Node, one func(n Node, index int)) error {
	i := 0
	for n := range list.Elements() {
		if i == MaxEvents {
			return Refuse(TooManyEvents, nil)
		}
		one(n, i)
		i++
	}
	if i == 0 {
		return Refuse(EmptyBatch, nil)
	}
	return nil
}

// Add adds an event of the one being decoded.
func (g *Gathering) Add(e kith.Event) { g.Batch.Events = append(g.Batch.Events, e) }

// Settle ends the decoding of n, which began when there were before events: it
// has become those that were added since or, with a flaw, none of them.
func (g *Gathering) Settle(n Node, index, before int, flaw *Flaw, messageID, name string) {
	if flaw == nil {
		if flaw = g.Call.JudgeAll(g.Batch.Events[before:]); flaw != nil {
			messageID, name = g.Batch.Events[before].MessageID, g.Batch.Events[before].Name
		}
	}
	if flaw == nil {
		if len(n.Source()) > kith.SoftEventSize {
			g.Tally.Large++
		}
		return
	}
	clear(g.Batch.Events[before:])
	g.Batch.Events = g.Batch.Events[:before]
	path := ""
	if index != Alone {
		path = fmt.Sprintf("batch[%d]", index)
	}
	g.Batch.Rejected = append(g.Batch.Rejected, flaw.Rejected(path, n.Source(), messageID, name))
}

// Set gives the event being decoded a property, in place of one of that name.
func (g *Gathering) Set(name, where string, n Node) *Flaw {
	v, flaw := g.value(name, where, n)
	g.Props.Set(name, v)
	return flaw
}

// Fill gives the event being decoded a property if it has none of that name.
func (g *Gathering) Fill(name, where string, n Node) *Flaw {
	v, flaw := g.value(name, where, n)
	g.Props.Add(name, v)
	return flaw
}

// value reads a property. With a flaw it is None, which sets nothing.
func (g *Gathering) value(name, where string, n Node) (kith.Value, *Flaw) {
	if name == "" || Longer(name, kith.MaxPropertyName) {
		return kith.Value{}, &Flaw{Reason: BadPropertyName, Where: where, Saw: name}
	}
	v, repaired := n.Value()
	if repaired {
		g.Tally.Repaired++
	}
	return v, nil
}

// Bag is what is wrong with n as a set of properties.
func Bag(n Node, where string) *Flaw {
	if n.Empty() || n.Kind() == Object || n.Source() == "[]" { // [] is how PHP writes a map with nothing in it
		return nil
	}
	return &Flaw{Reason: BadProperties, Where: where, Saw: n.Source()}
}

// FillAll fills with every member of an object.
func (g *Gathering) FillAll(from Node, where string) *Flaw {
	if flaw := Bag(from, where); flaw != nil {
		return flaw
	}
	for name, n := range from.Members() {
		if flaw := g.Fill(name, where, n); flaw != nil {
			return flaw
		}
	}
	return nil
}

// FillText fills with a text that is not empty.
func (g *Gathering) FillText(name, s string) {
	if s != "" {
		g.Props.Add(name, kith.StringValue(s))
	}
}

// Closed ends the properties of the event being decoded, unless they are too many.
func (g *Gathering) Closed(where string) ([]kith.Property, *Flaw) {
	if n := g.Props.Count(); n > kith.MaxProperties {
		g.Props.Drop()
		return nil, &Flaw{Reason: TooManyProperties, Where: where, Saw: fmt.Sprint(n)}
	}
	return g.Props.List(), nil
}

// Name gathers the name of a property without a value.
func (g *Gathering) Name(name, where string) *Flaw {
	if name == "" || Longer(name, kith.MaxPropertyName) {
		return &Flaw{Reason: BadPropertyName, Where: where, Saw: name}
	}
	g.Props.Add(name, kith.BoolValue(true))
	return nil
}

// Names gathers names that stand in a list or are an object's.
func (g *Gathering) Names(from Node, where string) *Flaw {
	if from.Kind() != Array {
		if flaw := Bag(from, where); flaw != nil {
			return flaw
		}
	}
	for n := range from.Elements() {
		s, _ := n.Text()
		if flaw := g.Name(s, where); flaw != nil {
			return flaw
		}
	}
	for s := range from.Members() {
		if flaw := g.Name(s, where); flaw != nil {
			return flaw
		}
	}
	return nil
}
