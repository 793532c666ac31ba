package bus

import (
	"sync"

	"kith/internal/kith"
)

const (
	// MaxPayload bounds one payload, in bytes.
	MaxPayload = 6 << 20
	// maxMessage leaves room for a frame around the largest payload.
	maxMessage = 8 << 20
	// A group is closed to further payloads beyond either of these. They keep
	// an entry small enough to hold several in a reader's memory.
	groupBytes    = 1 << 20
	groupPayloads = 512
)

// group is payloads that share one write, and the outcome they share.
type group struct {
	frame    []byte
	payloads int
	done     chan struct{} // closed when seq and err are set
	seq      uint64
	err      error
}

func (g *group) full(next int) bool {
	return g.payloads > 0 && (g.payloads >= groupPayloads || len(g.frame)+next > groupBytes)
}

// queue gathers payloads into groups while the writer is busy. A payload is
// copied on arrival, so its owner may have it back whenever the call ends.
type queue struct {
	mu      sync.Mutex
	groups  []*group // the last one still takes payloads
	spare   []byte   // a written group's frame, to be used again
	waiting int64    // bytes of frames gathered or being written
	limit   int64
	closed  bool
	wake    chan struct{} // holds one token when there may be work
}

func newQueue(limit int64) *queue {
	return &queue{limit: limit, wake: make(chan struct{}, 1)}
}

// add puts payload into a group and returns the group to wait for.
func (q *queue) add(payload []byte) (*group, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, errClosed()
	}
	if q.waiting > 0 && q.waiting+int64(len(payload)) > q.limit {
		return nil, &kith.Error{Code: kith.Unavailable, Message: "More is arriving than the disk can take", Retry: true,
			Hint: "try again in a few seconds; if this lasts, the disk of the log is slow or the load needs more machines"}
	}
	var g *group
	if n := len(q.groups); n > 0 && !q.groups[n-1].full(len(payload)) {
		g = q.groups[n-1]
	} else {
		g = &group{frame: startFrame(q.spare[:0]), done: make(chan struct{})}
		q.spare = nil
		q.groups = append(q.groups, g)
	}
	before := len(g.frame)
	g.frame = appendPayload(g.frame, payload)
	g.payloads++
	q.waiting += int64(len(g.frame) - before)
	q.signal()
	return g, nil
}

// take removes the oldest group; nil when there is none. open is false when
// there will never be another.
func (q *queue) take() (g *group, open bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.groups) == 0 {
		return nil, !q.closed
	}
	g = q.groups[0]
	q.groups[0] = nil
	q.groups = q.groups[1:]
	return g, true
}

// settle tells everyone in a group taken how it went.
func (q *queue) settle(g *group, seq uint64, err error) {
	g.seq, g.err = seq, err
	q.mu.Lock()
	q.waiting -= int64(len(g.frame) - len(startFrame(nil)))
	if cap(g.frame) <= 2*groupBytes {
		q.spare = g.frame
	}
	g.frame = nil
	q.mu.Unlock()
	close(g.done)
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) bytes() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func errClosed() error {
	return &kith.Error{Code: kith.Unavailable, Message: "The log is closed", Retry: true,
		Hint: "the program is stopping; try again when it is back"}
}
