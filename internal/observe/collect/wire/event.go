package wire

import "kith/internal/kith"

// Shape says what keeps n from being an event at all.
func Shape(n Node) *Flaw {
	switch {
	case n.Kind() != Object:
		return &Flaw{Reason: NotAnObject, Saw: n.Source()}
	case len(n.Source()) > kith.MaxEventSize:
		return &Flaw{Reason: EventTooLarge}
	case n.Depth() > MaxDepth:
		return &Flaw{Reason: TooDeep}
	}
	return nil
}

// EventName reads the name that people gave an event.
func EventName(n Node, where string) (string, *Flaw) {
	text, repaired := n.Text()
	var reason Reason
	switch kind := n.Kind(); {
	case n.Empty() || kind == String && blank(text):
		reason = NoEventName
	case kind != String || repaired:
		reason = BadEventName
	case Longer(text, kith.MaxEventName):
		reason = EventNameTooLong
	case kith.Passive(text):
		reason = ReservedEventName
	default:
		return text, nil
	}
	return "", &Flaw{Reason: reason, Where: where, Saw: text}
}

func blank(s string) bool {
	for i := range len(s) {
		if s[i] > ' ' {
			return false
		}
	}
	return true
}

// ID reads an id of a person; "" when there is none.
func ID(n Node, where string) (string, *Flaw) {
	s, ok := n.Ident()
	switch {
	case !ok:
		return "", &Flaw{Reason: BadID, Where: where, Saw: n.Source()}
	case Longer(s, kith.MaxIDLen):
		return "", &Flaw{Reason: IDTooLong, Where: where, Saw: s}
	}
	return s, nil
}

// slack is how much later than its sending an event may claim to have happened
// before the two are taken to be read from different clocks.
const slack = int64(2e6)

// travel is how long a request may have been on its way. Clients that try again
// send the body of the first time, with the time of that sending in it.
const travel = int64(5 * 60e6)

// Corrected is when an event happened by our clock. The client read its own
// twice, when the event happened and when it sent it; only the difference is
// believed:
//
//	time = received − (sent − happened)
//
// It is believed whatever its size: a device whose clock stands in 2019 is right
// about the hours between. It is not believed when the event happened after it
// was sent, for then the two are not of one clock; the time then counts as it is.
// It also counts as it is when the request arrived up to travel after it was
// sent: that is a client that had to try again more often than a clock that is
// minutes behind.
func Corrected(received, happened, sent int64) int64 {
	if late := received - sent; happened > sent+slack || 0 <= late && late <= travel {
		return happened
	}
	return received - (sent - happened)
}

// InTime reports whether an event of that time may be kept.
func InTime(micros, received int64) bool {
	return micros >= kith.MinTime && micros <= received+kith.MaxAhead
}
