package index

import (
	"context"
	"sync"
	"sync/atomic"

	"kith/internal/observe/timeline"
)

// excerpt is a base with the rows of some codes only, and then the columns of
// those rows that were asked for.
type excerpt struct {
	base *base // without columns; nil when so many rows are of the codes that it saves little

	mu   sync.Mutex
	cols map[*column]timeline.Col
}

func (e *excerpt) bytes() int64 {
	if e.base == nil {
		return 0
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.base.flat.bytes() + 4*int64(len(e.base.offsets))
	for _, c := range e.cols {
		n += colBytes(&c)
	}
	return n
}

// excerpt takes the rows of the codes out of a base.
func (b *base) excerpt(codes *timeline.CodeSet) *excerpt {
	n := 0
	for _, c := range b.codes {
		if codes[c] {
			n++
		}
	}
	if n > b.len()/2 {
		return &excerpt{}
	}
	out := &base{hi: b.hi, parts: &parts{}, offsets: make([]uint32, len(b.offsets))}
	out.secs, out.millis, out.codes = make([]uint32, n+1), make([]uint16, n+1), make([]uint16, n+1)
	at := 0
	for p := range b.persons() {
		lo, hi := b.span(p)
		if n > b.len()/16 {
			at = out.takeMany(at, b, lo, hi, codes)
		} else {
			at = out.takeFew(at, b, lo, hi, codes)
		}
		out.offsets[p+1] = uint32(at)
	}
	out.secs, out.millis, out.codes = out.secs[:n], out.millis[:n], out.codes[:n]
	return &excerpt{base: out}
}

// takeFew copies the rows of the codes to at and beyond; it returns where they
// end.
func (b *base) takeFew(at int, from *base, lo, hi int, codes *timeline.CodeSet) int {
	for i, c := range from.codes[lo:hi] {
		if codes[c] {
			b.secs[at], b.millis[at], b.codes[at] = from.secs[lo+i], from.millis[lo+i], c
			at++
		}
	}
	return at
}

// takeMany does the same without a branch that a processor would guess wrong: it
// copies every row, the next one over those of other codes.
func (b *base) takeMany(at int, from *base, lo, hi int, codes *timeline.CodeSet) int {
	secs, millis := from.secs[lo:hi], from.millis[lo:hi]
	for i, c := range from.codes[lo:hi] {
		b.secs[at], b.millis[at], b.codes[at] = secs[i], millis[i], c
		if codes[c] {
			at++
		}
	}
	return at
}

// with is the excerpt's rows with the columns at the slots of b, whose excerpt
// it is, and whether some had to be read; b itself when there is no excerpt.
func (e *excerpt) with(b *base, codes *timeline.CodeSet, slots []int, st *state) (out *base, grown bool) {
	if e.base == nil {
		return b, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.cols { // of columns that are gone
		if at, _ := st.find(c.key); at < 0 || st.slots[at].column != c {
			delete(e.cols, c)
		}
	}
	rows := *e.base
	for _, slot := range slots {
		if slot < 0 {
			continue
		}
		of := st.slots[slot].column
		c, ok := e.cols[of]
		if !ok {
			c = b.excerptCol(b.col(slot), codes, rows.len())
			grown = true
			if e.cols == nil {
				e.cols = map[*column]timeline.Col{}
			}
			e.cols[of] = c
		}
		rows.flat = rows.withCol(slot, c)
	}
	return &rows, grown
}

func (b *base) excerptCol(from *timeline.Col, codes *timeline.CodeSet, n int) timeline.Col {
	out, at := emptyCol(max(1, width(from)), n), 0
	for i, c := range b.codes {
		if codes[c] {
			switch {
			case from.W8 != nil:
				out.W8[at] = from.W8[i]
			case from.W16 != nil:
				out.W16[at] = from.W16[i]
			case from.W32 != nil:
				out.W32[at] = from.W32[i]
			}
			at++
		}
	}
	return out
}

// ScanOnly: see timeline.Shortcuts. It scans a state whose bases are excerpts.
func (s *snapshot) ScanOnly(ctx context.Context, codes timeline.Codes, visitor func() func(*timeline.View)) error {
	excerpts, err := digested(ctx, s, "only "+codes.Key, func(b *base) *excerpt { return b.excerpt(codes.Set) })
	if err != nil {
		return err
	}
	if excerpts == nil {
		return s.Scan(ctx, visitor)
	}
	st := *s.st
	var grown atomic.Bool
	err = s.ix.eachShard(ctx, func() func(uint32) {
		return func(i uint32) {
			sh, more := *s.st.shards[i], false
			if sh.base, more = excerpts[i].with(sh.base, codes.Set, s.slots, s.st); more {
				grown.Store(true)
			}
			st.shards[i] = &sh
		}
	})
	if err != nil {
		return err
	}
	if grown.Load() {
		s.ix.room(nil)
	}
	return s.scan(ctx, &st, nil, visitor)
}
