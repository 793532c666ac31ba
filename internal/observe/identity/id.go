package identity

import (
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// Kind tells ids apart that may have the same text. The numbers are stored.
type Kind uint8

const (
	Anonymous Kind = 0 // a device, a browser, or a single message without ids
	User      Kind = 1 // an id that the customer's own system gave
)

func (k Kind) String() string {
	if k == User {
		return "user"
	}
	return "anonymous"
}

// ID is one id of a person. Ids are compared byte by byte.
type ID struct {
	Kind   Kind
	ID     string
	Person uint32 // raw number
}

// placeholders are what programs send when they do not know who it is. They
// would make one giant person of everybody, so they count as absent.
var placeholders = map[string]struct{}{
	"": {}, "0": {}, "-1": {}, "null": {}, "(null)": {}, "<null>": {}, "nil": {}, "<nil>": {}, "none": {},
	"undefined": {}, "nan": {}, "true": {}, "false": {}, "n/a": {}, "(not set)": {}, "[object object]": {},
	"anonymous": {}, "anonymous_id": {}, "anonymousid": {}, "guest": {}, "visitor": {}, "unknown": {}, "unidentified": {},
	"id": {}, "user": {}, "user_id": {}, "userid": {}, "distinct_id": {}, "distinctid": {}, "email": {},
	"not_authenticated": {}, "default": {}, "00000000-0000-0000-0000-000000000000": {},
}

const longestPlaceholder = 36

// usable reports whether an id may stand for a person: no placeholder, no
// longer than the doors let through, and text that both databases can store.
func usable(id string) bool {
	if len(id) > kith.MaxIDLen && utf8.RuneCountInString(id) > kith.MaxIDLen {
		return false
	}
	if !storable(id) {
		return false
	}
	trimmed := strings.TrimSpace(id)
	if len(trimmed) > longestPlaceholder {
		return true
	}
	var lower [longestPlaceholder]byte
	for i := range len(trimmed) {
		c := trimmed[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	_, blocked := placeholders[string(lower[:len(trimmed)])]
	return !blocked
}

func storable(id string) bool {
	return utf8.ValidString(id) && strings.IndexByte(id, 0) < 0
}
