package bench

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// LoadOptions say how to load a server.
type LoadOptions struct {
	Address     string // host:port
	WriteKey    string
	Wire        string // segment when empty
	Batch       int    // events a request
	Connections int
	Duration    time.Duration
}

// LoadResult is what a load came to. Only acknowledged events count.
type LoadResult struct {
	Connections int     `json:"connections"`
	Events      int     `json:"events"`
	Failed      int     `json:"failed"` // requests
	Bytes       int     `json:"bytes"`  // of the acknowledged bodies
	Seconds     float64 `json:"seconds"`
	P99         int64   `json:"p99"` // ns, of a request
}

func (r *LoadResult) rate() float64 { return float64(r.Events) / r.Seconds }

// Load sends events over some connections at once, each waiting for one answer
// before it asks again, until the time is over.
func Load(ctx context.Context, o LoadOptions) (*LoadResult, error) {
	begin := time.Now()
	senders := make([]*sender, o.Connections)
	g, gctx := errgroup.WithContext(ctx)
	for i := range senders {
		s, err := newSender(i, &o)
		if err != nil {
			return nil, err
		}
		senders[i] = s
		g.Go(func() error { return senders[i].run(gctx, begin.Add(o.Duration)) })
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("load the server: %w", err)
	}
	out := &LoadResult{Connections: o.Connections, Seconds: time.Since(begin).Seconds()}
	var took []time.Duration
	for _, s := range senders {
		out.Events += s.sent * o.Batch
		out.Bytes += s.sent * len(s.body)
		out.Failed += s.failed
		took = append(took, s.took...)
	}
	slices.Sort(took)
	if n := len(took); n > 0 {
		out.P99 = took[n*99/100].Nanoseconds()
	}
	return out, nil
}

// sender is one connection. To leave the processor to the server it writes the
// same body again and again, with other ids and users in the same places.
type sender struct {
	o            *LoadOptions
	wire         loadWire
	body         []byte
	head         []byte
	ids, users   []int // where their digits begin in body
	rng          *rand.Rand
	n            uint64
	sent, failed int
	took         []time.Duration
}

const (
	idDigits   = 12
	userDigits = 6
	userCount  = 200_000
)

func newSender(number int, o *LoadOptions) (*sender, error) {
	w, err := wireNamed(o.Wire)
	if err != nil {
		return nil, err
	}
	s := &sender{o: o, wire: w, rng: rand.New(rand.NewPCG(7, uint64(number))), n: uint64(number) * 1e9}
	s.body, s.ids, s.users = w.write(o)
	authorization := ""
	if w.basic {
		authorization = "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(o.WriteKey+":")) + "\r\n"
	}
	s.head = fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n",
		strings.ReplaceAll(w.path, "%s", o.WriteKey), o.Address, authorization, len(s.body))
	return s, nil
}

func (s *sender) run(ctx context.Context, until time.Time) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.o.Address)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	answers := bufio.NewReader(conn)
	for ctx.Err() == nil {
		begin := time.Now()
		if begin.After(until) {
			return nil
		}
		s.renew()
		both := net.Buffers{s.head, s.body}
		if _, err := both.WriteTo(conn); err != nil {
			return err
		}
		ok, err := acknowledged(answers)
		switch {
		case err != nil:
			return err
		case ok:
			s.sent++
		default:
			s.failed++
		}
		s.took = append(s.took, time.Since(begin))
	}
	return ctx.Err()
}

func acknowledged(answers *bufio.Reader) (bool, error) {
	res, err := http.ReadResponse(answers, nil)
	if err != nil {
		return false, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode == http.StatusOK, err
}

// renew gives every event of the body a new id and another user.
func (s *sender) renew() {
	for i := range s.ids {
		s.n++
		s.wire.put(s.body, s.ids[i], idDigits, s.n)
		s.wire.put(s.body, s.users[i], userDigits, s.rng.Uint64N(userCount))
	}
}

// digits fills dst with n's decimal digits, the last ones last.
func digits(dst []byte, n uint64) {
	for i := len(dst) - 1; i >= 0; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
}
