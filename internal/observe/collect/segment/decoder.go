package segment

import (
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Decoder is the wire's wire.Decoder.
type Decoder struct {
	props *wire.Props
	batch kith.Batch
	tally wire.Tally

	// of the body being decoded
	call    wire.Call
	sent    instant
	library library
	reading reading // of the event being decoded
}

// library is the client's own name, for events that do not tell it.
type library struct{ name, version string }

func NewDecoder() *Decoder { return &Decoder{props: wire.NewProps()} }

// Key returns the write key in a body, "" when it has none.
func (d *Decoder) Key(body wire.Node) string {
	s, _ := body.Member("writeKey").Text()
	return s
}

// Decode turns a body into a batch, which is valid until Forget. The error is a
// *wire.Refused: nothing of the body can be taken.
func (d *Decoder) Decode(body wire.Node, c wire.Call) (*kith.Batch, wire.Tally, error) {
	d.Forget()
	d.call = c
	d.batch.Source, d.batch.Received = c.Source, c.Received
	list := body
	if body.Kind() == wire.Object {
		list = d.envelope(body)
	}
	switch {
	case list.Kind() == wire.Array:
		if err := d.list(list); err != nil {
			return nil, wire.Tally{}, err
		}
	case body.Kind() != wire.Object:
		return nil, wire.Tally{}, wire.Refuse(wire.NotEvents, nil)
	case c.Type == "":
		return nil, wire.Tally{}, wire.Refuse(wire.EmptyBatch, nil)
	default:
		d.one(body, alone)
	}
	return &d.batch, d.tally, nil
}

// Forget lets go of everything that was decoded.
func (d *Decoder) Forget() {
	clear(d.batch.Events)
	clear(d.batch.Rejected)
	d.batch.Events, d.batch.Rejected = d.batch.Events[:0], d.batch.Rejected[:0]
	if cap(d.batch.Events) > 1<<12 {
		d.batch.Events = nil
	}
	if cap(d.batch.Rejected) > 1<<12 {
		d.batch.Rejected = nil
	}
	d.props.Forget()
	d.tally, d.call, d.sent, d.library, d.reading = wire.Tally{}, wire.Call{}, instant{}, library{}, reading{}
}

// maxLibrary bounds what every event of a batch may get from its envelope.
const maxLibrary = 100

// envelope reads what stands around the events and returns their list, which
// is absent when the body is one event.
func (d *Decoder) envelope(body wire.Node) (list wire.Node) {
	for name, v := range body.Members() {
		switch name {
		case "batch":
			list = v
		case "sentAt":
			d.sent.micros, d.sent.known = v.Micros()
		case "context":
			// Go's client tells its name here and not in each event. Nothing
			// else is taken: copied to every event, it could grow without bound.
			lib := v.Member("library")
			d.library.name = short(lib.Member("name"))
			d.library.version = short(lib.Member("version"))
		}
	}
	if micros, ok := wire.Micros(d.call.SentAt); ok {
		d.sent = instant{micros, true} // it is written at the moment of sending, the body maybe before
	}
	return list
}

func short(n wire.Node) string {
	s, _ := n.Text()
	if len(s) > maxLibrary {
		return ""
	}
	return s
}

func (d *Decoder) list(list wire.Node) error {
	n := 0
	for e := range list.Elements() {
		if n == wire.MaxEvents {
			return wire.Refuse(wire.TooManyEvents, nil)
		}
		d.one(e, n)
		n++
	}
	if n == 0 {
		return wire.Refuse(wire.EmptyBatch, nil)
	}
	return nil
}

// alone is the index of an event that is not in a list.
const alone = -1

// one decodes an event into the batch, one way or the other.
func (d *Decoder) one(n wire.Node, index int) {
	d.reading = reading{}
	d.batch.Events = append(d.batch.Events, kith.Event{})
	last := len(d.batch.Events) - 1
	flaw := d.event(n, &d.reading, &d.batch.Events[last])
	if flaw == nil {
		flaw = d.call.JudgeAll(d.batch.Events[last:])
	}
	if flaw == nil {
		if len(n.Source()) > kith.SoftEventSize {
			d.tally.Large++
		}
		return
	}
	d.batch.Events[last] = kith.Event{}
	d.batch.Events = d.batch.Events[:last]
	path := ""
	if index != alone {
		path = fmt.Sprintf("batch[%d]", index)
	}
	messageID, _ := d.reading.messageID.Ident()
	d.batch.Rejected = append(d.batch.Rejected, flaw.Rejected(path, n.Source(), messageID, d.reading.title()))
}
