package index

import (
	"slices"

	"kith/internal/observe/timeline"
)

// Apply takes rows and changes of who is who in; at return both are visible, together. Rows may
// be in any order, of any persons, but none may be older (by Seq) than what an
// earlier call brought: those are taken for repeats and left out. Rows are read,
// not kept. One goroutine calls it.
func (ix *Index) Apply(rows []*timeline.Row, changes []timeline.Change) {
	crowded := false
	ix.change(func(next *state) {
		in := &ix.batch
		in.sort(rows, next)
		in.codeColumns(next)
		keep := next.kept()
		for i := range next.shards {
			if !in.fill(i, keep) {
				continue
			}
			next.shards[i], in.at = next.shards[i].taken(&in.rows, keep, in.at)
			crowded = crowded || next.shards[i].crowded()
		}
		next.seq, next.latest = in.hi, in.latest
		next.events += uint64(len(in.fresh))
		in.forget()
		ix.refuseOverfull(next)
		if len(changes) > 0 {
			ix.overrides.Apply(changes)
			next.mark(changes)
			next.overrides = ix.overrides.View()
		}
	})
	if crowded {
		ix.wakeUp()
	}
}

// wakeUp lets Run look for crowded shards.
func (ix *Index) wakeUp() {
	select {
	case ix.wake <- struct{}{}:
	default:
	}
}

// mark notes both sides of every change. Every member of a person with several
// was a side once: alone it can only be named itself.
func (st *state) mark(changes []timeline.Change) {
	var owned [shards]bool
	note := func(p uint32) {
		i := p % shards
		if !owned[i] {
			fresh := *st.shards[i]
			st.shards[i] = &fresh
		}
		st.shards[i].merged = st.shards[i].merged.with(p>>shardBits, owned[i])
		owned[i] = true
	}
	for _, c := range changes {
		note(c.From)
		note(c.Into)
	}
}

// intake sorts one batch. Its arrays are used again for the next.
type intake struct {
	fresh  []*timeline.Row
	order  []arrival // of fresh, by shard, person, time, arrival
	starts [shards + 1]int
	hi     uint64
	latest int64
	coded  [][]uint32 // by slot: the code of each fresh row; nil for a free slot

	rows run // one shard's part of the batch
	one  []uint32
	at   []uint32
}

// arrival is a row's place: person and second, then millisecond and ordinal.
type arrival struct {
	major, minor uint64
	row          uint32 // in fresh
}

func byPlace(a, b arrival) int {
	switch {
	case a.major != b.major:
		if a.major < b.major {
			return -1
		}
		return 1
	case a.minor < b.minor:
		return -1
	case a.minor > b.minor:
		return 1
	}
	return 0
}

// sort deals the rows that st does not have to shards and sorts each shard.
func (in *intake) sort(rows []*timeline.Row, st *state) {
	in.fresh, in.hi, in.latest = in.fresh[:0], st.seq, st.latest
	var counts [shards]int
	for _, r := range rows {
		if r.Seq <= st.seq {
			continue
		}
		if r.Seq > in.hi {
			in.hi, in.latest = r.Seq, r.Received
		}
		in.fresh = append(in.fresh, r)
		counts[r.Person%shards]++
	}
	var next [shards]int
	for i, n := range counts {
		next[i] = in.starts[i]
		in.starts[i+1] = in.starts[i] + n
	}
	in.order = slices.Grow(in.order[:0], len(in.fresh))[:len(in.fresh)]
	for i, r := range in.fresh {
		sec, milli := clock(r.Time)
		to := &next[r.Person%shards]
		in.order[*to] = arrival{
			major: uint64(r.Person>>shardBits)<<32 | uint64(sec),
			minor: uint64(milli)<<48 | (r.Seq - st.seq),
			row:   uint32(i),
		}
		*to++
	}
	for i := range shards {
		slices.SortFunc(in.order[in.starts[i]:in.starts[i+1]], byPlace)
	}
}

// codeColumns codes the properties that columns are kept of, or being loaded of.
func (in *intake) codeColumns(st *state) {
	for len(in.coded) < len(st.slots) {
		in.coded = append(in.coded, nil)
	}
	any := false
	for i := range in.coded {
		if i >= len(st.slots) || st.slots[i].column == nil {
			in.coded[i] = nil
			continue
		}
		any = true
		in.coded[i] = slices.Grow(in.coded[i][:0], len(in.fresh))[:len(in.fresh)]
		clear(in.coded[i])
	}
	if !any {
		return
	}
	for i, r := range in.fresh {
		for j := range r.Props {
			p := &r.Props[j]
			if int(p.Key) < len(st.slotOf) && st.slotOf[p.Key] != 0 {
				slot := st.slotOf[p.Key] - 1
				in.coded[slot][i] = st.slots[slot].dict.Code(p.Value)
			}
		}
	}
}

// fill puts one shard's part of the batch into in.rows; false when it has none.
func (in *intake) fill(shard int, keep []int) bool {
	part := in.order[in.starts[shard]:in.starts[shard+1]]
	if len(part) == 0 {
		return false
	}
	r := &in.rows
	r.hi = in.hi
	r.persons, r.secs, r.millis, r.codes = r.persons[:0], r.secs[:0], r.millis[:0], r.codes[:0]
	for i := range part {
		a := &part[i]
		r.persons = append(r.persons, uint32(a.major>>32))
		r.secs = append(r.secs, uint32(a.major))
		r.millis = append(r.millis, uint16(a.minor>>48))
		r.codes = append(r.codes, in.fresh[a.row].Code)
	}
	r.cols = r.cols[:0]
	for _, slot := range keep {
		in.one = in.one[:0]
		for i := range part {
			in.one = append(in.one, in.coded[slot][part[i].row])
		}
		for len(r.cols) <= slot {
			r.cols = append(r.cols, timeline.Col{})
		}
		r.cols[slot] = narrowCol(in.one)
	}
	return true
}

// forget lets go of the caller's rows, and of space that an unusual batch took.
func (in *intake) forget() {
	clear(in.fresh)
	if cap(in.fresh) > 1<<17 {
		*in = intake{}
	}
}
