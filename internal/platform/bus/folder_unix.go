//go:build linux || darwin

package bus

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"syscall"

	"kith/internal/kith"
)

// lockFolder makes the folder and keeps other processes out of it: two servers
// over one set of files would destroy them. The lock ends with the process.
func lockFolder(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the log's folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log's lock: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, &kith.Error{Code: kith.Conflict, Message: "The log is open in another process",
			Hint: "one kith process at a time may use a data folder; stop the other one", Err: err}
	}
	return f.Close, nil
}

// FreeBytes is what an ordinary user may still write to the disk of dir.
func FreeBytes(dir string) int64 {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return math.MaxInt64 // unknown: let the write say what is wrong
	}
	return int64(s.Bavail) * int64(s.Bsize)
}
