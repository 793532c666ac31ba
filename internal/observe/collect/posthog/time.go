package posthog

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// instant is a moment by the client's clock, in µs since 1970 UTC.
type instant struct {
	micros int64
	known  bool
}

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
		e.Time = happened
		if sent := d.sentBy(r); sent.known {
			e.Time = wire.Corrected(received, happened, sent.micros)
		}
	}
	if !wire.InTime(e.Time, received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: where, Saw: said.Source()}
	}
	return nil
}

// sentBy is the client's clock at the sending, as far as it is to be used.
func (d *Decoder) sentBy(r *reading) instant {
	if r.own.ignoreSentAt.Kind() == wire.True {
		return instant{}
	}
	sent := d.sent
	if !sent.known {
		sent.micros, sent.known = r.sentAt.Micros()
	}
	return sent
}
