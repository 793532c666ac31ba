package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"kith/internal/kith"
)

// readAhead bounds the bytes a reader holds that its function has not seen. It
// must be at least twice the largest entry.
const readAhead = 2 * maxMessage

// Entry is one write to the log: the payloads of the callers that shared it.
type Entry struct {
	Seq      uint64
	Payloads [][]byte // at least one; the reader's to keep
	Time     time.Time
}

// GapError says that entries which the reader has not seen are gone: trimmed
// too early, or lost with a damaged disk. A reader that accepts the loss goes
// on with Read(ctx, Next-1, …).
type GapError struct {
	After uint64 // the last entry the reader has seen
	Next  uint64 // the first entry that is there
}

func (e *GapError) Error() string {
	return fmt.Sprintf("the log has no entries between %d and %d", e.After, e.Next)
}

// Read calls fn with every entry whose number is greater than after, in order
// and once, first those in the log, then those that arrive. It returns ctx's
// error when ctx ends, and fn's error when fn fails; fn is then not called
// again.
//
// A hole is never passed over in silence: it ends the read with a *GapError.
// Only after 0 means "from whatever is the first". A position beyond the end of
// the log is a Conflict: the log was lost or taken from an older copy, and
// waiting for the number would skip what is new.
func (l *Log) Read(ctx context.Context, after uint64, fn func(Entry) error) error {
	s, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	if after > s.Last {
		return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("The log of %q ends at entry %d, but %d was already read", l.workspace, s.Last, after),
			Hint: "the log's folder was lost or restored from an older copy than the database; restore both from one backup"}
	}
	if after > 0 && after+1 < s.First {
		return &GapError{After: after, Next: s.First}
	}
	c, err := l.stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:   after + 1,
	})
	if err != nil {
		return fmt.Errorf("start to read the log of %q: %w", l.workspace, err)
	}
	defer l.forget(c)
	messages, err := c.Messages(jetstream.PullMaxBytes(readAhead))
	if err != nil {
		return fmt.Errorf("start to read the log of %q: %w", l.workspace, err)
	}
	defer messages.Stop()
	return l.follow(ctx, messages, after, fn)
}

func (l *Log) follow(ctx context.Context, messages jetstream.MessagesContext, after uint64, fn func(Entry) error) error {
	for {
		m, err := messages.Next(jetstream.NextContext(ctx))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, jetstream.ErrMsgIteratorClosed):
			return errClosed()
		case err != nil:
			return fmt.Errorf("read the log of %q after %d: %w", l.workspace, after, err)
		}
		e, err := entryOf(m)
		if err != nil {
			return fmt.Errorf("read the log of %q after %d: %w", l.workspace, after, err)
		}
		if e.Seq <= after {
			continue
		}
		if e.Seq != after+1 && after > 0 {
			return &GapError{After: after, Next: e.Seq}
		}
		if err := fn(e); err != nil {
			return err
		}
		after = e.Seq
	}
}

// forget removes the reader from the server, which would else keep its few
// hundred bytes for some minutes.
func (l *Log) forget(c jetstream.Consumer) {
	info := c.CachedInfo()
	if info == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	// It may be gone already, or the server stopping; either way it will be.
	_ = l.stream.DeleteConsumer(ctx, info.Name)
}

func entryOf(m jetstream.Msg) (Entry, error) {
	meta, err := m.Metadata()
	if err != nil {
		return Entry{}, fmt.Errorf("entry without a number: %w", err)
	}
	payloads, err := splitFrame(m.Data())
	if err != nil {
		return Entry{}, fmt.Errorf("entry %d: %w", meta.Sequence.Stream, err)
	}
	return Entry{Seq: meta.Sequence.Stream, Payloads: payloads, Time: meta.Timestamp}, nil
}
