package record

import "kith/internal/kith"

// move copies rows of a segment into another one whose columns may differ.
type move struct {
	from *wide
	to   []*output // for each column of from; nil: its values go to the tail
	// asIs: tails need no change, as no property moves between a column and
	// the tail.
	asIs bool
	keys map[string]uint32 // by quoted name: properties that leave the tail
}

func newMove(w *writer, from *wide) *move {
	m := &move{from: from, asIs: true, keys: map[string]uint32{}}
	for _, in := range from.columns {
		o := w.column(in.key, in.kind)
		m.to = append(m.to, o)
		m.asIs = m.asIs && o != nil
	}
	for _, p := range from.segment.Properties {
		for k := kith.Bool; k <= kith.JSON; k++ {
			if k != p.Column && p.Counts[k] > 0 && w.column(p.Key, k) != nil {
				m.asIs = false
				m.keys[string(appendQuoted(nil, w.names[p.Key]))] = p.Key
			}
		}
	}
	return m
}

// take writes rows [i, j) of the source's chunk in hand.
func (w *writer) take(m *move, i, j int) error {
	for i < j {
		n := min(j-i, chunkRows-w.n)
		w.takeFixed(m.from, i, i+n)
		for k, o := range m.to {
			if o != nil {
				o.take(w.n, &m.from.columns[k], i, i+n)
			}
		}
		w.takeTails(m, i, i+n)
		w.n += n
		i += n
		if w.n == chunkRows {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) takeFixed(from *wide, i, j int) {
	win := &from.window
	copy(w.persons[w.n:], win.persons[i:j])
	if w.overrides != nil {
		for n := w.n; n < w.n+j-i; n++ {
			w.persons[n] = w.overrides.Canonical(w.persons[n])
		}
	}
	copy(w.times[w.n:], win.times[i:j])
	copy(w.codes[w.n:], win.codes[i:j])
	copy(w.seqs[w.n:], win.seqs[i:j])
	copy(w.mids[w.n:], from.mids[i:j])
	copy(w.received[w.n:], from.received[i:j])
	copy(w.sources[w.n:], from.sources[i:j])
}

// take copies values of one kind. Strings keep pointing into the chunk they
// come from, which the writer retires only after it has been flushed.
func (o *output) take(n int, in *input, i, j int) {
	switch o.kind {
	case kith.Bool:
		copy(o.bools[n:], in.bools[i:j])
	case kith.Number:
		copy(o.nums[n:], in.nums[i:j])
	default:
		copy(o.texts[n:], in.texts[i:j])
	}
	for ; i < j; i, n = i+1, n+1 {
		if in.has.has(i) {
			o.valid.set(n)
		}
	}
}

func (w *writer) takeTails(m *move, i, j int) {
	if m.asIs {
		w.tail.take(w.n, &m.from.tail, i, j)
		return
	}
	for n := w.n; i < j; i, n = i+1, n+1 {
		tail := w.scratch[:0]
		for k, o := range m.to {
			if in := &m.from.columns[k]; o == nil && in.has.has(i) {
				tail = appendMember(tail, w.names[in.key], in.value(i))
			}
		}
		if m.from.tail.has.has(i) {
			tail = w.splitTail(tail, m, n, m.from.tail.texts[i].bytes())
		}
		if len(tail) > 0 {
			tail = append(tail, '}')
			w.setTail(n, tail)
		}
		w.scratch = tail
	}
}

// splitTail moves what has a column now there and the rest to the new tail.
func (w *writer) splitTail(tail []byte, m *move, n int, old []byte) []byte {
	walker := walkTail(old)
	for {
		name, value, ok := walker.next()
		if !ok {
			return tail
		}
		if key, leaves := m.keys[string(name)]; leaves {
			if o := w.column(key, kindOf(value)); o != nil {
				o.set(n, parseValue(value), w.strings)
				continue
			}
		}
		tail = append(appendComma(tail), name...)
		tail = append(append(tail, ':'), value...)
	}
}
