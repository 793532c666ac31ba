package bench

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
	"kith/internal/simulate"
)

// generated streams a data set as the record would.
type generated struct {
	d     *dataset
	cols  [][]uint32 // by property asked: code by value number
	at    int
	chunk timeline.Chunk
}

func (d *dataset) stream(req timeline.StreamRequest) *generated {
	s := &generated{d: d, chunk: timeline.Chunk{Cols: make([][]uint32, len(req.Props))}}
	for i, name := range req.Props {
		codes := []uint32{}
		if name == "platform" {
			for _, v := range d.platformNames {
				codes = append(codes, req.Dicts[i].Code(kith.StringValue(v)))
			}
		} else {
			codes = append(codes, 0)
			for _, v := range d.amountValues {
				codes = append(codes, req.Dicts[i].Code(kith.NumberValue(v)))
			}
		}
		s.cols = append(s.cols, codes)
	}
	return s
}

func (s *generated) Close() {}

func (s *generated) Next() (*timeline.Chunk, error) {
	d, c := s.d, &s.chunk
	from, to := s.at, min(s.at+4096, d.len())
	if from == to {
		return nil, nil
	}
	s.at = to
	c.Persons, c.Times, c.Codes, c.Seqs = d.persons[from:to], c.Times[:0], c.Codes[:0], c.Seqs[:0]
	for k := range c.Cols {
		c.Cols[k] = c.Cols[k][:0]
	}
	for i := from; i < to; i++ {
		c.Times = append(c.Times, int64(d.secs[i])*1e6)
		c.Codes = append(c.Codes, uint16(d.events[i]))
		c.Seqs = append(c.Seqs, uint64(i+1))
		for k, codes := range s.cols {
			if len(codes) == len(d.platformNames) {
				c.Cols[k] = append(c.Cols[k], codes[d.platforms[i]])
			} else {
				c.Cols[k] = append(c.Cols[k], codes[d.amounts[i]])
			}
		}
	}
	return c, nil
}

// inMemory is an index of generated events, made once for all benchmarks.
var inMemory = sync.OnceValues(func() (*arena, *dataset) {
	n := 5_000_000
	if v, err := strconv.Atoi(os.Getenv("EVENTS")); err == nil {
		n = v
	}
	d, names := generate(n, 90), timeline.NewNames()
	for _, name := range simulate.BenchEvents {
		names.Events.Add(name)
	}
	names.Properties.Add("platform")
	names.Properties.Add("amount")
	ix := index.New(names, index.Options{})
	ix.SetLoader(func(_ context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		return d.stream(req), nil
	})
	if err := ix.Load(context.Background(), d.stream(timeline.StreamRequest{}), uint64(d.len()), time.Unix(1, 0)); err != nil {
		panic(err)
	}
	return newArena(ix, d, nil), d
})

// BenchmarkFold is every contest's fold, in CPU an event.
func BenchmarkFold(b *testing.B) {
	a, d := inMemory()
	for _, c := range contests() {
		b.Run(c.name, func(b *testing.B) {
			if _, err := c.fold(b.Context(), a); err != nil {
				b.Fatal(err)
			}
			used := processCPU()
			for b.Loop() {
				if _, err := c.fold(b.Context(), a); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processCPU()-used).Nanoseconds())/float64(d.len())/float64(b.N), "cpu-ns/event")
		})
	}
}

// BenchmarkFoldLive is every contest's fold while one event in a hundred is newer
// than the base, of half of all people.
func BenchmarkFoldLive(b *testing.B) {
	a, d := inMemory()
	ix := a.asker.Store.(*index.Index)
	src := rand.New(rand.NewPCG(1, 1))
	if last := ix.Seq(); last == uint64(d.len()) {
		var rows []*timeline.Row
		for i := range d.len() / 100 {
			at := src.IntN(d.len())
			rows = append(rows, &timeline.Row{Person: d.persons[at], Code: uint16(d.events[at]), Time: d.end().UnixMicro() - 1, Seq: last + uint64(i) + 1})
		}
		for part := range slices.Chunk(rows, 1000) {
			ix.Apply(part, nil)
		}
	}
	for _, c := range contests() {
		b.Run(c.name, func(b *testing.B) {
			if _, err := c.fold(b.Context(), a); err != nil {
				b.Fatal(err)
			}
			used := processCPU()
			for b.Loop() {
				if _, err := c.fold(b.Context(), a); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processCPU()-used).Nanoseconds())/float64(d.len())/float64(b.N), "cpu-ns/event")
		})
	}
}

// BenchmarkKind is every kind of question.
func BenchmarkKind(b *testing.B) {
	a, d := inMemory()
	for _, k := range kinds(d) {
		b.Run(k.name, func(b *testing.B) {
			used := processCPU()
			for b.Loop() {
				if _, err := a.asker.Ask(b.Context(), k.question); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processCPU()-used).Nanoseconds())/float64(d.len())/float64(b.N), "cpu-ns/event")
		})
	}
}
