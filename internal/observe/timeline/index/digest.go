package index

import (
	"cmp"
	"context"
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
	d, all, made := s.ix.digest(key), new([shards]P), atomic.Bool{}
	take := func(i uint32) {
		all[i] = partOf(s.st.shards[i].base, d, &made, work)
	}
	take(0) // to know the size
	if !s.ix.room(s.st, d) {
		return nil, ctx.Err()
	}
	err := s.ix.eachShard(ctx, func() func(uint32) { return take })
	if made.Load() {
		s.ix.trim()
	}
	return all, err
}

// partOf returns a base's part of a digest, working it out if need be. Two that
// need the same one do not both work.
func partOf[P part](b *base, d *digest, made *atomic.Bool, work func(*base) P) P {
	b.parts.mu.Lock()
	defer b.parts.mu.Unlock()
	if p, ok := b.parts.of[d]; ok {
		return p.(P)
	}
	p := work(b)
	made.Store(true)
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

func (p *parts) bytes(d *digest) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one := p.of[d]; one != nil {
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

// room reports whether the digest has room beside the columns, if need be in the
// place of others.
func (ix *Index) room(st *state, d *digest) bool {
	return st.columnsBytes()+d.weight.Load()*shards <= ix.options.ColumnBytes
}

// trim drops digests, the longest unused first, until those that stay fit
// beside the columns. Whoever reads one goes on.
func (ix *Index) trim() {
	ix.digests.mu.Lock()
	defer ix.digests.mu.Unlock()
	st := ix.state.Load()
	left := ix.options.ColumnBytes - st.columnsBytes()
	newest := make([]*digest, 0, len(ix.digests.byKey))
	for _, d := range ix.digests.byKey {
		newest = append(newest, d)
	}
	slices.SortFunc(newest, func(a, b *digest) int { return cmp.Compare(b.used.Load(), a.used.Load()) })
	for i, d := range newest {
		n := st.digestBytes(d)
		if left -= n; left >= 0 && i < mostDigests {
			continue
		}
		left += n
		delete(ix.digests.byKey, d.key)
		for _, sh := range st.shards {
			sh.base.parts.drop(d)
		}
	}
}

// mostDigests bounds how many there are, whatever their size.
const mostDigests = 200
