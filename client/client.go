package client

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a client. Address and WriteKey are required.
type Options struct {
	Address  string // of the server, such as https://kith.example.com
	WriteKey string // of a source
	// Batch is how many events go in one request at most; 0: 100, most 1000.
	Batch int
	// Every is how long an event waits for others at most; 0: 2 s.
	Every time.Duration
	// Queue is how many events wait at most, QueueBytes how many bytes of JSON;
	// 0: 10,000 and 32 MiB. What comes beyond is refused with ErrFull.
	Queue      int
	QueueBytes int64
	// GiveUp is how long a batch is tried again; 0: 12 h.
	GiveUp time.Duration
	// OnError hears of events that are given up, from the sending goroutine. It
	// must not call the client. May be nil.
	OnError func(err error, events int)
	// HTTP sends; nil: a client with a timeout of 30 s.
	HTTP *http.Client
}

// What keeps an event from being taken.
var (
	ErrFull   = errors.New("kith: the queue is full")
	ErrClosed = errors.New("kith: the client is closed")
)

// Client sends events. All its methods may be called concurrently.
type Client struct {
	o     Options
	url   string
	queue chan []byte
	bytes atomic.Int64 // of queue
	flush chan chan struct{}

	mu     sync.RWMutex // held for reading while something is put into queue
	closed bool

	closing chan struct{}
	done    chan struct{}
	ctx     context.Context // ends when what is left is given up
	abandon context.CancelFunc
}

const (
	maxBatch = 1000
	maxBody  = 450 << 10 // bytes of a request's JSON, but for an event that is larger alone
	maxEvent = 1 << 20
)

// New starts a client.
func New(o Options) (*Client, error) {
	u, err := url.Parse(o.Address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("kith: %q is not the address of a server, such as https://kith.example.com", o.Address)
	}
	if o.WriteKey == "" {
		return nil, errors.New("kith: no write key: copy that of a source from the console")
	}
	o.Batch = min(cmp.Or(o.Batch, 100), maxBatch)
	o.Every = cmp.Or(o.Every, 2*time.Second)
	o.Queue = cmp.Or(o.Queue, 10_000)
	o.QueueBytes = cmp.Or(o.QueueBytes, 32<<20)
	o.GiveUp = cmp.Or(o.GiveUp, 12*time.Hour)
	if o.Batch < 0 || o.Every < 0 || o.Queue < 0 || o.QueueBytes < 0 || o.GiveUp < 0 {
		return nil, errors.New("kith: an option is negative")
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: 30 * time.Second}
	}
	c := &Client{
		o: o, url: strings.TrimSuffix(o.Address, "/") + "/v1/batch",
		queue: make(chan []byte, o.Queue), flush: make(chan chan struct{}), closing: make(chan struct{}), done: make(chan struct{}),
	}
	c.ctx, c.abandon = context.WithCancel(context.Background())
	go c.run()
	return c, nil
}

// put takes an event, which is of the wire's shape.
func (c *Client) put(m message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("kith: the event cannot be written as JSON: %w", err)
	}
	if len(text) > maxEvent {
		return fmt.Errorf("kith: the event has %d bytes, more than %d", len(text), maxEvent)
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return ErrClosed
	}
	if c.bytes.Add(int64(len(text))) > c.o.QueueBytes {
		c.bytes.Add(-int64(len(text)))
		return ErrFull
	}
	select {
	case c.queue <- text:
		return nil
	default:
		c.bytes.Add(-int64(len(text)))
		return ErrFull
	}
}

// Flush waits until all that was put before is sent or given up, or ctx ends.
func (c *Client) Flush(ctx context.Context) error {
	sent := make(chan struct{})
	select {
	case c.flush <- sent:
	case <-c.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-sent:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close takes no more events and sends those that wait, until ctx ends: what is
// left then is given up, which OnError hears. It may be called again.
func (c *Client) Close(ctx context.Context) error {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.closing)
	}
	c.mu.Unlock()
	select {
	case <-c.done:
		c.abandon()
		return nil
	case <-ctx.Done():
		c.abandon()
		<-c.done
		return ctx.Err()
	}
}

// run is the goroutine that sends.
func (c *Client) run() {
	defer close(c.done)
	tick := time.NewTicker(c.o.Every)
	defer tick.Stop()
	var b batch
	for {
		select {
		case text := <-c.queue:
			c.add(&b, text)
		case <-tick.C:
			c.send(&b)
		case sent := <-c.flush:
			c.drain(&b)
			close(sent)
		case <-c.closing:
			c.drain(&b)
			return
		}
	}
}

// drain sends all that waits.
func (c *Client) drain(b *batch) {
	for {
		select {
		case text := <-c.queue:
			c.add(b, text)
		default:
			c.send(b)
			return
		}
	}
}

// add puts an event into the batch, which goes when it is full.
func (c *Client) add(b *batch, text []byte) {
	c.bytes.Add(-int64(len(text)))
	if b.size+len(text) > maxBody {
		c.send(b)
	}
	b.events = append(b.events, text)
	b.size += len(text) + 1
	if len(b.events) >= c.o.Batch {
		c.send(b)
	}
}
