package identity

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
)

// entry is one log entry: the events of a batch.
type entry []*kith.Event

// drawLog draws a log over few ids, so that they meet in every way.
func drawLog(t *rapid.T) []entry {
	users := rapid.SampledFrom([]string{"", "", "u1", "u2", "u3", "u4", "a1", "null", "User"})
	devices := rapid.SampledFrom([]string{"", "a1", "a2", "a3", "a4", "a5", "a6", "u1", "guest"})
	previous := rapid.SampledFrom([]string{"", "a1", "a2", "a5", "u1", "u2", "u5", "0"})
	log := make([]entry, rapid.IntRange(1, 40).Draw(t, "entries"))
	for i := range log {
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			e := &kith.Event{
				Name:        rapid.SampledFrom([]string{"look", "look", kith.EventIdentify, kith.EventAlias}).Draw(t, "name"),
				MessageID:   fmt.Sprint("m", rapid.IntRange(0, 30).Draw(t, "message")),
				UserID:      users.Draw(t, "user"),
				AnonymousID: devices.Draw(t, "device"),
				PreviousID:  previous.Draw(t, "previous"),
				Server:      rapid.IntRange(0, 4).Draw(t, "server") == 0,
			}
			log[i] = append(log[i], e)
		}
	}
	return log
}

// run resolves entry number seq (from 1) and returns its persons and merges.
func run(d *Directory, seq int, e entry) (persons []uint32, merges []timeline.Pair) {
	for _, e := range e {
		r := d.Resolve(uint64(seq), e)
		persons, merges = append(persons, r.Person), append(merges, r.Merges...)
	}
	return persons, merges
}

// TestReplay: whenever the directory is committed, whenever the program dies,
// and from wherever the log is then read again, every event gets the number
// that an uninterrupted run gives it, and the merges are the same.
func TestReplay(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(t *rapid.T) {
			limit := rapid.SampledFrom([]int{2, 3, DefaultMaxIDs}).Draw(t, "limit")
			log := drawLog(t)
			want := make([][]uint32, len(log))
			mergesAt := make([]int, len(log)+1) // merges up to and including entry
			reference := inMemory(limit)
			for i, e := range log {
				want[i], _ = run(reference, i+1, e)
				mergesAt[i+1] = len(reference.merges)
			}
			checkReplay(t, d, limit, log, want, mergesAt, reference)
		})
	})
}

func checkReplay(t *rapid.T, d *db.DB, limit int, log []entry, want [][]uint32, mergesAt []int, reference *Directory) {
	workspace, o := workspaces.Add(1), Options{MaxIDs: limit}
	dir := open(t, d, workspace, o)
	commit := func(seq int) {
		if err := dir.Commit(context.Background(), uint64(seq)); err != nil {
			t.Fatal(err)
		}
	}
	crashes, done := 0, 0
	for done < len(log) {
		switch action := rapid.IntRange(0, 9).Draw(t, "action"); {
		case action == 0 && crashes < 5:
			crashes++
			dir = open(t, d, workspace, o)
			if got, want := dir.Merges(), reference.merges[:mergesAt[dir.Position()]]; !slices.Equal(got, want) {
				t.Fatalf("opened at %d with merges %v, want %v", dir.Position(), got, want)
			}
			done = rapid.IntRange(0, int(dir.Position())).Draw(t, "record position")
		case action <= 2:
			commit(max(done, int(dir.Position())))
		default:
			persons, merges := run(dir, done+1, log[done])
			if !slices.Equal(persons, want[done]) {
				t.Fatalf("entry %d got persons %v, want %v", done+1, persons, want[done])
			}
			if uint64(done) < dir.Position() && len(merges) > 0 {
				t.Fatalf("entry %d merged %v again", done+1, merges)
			}
			done++
		}
	}
	commit(len(log))
	same(t, open(t, d, workspace, o), reference)
}

// same fails unless both have the same ids, merges and state.
func same(t *rapid.T, got, want *Directory) {
	if !slices.Equal(got.merges, want.merges) || !slices.Equal(got.Merges(), want.Merges()) || !alike(got, want) || got.Len() != want.Len() {
		t.Fatalf("merges %v, persons %v, %d ids; want %v, %v, %d", got.merges, got.persons, got.Len(), want.merges, want.persons, want.Len())
	}
	all := make([]uint32, len(want.persons))
	for i := range all {
		all[i] = uint32(i)
	}
	ids, err := got.IDs(context.Background(), all...)
	if err != nil || len(ids) != want.Len() {
		t.Fatalf("%d ids stored, %v; want %d", len(ids), err, want.Len())
	}
	for _, id := range ids {
		if p, ok := want.Find(id.Kind, id.ID); !ok || p != id.Person {
			t.Fatalf("%s id %q has person %d, want %d", id.Kind, id.ID, id.Person, p)
		}
	}
}

// alike tells whether both know the same of every person, by whatever way.
func alike(a, b *Directory) bool {
	if len(a.persons) != len(b.persons) {
		return false
	}
	for raw := range a.persons {
		c := a.persons.canonical(uint32(raw))
		if c != b.persons.canonical(uint32(raw)) || a.Known(uint32(raw)) != b.Known(uint32(raw)) {
			return false
		}
		if int(c) != raw {
			continue
		}
		x, y := a.persons[raw], b.persons[raw]
		if x != y || (a.further[c] == nil) != (b.further[c] == nil) && x.ids > 0 {
			f, g := a.further[c], b.further[c]
			if x != y || f != nil && *f != [kinds]uint8{} || g != nil && *g != [kinds]uint8{} {
				return false
			}
		}
		if f, g := a.further[c], b.further[c]; f != nil && g != nil && *f != *g {
			return false
		}
	}
	return true
}

// TestPromises holds the rules to what they promise, event by event: numbers
// are dense and never change, only persons without a user are merged, nobody
// has too many ids, two user ids are one person only by an alias that named
// both, and what an event proves to be one person is one afterwards.
func TestPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.SampledFrom([]int{2, 3, DefaultMaxIDs}).Draw(t, "limit")
		w := world{T: t, d: inMemory(limit), owner: map[ID]uint32{}, overrides: timeline.NewOverrides(), aliased: map[[2]string]bool{}}
		for i, e := range drawLog(t) {
			for _, e := range e {
				w.see(uint64(i+1), e)
			}
		}
	})
}

type world struct {
	*rapid.T
	d         *Directory
	owner     map[ID]uint32 // by ID without Person
	highest   uint32
	overrides *timeline.Overrides
	aliased   map[[2]string]bool
}

func (w *world) canonical(kind Kind, id string) (person uint32, users []string, size int) {
	view := w.overrides.View()
	person = view.Canonical(w.owner[ID{Kind: kind, ID: id}])
	for id, p := range w.owner {
		if view.Canonical(p) == person {
			size++
			if id.Kind == User {
				users = append(users, id.ID)
			}
		}
	}
	return person, users, size
}

func (w *world) see(seq uint64, e *kith.Event) {
	r := w.d.Resolve(seq, e)
	if r.Person == 0 || r.Person > w.highest+1 {
		w.Fatalf("%+v got number %d after %d", e, r.Person, w.highest)
	}
	for _, m := range r.Merges {
		for id, p := range w.owner {
			if id.Kind == User && w.overrides.View().Canonical(p) == m.From {
				w.Fatalf("%+v merged %v, who is user %s", e, m, id.ID)
			}
		}
	}
	w.overrides.Merge(r.Merges)
	w.remember(e)
	user, device := e.UserID, e.AnonymousID
	if !usable(user) {
		user = ""
	}
	if !usable(device) || user != "" && e.Server {
		device = ""
	}
	switch {
	case user != "":
		if r.Person != w.owner[ID{Kind: User, ID: user}] {
			w.Fatalf("%+v got %d, not the user's number", e, r.Person)
		}
	case device != "":
		if r.Person != w.owner[ID{ID: device}] {
			w.Fatalf("%+v got %d, not the device's number", e, r.Person)
		}
	}
	w.judge(e, user, device)
}

// remember looks up every id the event could have brought.
func (w *world) remember(e *kith.Event) {
	for _, id := range []ID{{Kind: User, ID: e.UserID}, {ID: e.AnonymousID}, {ID: e.PreviousID}, {ID: messageID(e.MessageID)}} {
		p, ok := w.d.Find(id.Kind, id.ID)
		before, had := w.owner[id]
		if had && (!ok || before != p) {
			w.Fatalf("%v had number %d, now %d", id, before, p)
		}
		if ok {
			w.owner[id], w.highest = p, max(w.highest, p)
		}
	}
	if e.Name == kith.EventAlias {
		w.aliased[[2]string{e.PreviousID, e.UserID}] = true
	}
	if len(w.owner) != w.d.Len() {
		w.Fatalf("%+v: %d ids, %d are known of", e, w.d.Len(), len(w.owner))
	}
}

func (w *world) judge(e *kith.Event, user, device string) {
	if user == "" {
		return
	}
	u, users, size := w.canonical(User, user)
	if size > w.d.maxIDs() {
		w.Fatalf("%+v: person %d has %d ids", e, u, size)
	}
	if len(users) > 1 && !w.connected(users) {
		w.Fatalf("%+v: users %v became one person", e, users)
	}
	if _, stored := w.owner[ID{ID: device}]; device == "" || !stored {
		return
	}
	a, others, more := w.canonical(Anonymous, device)
	if a != u && len(others) == 0 && size+more <= w.d.maxIDs() {
		w.Fatalf("%+v proves persons %d and %d to be one", e, u, a)
	}
}

// connected reports whether aliases that were sent link all the users.
func (w *world) connected(users []string) bool {
	reached := users[:1:1]
	for i := 0; i < len(reached); i++ {
		for _, u := range users {
			if (w.aliased[[2]string{reached[i], u}] || w.aliased[[2]string{u, reached[i]}]) && !slices.Contains(reached, u) {
				reached = append(reached, u)
			}
		}
	}
	return len(reached) == len(users)
}
