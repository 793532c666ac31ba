package posthog

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// patience is how long a server's client may try to send one batch under the
// same sent_at, in µs. What comes later, or from a clock that is ahead by more
// than a minute, is of a clock that is wrong.
const (
	patience = int64(15 * 60e6)
	ahead    = int64(60e6)
)

// when finds the time: the event's own, or else so long before the sending as
// it says, or else that of its arrival.
func (d *Decoder) when(r *reading, e *kith.Event) *wire.Flaw {
	received := d.g.Call.Received
	said, where := r.timestamp, "timestamp"
	if said.Empty() {
		said, where = r.own.time, "properties.$time"
	}
	if said.Empty() {
		e.Time = received
		if v, _ := r.offset.Value(); v.Kind == kith.Number && v.Num > 0 && v.Num < 1e13 {
			e.Time -= int64(v.Num * 1e3)
		}
		said, where = r.offset, "offset"
	} else {
		happened, ok := said.Micros()
		if !ok {
			return &wire.Flaw{Reason: wire.BadTimestamp, Where: where, Saw: said.Source()}
		}
		e.Time = wire.Skewed(happened, d.sentBy(r), received)
	}
	if !wire.InRange(e.Time, received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: where, Saw: said.Source()}
	}
	return nil
}

// sentBy is the client's clock at the sending, as far as it is to be used.
func (d *Decoder) sentBy(r *reading) wire.Instant {
	if r.own.ignoreSentAt.Kind() == wire.True {
		return wire.Instant{}
	}
	sent := d.sent
	if !sent.Known {
		sent.Micros, sent.Known = r.sentAt.Micros()
	}
	if late := d.g.Call.Received - sent.Micros; r.server() && late > -ahead && late < patience {
		return wire.Instant{}
	}
	return sent
}
