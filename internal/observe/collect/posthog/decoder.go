package posthog

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Decoder is the wire's wire.Decoder.
type Decoder struct {
	g       *wire.Gathering
	sent    instant // by the body or the request
	reading reading // of the event being decoded
	said    kith.Event
}

func NewDecoder() *Decoder { return &Decoder{g: wire.NewGathering()} }

// Key returns the write key: that of the body or, when it says none, the one
// that all its events say. Several different ones are returned as one that no
// source has.
func (d *Decoder) Key(body wire.Node) string {
	list := body
	if body.Kind() == wire.Object {
		if key := keyOf(body); key != "" {
			return key
		}
		list = body.Member("batch")
	}
	found := ""
	for n := range list.Elements() {
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

// keyOf is the write key that an event or an envelope says.
func keyOf(n wire.Node) string {
	var token, dollar, api, own wire.Node
	for name, v := range n.Members() {
		switch name {
		case "token":
			token = v
		case "$token":
			dollar = v
		case "api_key":
			api = v
		case "properties":
			own = v
		}
	}
	for _, v := range [...]wire.Node{token, dollar, api} {
		if s, _ := v.Text(); s != "" {
			return s
		}
	}
	s, _ := own.Member("token").Text()
	return s
}

// Decode turns a body into a batch, which is valid until Forget. The error is a
// *wire.Refused: nothing of the body can be taken.
func (d *Decoder) Decode(body wire.Node, c wire.Call) (*kith.Batch, wire.Tally, error) {
	d.Forget()
	d.g.Begin(c)
	d.sent.micros, d.sent.known = wire.Micros(c.SentAt)
	list := body
	if body.Kind() == wire.Object {
		list = d.envelope(body)
	}
	switch {
	case list.Kind() == wire.Array:
		if err := d.g.List(list, d.one); err != nil {
			return nil, wire.Tally{}, err
		}
	case body.Kind() != wire.Object || list.Kind() != wire.Absent:
		return nil, wire.Tally{}, wire.Refuse(wire.NotEvents, nil)
	default:
		d.one(body, wire.Alone)
	}
	return &d.g.Batch, d.g.Tally, nil
}

// envelope reads what stands around the events and returns their list, which
// is absent when the body is one event.
func (d *Decoder) envelope(body wire.Node) (list wire.Node) {
	for name, v := range body.Members() {
		switch name {
		case "batch":
			list = v
		case "sent_at":
			if micros, ok := v.Micros(); ok {
				d.sent = instant{micros, true}
			}
		}
	}
	return list
}

// Forget lets go of everything that was decoded.
func (d *Decoder) Forget() {
	d.g.Forget()
	d.sent, d.reading, d.said = instant{}, reading{}, kith.Event{}
}

// one decodes an event into the batch, one way or the other.
func (d *Decoder) one(n wire.Node, index int) {
	before := len(d.g.Batch.Events)
	d.reading = reading{}
	flaw := d.event(n, &d.reading)
	if flaw == nil {
		d.g.Settle(n, index, before, nil, "", "")
		return
	}
	d.g.Settle(n, index, before, flaw, d.reading.said(), d.reading.title())
}
