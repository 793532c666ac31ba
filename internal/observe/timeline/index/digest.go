package index

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// digest is something worked out from the rows of every base, shard by shard,
// when a question first needs it: see activity, excerpt and cuts. As a base
// never changes, neither does its part; with the base it goes. Newer rows have
// none: a scan looks at them themselves.
type digest struct {
	key    string
	used   atomic.Int64 // as column.used
	weight atomic.Int64 // bytes of the part that took most so far
	gone   atomic.Bool  // dropped
}

// part is a digest of one base.
type part interface{ bytes() int64 }

// parts are the digests of one base, shared by its copies, which differ in
// columns only.
type parts struct {
	mu sync.Mutex
	of map[*digest]part
}

// digests are those that the index keeps.
type digests struct {
	mu    sync.Mutex
	byKey map[string]*digest
}

// digest returns the one of a key, making it if there is none.
func (ix *Index) digest(key string) *digest {
	ix.digests.mu.Lock()
	defer ix.digests.mu.Unlock()
	d := ix.digests.byKey[key]
	if d == nil {
		d = &digest{key: key}
		ix.digests.byKey[key] = d
	}
	d.used.Store(ix.uses.Add(1))
	return d
}

// digested returns every base's part of a digest, working out those that are
// missing; nil when there is no room for them beside the columns.
func digested[P part](ctx context.Context, s *snapshot, key string, work func(*base) P) (*[shards]P, error) {
	d, all, missing := s.ix.digest(key), new([shards]P), false
	for i, sh := range s.st.shards {
		p, ok := sh.base.parts.find(d)
		if missing = !ok; missing {
			break
		}
		all[i] = p.(P)
	}
	if !missing {
		return all, nil
	}
	take := func(i uint32) { all[i] = partOf(s.st.shards[i].base, d, work) }
	take(0) // to know the size
	if !s.ix.room(d) {
		return nil, ctx.Err()
	}
	return all, s.ix.eachShard(ctx, func() func(uint32) { return take })
}

// partOf returns a base's part of a digest, working it out if need be. Two that
// need the same one do not both work.
func partOf[P part](b *base, d *digest, work func(*base) P) P {
	b.parts.mu.Lock()
	defer b.parts.mu.Unlock()
	if p, ok := b.parts.of[d]; ok {
		return p.(P)
	}
	p := work(b)
	if d.gone.Load() { // dropped while this was worked out: nobody would drop it again
		return p
	}
	if b.parts.of == nil {
		b.parts.of = map[*digest]part{}
	}
	b.parts.of[d] = p
	for n := p.bytes(); ; {
		if w := d.weight.Load(); n <= w || d.weight.CompareAndSwap(w, n) {
			return p
		}
	}
}

func (p *parts) find(d *digest) (part, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one, ok := p.of[d]
	return one, ok
}

func (p *parts) bytes(d *digest) int64 {
	if one, ok := p.find(d); ok {
		return one.bytes()
	}
	return 0
}

func (p *parts) drop(d *digest) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.of, d)
}

// bytes is the memory of a digest.
func (st *state) digestBytes(d *digest) int64 {
	var n int64
	for _, sh := range st.shards {
		n += sh.base.parts.bytes(d)
	}
	return n
}

// room makes room for a digest beside the columns, if need be in the place of
// others, the longest unused first; whoever reads one of those goes on. It
// reports false when there is not enough even so.
func (ix *Index) room(wanted *digest) bool {
	ix.digests.mu.Lock()
	defer ix.digests.mu.Unlock()
	st := ix.state.Load()
	left := ix.options.ColumnBytes - st.columnsBytes()
	if wanted != nil {
		if left -= wanted.weight.Load() * shards; left < 0 {
			return false
		}
	}
	for i, d := range ix.digests.newest() {
		if d == wanted {
			continue
		}
		if left -= st.digestBytes(d); left >= 0 && i < mostDigests {
			continue
		}
		d.gone.Store(true)
		delete(ix.digests.byKey, d.key)
		for _, sh := range st.shards {
			sh.base.parts.drop(d)
		}
	}
	return true
}

// newest lists the digests, the last used first. Under mu.
func (ds *digests) newest() []*digest {
	return slices.SortedFunc(maps.Values(ds.byKey), func(a, b *digest) int { return cmp.Compare(b.used.Load(), a.used.Load()) })
}

// mostDigests bounds how many there are, whatever their size.
const mostDigests = 100
