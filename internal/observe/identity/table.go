package identity

import (
	"hash/maphash"
	"sync/atomic"
)

// table finds the person of an id: open addressing over an arena. It only
// grows. One goroutine adds; any number find, without a lock, because a slot
// is published after what it refers to, and once set changes only to refer to
// the same id with another person.
//
// A slot is 0 (free) or tag<<40 | reference+1. The tag is 24 bits of the hash;
// it alone decides the slot's place within its shard, so a shard grows without
// looking at a single id, and two ids of a shard with one tag are so rare that
// a find reads the arena once. Shards keep each growth short.
type table struct {
	seeds  [kinds]maphash.Seed
	shards [shardCount]atomic.Pointer[shard]
	arena  arena
	count  atomic.Int64
	tally  [kinds]atomic.Int64
	slots  atomic.Int64
}

type shard struct {
	slots []atomic.Uint64
	used  int // of the adding goroutine
}

const (
	shardBits  = 8
	shardCount = 1 << shardBits
	tagBits    = 24
	refBits    = 64 - tagBits
	refMask    = 1<<refBits - 1
)

func newTable() *table {
	t := &table{}
	for i := range t.seeds {
		t.seeds[i] = maphash.MakeSeed() // secret: clients choose ids
	}
	return t
}

func (t *table) hash(kind Kind, id string) (shard int, tag uint64) {
	h := maphash.String(t.seeds[kind], id)
	return int(h >> (64 - shardBits)), h & (1<<tagBits - 1)
}

func (t *table) find(kind Kind, id string) (person uint32, ok bool) {
	i, tag := t.hash(kind, id)
	s := t.shards[i].Load()
	if s == nil {
		return 0, false
	}
	for i := s.home(tag); ; i = s.after(i) {
		slot := s.slots[i].Load()
		if slot == 0 {
			return 0, false
		}
		if slot>>refBits != tag {
			continue
		}
		if k, text, person := t.arena.at(slot&refMask - 1); k == kind && text == id {
			return person, true
		}
	}
}

// add stores an id that find does not know, and returns its reference.
func (t *table) add(kind Kind, id string, person uint32) uint64 {
	ref := t.arena.add(kind, id, person)
	i, tag := t.hash(kind, id)
	s := t.shards[i].Load()
	if s == nil || (s.used+1)*20 > len(s.slots)*17 {
		old := s
		s = old.grown()
		t.shards[i].Store(s)
		t.slots.Add(int64(len(s.slots) - old.size()))
	}
	s.put(tag<<refBits | (ref + 1))
	t.count.Add(1)
	t.tally[kind].Add(1)
	return ref
}

// move gives an id that find knows to another person, and returns its new
// reference and the one that is of no use any more.
func (t *table) move(kind Kind, id string, person uint32) (ref, stale uint64) {
	i, tag := t.hash(kind, id)
	s := t.shards[i].Load()
	for i := s.home(tag); ; i = s.after(i) {
		slot := s.slots[i].Load()
		if slot>>refBits != tag {
			continue
		}
		stale = slot&refMask - 1
		if k, text, _ := t.arena.at(stale); k == kind && text == id {
			ref = t.arena.add(kind, id, person)
			s.slots[i].Store(tag<<refBits | (ref + 1))
			return ref, stale
		}
	}
}

func (t *table) bytes() int64 { return t.arena.bytes() + t.slots.Load()*8 }

// grown is a copy with half as many slots again: 57 to 85 % stay in use.
func (s *shard) grown() *shard {
	next := &shard{slots: make([]atomic.Uint64, s.size()+s.size()/2+8)}
	for i := range s.size() {
		if slot := s.slots[i].Load(); slot != 0 {
			next.put(slot)
		}
	}
	return next
}

func (s *shard) put(slot uint64) {
	i := s.home(slot >> refBits)
	for s.slots[i].Load() != 0 {
		i = s.after(i)
	}
	s.slots[i].Store(slot)
	s.used++
}

func (s *shard) size() int {
	if s == nil {
		return 0
	}
	return len(s.slots)
}

func (s *shard) home(tag uint64) int { return int(tag * uint64(len(s.slots)) >> tagBits) }

func (s *shard) after(i int) int {
	if i++; i < len(s.slots) {
		return i
	}
	return 0
}

// each visits every id that was added before it came to its shard.
func (t *table) each(visit func(kind Kind, id string, person uint32) bool) {
	for i := range t.shards {
		s := t.shards[i].Load()
		if s == nil {
			continue
		}
		for k := range s.slots {
			if slot := s.slots[k].Load(); slot != 0 && !visit(t.arena.at(slot&refMask-1)) {
				return
			}
		}
	}
}
