package bench

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// machine says what it ran on, in one line.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %.0f GB memory, %s/%s, %s, DuckDB %s",
		processor(), runtime.GOMAXPROCS(0), float64(totalMemory())/1e9, runtime.GOOS, runtime.GOARCH, runtime.Version(), duckdb.LibraryVersion())
}

// processor is its name as Linux tells it.
func processor() string {
	if name, ok := field("/proc/cpuinfo", "model name"); ok {
		return name
	}
	return "unknown processor"
}

func totalMemory() int64 {
	n := int64(0)
	if text, ok := field("/proc/meminfo", "MemTotal"); ok {
		fmt.Sscan(text, &n)
	}
	return n << 10
}

// field finds "name: value" in one of the kernel's files.
func field(path, name string) (string, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", false
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// bytesPerEvent is what a run needs on disk: the record, what a merge of it
// takes once more, the SQL table and the snapshot.
const bytesPerEvent = 120

// checkDisk refuses to begin what cannot end.
func checkDisk(dir string, events int) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return fmt.Errorf("look for free disk space: %w", err)
	}
	if free, need := int64(fs.Bavail)*int64(fs.Bsize), int64(events)*bytesPerEvent; free < need {
		return fmt.Errorf("%d events need %.1f GB of disk for a while, %.1f GB are free", events, float64(need)/1e9, float64(free)/1e9)
	}
	return nil
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
