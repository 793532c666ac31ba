package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"sync/atomic"
)

// Reader reads a table: it hands blocks of the columns with those indices to
// yield until there are no more.
type Reader func(ctx context.Context, table string, columns []int, yield func(*Block) error) error

// Sink takes an answer as it comes: the columns once, then rows in the job's format.
type Sink struct {
	Columns func([]Column) error
	Rows    func(n int, rows []byte) error
}

// Run answers the job's statement in a child. It returns a *Failure when the
// statement is to blame, and the context's error when that ended; the child is
// gone when Run returns.
func Run(ctx context.Context, job Job, read Reader, sink Sink) (*Done, error) {
	limited, cancel := context.WithTimeout(ctx, job.Time)
	defer cancel()
	p := &parent{job: &job, read: read, sink: sink}
	done, err := p.run(limited)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(limited.Err(), context.DeadlineExceeded) && done == nil:
		return nil, &Failure{Reason: TimeOut, Message: fmt.Sprintf("the statement took more than %s", job.Time), Position: -1}
	case err != nil:
		return nil, err
	}
	done.Read = p.rows.Load()
	return done, nil
}

type parent struct {
	job   *Job
	read  Reader
	sink  Sink
	in    *bufio.Writer // the child's
	scans map[uint32]*serving
	wait  sync.WaitGroup
	rows  atomic.Uint64
}

// serving is the reading of a table for the child, ahead of its asking.
type serving struct {
	blocks chan []byte
	err    error // set before blocks is closed
}

func (p *parent) run(ctx context.Context) (*Done, error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = []string{childName}
	cmd.Env = []string{"GOMAXPROCS=2", "GOTRACEBACK=none"}
	cmd.Dir = "/"
	cmd.SysProcAttr = process()
	complaint := &bytes.Buffer{}
	cmd.Stderr = &limitedWriter{to: complaint, left: 4 << 10}
	in, err := cmd.StdinPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("start the sandbox: %w", err)
	}
	p.in, p.scans = bufio.NewWriterSize(in, 64<<10), map[uint32]*serving{}
	done, err := p.talk(ctx, bufio.NewReaderSize(out, 256<<10))
	cancel() // the readers, and the child if it has not ended
	waited := cmd.Wait()
	p.wait.Wait()
	var died *exec.ExitError
	if done == nil && errors.As(waited, &died) && errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, p.died(died, complaint.String())
	}
	return done, err
}

// died says what a child that ended without a word means. Nearly always it had
// no more memory to take.
func (p *parent) died(how *exec.ExitError, complaint string) error {
	return &Failure{Reason: Memory, Message: "the statement needed more memory than it may have", Position: -1, Name: how.String() + " " + complaint}
}

// talk answers the child until it has said its last.
func (p *parent) talk(ctx context.Context, out *bufio.Reader) (*Done, error) {
	if err := writeJSON(p.in, frameJob, p.job); err != nil {
		return nil, lost(err)
	}
	for {
		kind, payload, err := readFrame(out)
		if err != nil {
			return nil, lost(err)
		}
		switch kind {
		case frameOpen:
			err = p.open(ctx, payload)
		case frameNext:
			err = p.next(ctx, binary.NativeEndian.Uint32(payload))
		case frameColumns:
			var columns []Column
			if err = json.Unmarshal(payload, &columns); err == nil {
				err = p.sink.Columns(columns)
			}
		case frameRows:
			err = p.sink.Rows(int(binary.NativeEndian.Uint32(payload)), payload[4:])
		case frameDone:
			done := &Done{}
			return done, json.Unmarshal(payload, done)
		case frameFailure:
			f := &Failure{}
			if err := json.Unmarshal(payload, f); err != nil {
				return nil, err
			}
			return nil, f
		default:
			err = fmt.Errorf("the sandbox said %q", kind)
		}
		if err != nil {
			return nil, err
		}
	}
}

// lost is the error of a pipe whose other end is gone.
func lost(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("talk to the sandbox: %w", errors.Join(io.ErrUnexpectedEOF, err))
}

// frameSize is about how many bytes of blocks go to the child at once.
const frameSize = 256 << 10

// open begins to read a table for the child.
func (p *parent) open(ctx context.Context, payload []byte) error {
	var asked openScan
	if err := json.Unmarshal(payload, &asked); err != nil {
		return err
	}
	if asked.Table < 0 || asked.Table >= len(p.job.Tables) {
		return fmt.Errorf("the sandbox asked for table %d", asked.Table)
	}
	table := &p.job.Tables[asked.Table]
	kinds := make([]Kind, len(asked.Columns))
	for i, at := range asked.Columns {
		if at < 0 || at >= len(table.Columns) {
			return fmt.Errorf("the sandbox asked for column %d of %s", at, table.Name)
		}
		kinds[i] = table.Columns[at].Kind
	}
	s := &serving{blocks: make(chan []byte, 2)}
	p.scans[asked.ID] = s
	p.wait.Go(func() {
		defer close(s.blocks)
		s.err = p.serve(ctx, s, table.Name, asked.Columns, kinds)
	})
	return nil
}

func (p *parent) serve(ctx context.Context, s *serving, table string, columns []int, kinds []Kind) error {
	var frame []byte
	send := func() error {
		select {
		case s.blocks <- frame:
			frame = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := p.read(ctx, table, columns, func(b *Block) error {
		p.rows.Add(uint64(b.N))
		if frame == nil {
			frame = make([]byte, 0, frameSize+frameSize/4)
		}
		var err error
		if frame, err = appendBlock(frame, b, kinds); err != nil {
			return err
		}
		if len(frame) < frameSize {
			return nil
		}
		return send()
	})
	if err == nil && frame != nil {
		err = send()
	}
	return err
}

// next gives the child the next blocks of a scan.
func (p *parent) next(ctx context.Context, id uint32) error {
	s := p.scans[id]
	if s == nil {
		return fmt.Errorf("the sandbox asked for scan %d", id)
	}
	select {
	case blocks, ok := <-s.blocks:
		switch {
		case ok:
			return lost(writeFrame(p.in, frameBlocks, blocks))
		case s.err != nil:
			return s.err // the child is of no more use
		}
		return lost(writeFrame(p.in, frameEnd))
	case <-ctx.Done():
		return ctx.Err()
	}
}

type limitedWriter struct {
	to   io.Writer
	left int
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.left -= n
	if n > 0 {
		if _, err := w.to.Write(p[:n]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
