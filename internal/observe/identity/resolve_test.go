package identity

import (
	"fmt"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// inMemory is a directory that is never committed.
func inMemory(maxIDs int) *Directory { return newDirectory(store{}, maxIDs) }

// event reads "user device" ("-": none), or "previous > user [device]" for an
// alias; a leading "!" marks what a server sent.
func event(text string, n int) *kith.Event {
	e := &kith.Event{Name: "look", MessageID: fmt.Sprint("m", n)}
	text, e.Server = strings.CutPrefix(text, "!")
	if previous, rest, ok := strings.Cut(text, " > "); ok {
		e.Name, e.PreviousID, text = kith.EventAlias, previous, rest
	}
	user, device, _ := strings.Cut(text, " ")
	if user != "-" {
		e.UserID = user
	}
	e.AnonymousID = device
	return e
}

func TestRules(t *testing.T) {
	merge := func(from, into uint32) timeline.Pair { return timeline.Pair{From: from, Into: into} }
	tests := []struct {
		name    string
		events  string // separated by commas
		persons []uint32
		merges  []timeline.Pair
		counts  string
	}{
		{"a user alone", "u1,u1", []uint32{1, 1}, nil, "new_person 1"},
		{"a device alone", "- a1,- a1", []uint32{1, 1}, nil, "new_person 1"},
		{"one text, two kinds", "x,- x", []uint32{1, 2}, nil, "new_person 2"},
		{"case matters", "u,U", []uint32{1, 2}, nil, "new_person 2"},
		{"new user on a new device", "u1 a1,- a1", []uint32{1, 1}, nil, "new_person 1, bound 1"},
		{"new user on a device with a past", "- a1,u1 a1,u1", []uint32{1, 1, 1}, nil, "new_person 1, bound 1"},
		{"known user on a new device", "u1,u1 a1,- a1", []uint32{1, 1, 1}, nil, "new_person 1, bound 1"},
		{"known user on a device with a past", "u1,- a1,u1 a1,- a1", []uint32{1, 2, 1, 2}, []timeline.Pair{merge(2, 1)}, "new_person 2, merged 1"},
		{"told twice", "u1,- a1,u1 a1,u1 a1", []uint32{1, 2, 1, 1}, []timeline.Pair{merge(2, 1)}, "new_person 2, merged 1"},
		{"second user on the device", "u1 a1,u2 a1,- a1", []uint32{1, 2, 1}, nil, "new_person 2, bound 1, refused_two_users 1"},
		{"second user on a merged device", "u1,- a1,u1 a1,u2 a1", []uint32{1, 2, 1, 3}, []timeline.Pair{merge(2, 1)}, "new_person 3, merged 1, refused_two_users 1"},
		{"known user on another's device", "u1 a1,u2,u2 a1", []uint32{1, 2, 2}, nil, "new_person 2, bound 1, refused_two_users 1"},
		{"server ids join nothing", "!u1 r1,!u1 r2,- r1", []uint32{1, 1, 2}, nil, "new_person 2, server_anonymous 2"},
		{"a server's visitor", "!- r1,!- r1", []uint32{1, 1}, nil, "new_person 1"},

		{"alias of a device's past", "- a1,a1 > u1,u1", []uint32{1, 1, 1}, nil, "new_person 1, bound 1"},
		{"alias of a device to a known user", "- a1,u1,a1 > u1", []uint32{1, 2, 2}, []timeline.Pair{merge(1, 2)}, "new_person 2, merged 1"},
		{"alias of an unknown id", "a1 > u1,- a1", []uint32{1, 1}, nil, "new_person 1, bound 1"},
		{"alias to self", "u1,u1 > u1,x > x", []uint32{1, 1, 2}, nil, "new_person 2"},
		{"alias renames a user", "u1,u1 > u2,u1", []uint32{1, 1, 1}, nil, "new_person 1, bound 1"},
		{"alias told twice", "u1,u1 > u2,u1 > u2", []uint32{1, 1, 1}, nil, "new_person 1, bound 1"},
		{"alias of two known users", "u1,u2,u1 > u2", []uint32{1, 2, 2}, nil, "new_person 2, refused_two_users 1"},
		{"alias of a user's device to another", "u1 a1,u2,a1 > u2", []uint32{1, 2, 2}, nil, "new_person 2, bound 1, refused_two_users 1"},
		{"alias of a user's device to a new user", "u1 a1,a1 > u2", []uint32{1, 2}, nil, "new_person 2, bound 1, refused_two_users 1"},
		{"alias keeps the past before the device", "- p,- a,p > u a", []uint32{1, 2, 1}, []timeline.Pair{merge(2, 1)}, "new_person 2, bound 1, merged 1"},
		{"alias by a server", "- a1,u1,!a1 > u1 r1", []uint32{1, 2, 2}, []timeline.Pair{merge(1, 2)}, "new_person 2, merged 1, server_anonymous 1"},
		{"alias of a placeholder", "null > u1", []uint32{1}, nil, "new_person 1, blocked 1"},
		{"alias to a placeholder", "- a1,a1 > null a1", []uint32{1, 1}, nil, "new_person 1, blocked 1"},

		{"placeholders join nobody", "null a1,NULL a2,- guest,Guest", []uint32{1, 2, 3, 4}, nil, "new_person 4, blocked 4"},
		{"placeholder device", "u1 0,u2 0", []uint32{1, 2}, nil, "new_person 2, blocked 2"},
		{"nobody at all", "-,-", []uint32{1, 2}, nil, "new_person 2"},

		{"too many devices", "u a1,u a2,u a3,- a3,- a1", []uint32{1, 1, 1, 2, 1}, nil, "new_person 2, bound 2, over_limit 1"},
		{"too many to merge", "u a1,u a2,- a3,u a3", []uint32{1, 1, 2, 1}, nil, "new_person 2, bound 2, over_limit 1"},
		{"too many to alias", "u a1,u a2,u > v,x > u,v", []uint32{1, 1, 2, 1, 2}, nil, "new_person 2, bound 2, over_limit 2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := inMemory(3)
			var merges []timeline.Pair
			var got []uint32
			for i, text := range strings.Split(test.events, ",") {
				r := d.Resolve(uint64(i+1), event(text, i))
				got, merges = append(got, r.Person), append(merges, r.Merges...)
			}
			if fmt.Sprint(got, merges) != fmt.Sprint(test.persons, test.merges) {
				t.Errorf("persons %v, merges %v; want %v, %v", got, merges, test.persons, test.merges)
			}
			var counts []string
			for o := range outcomes {
				if n := d.Counts()[o.String()]; n > 0 {
					counts = append(counts, fmt.Sprint(o, " ", n))
				}
			}
			if got := strings.Join(counts, ", "); got != test.counts {
				t.Errorf("counted %s; want %s", got, test.counts)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	d := inMemory(DefaultMaxIDs)
	for _, test := range []struct{ event, want string }{
		{"u1 a1", ""},
		{"[object_Object] a1", ""},
		{"undefined a1", `user id "undefined" is a placeholder or cannot be stored: it is ignored`},
		{"u1 Guest", `anonymous id "Guest" is a placeholder or cannot be stored: it is ignored`},
		{"u2", ""},
		{"u2 > u1", `alias of "u2" to "u1" is refused: it would join two known users`},
		{" > u1", "an alias needs a usable user id and previous id: it joins nothing"},
	} {
		if got := d.Resolve(1, event(test.event, 0)).Warning; got != test.want {
			t.Errorf("%s: warning %q, want %q", test.event, got, test.want)
		}
	}
}

func TestUsable(t *testing.T) {
	for _, id := range []string{"", " ", "0", "-1", "Null", " undefined\t", "[object Object]", "00000000-0000-0000-0000-000000000000", "NaN", "a\x00b", "\xff", strings.Repeat("x", kith.MaxIDLen+1)} {
		if usable(id) {
			t.Errorf("%q is usable", id)
		}
	}
	for _, id := range []string{"1", "test", "00", "用户", "nulls", "00000000-0000-0000-0000-000000000001", strings.Repeat("用", kith.MaxIDLen)} {
		if !usable(id) {
			t.Errorf("%q is not usable", id)
		}
	}
	for _, message := range []string{"m1", "", "\x00", "\xff", strings.Repeat("用", kith.MaxIDLen)} {
		if id := messageID(message); !usable(id) || id != messageID(message) {
			t.Errorf("message %q makes id %q", message, id)
		}
	}
}
