package identity

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// Kind tells ids apart that may have the same text. The numbers are stored;
// what a workspace wants of each is in its [Rules].
type Kind uint8

const (
	Anonymous Kind = 0 // a device, a browser, or a single message without ids
	User      Kind = 1 // an id that the customer's own system gave
	Device    Kind = 2 // of the hardware or the installation
	OpenID    Kind = 3 // of one app of a platform
	UnionID   Kind = 4 // of all apps of a platform
	Phone     Kind = 5
	Email     Kind = 6
	Click     Kind = 7 // of a link that was followed, to the visit it led to

	firstOwn Kind = 8  // the workspace's own types, as its rules number them
	kinds    Kind = 24 // no kind reaches it
)

var kindNames = [...]string{"anonymous", "user", "device", "openid", "unionid", "phone", "email", kith.ClickID}

// String is the name of a type that every workspace has; see Directory.TypeName
// for its own.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "type-" + strconv.Itoa(int(k))
}

// Weak kinds say which machine or visit it was, not which person: they introduce
// its past to the first person who is named on it, and join nobody else.
func (k Kind) Weak() bool { return k == Anonymous || k == Device || k == Click }

// ID is one id of a person. Ids are compared byte by byte, in the form that the
// rules give them.
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
