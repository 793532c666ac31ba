package insight

import (
	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
)

// signReader reads what events say of where people came from. It is shared by
// all workers; what they have read they keep themselves.
type signReader struct {
	fields []signField
	clicks []signField
	host   int // index in fields of the page's own host, -1
}

type signField struct {
	name   string
	col    int
	values []kith.Value
}

// mostFields bounds the properties of a key: all but the click ids.
const mostFields = 24

// signKey holds an event's codes of the sign properties, click ids as bits.
type signKey [mostFields + 1]uint32

func newSignReader(p *plan) *signReader {
	r := &signReader{host: -1}
	for _, name := range channel.Properties {
		col := p.cols[name]
		values := p.snap.Dict(col).Values()
		if len(values) < 2 {
			continue // no event has it
		}
		f := signField{name, col, values}
		switch {
		case channel.IsClick(name):
			r.clicks = append(r.clicks, f)
		default:
			if name == "$host" {
				r.host = len(r.fields)
			}
			r.fields = append(r.fields, f)
		}
	}
	return r
}

// key reads event i; any is false when it says nothing.
func (r *signReader) key(v *timeline.View, i int) (k signKey, any bool) {
	for n := range r.fields {
		code := v.Cols[r.fields[n].col].At(i)
		k[n] = code
		any = any || code != 0 && n != r.host
	}
	for n := range r.clicks {
		if v.Cols[r.clicks[n].col].At(i) != 0 {
			k[mostFields] |= 1 << n
			any = true
		}
	}
	return k, any
}

func (r *signReader) read(k *signKey) channel.Signs {
	return channel.Read(func(name string) string {
		for n := range r.fields {
			if r.fields[n].name == name {
				if v := r.fields[n].values[k[n]]; v.Kind != kith.None {
					return v.Text()
				}
				return ""
			}
		}
		for n := range r.clicks {
			if r.clicks[n].name == name && k[mostFields]&(1<<n) != 0 {
				return name
			}
		}
		return ""
	})
}

// touch is the beginning of a visit.
type touch struct {
	at    int // index of its first event
	sec   uint32
	row   int
	place channel.Place
}

// read is what a key turned out to be.
type readPlace struct {
	place channel.Place
	row   int
	ok    bool
}

// mostRead bounds what a worker remembers of keys.
const mostRead = 1 << 16

// touchWalk finds the touches of histories. It belongs to one worker.
type touchWalk struct {
	c       *channels
	cutter  sessionCutter
	known   map[signKey]readPlace
	touches []touch
}

func (c *channels) walker() *touchWalk {
	return &touchWalk{c: c, cutter: c.cutter, known: map[signKey]readPlace{}}
}

// find sets touches to those of the history.
func (w *touchWalk) find(v *timeline.View) {
	w.touches = w.touches[:0]
	for lo, hi := w.cutter.next(v, 0); lo < hi; lo, hi = w.cutter.next(v, hi) {
		t := touch{at: lo, sec: v.Secs[lo]}
		t.place, t.row = w.placeOf(v, lo, hi)
		w.touches = append(w.touches, t)
	}
}

// placeOf asks the events of a visit, one after another, until one tells.
func (w *touchWalk) placeOf(v *timeline.View, lo, hi int) (channel.Place, int) {
	var before signKey
	for i := lo; i < hi; i++ {
		if !w.cutter.active[v.Codes[i]] {
			continue
		}
		k, any := w.c.signs.key(v, i)
		if !any || k == before {
			continue
		}
		before = k
		found, seen := w.known[k]
		if !seen {
			found.place, found.ok = w.c.classifier.Classify(w.c.signs.read(&k))
			found.row = w.c.rows.of(w.c.q.key(found.place))
			if len(w.known) >= mostRead {
				clear(w.known)
			}
			w.known[k] = found
		}
		if found.ok {
			return found.place, found.row
		}
	}
	return channel.Place{Channel: channel.Direct}, w.c.direct
}

// conversions yields the conversions in the range, by index, each with the
// touches that share its credit.
func (w *touchWalk) conversions(v *timeline.View, yield func(i int, window []touch)) {
	c, lo, hi := w.c, 0, 0
	for i, sec := range v.Secs {
		if sec >= c.p.to {
			return
		}
		if sec < c.p.from || !c.conversion.match(v, i) {
			continue
		}
		for hi < len(w.touches) && w.touches[hi].at <= i {
			hi++
		}
		for lo < hi && int64(w.touches[lo].sec) < int64(sec)-c.lookback {
			lo++
		}
		yield(i, w.touches[lo:hi])
	}
}
