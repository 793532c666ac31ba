package index

// route goes over the canonical persons of a shard for one worker. Between two
// persons that need a closer look (newer rows, a merge) it runs straight over
// the base.
type route struct {
	st    *state
	shard uint32
	sh    *shard
	at    []int // by run: its first row that is not passed yet
}

// traveller is called on the way, person by person, ascending.
type traveller interface {
	straight(lo, hi uint32) // persons whose rows, if any, are all in the base
	newer(p uint32)         // one with rows in runs as well; takes them by route.next
	merged(raw uint32)      // a canonical one who took part in a merge
}

// enter begins a shard.
func (r *route) enter(shard uint32) {
	r.shard, r.sh = shard, r.st.shards[shard]
	r.at = append(r.at[:0], make([]int, len(r.sh.runs))...)
}

// walk visits every canonical person of the shard that was entered.
func (r *route) walk(t traveller) {
	known := r.sh.base.persons()
	merged := r.sh.merged.next(0)
	for p := uint32(0); ; p++ {
		stop := min(r.newest(), merged)
		if p < known {
			t.straight(p, min(stop, known))
		}
		if stop == none {
			return
		}
		p = stop
		if merged != p {
			t.newer(p)
			continue
		}
		for i := range r.sh.runs {
			r.next(i, p)
		}
		merged = r.sh.merged.next(p + 1)
		if raw := p<<shardBits | r.shard; r.st.overrides.Canonical(raw) == raw {
			t.merged(raw)
		}
	}
}

// newest is the next person that has rows in a run.
func (r *route) newest() uint32 {
	p := none
	for i, run := range r.sh.runs {
		if at := r.at[i]; at < len(run.persons) {
			p = min(p, run.persons[at])
		}
	}
	return p
}

// next passes over a person's rows in a run and returns them, [lo, hi).
func (r *route) next(run int, p uint32) (lo, hi int) {
	persons := r.sh.runs[run].persons
	lo = r.at[run]
	for hi = lo; hi < len(persons) && persons[hi] == p; hi++ {
	}
	r.at[run] = hi
	return lo, hi
}
