//go:build linux

package bus

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// BenchmarkAppend measures the log and the plain file in one run, under both
// loads that matter. CPU is the whole process's, disk what the kernel counted.
func BenchmarkAppend(b *testing.B) {
	loads := []struct {
		name          string
		size, callers int
	}{
		{"40KB-4callers", 40 << 10, 4},
		{"400B-16callers", 400, 16},
	}
	for _, load := range loads {
		b.Run(load.name+"/log", func(b *testing.B) {
			l, err := open(b, Options{Dir: b.TempDir()}).Log(b.Context(), "bench")
			if err != nil {
				b.Fatal(err)
			}
			measure(b, l.Append, load.size, load.callers)
		})
		b.Run(load.name+"/plain", func(b *testing.B) {
			l, err := openPlain(filepath.Join(b.TempDir(), "plain.log"))
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			measure(b, l.Append, load.size, load.callers)
		})
	}
}

func measure(b *testing.B, appendTo func(context.Context, []byte) (uint64, error), size, callers int) {
	payload := make([]byte, size)
	src := rand.NewChaCha8([32]byte{1})
	_, _ = src.Read(payload)
	var last atomic.Uint64
	var left atomic.Int64
	left.Store(int64(b.N))
	wrote, cpu, start := diskBytes(), cpuTime(), time.Now()
	b.ResetTimer()
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				seq, err := appendTo(context.Background(), payload)
				if err != nil {
					b.Error(err)
					return
				}
				last.Store(seq)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	n, took := float64(b.N), time.Since(start)
	b.ReportMetric(n/took.Seconds(), "payloads/s")
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/n, "cpu-µs/payload")
	b.ReportMetric(float64(diskBytes()-wrote)/n, "disk-B/payload")
	b.ReportMetric(n/float64(last.Load()), "payloads/entry")
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// diskBytes is what this process made the kernel write, 0 where unknown.
func diskBytes() int64 {
	data, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(line, "write_bytes: "); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
			return n
		}
	}
	return 0
}

// BenchmarkFollow is the time from Append's call to a live reader's function,
// one small payload at a time.
func BenchmarkFollow(b *testing.B) {
	l := logOf(b, open(b, Options{Dir: b.TempDir()}), "bench")
	ctx, cancel := context.WithCancel(b.Context())
	seen, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- l.Read(ctx, 0, func(Entry) error { seen <- struct{}{}; return nil })
	}()
	payload := make([]byte, 400)
	for b.Loop() {
		if _, err := l.Append(ctx, payload); err != nil {
			b.Fatal(err)
		}
		<-seen
	}
	cancel()
	<-ended
}

// BenchmarkReplay reads a log of 256 MiB from its start.
func BenchmarkReplay(b *testing.B) {
	const callers, each = 4, 1600
	l := logOf(b, open(b, Options{Dir: b.TempDir()}), "bench")
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range each {
				if _, err := l.Append(context.Background(), make([]byte, 40<<10)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.SetBytes(callers * each * 40 << 10)
	for b.Loop() {
		read(b, l, 0)
	}
}
