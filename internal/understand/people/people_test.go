package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

const day = 24 * time.Hour

// story is two readers, one of them on two devices, and a stranger.
func story(t *testing.T) *scene {
	s := newScene(t, ingest.Options{})
	s.send(
		s.event("open", "", "phone", -40*day, "utm_source", "ads", "utm_campaign", "winter", "platform", "iOS"),
		s.event("read", "", "phone", -40*day+time.Minute),
		s.event("$identify", "ann", "phone", -40*day+2*time.Minute, "nickname", "安安", "city", "杭州", "email", "ann@example.com", "age", 30),
		s.event("read", "ann", "phone", -2*day),
		s.event("order_paid", "ann", "phone", -2*day+time.Minute, "amount", 46, "currency", "cny"),
		s.event("read", "", "tablet", -day, "$referring_domain", "search.example"),
		s.event("$identify", "bo", "laptop", -3*day, "name", "Bo", "city", "上海", "phone", "13800001234"),
		s.event("read", "bo", "laptop", -3*day+time.Hour),
		s.event("order_paid", "bo", "laptop", -3*day+2*time.Hour, "amount", 10),
		s.event("order_paid", "bo", "laptop", -3*day+3*time.Hour, "amount", 90),
		s.event("open", "", "stranger-0001", -5*time.Hour),
	)
	s.seal() // the ids are in the database from here on
	return s
}

func TestList(t *testing.T) {
	s := story(t)
	names := func(q SearchRequest) string {
		t.Helper()
		var out []string
		for _, r := range s.search(q).Rows {
			out = append(out, r.Name)
		}
		return strings.Join(out, " ")
	}
	trait := func(name string) Field { return Field{Kind: "trait", Trait: name} }
	spent := Field{Kind: "sum", Event: "order_paid", Property: "amount"}
	where := func(f Field, op string, values ...any) Search { return Search{Where: []Filter{{f, op, values}}} }
	for want, q := range map[string]Search{
		"r-0001 tablet 安安 Bo": {},
		"Bo 安安 tablet r-0001": {Sort: &Sort{Field: spent, Descending: true}}, // tablet and the stranger lack it: by number
		"安安 Bo tablet r-0001": {Sort: &Sort{Field: spent}},
		"Bo":                  where(trait("city"), "eq", "上海"),
		"安安":                  where(trait("age"), "gte", 30.0),
		"安安 Bo":               where(trait("city"), "set"),
		"r-0001 tablet":       where(Field{Kind: "last_seen"}, "within", 2.0),
		"安安 Bo ":              where(Field{Kind: "last_seen"}, "not_within", 2.0),
		"r-0001":              where(Field{Kind: "first_seen"}, "gt", "2026-03-02"),
		"Bo  ":                where(Field{Kind: "count", Event: "order_paid", Days: 30}, "gt", 1.0),
		"安安  ":                where(Field{Kind: "first_touch"}, "contains", "winter"),
		"安安   ":               {Text: "安"},
		"Bo   ":               {Text: "BO"},
		"tablet":              {Text: "tabl"},
		"安安    ":              {Text: "ann@example"},
	} {
		if got := names(SearchRequest{Search: q}); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %s, want %s", q, got, want)
		}
	}
	out := s.search(SearchRequest{Limit: 1, Search: where(trait("city"), "eq", "杭州"), Columns: []Field{
		trait("city"), {Kind: "last_seen"}, {Kind: "events", Days: 30}, {Kind: "activity"}, spent, {Kind: "first_touch"}, {Kind: "sessions"}, {Kind: "active_days"}, trait("nobody's")}})
	want := "[杭州 2026-02-28 20:01:00 +0800 CST 2 [0 0 0 0 0 0 0 0 0 0 0 2 0 0] 46 ads · winter 2 2 <nil>]"
	if got := fmt.Sprint(out.Rows[0].Cells); got != want || out.Everyone != 4 {
		t.Errorf("the cells are %s,\nwant %s; of %d persons", got, want, out.Everyone)
	}
}

// A list stays as it was while one scrolls, and its rows are of now.
func TestListIsKept(t *testing.T) {
	s := story(t)
	first := s.search(SearchRequest{Limit: 2})
	s.send(s.event("read", "bo", "laptop", time.Hour))
	next := s.search(SearchRequest{Result: first.Result, Offset: 2, Limit: 2, Columns: []Field{{Kind: "last_seen"}}})
	if next.Result != first.Result || next.Rows[1].Name != "Bo" || next.Behind != 1 || next.Rows[1].Cells[0].(time.Time).Before(noon) {
		t.Errorf("the next page is of %s (%s before), %d behind: %+v", next.Result, first.Result, next.Behind, next.Rows)
	}
	s.now = noon.Add(keptFor + time.Second)
	if again := s.search(SearchRequest{Result: first.Result, Limit: 1}); again.Result == first.Result || again.Rows[0].Name != "Bo" {
		t.Errorf("a list of long ago is still shown: %+v", again)
	}
	if other := s.search(SearchRequest{Result: first.Result, Search: Search{Text: "bo"}}); other.Total != 1 {
		t.Errorf("another search was answered with a list that is not its own: %+v", other)
	}
}

// Traits follow time, not arrival, and merges, in memory as in the record.
func TestTraits(t *testing.T) {
	s := story(t)
	now := func(step, id, want string) {
		t.Helper()
		p, err := s.room.Person(t.Context(), s.space, s.person(id))
		s.ok(err)
		var page, list []string
		for _, trait := range p.Traits {
			page = append(page, fmt.Sprintf("%s=%v", trait.Name, trait.Value))
			q := SearchRequest{Search: Search{Text: fmt.Sprint("#", p.Person)}, Columns: []Field{{Kind: "trait", Trait: trait.Name}}}
			list = append(list, fmt.Sprintf("%s=%v", trait.Name, s.search(q).Rows[0].Cells[0]))
		}
		if got := strings.Join(page, " "); got != want || !slices.Equal(page, list) {
			t.Errorf("%s: %s, in the list %s\nwant %s", step, got, list, want)
		}
	}
	now("at first", "ann", "age=30 city=杭州 email=ann@example.com nickname=安安")
	s.send(s.event("$set", "ann", "", -50*day, "city", "绍兴", "vip", true))
	now("a late event", "ann", "age=30 city=杭州 email=ann@example.com nickname=安安 vip=true")
	s.seal()
	s.send(s.event("$set", "ann", "", -day, "city", "宁波"), s.event("$set", "", "tablet", -time.Hour, "city", "温州", "age", 31),
		s.event("$set", "", "tablet", -60*day, "nickname", "old"))
	now("two of them", "ann", "age=30 city=宁波 email=ann@example.com nickname=安安 vip=true")
	now("a device alone", "tablet", "age=31 city=温州 nickname=old")
	s.send(s.event("$identify", "ann", "tablet", -30*time.Minute, "$lib", "x"))
	// What was said while nobody was known does not overwrite what is known.
	now("merged", "tablet", "age=30 city=宁波 email=ann@example.com nickname=安安 vip=true")
	s.send(s.event("$set", "ann", "", -20*time.Minute, "bio", strings.Repeat("长", 3000)))
	fresh := New(func() time.Time { return s.now })
	s.room.traits, fresh.traits = fresh.traits, s.room.traits
	q := SearchRequest{Search: Search{Text: "宁波"}, Columns: []Field{{Kind: "trait", Trait: "bio"}}}
	if got := s.search(q).Rows[0].Cells[0].(string); len(got) > longestValue+10 || !strings.HasPrefix(got, "长长") {
		t.Errorf("built anew, a long trait is %d bytes", len(got))
	}
}

func TestPerson(t *testing.T) {
	s := story(t)
	s.send(s.event("$identify", "ann", "tablet", -10*time.Minute))
	s.seal() // identities are in the database now
	p, err := s.room.Person(t.Context(), s.space, s.person("tablet"))
	s.ok(err)
	if p.Name != "安安" || p.Events != 5 || p.Sessions != 3 || p.ActiveDays != 3 || p.Spent.Sum != 46 || p.Spent.Currency != "CNY" ||
		p.FirstTouch.Label != "ads · winter" || p.LastTouch.Label != "search.example" || p.Devices[0].Platform != "iOS" {
		t.Errorf("%+v\nfirst %+v\nlast %+v\nspent %+v", p, p.FirstTouch, p.LastTouch, p.Spent)
	}
	var ids, weeks []string
	for _, id := range p.IDs {
		joined := "-"
		if id.Joined != nil {
			joined = id.Joined.UTC().Format("01-02 15:04")
		}
		ids = append(ids, id.ID+" "+id.First.UTC().Format("01-02")+" "+joined)
	}
	if got := strings.Join(ids, ", "); got != "ann 01-21 01-21 12:02, phone 01-21 -, tablet 03-01 03-02 11:50" {
		t.Errorf("the ids are %s", got)
	}
	for _, w := range p.Weeks[weeksShown-2:] {
		weeks = append(weeks, fmt.Sprint(w))
	}
	if got := strings.Join(weeks, " "); got != "{2026-02-23 3 46} {2026-03-02 0 0}" {
		t.Errorf("the weeks are %s", got)
	}
	if _, err := s.room.Person(t.Context(), s.space, 4711); kith.CodeOf(err) != kith.NotFound {
		t.Errorf("a person that nobody is: %v", err)
	}
}

// Whoever may only look sees no personal data, and cannot find it out.
func TestMasked(t *testing.T) {
	s := story(t)
	s.space.Masked = true
	columns := []Field{{Kind: "trait", Trait: "email"}, {Kind: "trait", Trait: "phone"}, {Kind: "trait", Trait: "city"}}
	out := s.search(SearchRequest{Columns: columns, Search: Search{Where: []Filter{{Field: columns[2], Op: "set"}}}})
	if got := fmt.Sprint(out.Rows[0].Cells, out.Rows[1].Cells); got != "[a••••@example.com <nil> 杭州] [<nil> 138••••1234 上海]" || !out.Masked {
		t.Errorf("masked rows are %s", got)
	}
	for text, want := range map[string]int{"ann@exam": 0, "ann@example.com": 1, "1380000": 0, "上海": 1} {
		if got := s.search(SearchRequest{Search: Search{Text: text}}).Total; got != want {
			t.Errorf("%q finds %d, want %d", text, got, want)
		}
	}
	for _, q := range []Search{
		{Where: []Filter{{columns[0], "starts_with", []any{"a"}}}},
		{Where: []Filter{{columns[1], "gt", []any{"138"}}}},
		{Sort: &Sort{Field: columns[0]}},
	} {
		if _, err := s.room.Search(t.Context(), s.space, &SearchRequest{Search: q}); kith.CodeOf(err) != kith.Forbidden {
			t.Errorf("%+v: %v", q, err)
		}
	}
	h, err := s.room.History(t.Context(), s.space, s.person("bo"), HistoryRequest{Events: []string{"$identify"}, Limit: 1})
	s.ok(err)
	if got := fmt.Sprint(h.Events[0].Properties); !strings.Contains(got, "138••••1234") {
		t.Errorf("the timeline shows %s", got)
	}
}
