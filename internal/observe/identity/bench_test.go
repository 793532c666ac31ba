//go:build unix

package identity

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db/dbtest"
)

// 5 million, the figure of the design: go test -bench . -benchtime 1x -ids 5000000
var benchIDs = flag.Int("ids", 500_000, "ids in the benchmarks' directory")

func benchID(i int) string {
	return fmt.Sprintf("user-%08x-%012x", i, uint64(i)*0x9e3779b97f4a7c15>>16)
} // 26 bytes

func fill(n int) *Directory {
	d := inMemory(DefaultMaxIDs)
	for i := range n {
		d.Resolve(1, &kith.Event{UserID: benchID(i)})
	}
	return d
}

// BenchmarkFind prints what an id costs, beside a Go map that does the same.
func BenchmarkFind(b *testing.B) {
	ids := make([]string, 1<<16)
	for i := range ids {
		ids[i] = benchID(rand.IntN(*benchIDs))
	}
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	b.Run("directory", func(b *testing.B) {
		before := heap()
		d := fill(*benchIDs)
		held := (heap() - before) / float64(d.Len())
		own := float64(d.Bytes()) / float64(d.Len())
		alone := float64(d.table.Load().bytes()) / float64(d.Len())
		b.ResetTimer()
		for i := range b.N {
			if _, ok := d.Find(User, ids[i&(len(ids)-1)]); !ok {
				b.Fatal("lost")
			}
		}
		b.ReportMetric(held, "heapB/id")
		b.ReportMetric(own, "B/id")
		b.ReportMetric(alone, "tableB/id")
		runtime.KeepAlive(d)
	})
	b.Run("map", func(b *testing.B) {
		before := heap()
		m := map[string]uint32{}
		for i := range *benchIDs {
			m[benchID(i)] = uint32(i)
		}
		held := (heap() - before) / float64(len(m))
		b.ResetTimer()
		for i := range b.N {
			if _, ok := m[ids[i&(len(ids)-1)]]; !ok {
				b.Fatal("lost")
			}
		}
		b.ReportMetric(held, "heapB/id")
		runtime.KeepAlive(m)
	})
}

func BenchmarkResolve(b *testing.B) {
	known := make([]*kith.Event, 1<<16)
	for i := range known {
		known[i] = &kith.Event{Name: "look", UserID: benchID(rand.IntN(*benchIDs)), AnonymousID: benchID(-1 - i), MessageID: "m"}
	}
	d := fill(*benchIDs)
	b.Run("known user and device", func(b *testing.B) {
		for i := range b.N {
			d.Resolve(2, known[i&(len(known)-1)])
		}
	})
	b.Run("new device", func(b *testing.B) {
		for i := range b.N {
			d.Resolve(2, &kith.Event{AnonymousID: benchID(1<<30 + d.Len() + i), MessageID: "m"})
		}
	})
}

// BenchmarkStore commits the ids of new persons, a second's worth at a time,
// opens the directory again, and gives devices to persons all over it.
func BenchmarkStore(b *testing.B) {
	d := dbtest.SQLite(b)
	if err := d.Migrate(b.Context(), "identity", Migrations); err != nil {
		b.Fatal(err)
	}
	for range b.N {
		workspace := workspaces.Add(1)
		dir := open(b, d, workspace, Options{})
		var commits, worst time.Duration
		var cpu time.Duration
		for i, seq := 0, uint64(1); i < *benchIDs; seq++ {
			for end := min(i+50_000, *benchIDs); i < end; i++ {
				dir.Resolve(seq, &kith.Event{UserID: benchID(i), MessageID: "m"})
			}
			start, before := time.Now(), cpuTime(b)
			if err := dir.Commit(b.Context(), seq); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			cpu += cpuTime(b) - before
			commits, worst = commits+took, max(worst, took)
		}
		start, before := time.Now(), cpuTime(b)
		again := open(b, d, workspace, Options{})
		if again.Len() != *benchIDs {
			b.Fatal("lost ids")
		}
		b.ReportMetric(float64(*benchIDs)/commits.Seconds(), "ids/s-commit")
		b.ReportMetric(cpu.Seconds()*1e6/float64(*benchIDs), "cpuµs/id-commit")
		b.ReportMetric(worst.Seconds(), "s-worst-commit")
		b.ReportMetric(time.Since(start).Seconds(), "s-open")
		b.ReportMetric((cpuTime(b) - before).Seconds(), "cpu-s-open")
		const scattered = 10_000
		for i := range scattered {
			again.Resolve(again.Position()+1, &kith.Event{UserID: benchID(rand.IntN(*benchIDs)), AnonymousID: benchID(-1 - i), MessageID: "m"})
		}
		start = time.Now()
		if err := again.Commit(b.Context(), again.Position()+1); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(scattered/time.Since(start).Seconds(), "ids/s-scattered")
	}
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
