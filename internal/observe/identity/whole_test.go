package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
)

func ids(pairs ...string) (out []kith.ID) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, kith.ID{Type: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func numberProp(name string, n uint32) kith.Property {
	return kith.Property{Name: name, Value: kith.NumberValue(float64(n))}
}

func merging(from, into uint32) *kith.Event {
	return &kith.Event{Name: kith.EventMerge, MessageID: fmt.Sprint("merge", from, into), Props: []kith.Property{numberProp(PropFrom, from), numberProp(PropInto, into)}}
}

func unmerging(k int, into uint32, again bool) *kith.Event {
	return &kith.Event{Name: kith.EventUnmerge, MessageID: fmt.Sprint("unmerge", k), Props: []kith.Property{numberProp(PropMerge, uint32(k)), numberProp(PropInto, into), {Name: PropAgain, Value: kith.BoolValue(again)}}}
}

func unbinding(person uint32, typ, id string) *kith.Event {
	return &kith.Event{Name: kith.EventUnbind, MessageID: "unbind" + id, IDs: ids(typ, id), Props: []kith.Property{numberProp(PropPerson, person)}}
}

func revising(change func(*Rules)) *kith.Event {
	next := DefaultRules()
	change(&next)
	next, err := DefaultRules().Revise(next)
	if err != nil {
		panic(err)
	}
	text, _ := json.Marshal(next)
	return &kith.Event{Name: kith.EventIDRules, Props: []kith.Property{{Name: PropRules, Value: kith.StringValue(string(text))}}}
}

// history runs events as entries of their own.
type history struct {
	judge
	d    *Directory
	over *timeline.Overrides
	seq  uint64
}

type judge interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func newHistory(t judge) *history {
	return &history{judge: t, d: inMemory(DefaultMaxIDs), over: timeline.NewOverrides()}
}

func (h *history) see(e *kith.Event) uint32 {
	h.Helper()
	h.seq++
	if e.MessageID == "" {
		e.MessageID = fmt.Sprint("m", h.seq)
	}
	if e.Name == kith.EventIDRules {
		if err := h.d.Revise(h.seq, e); err != nil {
			h.Fatal(err)
		}
		return 0
	}
	r := h.d.Resolve(h.seq, e)
	h.over.Merge(r.Merges)
	if r.Split != nil {
		h.over.Apply([]timeline.Change{*r.Split})
	}
	return h.over.View().Canonical(r.Person)
}

func (h *history) who(kind Kind, id string) uint32 {
	p, ok := h.d.Find(kind, id)
	if !ok {
		h.Fatalf("nobody has %s %s", kind, id)
	}
	return h.over.View().Canonical(p)
}

func TestFurtherIDs(t *testing.T) {
	h := newHistory(t)
	ann := h.see(&kith.Event{UserID: "ann", IDs: ids("openid", "o1", "phone", "+86 138 0000 0912")})
	if p := h.see(&kith.Event{IDs: ids("phone", "+8613800000912")}); p != ann {
		t.Errorf("the phone alone is %d, not %d", p, ann)
	}
	if p := h.see(&kith.Event{IDs: ids("email", "A@Example.com ", "openid", "o1")}); p != ann || h.who(Email, "a@example.com") != ann {
		t.Errorf("an openid with a new address is %d, not %d", p, ann)
	}
	// Three machines, one of them with a past, and an openid without a user.
	past := h.see(&kith.Event{AnonymousID: "web"})
	mini := h.see(&kith.Event{IDs: ids("openid", "o2", "unionid", "w1")})
	if mini == past || h.see(&kith.Event{AnonymousID: "web", IDs: ids("unionid", "w1")}) != mini || h.who(Anonymous, "web") != mini {
		t.Error("a browser's past does not join the unionid seen on it")
	}
	if p := h.see(&kith.Event{UserID: "ann", IDs: ids("unionid", "w1")}); p != ann || h.who(OpenID, "o2") != ann || h.who(Anonymous, "web") != ann {
		t.Error("a user who names the unionid is not that person")
	}
	// Somebody else with the same phone stays somebody else.
	bo := h.see(&kith.Event{UserID: "bo", IDs: ids("phone", "+8613800000912")})
	if bo == ann || h.who(Phone, "+8613800000912") != ann {
		t.Error("two users with one phone became one")
	}
	key := suggested{a: mustFind(h, Phone, "+8613800000912"), b: mustFind(h, User, "bo"), named: named{Phone, "+8613800000912"}, why: TwoUsers}
	if h.d.suggested[key].times != 1 {
		t.Errorf("suggestions: %v", h.d.suggested)
	}
	// A shared machine introduces nobody to somebody else's openid.
	if p := h.see(&kith.Event{AnonymousID: "web", IDs: ids("openid", "o9")}); p == ann {
		t.Error("a shared browser gave an openid away")
	}
	// Too many of a kind.
	if h.see(&kith.Event{UserID: "cy", IDs: ids("unionid", "w2")}); h.see(&kith.Event{UserID: "cy", IDs: ids("unionid", "w3")}) == 0 || h.d.Counts()["over_limit"] != 1 {
		t.Errorf("a second unionid: %v", h.d.Counts())
	}
}

// A click on a link is of whoever then arrives: a new browser, one with a past,
// or a user's.
func TestClicks(t *testing.T) {
	h := newHistory(t)
	click := h.see(&kith.Event{Name: kith.EventClicked, IDs: ids("click", "c1")})
	if p := h.see(&kith.Event{AnonymousID: "new", IDs: ids("click", "c1")}); p != h.who(Click, "c1") {
		t.Errorf("the click is %d, who arrived %d (%d)", click, p, h.who(Click, "c1"))
	}
	old := h.see(&kith.Event{AnonymousID: "old"})
	h.see(&kith.Event{Name: kith.EventClicked, IDs: ids("click", "c2")})
	if p := h.see(&kith.Event{AnonymousID: "old", IDs: ids("click", "c2")}); h.who(Click, "c2") != p || h.who(Anonymous, "old") != p {
		t.Errorf("who arrived is %d, was %d; the click is %d", p, old, h.who(Click, "c2"))
	}
	ann := h.see(&kith.Event{UserID: "ann", AnonymousID: "hers"})
	h.see(&kith.Event{Name: kith.EventClicked, IDs: ids("click", "c3")})
	if p := h.see(&kith.Event{AnonymousID: "hers", IDs: ids("click", "c3")}); p != ann || h.who(Click, "c3") != ann {
		t.Errorf("her browser is %d, the click %d, she %d", p, h.who(Click, "c3"), ann)
	}
	// An address with a click that she passed on brings nobody to her.
	if p := h.see(&kith.Event{AnonymousID: "a friend's", IDs: ids("click", "c3")}); p == ann {
		t.Error("whoever opens her address is she")
	}
}

func mustFind(h *history, kind Kind, id string) uint32 {
	p, ok := h.d.Find(kind, id)
	if !ok {
		h.Fatal(id)
	}
	return p
}

func TestRulesChangeFromThenOn(t *testing.T) {
	h := newHistory(t)
	ann := h.see(&kith.Event{UserID: "ann", IDs: ids("phone", "+861", "card", "77")})
	h.see(revising(func(r *Rules) {
		r.Types[3].Use = Shared
		r.Types = append(r.Types, Type{Name: "card", Use: Joins, Form: Exact, Limit: 2})
		r.Traits = []TraitID{{Trait: "mail", Type: "email"}}
		r.Blocked = []string{"Kiosk-1"}
	}))
	if p := h.see(&kith.Event{IDs: ids("phone", "+861")}); p == ann {
		t.Error("a shared phone decided")
	}
	h.see(&kith.Event{UserID: "bo", IDs: ids("phone", "+861")})
	if len(h.d.suggested) != 1 {
		t.Errorf("suggestions of a shared phone: %v", h.d.suggested)
	}
	h.see(&kith.Event{UserID: "ann", IDs: ids("card", "77")})
	if p := h.see(&kith.Event{IDs: ids("card", "77")}); p != ann || h.d.TypeName(firstOwn) != "card" {
		t.Error("the workspace's own type does not join")
	}
	h.see(&kith.Event{Name: kith.EventIdentify, UserID: "ann", Props: []kith.Property{{Name: "mail", Value: kith.StringValue("ANN@x.org")}}})
	if h.who(Email, "ann@x.org") != ann {
		t.Error("a trait that is an id was not taken")
	}
	if a, b := h.see(&kith.Event{AnonymousID: "kiosk-1"}), h.see(&kith.Event{AnonymousID: "kiosk-1"}); a == b {
		t.Error("a blocked id stands for somebody")
	}
}

func TestMergeAndBack(t *testing.T) {
	h := newHistory(t)
	ann, bo := h.see(&kith.Event{UserID: "ann", AnonymousID: "a1"}), h.see(&kith.Event{UserID: "bo"})
	h.see(&kith.Event{AnonymousID: "b1"})
	h.see(&kith.Event{UserID: "bo", AnonymousID: "b1"}) // merge 1
	h.see(merging(bo, ann))                             // merge 2
	if h.who(Anonymous, "b1") != ann {
		t.Fatal("not merged")
	}
	h.see(&kith.Event{AnonymousID: "b2"})
	h.see(&kith.Event{UserID: "bo", AnonymousID: "b2"}) // merge 3, of bo's side
	h.see(unmerging(2, ann, false))
	for id, want := range map[string]uint32{"a1": ann, "b1": bo, "b2": bo} {
		if p := h.who(Anonymous, id); p != want {
			t.Errorf("%s is of %d, not %d", id, p, want)
		}
	}
	h.see(unmerging(1, bo, false))
	if h.who(Anonymous, "b1") == bo || h.who(Anonymous, "b2") != bo {
		t.Error("taking the first merge back moved the wrong one")
	}
	if h.see(&kith.Event{UserID: "bo", AnonymousID: "b1"}); h.who(Anonymous, "b1") == bo {
		t.Error("what an operator took apart joined again by itself")
	}
	if h.see(merging(mustFind(h, Anonymous, "b1"), bo)); h.who(Anonymous, "b1") != bo {
		t.Error("an operator cannot join it again")
	}
	// An id goes to somebody else; what it said before does not.
	before := mustFind(h, Anonymous, "a1")
	h.see(unbinding(ann, "anonymous", "a1"))
	if after := mustFind(h, Anonymous, "a1"); after == before || h.who(Anonymous, "a1") == ann {
		t.Error("the id was not taken away")
	}
	if h.see(&kith.Event{UserID: "ann", AnonymousID: "a1"}); h.who(Anonymous, "a1") == ann {
		t.Error("an id that an operator took away came back by itself")
	}
	if h.see(&kith.Event{UserID: "cy", AnonymousID: "a1"}); h.who(Anonymous, "a1") != h.who(User, "cy") {
		t.Error("the id cannot be another's")
	}
}

// drawWhole draws a log of everything there is, rules included.
func drawWhole(t *rapid.T) []entry {
	user := rapid.SampledFrom([]string{"", "", "u1", "u2", "u3"})
	device := rapid.SampledFrom([]string{"", "a1", "a2", "a3"})
	further := rapid.SampledFrom([][]kith.ID{nil, nil, ids("phone", "+1"), ids("phone", "+2", "openid", "o1"), ids("openid", "o1"), ids("openid", "o2", "device", "d1"), ids("device", "d1"), ids("unionid", "w1", "openid", "o2"), ids("unionid", "w2")})
	number := rapid.Uint32Range(0, 9)
	log := make([]entry, rapid.IntRange(1, 25).Draw(t, "entries"))
	for i := range log {
		for range rapid.IntRange(1, 3).Draw(t, "events") {
			var e *kith.Event
			switch rapid.IntRange(0, 13).Draw(t, "what") {
			case 0:
				e = merging(number.Draw(t, "from"), number.Draw(t, "into"))
			case 1, 2:
				e = unmerging(rapid.IntRange(1, 4).Draw(t, "merge"), number.Draw(t, "into"), rapid.Bool().Draw(t, "again"))
			case 3:
				e = unbinding(number.Draw(t, "person"), "anonymous", device.Draw(t, "device"))
			case 4:
				e = &kith.Event{Name: kith.EventUnbind, UserID: user.Draw(t, "user"), IDs: further.Draw(t, "ids")}
			case 5:
				e = revising(func(r *Rules) {
					r.Types[3].Use = rapid.SampledFrom([]Use{Joins, Shared, Off}).Draw(t, "phones")
					r.Types[6].Use = rapid.SampledFrom([]Use{Joins, Off}).Draw(t, "devices")
					r.Blocked = rapid.SampledFrom([][]string{nil, {"a1"}, {"u2", "+1"}}).Draw(t, "blocked")
				})
			default:
				e = &kith.Event{Name: rapid.SampledFrom([]string{"look", kith.EventIdentify, kith.EventAlias}).Draw(t, "name"), UserID: user.Draw(t, "user"), AnonymousID: device.Draw(t, "device"),
					IDs: further.Draw(t, "ids"), PreviousID: rapid.SampledFrom([]string{"", "a1", "a2", "u1"}).Draw(t, "previous"), Server: rapid.IntRange(0, 4).Draw(t, "server") == 0}
			}
			e.MessageID = fmt.Sprint("m", i, len(log[i]))
			log[i] = append(log[i], e)
		}
	}
	return log
}

// model is who is who by the plainest means: all edges, gone over at each look.
type model struct {
	merges []timeline.Pair
	gone   map[int]bool
}

func (m *model) class(of uint32) []uint32 {
	all := []uint32{of}
	for i := 0; i < len(all); i++ {
		for k, p := range m.merges {
			if m.gone[k+1] {
				continue
			}
			for _, next := range [2][2]uint32{{p.From, p.Into}, {p.Into, p.From}} {
				if next[0] == all[i] && !slices.Contains(all, next[1]) {
					all = append(all, next[1])
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

// TestWhole: over every mixture of events, merges, unmerges, unbindings and
// rules, who is who is what the merges that hold say; the overrides that readers
// follow agree; counts are right; two users are never one but by an operator or
// an alias; and a replay from anywhere after a crash gives the same.
func TestWhole(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(t *rapid.T) {
			log := drawWhole(t)
			workspace := workspaces.Add(1)
			want := make([][]uint32, len(log))
			ref, over := inMemory(DefaultMaxIDs), timeline.NewOverrides()
			m := &model{gone: map[int]bool{}}
			for i, e := range log {
				for _, e := range e {
					want[i] = append(want[i], wholeStep(t, ref, over, m, uint64(i+1), e))
				}
			}
			dir, done, crashes := open(t, d, workspace, Options{}), 0, 0
			for done < len(log) {
				switch action := rapid.IntRange(0, 7).Draw(t, "action"); {
				case action == 0 && crashes < 4:
					crashes++
					dir = open(t, d, workspace, Options{})
					done = rapid.IntRange(0, int(dir.Position())).Draw(t, "record position")
				case action == 1:
					if err := dir.Commit(context.Background(), uint64(max(done, int(dir.Position())))); err != nil {
						t.Fatal(err)
					}
				default:
					for k, e := range log[done] {
						if got := wholeStep(t, dir, nil, nil, uint64(done+1), e); got != want[done][k] {
							t.Fatalf("entry %d event %d got person %d, want %d", done+1, k, got, want[done][k])
						}
					}
					done++
				}
			}
			if err := dir.Commit(context.Background(), uint64(len(log))); err != nil {
				t.Fatal(err)
			}
			same(t, open(t, d, workspace, Options{}), ref)
		})
	})
}

func wholeStep(t *rapid.T, d *Directory, over *timeline.Overrides, m *model, seq uint64, e *kith.Event) uint32 {
	if e.Name == kith.EventIDRules {
		if err := d.Revise(seq, e); err != nil {
			t.Fatal(err)
		}
		return 0
	}
	undone := len(d.undone)
	r := d.Resolve(seq, e)
	if over == nil {
		return r.Person
	}
	over.Merge(r.Merges)
	m.merges = append(m.merges, r.Merges...)
	if r.Split != nil {
		over.Apply([]timeline.Change{*r.Split})
	}
	if len(d.undone) > undone {
		m.gone[int(number(e, PropMerge))] = true
	}
	view, users := over.View(), map[uint32]int{}
	for raw := uint32(1); int(raw) < len(d.persons); raw++ {
		class := m.class(raw)
		c := d.persons.canonical(raw)
		members := view.Members(c)
		if members == nil {
			members = []uint32{c}
		}
		if view.Canonical(raw) != c || !slices.Equal(members, class) {
			t.Fatalf("%d: stands for %d (overrides: %d) with %v, want %v", raw, c, view.Canonical(raw), members, class)
		}
	}
	counts := map[uint32]int{}
	d.Each(func(kind Kind, _ string, raw uint32) bool {
		c := d.persons.canonical(raw)
		if counts[c]++; kind == User {
			users[c]++
		}
		return true
	})
	for raw := uint32(1); int(raw) < len(d.persons); raw++ {
		if p := d.persons[raw]; p.into == 0 && (int(p.ids) != counts[raw] || p.user != (users[raw] > 0)) {
			t.Fatalf("%d has %d ids, user %v; want %d, %d users", raw, p.ids, p.user, counts[raw], users[raw])
		}
	}
	return r.Person
}

// TestUndoIsTheInverse: whatever joined two persons, and whatever came since,
// taking it back leaves each id where it would be had that one merge not held.
func TestUndoIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{judge: t, d: inMemory(DefaultMaxIDs), over: timeline.NewOverrides()}
		const n = 8
		for i := range n {
			h.see(&kith.Event{UserID: fmt.Sprint("u", i)})
		}
		classes := func() string {
			out := ""
			for i := range n {
				out += fmt.Sprint(h.over.View().Members(h.who(User, fmt.Sprint("u", i))), h.who(User, fmt.Sprint("u", i)), ";")
			}
			return out
		}
		person := rapid.Uint32Range(1, n)
		join := func() {
			h.see(merging(person.Draw(t, "from"), person.Draw(t, "into")))
		}
		for range rapid.IntRange(0, 6).Draw(t, "before") {
			join()
		}
		before, k := classes(), len(h.d.merges)
		join()
		if len(h.d.merges) == k {
			return // they were one already
		}
		late := rapid.IntRange(0, 3).Draw(t, "since")
		for range late {
			join()
		}
		since := len(h.d.merges)
		h.see(unmerging(k+1, 1, true))
		for i := since; i > k+1; i-- { // then the later ones
			h.see(unmerging(i, 1, true))
		}
		if after := classes(); after != before {
			t.Fatalf("was %s\nis  %s", before, after)
		}
	})
}

// TestOrderDoesNotMatter: events that name strong ids of persons who have one
// user each at most, and devices of one user each, make the same persons in
// whatever order they come.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log []*kith.Event
		for p := range rapid.IntRange(1, 3).Draw(t, "persons") {
			for range rapid.IntRange(1, 8).Draw(t, "events") {
				e := &kith.Event{Name: "look"}
				if rapid.Bool().Draw(t, "user") {
					e.UserID = fmt.Sprint("u", p)
				}
				for i, typ := range []string{"openid", "email", "phone"} {
					if v := rapid.IntRange(0, 3).Draw(t, typ); v > 0 && v < 3 {
						e.IDs = append(e.IDs, kith.ID{Type: typ, Value: fmt.Sprint("+", p, i, v)})
					}
				}
				if e.UserID != "" || len(e.IDs) > 0 {
					if e.UserID != "" && rapid.Bool().Draw(t, "device") {
						e.AnonymousID = fmt.Sprint("a", p, rapid.IntRange(0, 1).Draw(t, "which"))
					}
					log = append(log, e)
				}
			}
		}
		classes := func(log []*kith.Event) string {
			h := &history{judge: t, d: inMemory(DefaultMaxIDs), over: timeline.NewOverrides()}
			for _, e := range log {
				fresh := *e
				h.see(&fresh)
			}
			groups := map[uint32][]string{}
			h.d.Each(func(kind Kind, id string, raw uint32) bool {
				c := h.over.View().Canonical(raw)
				groups[c] = append(groups[c], kind.String()+id)
				return true
			})
			var out []string
			for _, g := range groups {
				slices.Sort(g)
				out = append(out, fmt.Sprint(g))
			}
			slices.Sort(out)
			return fmt.Sprint(out)
		}
		if a, b := classes(log), classes(rapid.Permutation(log).Draw(t, "order")); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}
