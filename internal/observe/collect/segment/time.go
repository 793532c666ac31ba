package segment

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// when finds the time, by the clock of the server: see wire.Skewed.
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
	sent := d.sent
	if !sent.Known {
		sent.Micros, sent.Known = r.sentAt.Micros()
	}
	e.Time = wire.Skewed(happened, sent, d.call.Received)
	if !wire.InRange(e.Time, d.call.Received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: where, Saw: said.Source()}
	}
	return nil
}
