package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// childName is the argument by which the program knows that it is a child.
const childName = "kith-sql-sandbox"

// IsChild tells whether this process was started by Run.
func IsChild() bool { return len(os.Args) == 1 && os.Args[0] == childName }

// Work answers one statement over standard input and output, and ends the
// process.
func Work() {
	c := &child{in: bufio.NewReaderSize(os.Stdin, 1<<20), out: bufio.NewWriterSize(os.Stdout, 256<<10)}
	working = c
	if err := c.work(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0) // without taking DuckDB down in order: there is nothing to keep
}

type child struct {
	job   Job
	zone  *time.Location
	db    duckdb.Database
	conn  duckdb.Connection
	dicts map[string][]duckText

	mu      sync.Mutex // one frame, or one question and its answer, at a time
	in      *bufio.Reader
	out     *bufio.Writer
	scans   []*scan
	readers []*reader
}

// work returns an error when the parent cannot be told of it.
func (c *child) work() error {
	kind, payload, err := readFrame(c.in)
	if err != nil || kind != frameJob {
		return fmt.Errorf("read the job: %q, %w", kind, err)
	}
	if err := json.Unmarshal(payload, &c.job); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	before := peak()
	done, err := c.answer()
	c.mu.Lock()
	defer c.mu.Unlock()
	var f *Failure
	switch {
	case errors.As(err, &f):
		return writeJSON(c.out, frameFailure, f)
	case err != nil:
		return writeJSON(c.out, frameFailure, &Failure{Reason: Broken, Message: err.Error(), Position: -1})
	}
	done.Memory = max(0, peak()-before)
	return writeJSON(c.out, frameDone, done)
}

func (c *child) answer() (*Done, error) {
	if err := confine(&c.job); err != nil {
		return nil, fmt.Errorf("confine the sandbox: %w", err)
	}
	var err error
	if c.zone, err = time.LoadLocation(c.job.Zone); err != nil {
		return nil, err
	}
	c.dicts = map[string][]duckText{}
	for name, texts := range c.job.Dicts {
		dict := make([]duckText, len(texts))
		for i, t := range texts {
			dict[i].set(lasting(t))
		}
		c.dicts[name] = dict
	}
	if err := c.openDuck(); err != nil {
		return nil, fmt.Errorf("open the sandbox: %w", err)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c.run()
}

// lasting is a copy that stays where it is as long as the process.
func lasting(s string) []byte {
	b := unsafeC(len(s))
	copy(b, s)
	return b
}
