package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

const (
	benchPersons = 200_000
	benchEach    = 50
	benchEvents  = benchPersons * benchEach
)

// evenStream is persons with equally many events each, made while it is read.
type evenStream struct {
	chunk   timeline.Chunk
	persons uint32
	next    uint32
}

const perChunk = 40 // persons

func newEvenStream(persons uint32, cols int) *evenStream {
	s := &evenStream{persons: persons}
	n := perChunk * benchEach
	s.chunk = timeline.Chunk{
		Persons: make([]uint32, n), Times: make([]int64, n), Codes: make([]uint16, n),
		Seqs: make([]uint64, n), Cols: make([][]uint32, cols),
	}
	for i := range n {
		s.chunk.Times[i] = 1_700_000_000_000_000 + int64(i%benchEach)*3_600_123_456
		s.chunk.Codes[i] = uint16(i * 2654435761 >> 7 % 30)
		s.chunk.Seqs[i] = uint64(i + 1)
	}
	for k := range cols {
		for i := range n {
			s.chunk.Cols[k] = append(s.chunk.Cols[k], uint32(i%11))
		}
	}
	return s
}

func (s *evenStream) Next() (*timeline.Chunk, error) {
	if s.next >= s.persons {
		return nil, nil
	}
	for i := range s.chunk.Persons {
		s.chunk.Persons[i] = s.next + uint32(i/benchEach)
	}
	s.next += perChunk
	return &s.chunk, nil
}

func (s *evenStream) Close() {}

func benchIndex(b *testing.B, persons uint32) *Index {
	b.Helper()
	names := timeline.NewNames()
	for i := range 30 {
		names.Events.Add(fmt.Sprint("event ", i))
	}
	names.Properties.Add("plan")
	names.Properties.Add("city")
	names.Properties.Add("source")
	ix := New(names, Options{})
	if err := ix.Load(b.Context(), newEvenStream(persons, 0), uint64(persons)*benchEach, time.UnixMicro(1)); err != nil {
		b.Fatal(err)
	}
	ix.SetLoader(func(_ context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		for _, d := range req.Dicts {
			for i := range 11 {
				d.Code(kith.NumberValue(float64(i)))
			}
		}
		return newEvenStream(persons, len(req.Props)), nil
	})
	return ix
}

// freshRows are rows as they come live: late by a second at most, any person.
func freshRows(n int, seq uint64) []*timeline.Row {
	rng := rand.New(rand.NewPCG(seq, 3))
	rows := make([]*timeline.Row, n)
	for i := range rows {
		rows[i] = &timeline.Row{
			Person: rng.Uint32N(benchPersons), Code: uint16(rng.IntN(30)), Seq: seq + uint64(i) + 1,
			Time: 1_800_000_000_000_000 + int64(i)*20 - rng.Int64N(1_000_000),
			Props: []timeline.Prop{{Key: 9}, {Key: 0, Value: kith.NumberValue(float64(i % 11))},
				{Key: 1, Value: kith.NumberValue(float64(i % 7))}, {Key: 7}, {Key: 2, Value: kith.NumberValue(3)}},
		}
	}
	return rows
}

// cpu is the processor time that this process has used; wall time tells little
// on a busy machine.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func perEvent(b *testing.B, events int, from time.Duration) {
	b.ReportMetric(float64((cpu()-from).Nanoseconds())/float64(events)/float64(b.N), "cpu-ns/event")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events)/float64(b.N), "ns/event")
}

func BenchmarkApply(b *testing.B) {
	for _, size := range []int{100, 2000, 10_000} {
		for _, props := range [][]string{nil, {"plan", "city", "source"}} {
			b.Run(fmt.Sprintf("rows=%d/columns=%d", size, len(props)), func(b *testing.B) {
				ix := benchIndex(b, benchPersons)
				if s, err := ix.Snapshot(b.Context(), props); err != nil {
					b.Fatal(err)
				} else {
					s.Close()
				}
				ctx, stop := context.WithCancel(b.Context())
				done := make(chan error, 1)
				go func() { done <- ix.Run(ctx) }()
				rows := freshRows(size, ix.Seq())
				b.ResetTimer()
				from := cpu()
				for range b.N {
					ix.Apply(rows, nil)
					for _, r := range rows {
						r.Seq += uint64(size)
						r.Time += int64(size) * 20
						r.Person = (r.Person + 7919) % benchPersons
					}
				}
				perEvent(b, size, from)
				stop()
				<-done
			})
		}
	}
}

func BenchmarkScan(b *testing.B) {
	visitors := map[string]func() func(*timeline.View){
		"persons": func() func(*timeline.View) {
			var n [16]int // a line of its own: workers must not share one
			return func(v *timeline.View) { n[0] += len(v.Codes) }
		},
		"count": func() func(*timeline.View) {
			var total [16]int
			return func(v *timeline.View) {
				n := 0
				for _, c := range v.Codes {
					if c == 7 {
						n++
					}
				}
				total[0] += n
			}
		},
		"funnel": func() func(*timeline.View) {
			var n [16]int
			return func(v *timeline.View) {
				step, start := 0, uint32(0)
				for i, c := range v.Codes {
					if c == 7 && (step == 0 || v.Secs[i]-start > 7*86_400) {
						step, start = 1, v.Secs[i]
					} else if step > 0 && c == uint16(7+step) && v.Secs[i]-start <= 7*86_400 {
						if step++; step == 4 {
							break
						}
					}
				}
				n[step&3]++
			}
		},
		"group": func() func(*timeline.View) {
			var n [256]int
			return func(v *timeline.View) {
				if col := v.Cols[0].W8; len(col) == len(v.Codes) {
					for i, c := range v.Codes {
						if c == 7 {
							n[col[i]]++
						}
					}
				}
			}
		},
	}
	ix := benchIndex(b, benchPersons)
	keep, err := ix.Snapshot(b.Context(), []string{"plan"}) // the stream has no newer rows
	if err != nil {
		b.Fatal(err)
	}
	defer keep.Close()
	for _, delta := range []int{0, benchEvents / 500, benchEvents / 50} {
		ix.Apply(freshRows(delta, ix.Seq()), nil)
		for _, name := range []string{"persons", "count", "funnel", "group"} {
			b.Run(fmt.Sprintf("%s/delta=%.1f%%", name, float64(delta)*100/benchEvents), func(b *testing.B) {
				var props []string
				if name == "group" {
					props = []string{"plan"}
				}
				s, err := ix.Snapshot(b.Context(), props)
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				b.ResetTimer()
				from := cpu()
				for range b.N {
					if err := s.Scan(b.Context(), visitors[name]); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64((cpu()-from).Nanoseconds())/benchPersons/float64(b.N), "cpu-ns/person")
				perEvent(b, benchEvents, from)
			})
		}
	}
}

func BenchmarkOne(b *testing.B) {
	ix := benchIndex(b, benchPersons)
	ix.Apply(freshRows(benchEvents/50, ix.Seq()), nil)
	s, err := ix.Snapshot(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; b.Loop(); i++ {
		if err := s.One(b.Context(), uint32(i*7919)%benchPersons, func(*timeline.View) {}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	ix := benchIndex(b, benchPersons)
	for b.Loop() {
		s, err := ix.Snapshot(b.Context(), []string{"plan"})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

func BenchmarkLoad(b *testing.B) {
	from := cpu()
	var ix *Index
	for range b.N {
		ix = benchIndex(b, benchPersons)
	}
	perEvent(b, benchEvents, from)
	b.ReportMetric(float64(ix.Stats().BaseBytes)/benchEvents, "B/event")
}

func BenchmarkColumnLoad(b *testing.B) {
	for _, n := range []int{1, 3} {
		b.Run(fmt.Sprintf("columns=%d", n), func(b *testing.B) {
			ix := benchIndex(b, benchPersons)
			ix.options.ColumnBytes = 1
			b.ResetTimer()
			from := cpu()
			for range b.N {
				s, err := ix.Snapshot(b.Context(), []string{"plan", "city", "source"}[:n])
				if err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
			perEvent(b, benchEvents*n, from)
		})
	}
}

func BenchmarkCompact(b *testing.B) {
	ix := benchIndex(b, benchPersons)
	b.ResetTimer()
	from := cpu()
	for range b.N {
		ix.Apply(freshRows(benchEvents/50, ix.Seq()), nil)
		for i := range shards {
			if err := ix.compact(b.Context(), i); err != nil {
				b.Fatal(err)
			}
		}
	}
	perEvent(b, benchEvents/50, from)
}

func BenchmarkFile(b *testing.B) {
	const persons = 1_000_000 // 50 M events
	ix := benchIndex(b, persons)
	path := filepath.Join(b.TempDir(), "index")
	b.Run("save", func(b *testing.B) {
		from := cpu()
		for range b.N {
			if err := ix.Save(b.Context(), path); err != nil {
				b.Fatal(err)
			}
		}
		perEvent(b, persons*benchEach, from)
	})
	b.Run("open", func(b *testing.B) {
		from := cpu()
		for range b.N {
			if _, err := Open(b.Context(), path, ix.names, Options{}); err != nil {
				b.Fatal(err)
			}
		}
		perEvent(b, persons*benchEach, from)
	})
}
