package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/internal/observe/timeline"
)

// Load builds the base of an empty index from a stream of the whole record, in
// record order. Rows after seqHi are left out; afterwards Seq is seqHi. latest is
// the arrival of row seqHi, which a stream does not carry. The caller closes the
// stream. On an error the index stays empty.
func (ix *Index) Load(ctx context.Context, stream timeline.Stream, seqHi uint64, latest time.Time) error {
	if st := ix.state.Load(); st.seq != 0 {
		return fmt.Errorf("load an index that is at row %d: only an empty one can be loaded", st.seq)
	}
	var build [shards]builder
	if err := fillBuilders(ctx, &build, stream, seqHi); err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	var events uint64
	var bases [shards]*base
	for i := range build {
		bases[i] = build[i].finish(seqHi)
		events += uint64(bases[i].len())
	}
	if err := ix.hold(ctx); err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	defer ix.release()
	loaded := false
	ix.change(func(next *state) {
		if next.seq != 0 {
			return
		}
		for i, b := range bases {
			sh := *next.shards[i]
			sh.base = b
			next.shards[i] = &sh
		}
		next.seq, next.events, loaded = seqHi, events, true
		if !latest.IsZero() {
			next.latest = latest.UnixMicro()
		}
		for i, s := range next.slots { // asked for while there was nothing
			if s.column != nil {
				next.dropColumn(i)
			}
		}
	})
	if !loaded {
		return errors.New("load the index: rows were applied meanwhile")
	}
	return nil
}

func fillBuilders(ctx context.Context, build *[shards]builder, stream timeline.Stream, seqHi uint64) error {
	var last uint32
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := stream.Next()
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		for i, n := 0, len(c.Persons); i < n; {
			p, from := c.Persons[i], i
			for i++; i < n && c.Persons[i] == p; i++ {
			}
			if p < last || !build[p%shards].add(p>>shardBits, c, from, i, seqHi) {
				return fmt.Errorf("the stream is out of order at person %d", p)
			}
			last = p
		}
	}
}

const blockRows = 1 << 14

// builder grows one shard's base in blocks: growing one array would copy every
// row several times and need twice the memory.
type builder struct {
	blocks  []*block
	used    int // rows of the last block
	offsets []uint32
	rows    uint32
	last    uint64 // key of the row before
}

type block struct {
	secs   [blockRows]uint32
	millis [blockRows]uint16
	codes  [blockRows]uint16
}

// add takes a person's rows i to j; false when they are out of order.
func (b *builder) add(person uint32, c *timeline.Chunk, i, j int, seqHi uint64) bool {
	if int(person) >= len(b.offsets) {
		for len(b.offsets) <= int(person) {
			b.offsets = append(b.offsets, b.rows)
		}
		b.last = 0
	}
	for ; i < j; i++ {
		if c.Seqs[i] > seqHi {
			continue
		}
		sec, milli := clock(c.Times[i])
		k := key(sec, milli)
		if k < b.last {
			return false
		}
		b.last = k
		if len(b.blocks) == 0 || b.used == blockRows {
			b.blocks, b.used = append(b.blocks, &block{}), 0
		}
		last, at := b.blocks[len(b.blocks)-1], b.used
		last.secs[at], last.millis[at], last.codes[at] = sec, milli, c.Codes[i]
		b.used++
		b.rows++
	}
	return true
}

// finish copies the blocks together and gives them up.
func (b *builder) finish(hi uint64) *base {
	out := &base{hi: hi, parts: &parts{}, offsets: append(append(make([]uint32, 0, len(b.offsets)+1), b.offsets...), b.rows)}
	out.secs, out.millis, out.codes = make([]uint32, b.rows), make([]uint16, b.rows), make([]uint16, b.rows)
	for i, bl := range b.blocks {
		at := i * blockRows
		copy(out.secs[at:], bl.secs[:])
		copy(out.millis[at:], bl.millis[:])
		copy(out.codes[at:], bl.codes[:])
	}
	out.people = countPeople(out.offsets)
	*b = builder{}
	return out
}

func countPeople(offsets []uint32) int {
	n := 0
	for i := 1; i < len(offsets); i++ {
		if offsets[i] > offsets[i-1] {
			n++
		}
	}
	return n
}
