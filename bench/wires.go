package bench

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"kith/internal/simulate"
)

// A loadWire writes the same events as another client's. Ids and users are
// digits at fixed places of the body, so that a request costs the generator
// nothing but those.
type loadWire struct {
	name       string
	path       string // %s is the write key
	basic      bool   // the write key also stands in the head
	begin, end string // around the events; %s is the write key
	// event writes one and returns where the digits of its id and user begin.
	event func(b *bytes.Buffer, n int, at time.Time) (id, user int)
	// based bodies go as base64 in a form: digits are then patched three at a
	// time, so they begin at a multiple of three.
	based string
}

var platforms = []string{"ios", "android", "web", "mini_program"}

const (
	blankID   = "000000000000"
	blankUser = "000000"
)

// wireNamed returns the wire, the first when name is empty.
func wireNamed(name string) (loadWire, error) {
	for _, w := range loadWires {
		if w.name == name || name == "" {
			return w, nil
		}
	}
	return loadWire{}, fmt.Errorf("there is no wire %q", name)
}

var loadWires = []loadWire{
	{
		name: "segment", path: "/v1/batch", basic: true, begin: `{"batch":[`, end: `]}`,
		event: func(b *bytes.Buffer, n int, at time.Time) (id, user int) {
			fmt.Fprintf(b, `{"type":"track","event":%q,"messageId":"load-`, eventOf(n))
			id = b.Len()
			b.WriteString(blankID + `","userId":"user-`)
			user = b.Len()
			fmt.Fprintf(b, `%s","timestamp":%q,"properties":{"platform":%q,"amount":%d,"chapter":%d},"context":{"locale":"en-GB","library":{"name":"kith-bench","version":"1.0.0"}}}`, blankUser, at.Format(millis), platforms[n%4], 10+n, n%40)
			return id, user
		},
	},
	{
		name: "posthog", path: "/batch/", begin: `{"api_key":"%s","batch":[`, end: `]}`,
		event: func(b *bytes.Buffer, n int, at time.Time) (id, user int) {
			fmt.Fprintf(b, `{"event":%q,"uuid":"00000000-0000-7000-8000-`, eventOf(n))
			id = b.Len()
			b.WriteString(blankID + `","distinct_id":"user-`)
			user = b.Len()
			fmt.Fprintf(b, `%s","timestamp":%q,"properties":{"platform":%q,"amount":%d,"chapter":%d,"$browser_language":"en-GB","$lib":"posthog-node","$lib_version":"5.70.0"}}`, blankUser, at.Format(millis), platforms[n%4], 10+n, n%40)
			return id, user
		},
	},
	{
		name: "mixpanel", path: "/import", basic: true, begin: `[`, end: `]`,
		event: func(b *bytes.Buffer, n int, at time.Time) (id, user int) {
			fmt.Fprintf(b, `{"event":%q,"properties":{"$insert_id":"load-`, eventOf(n))
			id = b.Len()
			b.WriteString(blankID + `","distinct_id":"user-`)
			user = b.Len()
			fmt.Fprintf(b, `%s","time":%d,"platform":%q,"amount":%d,"chapter":%d,"$browser_language":"en-GB","mp_lib":"node"}}`, blankUser, at.UnixMilli(), platforms[n%4], 10+n, n%40)
			return id, user
		},
	},
	{
		name: "sensors", path: "/sa?project=default&token=%s", begin: `[`, end: `]`, based: "data_list=",
		event: func(b *bytes.Buffer, n int, at time.Time) (id, user int) {
			fmt.Fprintf(b, `{"type":"track","event":%q,"lib":{"$lib":"Java","$lib_version":"3.6.0"},`, eventOf(n))
			align(b, len(`"_track_id":1`))
			b.WriteString(`"_track_id":1`)
			id = b.Len()
			b.WriteString(blankID + `,`)
			align(b, len(`"distinct_id":"user-`))
			b.WriteString(`"distinct_id":"user-`)
			user = b.Len()
			fmt.Fprintf(b, `%s","time":%d,"properties":{"platform":%q,"amount":%d,"chapter":%d,"$is_login_id":true}}`, blankUser, at.UnixMilli(), platforms[n%4], 10+n, n%40)
			return id, user
		},
	},
}

const millis = "2006-01-02T15:04:05.000Z"

func eventOf(n int) string { return simulate.BenchEvents[n%len(simulate.BenchEvents)] }

// align adds blanks so that what follows the next n bytes begins at a multiple
// of three.
func align(b *bytes.Buffer, n int) {
	for (b.Len()+n)%3 != 0 {
		b.WriteByte(' ')
	}
}

// write builds the body of a request, and where its ids and users are.
func (w loadWire) write(o *LoadOptions) (body []byte, ids, users []int) {
	var b bytes.Buffer
	b.WriteString(strings.ReplaceAll(w.begin, "%s", o.WriteKey))
	now := time.Now().UTC()
	for n := range o.Batch {
		if n > 0 {
			b.WriteByte(',')
		}
		id, user := w.event(&b, n, now)
		ids, users = append(ids, id), append(users, user)
	}
	b.WriteString(w.end)
	if w.based == "" {
		return b.Bytes(), ids, users
	}
	for b.Len()%3 != 0 {
		b.WriteByte(' ')
	}
	body = append([]byte(w.based), base64.URLEncoding.EncodeToString(b.Bytes())...)
	for i := range ids {
		ids[i], users[i] = len(w.based)+ids[i]/3*4, len(w.based)+users[i]/3*4
	}
	return body, ids, users
}

// put writes n's digits where id or user begins.
func (w loadWire) put(body []byte, at, count int, n uint64) {
	if w.based == "" {
		digits(body[at:at+count], n)
		return
	}
	var plain [idDigits]byte
	digits(plain[:count], n)
	base64.URLEncoding.Encode(body[at:], plain[:count])
}

// byWire is what a server took in of one wire.
type byWire struct {
	name        string
	load        LoadResult
	counted     int
	cpuPerEvent time.Duration
}

// measureWires loads a fresh server with each wire, Segment's first and last:
// what changes between those two is the machine's.
func measureWires(ctx context.Context, p *Program, dir string, duration time.Duration, progress func(string)) ([]byWire, error) {
	var out []byWire
	for i, w := range append(loadWires[:len(loadWires):len(loadWires)], loadWires[0]) {
		progress("ingestion by wire: " + w.name)
		got, err := measureWire(ctx, p, filepath.Join(dir, fmt.Sprintf("wire-%d", i)), w.name, duration)
		if err != nil {
			return nil, fmt.Errorf("wire %s: %w", w.name, err)
		}
		out = append(out, *got)
	}
	return out, nil
}

func measureWire(ctx context.Context, p *Program, data, wire string, duration time.Duration) (*byWire, error) {
	key, err := p.Prepare(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("prepare a data folder: %w", err)
	}
	s, err := p.serve(ctx, data)
	if err != nil {
		return nil, err
	}
	defer s.cmd.Process.Kill() // does nothing after kill
	load, err := p.load(ctx, s, wire, key, batchSize, batchConnections, duration)
	if err != nil {
		return nil, err
	}
	out := &byWire{name: wire, load: *load}
	if out.counted, err = s.countTo(ctx, load.Events); err != nil {
		return nil, err
	}
	if err := s.kill(); err != nil {
		return nil, err
	}
	out.cpuPerEvent = s.cpu() / time.Duration(max(1, load.Events))
	return out, nil
}

// slower is how much more CPU than Segment's a wire may cost.
const slower = 1.3

// addWires shows the wires beside each other.
func (r *Report) addWires(all []byWire) {
	s := section{
		title: "Ingestion by wire",
		text:  "The same events as each wire's clients send them, 100 a request over 8 connections, to a fresh server each; Segment's first and last. CPU is the server's, from the request to what every question reads.",
		head:  []string{"wire", "events/s", "bytes an event", "server's CPU an event", "of Segment's", "in answers", "target", "reached"},
	}
	segment := (all[0].cpuPerEvent + all[len(all)-1].cpuPerEvent).Seconds() / 2
	for _, w := range all {
		ratio := w.cpuPerEvent.Seconds() / segment
		ok := ratio <= slower && w.counted == w.load.Events && w.load.Failed == 0
		s.rows = append(s.rows, []string{
			w.name, big(int(w.load.rate())), fmt.Sprint(w.load.Bytes / max(1, w.load.Events)), fmt.Sprintf("%.1f µs", w.cpuPerEvent.Seconds()*1e6), fmt.Sprintf("%.2f", ratio),
			fmt.Sprintf("%s of %s", big(w.counted), big(w.load.Events)), fmt.Sprintf("≤ %.1f, all", slower),
			r.check(ok, "Wire %s: %.2f of Segment's CPU an event, %d of %d events in answers, %d requests failed.", w.name, ratio, w.counted, w.load.Events, w.load.Failed),
		})
	}
	r.sections = append(r.sections, s)
}
