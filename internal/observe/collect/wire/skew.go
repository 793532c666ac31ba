package wire

import "kith/internal/kith"

// Instant is a moment by a client's clock, in µs since 1970 UTC.
type Instant struct {
	Micros int64
	Known  bool
}

// slack is how much later than its sending an event may claim to have happened
// before the two are taken to be read from different clocks.
const slack = int64(2e6)

// Skewed is when an event happened by our clock. The client read its own twice,
// when the event happened and when it sent it; only the difference is believed:
//
//	time = received − (sent − happened)
//
// It is believed whatever its size: a device whose clock stands in 2019 is right
// about the hours between. It is not believed when the event happened after it
// was sent, for then the two are not of one clock; the time then counts as it is.
func Skewed(happened int64, sent Instant, received int64) int64 {
	if sent.Known && happened <= sent.Micros+slack {
		return received - (sent.Micros - happened)
	}
	return happened
}

// InRange reports whether an event that came at received may have happened then.
func InRange(micros, received int64) bool {
	return micros >= kith.MinTime && micros <= received+kith.MaxAhead
}
