package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kith/internal/kith"
)

// Shape is what is wrong with n whatever is in it, as an event of any wire.
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

// Bag is what is wrong with n as a set of properties.
func Bag(n Node, where string) *Flaw {
	if n.Empty() || n.Kind() == Object || n.Source() == "[]" { // [] is how PHP writes a map with nothing in it
		return nil
	}
	return &Flaw{Reason: BadProperties, Where: where, Saw: n.Source()}
}

// EventName reads the name of an event that is somebody's own.
func EventName(n Node, where string) (string, *Flaw) {
	text, repaired := n.Text()
	switch kind := n.Kind(); {
	case n.Empty() || kind == String && strings.TrimSpace(text) == "":
		return "", &Flaw{Reason: NoEventName, Where: where, Saw: text}
	case kind != String || repaired:
		return "", &Flaw{Reason: BadEventName, Where: where, Saw: text}
	case Longer(text, kith.MaxEventName):
		return "", &Flaw{Reason: EventNameTooLong, Where: where, Saw: text}
	case kith.Passive(text):
		return "", &Flaw{Reason: ReservedEventName, Where: where, Saw: text}
	}
	return text, nil
}

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
