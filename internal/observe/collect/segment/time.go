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

// when finds the time, corrected by the client's own account of when it sent.
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
	if sent.known {
		e.Time = wire.Corrected(d.call.Received, happened, sent.micros)
	}
	if !wire.InTime(e.Time, d.call.Received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: where, Saw: said.Source()}
	}
	return nil
}
