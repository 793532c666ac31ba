package timeline

import (
	"maps"
	"sync"
	"sync/atomic"
)

// MaxEventNames bounds the event names of a workspace; codes are 16 bits wide
// and a name that varies (an id pasted into it) must not eat them all.
const MaxEventNames = 20_000

// MaxPropertyNames bounds the property names of a workspace.
const MaxPropertyNames = 50_000

// Names numbers the event and property names of a workspace: event codes and
// property keys, both from 0 in order of first sight. Append-only: a number
// never changes meaning. Reading takes no lock; one goroutine adds.
type Names struct {
	Events     Numbering
	Properties Numbering
}

func NewNames() *Names {
	n := &Names{}
	n.Events.limit, n.Properties.limit = MaxEventNames, MaxPropertyNames
	return n
}

// Numbering gives each distinct string the next number.
type Numbering struct {
	limit int
	mu    sync.Mutex
	state atomic.Pointer[numbering]
}

type numbering struct {
	recent map[string]uint32 // small, copied on every addition
	old    map[string]uint32 // never written once published
	names  []string
}

// Find returns the number of s.
func (n *Numbering) Find(s string) (uint32, bool) {
	st := n.state.Load()
	if st == nil {
		return 0, false
	}
	if i, ok := st.old[s]; ok {
		return i, true
	}
	i, ok := st.recent[s]
	return i, ok
}

// Add returns the number of s, numbering it if it is new; false when full.
func (n *Numbering) Add(s string) (uint32, bool) {
	if i, ok := n.Find(s); ok {
		return i, true
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if i, ok := n.Find(s); ok {
		return i, true
	}
	next := &numbering{recent: map[string]uint32{}}
	if st := n.state.Load(); st != nil {
		next.old, next.names = st.old, st.names
		maps.Copy(next.recent, st.recent)
	}
	if n.limit > 0 && len(next.names) >= n.limit {
		return 0, false
	}
	i := uint32(len(next.names))
	next.names = append(next.names, s)
	next.recent[s] = i
	if len(next.recent) >= 256 {
		old := make(map[string]uint32, len(next.old)+len(next.recent))
		maps.Copy(old, next.old)
		maps.Copy(old, next.recent)
		next.old, next.recent = old, map[string]uint32{}
	}
	n.state.Store(next)
	return i, true
}

// All returns the names in order of their numbers. Do not write to it.
func (n *Numbering) All() []string {
	if st := n.state.Load(); st != nil {
		return st.names[:len(st.names):len(st.names)]
	}
	return nil
}

// Name returns the name of number i, "" when there is none.
func (n *Numbering) Name(i uint32) string {
	if st := n.state.Load(); st != nil && int(i) < len(st.names) {
		return st.names[i]
	}
	return ""
}

func (n *Numbering) Len() int { return len(n.All()) }
