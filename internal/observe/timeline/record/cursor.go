package record

import "kith/internal/observe/timeline"

// cursor walks one ordered source, a window of rows at a time.
type cursor struct {
	source source
	window
	at int // next row of the window

	// the next row's place in the record's order
	person uint32
	milli  int64
	seq    uint64
}

// window is what a source shows at a time: aligned columns.
type window struct {
	persons []uint32
	times   []int64
	codes   []uint16
	seqs    []uint64
	cols    [][]uint32
}

// source fills windows in record order until it has no more rows.
type source interface {
	fill(*window) (bool, error)
	close()
}

func millis(t int64) int64 {
	q := t / 1000
	if t%1000 < 0 {
		q--
	}
	return q
}

// move goes to row at of the window, or to the next window from its end.
func (c *cursor) move(at int) (bool, error) {
	if at == len(c.persons) {
		more, err := c.source.fill(&c.window)
		if err != nil || !more {
			return false, err
		}
		at = 0
	}
	c.at, c.person, c.milli, c.seq = at, c.persons[at], millis(c.times[at]), c.seqs[at]
	return true, nil
}

func (c *cursor) less(o *cursor) bool {
	if c.person != o.person {
		return c.person < o.person
	}
	if c.milli != o.milli {
		return c.milli < o.milli
	}
	return c.seq < o.seq
}

// runEnd returns the end of the rows, from the next one on, that come before
// the next row of o.
func (c *cursor) runEnd(o *cursor) int {
	persons, j := c.persons, c.at+1
	for step := 0; j < len(persons) && persons[j] < o.person; j++ {
		if step++; step == 16 {
			j = lowerBound(persons, j, o.person)
			break
		}
	}
	for j < len(persons) && persons[j] == o.person && c.before(j, o) {
		j++
	}
	return j
}

// before compares row j, of the same person, with the next row of o.
func (c *cursor) before(j int, o *cursor) bool {
	if m := millis(c.times[j]); m != o.milli {
		return m < o.milli
	}
	return c.seqs[j] < o.seq
}

// lowerBound is the first place from on where persons are not below p.
func lowerBound(persons []uint32, from int, p uint32) int {
	to := len(persons)
	for from < to {
		mid := int(uint(from+to) >> 1)
		if persons[mid] < p {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// rowSource shows rows held in memory: the unsealed tail.
type rowSource struct {
	rows   []*timeline.Row // record order
	minSeq uint64          // rows before it are in segments, or not asked for
	maxSeq uint64
	keys   []int64 // of the properties asked for; -1: no such property
	dicts  []*timeline.Dict
}

func (s *rowSource) close() {}

func (s *rowSource) fill(w *window) (bool, error) {
	w.persons, w.times, w.codes, w.seqs = w.persons[:0], w.times[:0], w.codes[:0], w.seqs[:0]
	if w.cols == nil {
		w.cols = make([][]uint32, len(s.keys))
	}
	for i := range w.cols {
		w.cols[i] = w.cols[i][:0]
	}
	for len(s.rows) > 0 && len(w.persons) < chunkRows {
		r := s.rows[0]
		s.rows = s.rows[1:]
		if r.Seq < s.minSeq || r.Seq > s.maxSeq {
			continue
		}
		w.persons, w.times = append(w.persons, r.Person), append(w.times, r.Time)
		w.codes, w.seqs = append(w.codes, r.Code), append(w.seqs, r.Seq)
		for i := range w.cols {
			w.cols[i] = append(w.cols[i], codeOf(r, s.keys[i], s.dicts[i]))
		}
	}
	return len(w.persons) > 0, nil
}

func codeOf(r *timeline.Row, key int64, dict *timeline.Dict) uint32 {
	for i := range r.Props {
		if int64(r.Props[i].Key) == key {
			return dict.Code(r.Props[i].Value)
		}
	}
	return 0
}
