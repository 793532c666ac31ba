package wire

import "kith/internal/kith"

// Decoder turns the bodies of one wire into batches, one after the other, in
// memory that it keeps. It is not for concurrent use.
type Decoder interface {
	// Key returns the write key in a body, "" when it has none.
	Key(body Node) string
	// Decode turns a body into a batch, which is valid until Forget. A list of
	// events is a body of every wire. The error is a *Refused: nothing of the
	// body can be taken.
	Decode(body Node, c Call) (*kith.Batch, Tally, error)
	// Forget lets go of everything that was decoded.
	Forget()
}

// Call is what a request says besides its body.
type Call struct {
	Source   uint32
	Received int64  // µs UTC
	SentAt   string // the SentAt header, "" when absent
	Address  string // the sender's address, "" when unknown
	// Type is what an event is that does not say it itself, where the address
	// says it: track, page, screen, identify, group or alias of Segment's. It
	// is "" where the body says everything.
	Type string
	// MessageID is the id that a single event gets whatever it says itself, ""
	// when it is to be told by the event. It is for one that is read again.
	MessageID string
	// Rules judge what was decoded; nil: nothing is asked of it.
	Rules Rules
}

// Rules are what a workspace expects of events. They may be asked by many at once.
type Rules interface {
	// Judge says why an event is not to be accepted, nil when it is. It may give
	// an accepted one properties more.
	Judge(e *kith.Event) *Flaw
}

// JudgeAll judges the events that one became: the first flaw is of all of them.
func (c *Call) JudgeAll(events []kith.Event) *Flaw {
	if c.Rules == nil {
		return nil
	}
	for i := range events {
		if flaw := c.Rules.Judge(&events[i]); flaw != nil {
			return flaw
		}
	}
	return nil
}

// Tally counts what was accepted but is worth knowing.
type Tally struct {
	Repaired int // texts that were not valid UTF-8 without NUL
	Large    int // events beyond kith.SoftEventSize
}
