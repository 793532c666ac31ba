package index

// Stats say how much an index holds.
type Stats struct {
	Seq         uint64        `json:"seq" doc:"Ordinal of the last row"`
	Events      uint64        `json:"events"`
	Persons     int           `json:"persons" doc:"With events, before merges"`
	Merged      int           `json:"merged" doc:"Persons that stand for another"`
	BaseBytes   int64         `json:"base_bytes"`
	DeltaBytes  int64         `json:"delta_bytes" doc:"Of rows not folded into the base yet"`
	DeltaEvents int           `json:"delta_events"`
	Columns     []ColumnStats `json:"columns" doc:"Properties in memory"`
	Digests     []DigestStats `json:"digests" doc:"What questions had worked out and is kept to read less"`
}

// ColumnStats is one property in memory.
type ColumnStats struct {
	Property  string `json:"property"`
	Values    int    `json:"values" doc:"Distinct ones"`
	Bytes     int64  `json:"bytes" doc:"Of the codes beside the events"`
	DictBytes int64  `json:"dict_bytes" doc:"Of the values"`
	Users     int    `json:"users" doc:"Snapshots that read it now"`
	Loading   bool   `json:"loading"`
}

// DigestStats is one digest in memory.
type DigestStats struct {
	Key   string `json:"key"`
	Bytes int64  `json:"bytes"`
}

// Stats takes a few milliseconds when many persons are new.
func (ix *Index) Stats() Stats {
	st := ix.state.Load()
	out := Stats{Seq: st.seq, Events: st.events, Merged: st.overrides.Len(), Columns: []ColumnStats{}}
	for _, sh := range st.shards {
		out.Persons += sh.people()
		out.BaseBytes += sh.base.flat.bytes() + 4*int64(len(sh.base.offsets))
		for _, r := range sh.runs {
			out.DeltaBytes += r.bytes()
			out.DeltaEvents += r.len()
		}
	}
	for _, at := range st.kept() {
		s := st.slots[at]
		dict := s.dict.Bytes()
		out.Columns = append(out.Columns, ColumnStats{
			Property: s.property, Values: len(s.dict.Values()) - 1, Bytes: st.columnBytes(at) - dict,
			DictBytes: dict, Users: int(s.users.Load()), Loading: !s.ready,
		})
	}
	ix.digests.mu.Lock()
	defer ix.digests.mu.Unlock()
	for _, d := range ix.digests.newest() {
		out.Digests = append(out.Digests, DigestStats{Key: d.key, Bytes: st.digestBytes(d)})
	}
	return out
}

// people counts the persons with rows.
func (sh *shard) people() int {
	fresh := map[uint32]struct{}{}
	for _, r := range sh.runs {
		for i, p := range r.persons {
			if i > 0 && r.persons[i-1] == p {
				continue
			}
			if lo, hi := sh.base.span(p); lo == hi {
				fresh[p] = struct{}{}
			}
		}
	}
	return sh.base.people + len(fresh)
}
