package insight

import "kith/internal/observe/timeline"

// heads is visit for a history with cuts and paths that a table knows. It keeps
// a path as often as it was taken.
func (w *pathsWalk) heads(v *timeline.View) {
	from, to := w.c.p.from, w.c.p.to
	inside := v.CutSecs[0] >= from && v.CutSecs[1] < to // reading seconds is what costs most
	table, sessions, first := w.table, w.sessions, uint32(firstPath)
	kept := w.space(len(v.Cuts))
	for k := range v.Cuts {
		lo, hi := session(v, k)
		if !inside && (v.Secs[lo] < from || v.Secs[lo] >= to) {
			continue
		}
		key := w.pack(v.Codes[lo:hi])
		if key == 0 {
			continue
		}
		if table[key] == 0 {
			table[key] = w.paths.of(w.reduce(v, lo, hi)) + 1
			if int(table[key]) > len(w.sessions) {
				w.sessions, w.seen = append(w.sessions, 0), append(w.seen, 0)
				sessions = w.sessions
			}
		}
		n := table[key] - 1
		sessions[n]++
		kept = append(kept, n|first)
		first = 0
	}
	w.blocks[len(w.blocks)-1] = kept
}

// space is the last block, with room for n more.
func (w *pathsWalk) space(n int) []uint32 {
	last := len(w.blocks) - 1
	if last < 0 || cap(w.blocks[last])-len(w.blocks[last]) < n {
		w.blocks = append(w.blocks, make([]uint32, 0, max(pathBlock, n)))
		last++
	}
	return w.blocks[last]
}

// pack makes one number of a session's path, 0 if it has none.
func (w *pathsWalk) pack(codes []uint16) uint32 {
	on, repeats, width := w.c.onPath, w.c.q.Repeats, w.paths.width
	key, used, end, prev := uint32(0), uint(0), uint(w.c.q.Depth)*width, uint32(0)
	for _, code := range codes {
		l := uint32(code) + 1
		if !on[code] || l == prev && !repeats {
			continue
		}
		key |= l << (used & 31)
		prev = l
		if used += width; used == end {
			break
		}
	}
	return key
}
