package sandbox

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"time"
)

// program is this one, even when its file has been replaced since it started.
const program = "/proc/self/exe"

// process ends the child with the parent, however that ends.
func process() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// room is what the child may have beyond DuckDB's own count: it does not count
// all that a function makes, and the process itself needs some.
const room = 256 << 20

// confine gives up, for good, what the statement must not have.
func confine(j *Job) error {
	// Threads that are yet to be made take their claim from those that make them.
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if id, err := strconv.Atoi(task.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, 15)
		}
	}
	cpu := uint64((j.Time*time.Duration(j.Threads+1) + 5*time.Second) / time.Second)
	for _, limit := range []struct {
		what int
		most uint64
	}{
		{syscall.RLIMIT_DATA, memoryNow() + uint64(j.Memory) + room},
		{syscall.RLIMIT_CPU, cpu},
		{syscall.RLIMIT_FSIZE, 0}, // not one byte into any file
		{syscall.RLIMIT_CORE, 0},
		{syscall.RLIMIT_NOFILE, 32},
	} {
		if err := syscall.Setrlimit(limit.what, &syscall.Rlimit{Cur: limit.most, Max: limit.most}); err != nil {
			return err
		}
	}
	return nil
}

// memoryNow is what counts against RLIMIT_DATA already.
func memoryNow() uint64 { return statusField("VmData:") }

func statusField(name string) uint64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(text, []byte(name))
	number, _, _ := bytes.Cut(rest, []byte("kB"))
	n, _ := strconv.ParseUint(string(bytes.TrimSpace(number)), 10, 64)
	return n << 10
}

// peak is the most memory that the process had.
func peak() int64 { return int64(statusField("VmHWM:")) }
