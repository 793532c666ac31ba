package record

import (
	"cmp"
	"slices"

	"kith/internal/observe/timeline"
)

// history is one person's rows put together, at 14 bytes a row and four for
// each property.
type history struct {
	millis []int64
	codes  []uint16
	cols   [][]uint32
	secs   []uint32 // made when shown
}

func (h *history) reset(cols int) {
	if h.cols == nil {
		h.cols = make([][]uint32, cols)
	}
	h.millis, h.codes = h.millis[:0], h.codes[:0]
	for k := range h.cols {
		h.cols[k] = h.cols[k][:0]
	}
}

// append adds rows [i, j) of a chunk.
func (h *history) append(chunk *timeline.Chunk, i, j int) {
	for _, t := range chunk.Times[i:j] {
		h.millis = append(h.millis, millis(t))
	}
	h.codes = append(h.codes, chunk.Codes[i:j]...)
	for k := range h.cols {
		h.cols[k] = append(h.cols[k], chunk.Cols[k][i:j]...)
	}
}

// sort orders rows that were appended member by member, ascending, by
// millisecond; rows of one millisecond stay as they were appended.
func (h *history) sort() {
	if slices.IsSorted(h.millis) {
		return
	}
	type placed struct {
		milli int64
		at    int
	}
	order := make([]placed, len(h.millis))
	for i, m := range h.millis {
		order[i] = placed{m, i}
	}
	slices.SortFunc(order, func(a, b placed) int { return cmp.Or(cmp.Compare(a.milli, b.milli), cmp.Compare(a.at, b.at)) })
	codes := make([]uint16, len(order))
	for i, p := range order {
		h.millis[i], codes[i] = p.milli, h.codes[p.at]
	}
	h.codes = codes
	for k, col := range h.cols {
		sorted := make([]uint32, len(order))
		for i, p := range order {
			sorted[i] = col[p.at]
		}
		h.cols[k] = sorted
	}
}

// show makes the view of the whole history.
func (h *history) show(v *timeline.View, person uint32) {
	h.secs = h.secs[:0]
	for _, m := range h.millis {
		h.secs = append(h.secs, uint32(floorDiv(m, 1000)))
	}
	v.Person, v.Secs, v.Codes = person, h.secs, h.codes
	v.Cols = v.Cols[:0]
	for _, col := range h.cols {
		v.Cols = append(v.Cols, timeline.Col{W32: col})
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// histories cuts a stream into persons and hands each over. Persons that share
// a history are put aside until all of it has come.
type histories struct {
	part   *clusterPart
	visit  func(*timeline.View)
	view   timeline.View
	secs   []uint32
	person uint32
	open   bool    // person's rows may go on in the next chunk
	held   history // its rows so far
}

func newHistories(cols int, part *clusterPart, visit func(*timeline.View)) *histories {
	h := &histories{part: part, visit: visit}
	h.view.Cols = make([]timeline.Col, cols)
	h.held.reset(cols)
	return h
}

func (h *histories) add(chunk *timeline.Chunk) {
	h.secs = h.secs[:0]
	for _, t := range chunk.Times {
		h.secs = append(h.secs, uint32(floorDiv(t, 1e6)))
	}
	persons := chunk.Persons
	for i := 0; i < len(persons); {
		p, j := persons[i], i+1
		for j < len(persons) && persons[j] == p {
			j++
		}
		if h.open && p != h.person {
			h.flush()
		}
		switch {
		case h.open || j == len(persons): // begun before, or may go on
			h.person, h.open = p, true
			h.held.append(chunk, i, j)
		case h.part.all.shares(p):
			h.part.add(p, func(to *history) { to.append(chunk, i, j) }, h.visit)
		default:
			h.show(chunk, p, i, j)
		}
		i = j
	}
}

// show hands over rows of the chunk as they lie there.
func (h *histories) show(chunk *timeline.Chunk, p uint32, i, j int) {
	h.view.Person, h.view.Secs, h.view.Codes = p, h.secs[i:j], chunk.Codes[i:j]
	h.view.Cols = h.view.Cols[:len(chunk.Cols)]
	for k, col := range chunk.Cols {
		h.view.Cols[k].W32 = col[i:j]
	}
	h.visit(&h.view)
}

// flush hands over the person whose rows were held.
func (h *histories) flush() {
	if !h.open {
		return
	}
	h.open = false
	if h.part.all.shares(h.person) {
		h.part.add(h.person, func(to *history) { to.join(&h.held) }, h.visit)
	} else {
		h.held.show(&h.view, h.person)
		h.visit(&h.view)
	}
	h.held.reset(len(h.held.cols))
}

func (h *histories) end() {
	h.flush()
	h.part.end(h.visit)
}

// join appends another history.
func (h *history) join(o *history) {
	h.millis = append(h.millis, o.millis...)
	h.codes = append(h.codes, o.codes...)
	for k := range h.cols {
		h.cols[k] = append(h.cols[k], o.cols[k]...)
	}
}
