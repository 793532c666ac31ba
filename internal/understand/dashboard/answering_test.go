package dashboard

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/understand/dashboard/dashboardtest"
	"kith/internal/understand/insight"
)

// counting counts what is really asked, and can be told to fail or to wait.
type counting struct {
	timeline.Store
	scans atomic.Int64
	fail  atomic.Pointer[error]
	gate  chan struct{}
}

func (c *counting) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	s, err := c.Store.Snapshot(ctx, props)
	return &countingSnapshot{s, c}, err
}

type countingSnapshot struct {
	timeline.Snapshot
	c *counting
}

func (s *countingSnapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	s.c.scans.Add(1)
	if s.c.gate != nil {
		<-s.c.gate
	}
	if err := s.c.fail.Load(); err != nil {
		return *err
	}
	return s.Snapshot.Scan(ctx, visitor)
}

type savedOne struct{ insight.Question }

func (s savedOne) Insight(_ context.Context, _ uint32, id int64) (Insight, error) {
	if id != 5 {
		return Insight{}, &kith.Error{Code: kith.NotFound, Message: "there is no such insight"}
	}
	return Insight{Name: "日活跃", Question: s.Question}, nil
}

func stage(t *testing.T) (*Answerer, *counting, Asking, *time.Time) {
	t.Helper()
	store := &counting{Store: dashboardtest.Set(t)}
	now := dashboardtest.Now
	r := NewAnswerer(savedOne{*question()}, func() time.Time { return now })
	return r, store, Asking{Scene: Scene{Workspace: 1, Asker: insight.Asker{Store: store, Zone: "Asia/Shanghai", Now: func() time.Time { return now }}},
		Shared: Shared{Range: insight.Range{Last: "14d"}, Compare: true}}, &now
}

func TestCardsFollowTheDashboardUnlessTheySayOtherwise(t *testing.T) {
	r, _, a, _ := stage(t)
	no := false
	a.Shared.Where = []insight.Filter{{Property: "platform", Op: "eq", Values: []any{"iOS"}}}
	a.Cards = []Card{
		{ID: "follows", Kind: "question", Question: question()},
		{ID: "own", Kind: "question", Question: question(), Range: &insight.Range{Last: "3d"}, Unfilter: true, Compare: &no},
		{ID: "saved", Kind: "insight", Insight: 5},
		{ID: "gone", Kind: "insight", Insight: 6},
		{ID: "text", Kind: "text", Text: "**a**"},
	}
	got, err := r.All(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	follows, own, saved, gone, text := got[0], got[1], got[2], got[3], got[4]
	if n := len(follows.Answer.Trend.Buckets); n != 14 || follows.Answer.Previous == nil || len(follows.Answer.Question.Where) != 1 || follows.Answer.Zone != "Asia/Shanghai" {
		t.Errorf("follows: %d buckets, %+v", n, follows.Answer.Question)
	}
	if n := len(own.Answer.Trend.Buckets); n != 3 || own.Answer.Previous != nil || len(own.Answer.Question.Where) != 0 {
		t.Errorf("own: %d buckets, %+v", n, own.Answer.Question)
	}
	if saved.Name != "日活跃" || len(saved.Answer.Trend.Buckets) != 14 {
		t.Errorf("saved: %+v", saved)
	}
	if gone.Error == nil || gone.Error.Code != kith.NotFound || gone.Answer != nil {
		t.Errorf("gone: %+v", gone)
	}
	if text.HTML != "<p><strong>a</strong></p>\n" {
		t.Errorf("text: %q", text.HTML)
	}
	if len(a.Cards[0].Question.Where) != 0 || a.Cards[0].Question.Compare != "" {
		t.Error("the kept question was changed")
	}
}

func TestTheHeadlineIsTheAnswersOwnFigure(t *testing.T) {
	r, _, a, _ := stage(t)
	a.Shared.Range = insight.Range{Last: "30d"}
	revenue := trend("day", of("sum", insight.Selector{Event: "order_paid"}, "amount"))
	next := retention(insight.Selector{Event: "sign_up"}, anything, "day", 7)
	through := funnel("7d", insight.Selector{Event: "app_open"}, insight.Selector{Event: "order_paid"})
	a.Cards = []Card{
		{ID: "revenue", Kind: "question", Question: &revenue},
		{ID: "average", Kind: "question", Question: question(), Figure: "average"},
		{ID: "latest", Kind: "question", Question: question(), Figure: "latest"},
		{ID: "next", Kind: "question", Question: &next},
		{ID: "through", Kind: "question", Question: &through},
	}
	for i := range a.Cards {
		a.Cards[i].Question.Range = insight.Range{Last: "30d"}
	}
	got, err := r.All(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	h := got[0].Headline
	var sum float64
	for _, v := range got[0].Answer.Trend.Lines[0].Values {
		sum += *v
	}
	if math.Abs(*h.Value-sum) > 1e-6 || !h.Open || h.Rate || len(h.Spark) != 30 {
		t.Errorf("revenue %v, the days make %v: %+v", *h.Value, sum, h)
	}
	if want := (*h.Value - *h.Previous) / *h.Previous; math.Abs(*h.Change-want) > 1e-9 {
		t.Errorf("change %v, want %v", *h.Change, want)
	}
	days := got[1].Answer.Trend.Lines[0].Values
	sum = 0
	for _, v := range days[:29] { // the last is not over
		sum += *v
	}
	if math.Abs(*got[1].Headline.Value-sum/29) > 1e-9 {
		t.Errorf("average %v, want %v", *got[1].Headline.Value, sum/29)
	}
	if *got[2].Headline.Value != *days[28] {
		t.Errorf("latest %v, want %v", *got[2].Headline.Value, *days[28])
	}
	for i, want := range []*float64{got[3].Answer.Retention.Groups[0].Average[1], got[4].Answer.Funnel.Groups[0].Steps[1].FromFirst} {
		h := got[3+i].Headline
		if !h.Rate || *h.Value != *want || math.Abs(*h.Change-(*h.Value-*h.Previous)) > 1e-9 {
			t.Errorf("%s: %+v, want %v", got[3+i].Card, h, *want)
		}
	}
}

func TestTwentyViewersCostOne(t *testing.T) {
	r, store, a, now := stage(t)
	store.gate = make(chan struct{})
	a.Shared.Compare = false
	a.Cards = []Card{{ID: "a", Kind: "question", Question: question()}}
	var viewers sync.WaitGroup
	answers := make([][]CardAnswer, 20)
	for i := range answers {
		viewers.Go(func() { answers[i], _ = r.All(t.Context(), a) })
	}
	close(store.gate)
	viewers.Wait()
	if n := store.scans.Load(); n != 1 {
		t.Errorf("%d scans for 20 viewers", n)
	}
	for _, one := range answers {
		if one[0].Answer == nil || one[0].Answer != answers[0][0].Answer {
			t.Fatal("they did not all get the one answer")
		}
	}
	again := func(fresh bool) int64 {
		a.Fresh = fresh
		before := store.scans.Load()
		if _, err := r.All(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		return store.scans.Load() - before
	}
	*now = now.Add(30 * time.Second)
	if again(false) != 0 {
		t.Error("asked anew though nothing had come")
	}
	if again(true) != 1 {
		t.Error("did not refresh when told to")
	}
	store.Store.(*dashboardtest.Stage).Add(3, "app_open")
	if again(false) != 0 {
		t.Error("a busy stream makes each viewer cost anew")
	}
	*now = now.Add(3 * time.Second)
	if again(false) != 1 {
		t.Error("an event came and the old answer is still given")
	}
	*now = now.Add(2 * time.Minute)
	if again(false) != 1 {
		t.Error("the answer of two minutes ago is still given")
	}
}

func TestAnOldAnswerStandsInForOneThatFails(t *testing.T) {
	r, store, a, now := stage(t)
	a.Cards = []Card{{ID: "a", Kind: "question", Question: question()}}
	first, err := r.All(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	away := error(&kith.Error{Code: kith.Unavailable, Message: "the record is away"})
	store.fail.Store(&away)
	*now = now.Add(time.Hour)
	got, err := r.All(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if c := got[0]; !c.Stale || c.Error == nil || c.Error.Code != kith.Unavailable || !c.Error.Retry || c.Answer != first[0].Answer || !c.At.Equal(*first[0].At) || c.Headline == nil {
		t.Errorf("got %+v", c)
	}
	other := Asking{Scene: a.Scene, Shared: Shared{Range: insight.Range{Last: "9d"}}, Cards: a.Cards}
	if got, _ := r.All(t.Context(), other); got[0].Answer != nil || got[0].Error == nil || got[0].Stale {
		t.Errorf("without an old answer: %+v", got[0])
	}
}

func TestAFaultOfOursIsNotShown(t *testing.T) {
	r, store, a, _ := stage(t)
	a.Cards = []Card{{ID: "a", Kind: "question", Question: question()}, {ID: "t", Kind: "text", Text: "a"}}
	secret := errors.New("open /var/secret: permission denied")
	store.fail.Store(&secret)
	got, err := r.All(t.Context(), a)
	if err != nil || got[0].Error == nil || got[0].Error.Code != kith.Internal || got[1].HTML == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if msg := got[0].Error.Message + got[0].Error.Hint; msg == "" || strings.Contains(msg, "/var/secret") {
		t.Error(msg)
	}
}

func TestLeavingEndsTheStream(t *testing.T) {
	r, _, a, _ := stage(t)
	for range 10 {
		a.Cards = append(a.Cards, Card{ID: "t", Kind: "text"})
	}
	left := errors.New("the client left")
	n := 0
	if err := r.Each(t.Context(), a, func(int, CardAnswer) error { n++; return left }); !errors.Is(err, left) || n != 1 {
		t.Errorf("%v after %d", err, n)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	c := newCache(func() time.Time { return now }, 10_000, time.Second)
	for i := range 50 {
		key := string(rune('a' + i))
		if _, err := c.get(t.Context(), key, 1, false, func(context.Context) (*insight.Answer, error) { return &insight.Answer{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if c.weight > 10_000 || len(c.entries) != c.recent.Len() || len(c.entries) == 0 {
		t.Errorf("weight %d, %d entries, %d in order", c.weight, len(c.entries), c.recent.Len())
	}
	if _, err := c.get(t.Context(), "panics", 1, false, func(context.Context) (*insight.Answer, error) { panic("no") }); err == nil {
		t.Error("a panic is an answer")
	}
}
