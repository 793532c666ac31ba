package people

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/understand/insight"
)

// busy is one person's history on two devices that became one: many events of
// one second, late ones, sessions by id and by silence; in record and tail.
func busy(t *testing.T, random *rand.Rand) *scene {
	s := newScene(t, ingest.Options{SealRows: 150})
	at := -30 * day
	for n := range 400 {
		at += time.Duration(random.IntN(4)) * time.Duration(random.IntN(2000)) * time.Second / 2
		when := at
		if random.IntN(8) == 0 {
			when -= time.Duration(random.IntN(3000)) * time.Second
		}
		e := s.event([]string{"read", "read", "like", "buy", "$set"}[random.IntN(5)], "", []string{"phone", "tablet"}[random.IntN(2)], when, "n", n)
		if n > 200 && random.IntN(2) == 0 {
			e.Props = append(e.Props, kith.Property{Name: "$session_id", Value: kith.StringValue(fmt.Sprint("s", n/7))})
		}
		s.send(e)
		if n == 150 {
			s.send(s.event("$identify", "ann", "phone", at), s.event("$identify", "ann", "tablet", at+time.Second))
		}
	}
	s.seal()
	for n := range 40 {
		s.send(s.event("read", "ann", "phone", at+time.Duration(n)*10*time.Minute))
	}
	return s
}

// However the timeline is paged, it is the whole history in order, and every
// event is of the session that insight counts it in.
func TestHistoryPages(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	s := busy(t, random)
	p := s.person("tablet")
	whole, err := s.room.History(t.Context(), s.space, p, HistoryRequest{Limit: 10_000})
	s.ok(err)
	if len(whole.Events) != 442 || whole.Older != "" || whole.Newer != "" {
		t.Fatalf("the history has %d events, older %q, newer %q", len(whole.Events), whole.Older, whole.Newer)
	}
	if !slices.IsSortedFunc(whole.Events, func(a, b Event) int { return cmp.Compare(b.At.UnixMilli(), a.At.UnixMilli()) }) {
		t.Error("the history is not in order")
	}
	for _, names := range [][]string{nil, {"like"}, {"buy", "$set", "never seen"}} {
		var want []Event
		for _, e := range whole.Events {
			if names == nil || slices.Contains(names, e.Event) {
				want = append(want, e)
			}
		}
		for _, limit := range []int{1, 7, 50} {
			older := pages(s, p, HistoryRequest{Events: names, Limit: limit}, func(h *History) HistoryRequest { return HistoryRequest{Before: h.Older} })
			same(t, fmt.Sprint(names, limit, " older"), older, want)
			newer := pages(s, p, HistoryRequest{Events: names, Limit: limit, After: "0.0.0"}, func(h *History) HistoryRequest { return HistoryRequest{After: h.Newer} })
			slices.SortFunc(newer, func(a, b Event) int { return slices.IndexFunc(want, is(a)) - slices.IndexFunc(want, is(b)) })
			same(t, fmt.Sprint(names, limit, " newer"), newer, want)
		}
	}
	middle := whole.Events[200]
	until, err := s.room.History(t.Context(), s.space, p, HistoryRequest{Until: middle.At, Limit: 5})
	s.ok(err)
	if !until.Events[0].At.Equal(middle.At) || until.Newer == "" || until.Older == "" {
		t.Errorf("until %s begins at %s", middle.At, until.Events[0].At)
	}
}

func is(e Event) func(Event) bool { return func(o Event) bool { return o.Cursor == e.Cursor } }

func pages(s *scene, person uint32, q HistoryRequest, next func(*History) HistoryRequest) (all []Event) {
	s.Helper()
	for {
		h, err := s.room.History(s.Context(), s.space, person, q)
		s.ok(err)
		all = append(all, h.Events...)
		turned := next(h)
		if len(all) > 1000 {
			s.Fatal("the pages never end")
		}
		if turned.Before == "" && turned.After == "" {
			return all
		}
		q.Before, q.After = turned.Before, turned.After
	}
}

func same(t *testing.T, what string, got, want []Event) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", what, len(got), len(want))
	}
	for i := range want {
		if g, w := fmt.Sprint(got[i]), fmt.Sprint(want[i]); g != w {
			t.Fatalf("%s: event %d is\n%s, want\n%s", what, i, g, w)
		}
	}
}

func TestSessionsAreInsights(t *testing.T) {
	for seed := range uint64(4) {
		s := busy(t, rand.New(rand.NewPCG(seed, 9)))
		p := s.person("tablet")
		one, err := s.room.Person(t.Context(), s.space, p)
		s.ok(err)
		asker := insight.Asker{Store: s.w, Zone: "Asia/Shanghai", Now: func() time.Time { return s.now }}
		q, err := insight.Parse([]byte(`{"range":{"from":"2026-01-01","to":"2026-03-20"},"sessions":{}}`))
		s.ok(err)
		a, err := asker.AskPerson(t.Context(), q, p)
		s.ok(err)
		if got := uint64(one.Sessions); got != a.Sessions.Groups[0].Total.Sessions {
			t.Errorf("%d sessions, insight counts %d", got, a.Sessions.Groups[0].Total.Sessions)
		}
		whole, err := s.room.History(t.Context(), s.space, p, HistoryRequest{Limit: 10_000})
		s.ok(err)
		if len(whole.Sessions) != one.Sessions {
			t.Errorf("the timeline shows %d sessions of %d", len(whole.Sessions), one.Sessions)
		}
	}
}
