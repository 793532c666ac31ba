package sensors

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
	call  wire.Call // of the body being decoded

	reading reading   // of the event being decoded
	ids     []kith.ID // of all events; each event's are a piece of it
	digest  []byte    // what a message id is made of
}

func NewDecoder() *Decoder { return &Decoder{props: wire.NewProps()} }

// Key returns the token that the first record carries, "" when it has none:
// clients mostly write it into the address.
func (d *Decoder) Key(body wire.Node) string {
	for e := range body.Elements() {
		body = e
		break
	}
	s, _ := body.Member("token").Text()
	return s
}

// Decode turns a body into a batch, which is valid until Forget. The error is a
// *wire.Refused: nothing of the body can be taken.
func (d *Decoder) Decode(body wire.Node, c wire.Call) (*kith.Batch, wire.Tally, error) {
	d.Forget()
	d.call = c
	d.batch.Source, d.batch.Received = c.Source, c.Received
	switch body.Kind() {
	case wire.Object:
		d.one(body, alone)
	case wire.Array:
		if err := d.list(body); err != nil {
			return nil, wire.Tally{}, err
		}
	default:
		return nil, wire.Tally{}, wire.Refuse(wire.NotEvents, nil)
	}
	return &d.batch, d.tally, nil
}

// Forget lets go of everything that was decoded.
func (d *Decoder) Forget() {
	clear(d.batch.Events)
	clear(d.batch.Rejected)
	clear(d.ids)
	d.batch.Events, d.batch.Rejected, d.ids = d.batch.Events[:0], d.batch.Rejected[:0], d.ids[:0]
	if cap(d.batch.Events) > 1<<12 {
		d.batch.Events = nil
	}
	if cap(d.batch.Rejected) > 1<<12 {
		d.batch.Rejected = nil
	}
	if cap(d.ids) > 1<<13 {
		d.ids = nil
	}
	d.props.Forget()
	d.tally, d.call, d.reading = wire.Tally{}, wire.Call{}, reading{}
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

// alone is the index of a record that is not in a list.
const alone = -1

// one decodes a record into the batch, one way or the other.
func (d *Decoder) one(n wire.Node, index int) {
	d.reading = reading{}
	d.batch.Events = append(d.batch.Events, kith.Event{})
	last, ids := len(d.batch.Events)-1, len(d.ids)
	flaw := d.event(n, &d.reading, &d.batch.Events[last])
	if flaw == nil {
		if len(n.Source()) > kith.SoftEventSize {
			d.tally.Large++
		}
		return
	}
	d.batch.Events[last] = kith.Event{}
	d.batch.Events, d.ids = d.batch.Events[:last], d.ids[:ids]
	path := ""
	if index != alone {
		path = fmt.Sprintf("batch[%d]", index)
	}
	d.batch.Rejected = append(d.batch.Rejected, flaw.Rejected(path, n.Source(), d.messageID(&d.reading), d.reading.title()))
}
