package collect

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/platform/api"
)

// Log is where events go. Append returns once payload, a kith.Batch in binary,
// is on disk in the workspace's log; payload is reused after that.
type Log interface {
	Append(ctx context.Context, workspace string, payload []byte) (seq uint64, err error)
}

// Options say what a Door works with.
type Options struct {
	Sources Sources
	Log     Log
	Now     func() time.Time
	// Rules are what a workspace expects, nil when nothing; may be nil itself. It
	// is asked once a request and must not leave memory.
	Rules func(workspace uint32) wire.Rules
	// MaxInFlight bounds the bytes of requests in memory; 0 is 256 MiB. What
	// comes beyond is refused with 429.
	MaxInFlight int64
	// Registry gets the counters; may be nil.
	Registry prometheus.Registerer
}

// Door accepts events. It has no goroutines of its own. The addresses of
// senders are those that api.Protect found out.
type Door struct {
	sources  Sources
	log      Log
	now      func() time.Time
	rules    func(workspace uint32) wire.Rules
	inFlight admission
	desks    chan *desk
	payloads sync.Pool // of *[]byte
	counts   *counts
}

// New makes a door. It fails only when the counters are registered already.
func New(o Options) (*Door, error) {
	d := &Door{sources: o.Sources, log: o.Log, now: o.Now, rules: o.Rules, counts: newCounts()}
	d.inFlight.limit = max(cmp.Or(o.MaxInFlight, 256<<20), wire.MaxBody)
	d.payloads.New = func() any { return new([]byte) }
	// More decoders than processors would only take more memory.
	d.desks = make(chan *desk, runtime.GOMAXPROCS(0))
	for range cap(d.desks) {
		d.desks <- newDesk()
	}
	if o.Registry != nil {
		if err := o.Registry.Register(d.counts); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Register adds the door's routes.
func (d *Door) Register(mux *http.ServeMux) {
	d.segmentRoutes(mux)
	d.posthogRoutes(mux)
	d.mixpanelRoutes(mux)
}

// handle adds a route, with and without a slash at its end.
func handle(mux *http.ServeMux, method, path string, h http.HandlerFunc) {
	handleAll(mux, path, map[string]http.HandlerFunc{method: h})
}

// handleAll is handle for several methods.
func handleAll(mux *http.ServeMux, path string, by map[string]http.HandlerFunc) {
	for _, end := range []string{"", "/{$}"} {
		for method, h := range by {
			mux.HandleFunc(method+" "+path+end, h)
		}
		mux.HandleFunc("OPTIONS "+path+end, preflight)
	}
}

// manner is how one wire is listened to and answered. What its clients do with
// an answer decides what is lost: see each wire's routes.
type manner struct {
	wire string // of wires
	kind string // wire.Call's Type
	// sort tells the wire by the body, where two share an address; may be nil.
	sort func(body wire.Node) string
	// says adds what else the request says; may be nil.
	says func(*http.Request, *wire.Call)
	// key finds the write key outside of the body.
	key func(*http.Request) string
	// thanks says that the events are on disk.
	thanks func(http.ResponseWriter, *http.Request)
	// refuse says that nothing was taken, and counts it.
	refuse func(http.ResponseWriter, *http.Request, error)
}

// events accepts a request with a body.
func (d *Door) events(m manner) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowOrigin(w, r)
		if err := d.accept(w, r, m); err != nil {
			m.refuse(w, r, err)
			return
		}
		m.thanks(w, r)
	}
}

func (d *Door) accept(w http.ResponseWriter, r *http.Request, m manner) error {
	key := m.key(r)
	if key != "" { // whoever cannot come in need not be listened to
		if _, err := d.source(key); err != nil {
			return err
		}
	}
	c := claim{on: &d.inFlight}
	defer c.release()
	body, err := d.receive(w, r, &c)
	if err != nil {
		return err
	}
	return d.store(r, key, body, m, &c)
}

// store decodes a body and appends it to the log of its source's workspace.
func (d *Door) store(r *http.Request, key, body string, m manner, c *claim) error {
	buffer := d.payloads.Get().(*[]byte)
	defer d.giveBack(buffer)
	got, err := d.decode(r, key, body, m, (*buffer)[:0])
	if err != nil {
		return err
	}
	*buffer = got.payload
	c.force(int64(len(got.payload)))
	if _, err := d.log.Append(r.Context(), got.source.Slug, got.payload); err != nil {
		if kith.CodeOf(err) == kith.TooLarge {
			return wire.Refuse(wire.EntryTooLarge, err)
		}
		return wire.Refuse(wire.NotStored, err)
	}
	d.counts.add(&got, len(body))
	return nil
}

func (d *Door) giveBack(buffer *[]byte) {
	if cap(*buffer) <= 1<<20 {
		d.payloads.Put(buffer)
	}
}

// decoded is what a body became.
type decoded struct {
	source   Source
	payload  []byte
	accepted int
	rejected map[wire.Reason]int
	tally    wire.Tally
}

// decode sits at a desk only as long as there is something to compute.
func (d *Door) decode(r *http.Request, key, body string, m manner, payload []byte) (got decoded, err error) {
	var k *desk
	select {
	case k = <-d.desks:
	case <-r.Context().Done():
		return got, wire.Refuse(wire.NotStored, r.Context().Err())
	}
	by := m.wire
	defer func() {
		k.clear(by)
		d.desks <- k
	}()
	if body, err = k.unwrap(body); err != nil {
		return got, err
	}
	root, err := k.read(body)
	if err != nil {
		return got, err
	}
	if m.sort != nil {
		by = m.sort(root)
	}
	decoder := k.decoders[by]
	if got.source, err = d.source(cmp.Or(key, decoder.Key(root))); err != nil {
		return got, err
	}
	call := wire.Call{Source: got.source.ID, Received: d.now().UnixMicro(), SentAt: r.Header.Get("SentAt"), Address: address(r), Type: m.kind}
	if d.rules != nil {
		call.Rules = d.rules(got.source.Workspace)
	}
	if m.says != nil {
		m.says(r, &call)
	}
	batch, tally, err := decoder.Decode(root, call)
	if err != nil {
		return got, err
	}
	batch.Wire = by
	arrivals(batch)
	got.payload, got.tally, got.accepted = batch.AppendBinary(payload), tally, len(batch.Events)
	for i := range batch.Rejected {
		if got.rejected == nil {
			got.rejected = map[wire.Reason]int{}
		}
		got.rejected[wire.Reason(batch.Rejected[i].Reason)]++
	}
	return got, nil
}

// retryAfter is how long clients are asked to wait: load passes quickly, and
// they keep what they have meanwhile.
const retryAfter = time.Second

func (d *Door) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var refused *wire.Refused
	if errors.As(err, &refused) {
		d.counts.refused[refused.Refusal].Add(1)
	}
	api.WriteError(w, r, &api.Later{Err: err, After: retryAfter})
}
