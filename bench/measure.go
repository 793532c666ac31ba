package bench

import (
	"cmp"
	"runtime"
	"syscall"
	"time"
)

// cost is what some work took.
type cost struct{ cpu, wall time.Duration }

// processCPU is the user and system time of this process until now.
func processCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure runs do once. Garbage of earlier work is collected before, so that
// nobody pays for another's.
func measure(do func() error) (cost, error) {
	runtime.GC()
	begin, used := time.Now(), processCPU()
	err := do()
	return cost{cpu: processCPU() - used, wall: time.Since(begin)}, err
}

// best runs do so many times and returns the least CPU and the least wall time.
func best(times int, do func() error) (cost, error) {
	var least cost
	for i := range times {
		c, err := measure(do)
		if err != nil {
			return least, err
		}
		if i == 0 {
			least = c
			continue
		}
		least = cost{cpu: min(least.cpu, c.cpu), wall: min(least.wall, c.wall)}
	}
	return least, nil
}

// per is how many a second.
func per(n int, d time.Duration) float64 { return float64(n) / cmp.Or(d.Seconds(), 1e-9) }
