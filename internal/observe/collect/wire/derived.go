package wire

import (
	"crypto/sha256"
	"encoding/hex"

	"kith/internal/kith"
)

// Derived is the message id of an event that another, of message id id, says
// besides: capture("bought", {$set: …}) is also a $set. It is the same each
// time the other comes.
func Derived(id, name string) string {
	suffix := "/" + name
	if Longer(id+suffix, kith.MaxIDLen) {
		sum := sha256.Sum256([]byte(id))
		id = hex.EncodeToString(sum[:])
	}
	return id + suffix
}

// Reversed is an alias said the other way. An alias makes its previous id one
// of the person, but not a user's id: where both are a user's names, and either
// may be new, saying it both ways makes both what they are.
func Reversed(e *kith.Event) kith.Event {
	r := *e
	r.UserID, r.PreviousID, r.Props = e.PreviousID, e.UserID, nil
	r.MessageID = Derived(e.MessageID, e.Name)
	return r
}
