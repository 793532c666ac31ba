package mixpanel

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Decoder is the wire's wire.Decoder.
type Decoder struct {
	g       *wire.Gathering
	sent    string  // by the browser's clock, "" when it does not say
	reading reading // of the event being decoded
	said    kith.Event
}

func NewDecoder() *Decoder { return &Decoder{g: wire.NewGathering()} }

// Key returns the write key that all events of a body say. Several different
// ones are returned as one that no source has.
func (d *Decoder) Key(body wire.Node) string {
	if body.Kind() == wire.Object {
		return keyOf(body)
	}
	found := ""
	for n := range body.Elements() {
		switch key := keyOf(n); {
		case key == "" || key == found:
		case found == "":
			found = key
		default:
			return found + " " + key
		}
	}
	return found
}

func keyOf(n wire.Node) string {
	if s, _ := n.Member("$token").Text(); s != "" {
		return s
	}
	s, _ := n.Member("properties").Member("token").Text()
	return s
}

// Decode turns a body into a batch, which is valid until Forget. The error is a
// *wire.Refused: nothing of the body can be taken.
func (d *Decoder) Decode(body wire.Node, c wire.Call) (*kith.Batch, wire.Tally, error) {
	d.Forget()
	d.g.Begin(c)
	d.sent = c.SentAt
	switch body.Kind() {
	case wire.Array:
		if err := d.g.List(body, d.one); err != nil {
			return nil, wire.Tally{}, err
		}
	case wire.Object:
		d.one(body, wire.Alone)
	default:
		return nil, wire.Tally{}, wire.Refuse(wire.NotEvents, nil)
	}
	return &d.g.Batch, d.g.Tally, nil
}

// Forget lets go of everything that was decoded.
func (d *Decoder) Forget() {
	d.g.Forget()
	d.sent, d.reading, d.said = "", reading{}, kith.Event{}
}

// one decodes an event, or a change of a profile or group, into the batch.
func (d *Decoder) one(n wire.Node, index int) {
	before := len(d.g.Batch.Events)
	d.reading = reading{}
	r := &d.reading
	flaw := wire.Shape(n)
	if flaw == nil {
		r.read(n)
		switch {
		case !r.groupKey.Empty():
			flaw = d.group(r)
		case r.profile():
			flaw = d.profile(r)
		default:
			flaw = d.event(r)
		}
	}
	if flaw == nil {
		d.g.Settle(n, index, before, nil, "", "")
		return
	}
	d.g.Props.Drop()
	d.g.Settle(n, index, before, flaw, r.said(), r.title())
}
