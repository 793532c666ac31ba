package segment

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// instant is a moment by the client's clock, in µs since 1970 UTC.
type instant struct {
	micros int64
	known  bool
}

// slack is how much later than its sending an event may claim to have happened
// before the two are taken to be read from different clocks.
const slack = int64(2e6)

// when finds the time. The client read its clock twice, when the event happened
// and when it sent it; only the difference is believed:
//
//	time = received − (sentAt − originalTimestamp)
//
// It is believed whatever its size: a device whose clock stands in 2019 is right
// about the hours between. It is not believed when the event happened after it
// was sent, for then the two are not of one clock; the time then counts as it is.
func (d *Decoder) when(r *reading, e *kith.Event) *wire.Flaw {
	said, where := r.originalTimestamp, "originalTimestamp"
	if said.Empty() {
		said, where = r.timestamp, "timestamp"
	}
	e.Time = d.call.Received
	if said.Empty() {
		return nil
	}
	happened, ok := said.Micros()
	if !ok {
		return &wire.Flaw{Reason: wire.BadTimestamp, Where: where, Saw: said.Source()}
	}
	e.Time = happened
	sent := d.sent
	if !sent.known {
		sent.micros, sent.known = r.sentAt.Micros()
	}
	if sent.known && happened <= sent.micros+slack {
		e.Time = d.call.Received - (sent.micros - happened)
	}
	if e.Time < kith.MinTime || e.Time > d.call.Received+kith.MaxAhead {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: where, Saw: said.Source()}
	}
	return nil
}
