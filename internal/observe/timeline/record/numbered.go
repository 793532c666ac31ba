package record

import (
	"runtime"
	"sync"
	"weak"

	"kith/internal/observe/timeline"
)

// numbered remembers which dictionaries hold all of which segments' values of
// a property. Segments never change, so each is gone through once a dictionary.
type numbered struct {
	mu   sync.Mutex
	held map[dictOf]map[uint64]bool // segment ids
}

type dictOf struct {
	dict weak.Pointer[timeline.Dict]
	key  uint32
}

func (n *numbered) has(d *timeline.Dict, key uint32, s *segment) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.held[dictOf{weak.Make(d), key}][s.ID]
}

func (n *numbered) add(d *timeline.Dict, key uint32, s *segment) {
	n.mu.Lock()
	defer n.mu.Unlock()
	of := dictOf{weak.Make(d), key}
	if n.held[of] == nil {
		if n.held == nil {
			n.held = map[dictOf]map[uint64]bool{}
		}
		n.held[of] = map[uint64]bool{}
		runtime.AddCleanup(d, n.forget, of)
	}
	n.held[of][s.ID] = true
}

func (n *numbered) forget(of dictOf) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.held, of)
}

// merge notes that parts became s: its values are theirs.
func (n *numbered) merge(s *segment, parts []*segment) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, segments := range n.held {
		all := true
		for _, p := range parts {
			all = all && segments[p.ID]
			delete(segments, p.ID)
		}
		if all {
			segments[s.ID] = true
		}
	}
}
