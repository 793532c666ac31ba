package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"

	"kith/internal/kith"
)

// Log is one workspace's entries, numbered from 1 without holes. All methods
// are safe for many goroutines.
type Log struct {
	workspace string
	subject   string
	js        jetstream.JetStream
	stream    jetstream.Stream
	queue     *queue
	writing   sync.Mutex // held by whoever writes, or sees to it that nobody does
	dir       string     // whose disk must keep minFree; "" when external
	minFree   int64
}

// writeTimeout is how long a write may take before its callers are told that
// it is not known to be on disk.
const writeTimeout = 15 * time.Second

// Append returns the sequence number of the entry that holds payload, once it
// is on disk; payloads of calls at the same time may share an entry. payload
// may be reused as soon as Append returns.
//
// The error is a *kith.Error. Unavailable (retry) means that the log or its
// disk is full, that it is closing or overloaded, or that the disk did not
// answer in time; in the last case, and when ctx ends while waiting, the
// payload may yet be written, so a caller who retries must make doubles
// harmless.
func (l *Log) Append(ctx context.Context, payload []byte) (uint64, error) {
	if len(payload) > MaxPayload {
		return 0, &kith.Error{Code: kith.TooLarge, Message: fmt.Sprintf("A payload of %d bytes is over the %d that the log takes", len(payload), MaxPayload),
			Hint: "send fewer events a request"}
	}
	if err := ctx.Err(); err != nil {
		return 0, errAbandoned(err)
	}
	g, err := l.queue.add(payload)
	if err != nil {
		return 0, err
	}
	select {
	case <-g.done:
		return g.seq, g.err
	case <-ctx.Done():
		return 0, errAbandoned(ctx.Err())
	}
}

// write is the log's one writer. It ends when the queue is closed and empty;
// when ctx ends, what still waits fails.
func (l *Log) write(ctx context.Context) {
	for {
		g, open := l.queue.take()
		switch {
		case g != nil:
			l.writing.Lock()
			seq, err := l.publish(ctx, g.frame)
			l.writing.Unlock()
			l.queue.settle(g, seq, err)
		case !open:
			return
		default:
			<-l.queue.wake
		}
	}
}

func (l *Log) publish(ctx context.Context, frame []byte) (uint64, error) {
	if l.dir != "" && FreeBytes(l.dir)-int64(len(frame)) < l.minFree {
		return 0, &kith.Error{Code: kith.Unavailable, Message: "The disk of the log is nearly full", Retry: true,
			Hint: "free some space on the disk of the data folder, or move the folder to a larger one"}
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	ack, err := l.js.Publish(ctx, l.subject, frame)
	if err == nil {
		return ack.Sequence, nil
	}
	return 0, writeError(err)
}

func writeError(err error) error {
	e := &kith.Error{Code: kith.Unavailable, Retry: true, Err: err, Message: "The log could not be written",
		Hint: "see the program's log; if this lasts, check the disk and start the program again"}
	var api *jetstream.APIError
	switch {
	case errors.As(err, &api) && strings.Contains(api.Description, server.ErrMaxBytes.Error()):
		e.Message = "The log is full"
		e.Hint = "its readers are behind or have stopped, so nothing can be forgotten; see the program's log, then the size allowed for the log"
	case errors.Is(err, context.DeadlineExceeded):
		e.Message = "The log did not confirm in time"
		e.Hint = "the disk of the log is very slow or failed; see the program's log, and start the program again if this lasts"
	}
	return e
}

func errAbandoned(err error) error {
	return &kith.Error{Code: kith.Unavailable, Message: "The request ended before the log confirmed it", Retry: true, Err: err}
}

// Stats says what a log holds. First is Last+1 when it holds nothing.
type Stats struct {
	First   uint64 `json:"first"`
	Last    uint64 `json:"last"`
	Entries uint64 `json:"entries"`
	Bytes   int64  `json:"bytes"`   // on disk
	Waiting int64  `json:"waiting"` // bytes in memory, not yet on disk
}

// Stats asks the server.
func (l *Log) Stats(ctx context.Context) (Stats, error) {
	info, err := l.stream.Info(ctx)
	if err != nil {
		return Stats{}, fmt.Errorf("ask for the state of the log of %q: %w", l.workspace, err)
	}
	s := info.State
	return Stats{First: max(s.FirstSeq, 1), Last: s.LastSeq, Entries: s.Msgs, Bytes: int64(s.Bytes), Waiting: l.queue.bytes()}, nil
}

// First returns the number of the oldest entry kept; Last+1 when there is none.
func (l *Log) First(ctx context.Context) (uint64, error) {
	s, err := l.Stats(ctx)
	return s.First, err
}

// Last returns the number of the newest entry ever written, kept or not; 0 when
// there was none.
func (l *Log) Last(ctx context.Context) (uint64, error) {
	s, err := l.Stats(ctx)
	return s.Last, err
}

// Trim forgets the entries up to and including upTo. Numbers go on where they
// were, also when every entry is forgotten.
func (l *Log) Trim(ctx context.Context, upTo uint64) error {
	s, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	// Beyond the last entry a purge would move the numbers themselves.
	upTo = min(upTo, s.Last)
	if upTo < s.First {
		return nil
	}
	if err := l.stream.Purge(ctx, jetstream.WithPurgeSequence(upTo+1)); err != nil {
		return fmt.Errorf("trim the log of %q to %d: %w", l.workspace, upTo, err)
	}
	return nil
}

// Empty forgets every entry, and leaves none of their bytes in the log's files:
// a trimmed entry's bytes stay as long as its block has later ones. keep is
// called while nobody writes, and makes sure that all entries are kept
// elsewhere. Callers of Append wait meanwhile.
func (l *Log) Empty(ctx context.Context, keep func(context.Context) error) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	if err := keep(ctx); err != nil {
		return err
	}
	if err := l.stream.Purge(ctx); err != nil {
		return fmt.Errorf("empty the log of %q: %w", l.workspace, err)
	}
	return nil
}
