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
