package index

import (
	"fmt"
	"sync/atomic"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// column is a property kept in memory: its values' numbers lie beside the rows.
type column struct {
	id       int64 // a property loaded again is another column
	property string
	key      uint32
	dict     *timeline.Dict
	users    atomic.Int32 // snapshots that read it
	used     atomic.Int64 // when a snapshot last asked for it, by Index.uses
}

// slot is a column's place in flat.cols; free when it has no column. Until
// ready, only rows newer than the start of its loading have it.
type slot struct {
	*column
	ready bool
}

// kept lists the slots in use, ready or being loaded, ascending.
func (st *state) kept() []int {
	var out []int
	for i, s := range st.slots {
		if s.column != nil {
			out = append(out, i)
		}
	}
	return out
}

// whole lists the slots that every row has, ascending.
func (st *state) whole() []int {
	var out []int
	for i, s := range st.slots {
		if s.ready {
			out = append(out, i)
		}
	}
	return out
}

// find returns the ready column of a property key and its slot, or -1.
func (st *state) find(key uint32) (int, bool) {
	if int(key) >= len(st.slotOf) || st.slotOf[key] == 0 {
		return -1, false
	}
	i := int(st.slotOf[key]) - 1
	return i, st.slots[i].ready
}

// addColumn gives a new column a slot. From the next batch on its rows have it;
// the runs of now are frozen until the column is loaded or dropped.
func (st *state) addColumn(c *column) int {
	st.slots = append([]slot(nil), st.slots...)
	at := len(st.slots)
	for i, s := range st.slots {
		if s.column == nil {
			at = i
			break
		}
	}
	if at == len(st.slots) {
		st.slots = append(st.slots, slot{})
	}
	st.slots[at] = slot{column: c}
	st.indexSlots()
	return at
}

// setColumn makes a loaded column ready: cols[shard] are the arrays of the base
// and of the frozen runs.
func (st *state) setColumn(at int, cols *[shards][]timeline.Col) {
	st.slots = append([]slot(nil), st.slots...)
	st.slots[at].ready = true
	for i := range st.shards {
		st.shards[i] = st.shards[i].withCols(at, cols[i])
	}
}

// dropColumn frees a slot everywhere.
func (st *state) dropColumn(at int) {
	st.slots = append([]slot(nil), st.slots...)
	st.slots[at] = slot{}
	st.indexSlots()
	for i, sh := range st.shards {
		st.shards[i] = sh.withCols(at, make([]timeline.Col, len(sh.runs)+1))
	}
}

func (st *state) indexSlots() {
	st.slotOf = nil
	for i, s := range st.slots {
		if s.column == nil {
			continue
		}
		if n := int(s.key) + 1; n > len(st.slotOf) {
			st.slotOf = append(st.slotOf, make([]uint16, n-len(st.slotOf))...)
		}
		st.slotOf[s.key] = uint16(i + 1)
	}
}

// columnsBytes is the memory of all columns.
func (st *state) columnsBytes() int64 {
	var n int64
	for _, at := range st.kept() {
		n += st.columnBytes(at)
	}
	return n
}

// columnBytes is the memory of one column and its dictionary.
func (st *state) columnBytes(at int) int64 {
	var n int64
	for _, sh := range st.shards {
		n += colBytes(sh.base.col(at))
		for _, r := range sh.runs {
			n += colBytes(r.col(at))
		}
	}
	return n + st.slots[at].dict.Bytes()
}

// refuseOverfull drops the columns whose values have become too many. One that
// is still being loaded is left to its loader, which finds the refusal. Under mu.
func (ix *Index) refuseOverfull(st *state) {
	for i, s := range st.slots {
		if s.column == nil || len(s.dict.Values()) <= ix.options.MaxValues+1 {
			continue
		}
		ix.refused[s.property] = tooManyValues(s.property, ix.options.MaxValues)
		if s.ready {
			st.dropColumn(i)
		}
	}
}

func tooManyValues(property string, limit int) error {
	return &kith.Error{
		Code:    kith.TooLarge,
		Message: fmt.Sprintf("the property %q has more than %d different values", property, limit),
		Hint:    "a property that is nearly unique (an id, a time, a full address) cannot be asked about; send a coarser one beside it",
		Field:   property,
	}
}
