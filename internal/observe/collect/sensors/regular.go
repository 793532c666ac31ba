package sensors

import "strings"

// regular reports whether the vendor's own server would take a name. Others are
// taken here all the same, and counted.
func regular(name string) bool {
	if len(name) == 0 || len(name) > 100 || name[0] >= '0' && name[0] <= '9' {
		return false
	}
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '_', c == '$':
		default:
			return false
		}
	}
	switch name[0] | 0x20 { // the letters that a reserved name begins with
	case 'd', 'o', 't', 'p', 'i', 'f', 's', 'u', 'e':
		lower := strings.ToLower(name)
		return !reserved[lower] && !strings.HasPrefix(lower, "user_tag") && !strings.HasPrefix(lower, "user_group")
	}
	return true
}

var reserved = map[string]bool{
	"distinct_id": true, "original_id": true, "time": true, "properties": true, "id": true, "first_id": true, "second_id": true,
	"users": true, "events": true, "event": true, "user_id": true, "date": true, "datetime": true,
}
