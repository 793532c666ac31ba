package ingest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"

	"kith/internal/kith"
)

// Grave stands for an id of a person who was erased: a salted hash, from which
// nobody gets the id back.
type Grave [16]byte

// Graves are the ids that a workspace refuses. An id is known by its text,
// whatever it is an id of. They are never written once they are in use.
type Graves struct {
	salt  []byte
	until map[Grave]int64 // arrival up to which it is refused, µs UTC
}

// NewGraves makes an empty set.
func NewGraves(salt []byte) *Graves { return &Graves{salt: salt, until: map[Grave]int64{}} }

// Of is the grave of an id.
func (g *Graves) Of(id string) (out Grave) {
	mac := hmac.New(sha256.New, g.salt)
	mac.Write([]byte(id))
	copy(out[:], mac.Sum(nil))
	return out
}

// Add refuses an id that arrives up to a moment.
func (g *Graves) Add(grave Grave, until int64) { g.until[grave] = max(until, g.until[grave]) }

func (g *Graves) refuses(id string, received int64) bool {
	return id != "" && received <= g.until[g.Of(id)]
}

// has reports whether an event is of somebody who was erased. What decides is
// when it arrived, not when it is looked at: a log that is read again gives the
// same.
func (g *Graves) has(e *kith.Event, received int64) bool {
	if g == nil || len(g.until) == 0 {
		return false
	}
	if g.refuses(e.UserID, received) || g.refuses(e.AnonymousID, received) || g.refuses(e.PreviousID, received) {
		return true
	}
	for _, id := range e.IDs {
		if g.refuses(id.Value, received) {
			return true
		}
	}
	return false
}

// speaks reports whether a rejected event has such an id among its texts: it
// was not understood, so each may be one.
func (g *Graves) speaks(r *kith.Rejected, received int64) bool {
	if g == nil || len(g.until) == 0 {
		return false
	}
	for text := range bytes.SplitSeq(r.Raw, []byte{'"'}) {
		if len(text) <= 4*kith.MaxIDLen && g.refuses(string(text), received) {
			return true
		}
	}
	return false
}
