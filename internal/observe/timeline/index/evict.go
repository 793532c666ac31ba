package index

// evict drops columns that no snapshot reads, the longest unused first, until
// all that stay are within their budget. Holds layout.
func (ix *Index) evict() {
	st := ix.state.Load()
	var total int64
	sizes := make([]int64, len(st.slots))
	for _, at := range st.whole() {
		sizes[at] = st.columnBytes(at)
		total += sizes[at]
	}
	for total > ix.options.ColumnBytes {
		oldest := -1
		for _, at := range st.whole() {
			c := st.slots[at].column
			if c.users.Load() == 0 && (oldest < 0 || c.used.Load() < st.slots[oldest].used.Load()) {
				oldest = at
			}
		}
		if oldest < 0 {
			break
		}
		ix.log.Info("property dropped from memory", "property", st.slots[oldest].property, "bytes", sizes[oldest])
		total -= sizes[oldest]
		st = ix.change(func(next *state) { next.dropColumn(oldest) })
	}
	ix.overfull.Store(total > ix.options.ColumnBytes)
	ix.room(nil)
}
