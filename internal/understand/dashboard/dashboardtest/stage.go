// Package dashboardtest sets up a small workspace for tests of dashboards: a
// reading app with some hundred people, in an index, the same at every run.
package dashboardtest

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
)

// Now is the moment that the stage's history ends at: a Wednesday, 14:32 in
// Shanghai.
var Now = time.Date(2026, 11, 18, 6, 32, 5, 0, time.UTC)

// Stage is a workspace's histories.
type Stage struct {
	*index.Index
	Names *timeline.Names
	rows  []*timeline.Row
	seq   uint64
}

// stream is the record of a stage: all rows as one chunk.
type stream struct {
	stage *Stage
	req   timeline.StreamRequest
	done  bool
}

func (s *stream) Close() {}

func (s *stream) Next() (*timeline.Chunk, error) {
	if s.done {
		return nil, nil
	}
	s.done = true
	rows := slices.Clone(s.stage.rows)
	slices.SortFunc(rows, func(a, b *timeline.Row) int {
		if a.Less(b) {
			return -1
		}
		return 1
	})
	c := &timeline.Chunk{Cols: make([][]uint32, len(s.req.Props))}
	for _, r := range rows {
		if r.Seq < s.req.MinSeq || r.Seq > s.req.MaxSeq || r.Person < s.req.PersonLo || s.req.PersonHi != 0 && r.Person >= s.req.PersonHi {
			continue
		}
		c.Persons, c.Times, c.Codes, c.Seqs = append(c.Persons, r.Person), append(c.Times, r.Time), append(c.Codes, r.Code), append(c.Seqs, r.Seq)
		for i, name := range s.req.Props {
			var v kith.Value
			for _, p := range r.Props {
				if s.stage.Names.Properties.Name(p.Key) == name {
					v = p.Value
				}
			}
			c.Cols[i] = append(c.Cols[i], s.req.Dicts[i].Code(v))
		}
	}
	return c, nil
}

// Set makes the stage: 70 days of 300 people.
func Set(tb testing.TB) *Stage {
	tb.Helper()
	s := &Stage{Names: timeline.NewNames()}
	s.Index = index.New(s.Names, index.Options{})
	s.SetLoader(func(_ context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		return &stream{stage: s, req: req}, nil
	})
	rnd := rand.New(rand.NewPCG(1, 2))
	for person := range 300 {
		s.live(uint32(person), rnd)
	}
	s.Apply(s.rows, nil)
	return s
}

func (s *Stage) live(person uint32, rnd *rand.Rand) {
	pick := func(of ...string) kith.Value { return kith.StringValue(of[rnd.IntN(len(of))]) }
	channel, platform := pick("search", "share", "store", "kol"), pick("iOS", "Android", "web")
	at := Now.Add(-time.Duration(rnd.IntN(70*24)) * time.Hour)
	for first := true; at.Before(Now); first = false {
		base := map[string]kith.Value{"channel": channel, "platform": platform}
		s.add(person, "app_open", at, base)
		if first {
			s.add(person, "sign_up", at.Add(time.Minute), base)
		}
		for range rnd.IntN(3) {
			at = at.Add(3 * time.Minute)
			s.add(person, "chapter_view", at, base, "category", pick("都市", "悬疑", "科幻"), "work", pick("青山来信", "晚风渡口", "星河纪事"))
		}
		if rnd.IntN(4) == 0 {
			s.add(person, "cart_add", at.Add(4*time.Minute), base)
			if rnd.IntN(2) == 0 {
				s.add(person, "order_paid", at.Add(6*time.Minute), base, "amount", kith.NumberValue(float64(20+rnd.IntN(80))), "item_type", pick("e_book", "audio"))
			}
		}
		at = at.Add(time.Duration(8+rnd.IntN(100)) * time.Hour)
	}
}

// Add lets one more thing happen now.
func (s *Stage) Add(person uint32, name string) {
	s.add(person, name, Now, nil)
	s.Apply(s.rows[len(s.rows)-1:], nil)
}

func (s *Stage) add(person uint32, name string, at time.Time, base map[string]kith.Value, more ...any) {
	if at.After(Now) {
		return
	}
	code, _ := s.Names.Events.Add(name)
	s.seq++
	r := &timeline.Row{Person: person, Code: uint16(code), Time: at.UnixMicro(), Received: at.UnixMicro(), Seq: s.seq, MID: s.seq}
	prop := func(name string, v kith.Value) {
		key, _ := s.Names.Properties.Add(name)
		r.Props = append(r.Props, timeline.Prop{Key: key, Value: v})
	}
	for _, name := range []string{"channel", "platform"} {
		if v, ok := base[name]; ok {
			prop(name, v)
		}
	}
	for i := 0; i < len(more); i += 2 {
		prop(more[i].(string), more[i+1].(kith.Value))
	}
	s.rows = append(s.rows, r)
}
