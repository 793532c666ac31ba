package index

import (
	"context"
	"math"
	"slices"

	"kith/internal/observe/timeline"
)

// activity is the units in which the persons of one base have an event of some
// codes: person p's words are offsets[p] to offsets[p+1].
type activity struct {
	offsets []uint32
	at      []uint16
	words   []uint64
}

func (a *activity) bytes() int64 {
	return 4*int64(len(a.offsets)) + 2*int64(cap(a.at)) + 8*int64(cap(a.words))
}

func (b *base) activity(of timeline.Activity) *activity {
	out := &activity{offsets: make([]uint32, len(b.offsets))}
	for p := range b.persons() {
		lo, hi := b.span(p)
		out.rows(of, b.secs[lo:hi], b.codes[lo:hi])
		out.offsets[p+1] = uint32(len(out.words))
	}
	out.at = append(make([]uint16, 0, len(out.at)), out.at...)
	out.words = append(make([]uint64, 0, len(out.words)), out.words...)
	return out
}

// rows appends the words of one person.
func (a *activity) rows(of timeline.Activity, secs []uint32, codes []uint16) {
	word, bits := -1, uint64(0)
	for i, set := 0, of.Codes.Set; i < len(codes); {
		if !set[codes[i]] {
			i++
			continue
		}
		unit := of.Units.Of(secs[i])
		if end := of.Units.End(unit); end > math.MaxUint32 {
			i = len(codes)
		} else {
			i = timeline.Seek(secs, i+1, uint32(end))
		}
		if unit>>6 != word {
			if bits != 0 {
				a.at, a.words = append(a.at, uint16(word)), append(a.words, bits)
			}
			word, bits = unit>>6, 0
		}
		bits |= 1 << (unit & 63)
	}
	if bits != 0 {
		a.at, a.words = append(a.at, uint16(word)), append(a.words, bits)
	}
}

// join takes in more words, in any order.
func (a *activity) join(at []uint16, words []uint64) {
	for i, w := range at {
		k := len(a.at)
		for k > 0 && a.at[k-1] > w {
			k--
		}
		if k > 0 && a.at[k-1] == w {
			a.words[k-1] |= words[i]
			continue
		}
		a.at, a.words = slices.Insert(a.at, k, w), slices.Insert(a.words, k, words[i])
	}
}

// ScanActive: see timeline.Shortcuts.
func (s *snapshot) ScanActive(ctx context.Context, asked []timeline.Activity, visitor func() func(*timeline.ActiveBlock)) (bool, error) {
	of := make([]*[shards]*activity, len(asked))
	for i, a := range asked {
		var err error
		of[i], err = digested(ctx, s, "active "+a.Units.Key+" "+a.Codes.Key, func(b *base) *activity { return b.activity(a) })
		if of[i] == nil || err != nil {
			return false, err
		}
	}
	err := s.ix.eachShard(ctx, func() func(uint32) {
		w := newActiveWalker(s.st, asked, of, visitor())
		return func(shard uint32) {
			w.enter(shard)
			w.walk(w)
		}
	})
	return true, err
}

// activeWalker hands over ActiveBlocks for one worker.
type activeWalker struct {
	route
	asked []timeline.Activity
	of    []*[shards]*activity
	visit func(*timeline.ActiveBlock)
	block timeline.ActiveBlock // a stretch of the base
	one   timeline.ActiveBlock // one person, put together
	sum   []activity           // of that person
	rows  activity             // of a run, for a moment
}

func newActiveWalker(st *state, asked []timeline.Activity, of []*[shards]*activity, visit func(*timeline.ActiveBlock)) *activeWalker {
	w := &activeWalker{route: route{st: st}, asked: asked, of: of, visit: visit, sum: make([]activity, len(asked))}
	w.block.Sets, w.one.Sets = make([]timeline.ActiveSet, len(asked)), make([]timeline.ActiveSet, len(asked))
	return w
}

func (w *activeWalker) straight(lo, hi uint32) {
	if lo >= hi {
		return
	}
	w.block.Persons = int(hi - lo)
	for k := range w.of {
		a := w.of[k][w.shard]
		w.block.Sets[k] = timeline.ActiveSet{Offsets: a.offsets[lo : hi+1], At: a.at, Words: a.words}
	}
	w.visit(&w.block)
}

func (w *activeWalker) newer(p uint32) {
	w.begin()
	w.addBase(w.shard, p)
	for i, r := range w.sh.runs {
		lo, hi := w.next(i, p)
		w.addRows(&r.flat, lo, hi)
	}
	w.hand()
}

func (w *activeWalker) merged(raw uint32) {
	w.begin()
	members := w.st.overrides.Members(raw)
	if members == nil {
		members = []uint32{raw}
	}
	for _, m := range members {
		w.addBase(m%shards, m>>shardBits)
		for _, r := range w.st.shards[m%shards].runs {
			lo, hi := r.span(m >> shardBits)
			w.addRows(&r.flat, lo, hi)
		}
	}
	w.hand()
}

func (w *activeWalker) begin() {
	for k := range w.sum {
		w.sum[k].at, w.sum[k].words = w.sum[k].at[:0], w.sum[k].words[:0]
	}
}

func (w *activeWalker) addBase(shard, p uint32) {
	for k := range w.of {
		a := w.of[k][shard]
		if int(p)+1 < len(a.offsets) {
			lo, hi := a.offsets[p], a.offsets[p+1]
			w.sum[k].join(a.at[lo:hi], a.words[lo:hi])
		}
	}
}

func (w *activeWalker) addRows(rows *flat, lo, hi int) {
	if lo == hi {
		return
	}
	for k := range w.asked {
		w.rows.at, w.rows.words = w.rows.at[:0], w.rows.words[:0]
		w.rows.rows(w.asked[k], rows.secs[lo:hi], rows.codes[lo:hi])
		w.sum[k].join(w.rows.at, w.rows.words)
	}
}

func (w *activeWalker) hand() {
	w.one.Persons = 1
	for k := range w.sum {
		a := &w.sum[k]
		w.one.Sets[k] = timeline.ActiveSet{Offsets: append(a.offsets[:0], 0, uint32(len(a.words))), At: a.at, Words: a.words}
		a.offsets = w.one.Sets[k].Offsets
	}
	w.visit(&w.one)
}
