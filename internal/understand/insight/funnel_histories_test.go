package insight_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// flat is a timeline.Store over flat columns, walked by one worker so that the
// time of a benchmark is CPU time.
type flat struct {
	names   *timeline.Names
	bounds  []int // person p has the events [bounds[p], bounds[p+1])
	secs    []uint32
	codes   []uint16
	columns map[string]flatColumn
}

type flatColumn struct {
	dict  *timeline.Dict
	codes []uint8
}

type flatSnapshot struct {
	*flat
	props []string
}

func (f *flat) Snapshot(_ context.Context, props []string) (timeline.Snapshot, error) {
	return &flatSnapshot{f, props}, nil
}

func (s *flatSnapshot) Names() *timeline.Names { return s.names }
func (s *flatSnapshot) Close()                 {}
func (s *flatSnapshot) Info() timeline.Info {
	return timeline.Info{Events: uint64(len(s.codes)), Source: "memory"}
}

func (s *flatSnapshot) Dict(i int) *timeline.Dict {
	if c, ok := s.columns[s.props[i]]; ok {
		return c.dict
	}
	return timeline.NewDict()
}

func (s *flatSnapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	visit, v := visitor(), s.view()
	for p := range len(s.bounds) - 1 {
		s.show(v, p)
		visit(v)
	}
	return ctx.Err()
}

func (s *flatSnapshot) One(ctx context.Context, person uint32, visit func(*timeline.View)) error {
	v := s.view()
	s.show(v, int(person))
	visit(v)
	return ctx.Err()
}

func (s *flatSnapshot) view() *timeline.View {
	return &timeline.View{Cols: make([]timeline.Col, len(s.props))}
}

func (s *flatSnapshot) show(v *timeline.View, p int) {
	lo, hi := s.bounds[p], s.bounds[p+1]
	v.Person, v.Secs, v.Codes = uint32(p), s.secs[lo:hi], s.codes[lo:hi]
	for i, name := range s.props {
		if c, ok := s.columns[name]; ok {
			v.Cols[i].W8 = c.codes[lo:hi]
		}
	}
}

// monday is the instant that handwritten seconds count from.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// people writes histories by hand, one text a person, numbered from 0:
// "view@0 cart@60=app paid@1.5d" is a view, a minute later a cart whose property
// p is "app", and a day and a half after the view a paid.
func people(t testing.TB, histories ...string) *flat {
	t.Helper()
	f := &flat{names: timeline.NewNames(), bounds: []int{0}}
	p := flatColumn{dict: timeline.NewDict()}
	for _, history := range histories {
		for _, event := range strings.Fields(history) {
			event, text, _ := strings.Cut(event, "=")
			name, at, _ := strings.Cut(event, "@")
			number, days := strings.CutSuffix(at, "d")
			sec, err := strconv.ParseFloat(number, 64)
			if err != nil {
				t.Fatalf("the event %q has no time: %v", event, err)
			}
			if days {
				sec *= 86400
			}
			code, _ := f.names.Events.Add(name)
			value := kith.Value{}
			if text != "" {
				value = kith.StringValue(text)
			}
			f.codes = append(f.codes, uint16(code))
			f.secs = append(f.secs, uint32(monday.Unix()+int64(sec)))
			p.codes = append(p.codes, uint8(p.dict.Code(value)))
		}
		f.bounds = append(f.bounds, len(f.codes))
	}
	f.columns = map[string]flatColumn{"p": p}
	return f
}

// crowd is about two million events: visits of some ten events at random times
// of 90 days, names as skewed as they are in life, and a platform for each
// person's event.
func crowd() *flat {
	d := rand.New(rand.NewPCG(1, 2))
	f := &flat{names: timeline.NewNames(), bounds: []int{0}}
	platform := flatColumn{dict: timeline.NewDict()}
	for _, p := range []string{"ios", "android", "web", "mini"} {
		platform.dict.Code(kith.StringValue(p))
	}
	names := []string{"view", "read", "$pageview", "search", "scroll", "cart", "like", "share", "order", "paid", "login", "$set"}
	for _, name := range names {
		f.names.Events.Add(name)
	}
	for range 40_000 {
		at := monday.Unix() + d.Int64N(86400*20)
		for range 1 + d.IntN(9) {
			for range 1 + d.IntN(19) {
				name := min(int(d.ExpFloat64()*3), len(names)-1)
				f.codes, f.secs = append(f.codes, uint16(name)), append(f.secs, uint32(at))
				platform.codes = append(platform.codes, uint8(1+d.IntN(4)))
				at += d.Int64N(120)
			}
			at += d.Int64N(86400 * 14)
		}
		f.bounds = append(f.bounds, len(f.codes))
	}
	f.columns = map[string]flatColumn{"platform": platform}
	return f
}

// asker asks at the given second after monday.
func asker(f *flat, now int64) *insight.Asker {
	return &insight.Asker{Store: f, Now: func() time.Time { return monday.Add(time.Duration(now) * time.Second) }}
}

func ask(t testing.TB, f *flat, now int64, question string) *insight.Answer {
	t.Helper()
	q, err := insight.Parse([]byte(question))
	if err != nil {
		t.Fatal(err)
	}
	a, err := asker(f, now).Ask(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// measure reports the CPU time of a question an event, over a crowd.
func measure(b *testing.B, question string) {
	f := crowd()
	ask(b, f, 90*86400, question)
	for b.Loop() {
		ask(b, f, 90*86400, question)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(f.codes)), "ns/event")
	b.ReportMetric(0, "ns/op")
}
