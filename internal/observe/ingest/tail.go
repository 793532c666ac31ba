package ingest

import (
	"cmp"
	"slices"
	"sync"

	"kith/internal/observe/timeline"
)

// tail holds the rows that are not in the record yet: those being sealed, and
// those that came since. The log has them all; this is their copy in memory.
type tail struct {
	mu      sync.Mutex
	sealing []*timeline.Row // in record order
	active  []*timeline.Row // in log order
	bytes   int             // of the log payloads that active came from
	sorted  []*timeline.Row // all of both in record order; nil when out of date
}

func (t *tail) add(rows []*timeline.Row, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.active = append(t.active, rows...)
	t.bytes += bytes
	t.sorted = nil
}

// rotate makes the active rows the ones being sealed and returns them in record
// order. The ones before must have been released.
func (t *tail) rotate() []*timeline.Row {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sealing, t.active, t.bytes = t.active, nil, 0
	slices.SortFunc(t.sealing, order)
	t.sorted = t.sealing
	return t.sealing
}

// release forgets the rows that have been sealed.
func (t *tail) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sealing, t.sorted = nil, nil
}

// size returns the rows and bytes since the last rotation.
func (t *tail) size() (rows, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.active), t.bytes
}

// unsealed counts all rows, those being sealed included.
func (t *tail) unsealed() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.sealing) + len(t.active)
}

// rows returns everything unsealed in record order. A row may be sealed before
// the caller looks; the record leaves out those it already has.
func (t *tail) rows() []*timeline.Row {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sorted == nil {
		fresh := slices.Clone(t.active)
		slices.SortFunc(fresh, order)
		t.sorted = mergeRows(t.sealing, fresh)
	}
	return t.sorted
}

func mergeRows(a, b []*timeline.Row) []*timeline.Row {
	if len(a) == 0 {
		return b
	}
	out := make([]*timeline.Row, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].Less(b[0]) {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func order(a, b *timeline.Row) int {
	switch {
	case a.Less(b):
		return -1
	case b.Less(a):
		return 1
	}
	return 0
}

// since returns the unsealed rows that came after an ordinal, by arrival.
func (t *tail) since(seq uint64) []*timeline.Row {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []*timeline.Row
	for _, r := range t.sealing {
		if r.Seq > seq {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *timeline.Row) int { return cmp.Compare(a.Seq, b.Seq) })
	at, _ := slices.BinarySearchFunc(t.active, seq+1, func(r *timeline.Row, seq uint64) int { return cmp.Compare(r.Seq, seq) })
	return append(out, t.active[at:]...)
}

// of returns a few persons' unsealed rows in record order, without putting all
// in order.
func (t *tail) of(persons []uint32) []*timeline.Row {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []*timeline.Row
	for _, rows := range [][]*timeline.Row{t.sealing, t.active} {
		for _, r := range rows {
			if slices.Contains(persons, r.Person) {
				out = append(out, r)
			}
		}
	}
	slices.SortFunc(out, order)
	return out
}
