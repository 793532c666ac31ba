package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/internal/observe/timeline"
)

// CatchUp takes in what the record has after Seq, up to seqHi, through the
// loader: what Apply would do, without making a row of each event. latest is the
// arrival of row seqHi. It is the writer's, like Apply; on an error the index
// stays as it was.
func (ix *Index) CatchUp(ctx context.Context, seqHi uint64, latest time.Time) error {
	if err := ix.hold(ctx); err != nil {
		return fmt.Errorf("catch up with the record: %w", err)
	}
	defer ix.release()
	st := ix.state.Load()
	if seqHi <= st.seq {
		return nil
	}
	keep := st.whole() // holding the layout, none is being loaded
	newer, err := ix.readNewer(ctx, st, keep, seqHi)
	if err != nil {
		return fmt.Errorf("catch up with the record from row %d to %d: %w", st.seq, seqHi, err)
	}
	ix.change(func(next *state) {
		if next.seq != st.seq {
			err = errors.New("catch up with the record: rows were applied meanwhile")
			return
		}
		for i := range newer {
			r := newer[i].run(keep, seqHi)
			if r.len() == 0 {
				continue
			}
			sh := *next.shards[i]
			sh.runs = append(append([]*run(nil), sh.runs...), r)
			next.shards[i] = &sh
			next.events += uint64(r.len())
		}
		next.seq, next.latest = seqHi, latest.UnixMicro()
		ix.refuseOverfull(next)
	})
	ix.wakeUp()
	return err
}

func (ix *Index) readNewer(ctx context.Context, st *state, keep []int, seqHi uint64) (*[shards]newerRows, error) {
	load := ix.loader.Load()
	if load == nil {
		return nil, errors.New("no loader is set")
	}
	request := timeline.StreamRequest{MinSeq: st.seq + 1, MaxSeq: seqHi}
	for _, at := range keep {
		c := st.slots[at].column
		request.Props, request.Dicts = append(request.Props, c.property), append(request.Dicts, c.dict)
	}
	stream, err := (*load)(ctx, request)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	var newer [shards]newerRows
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c, err := stream.Next()
		if c == nil || err != nil {
			return &newer, err
		}
		for i, person := range c.Persons {
			if seq := c.Seqs[i]; seq <= st.seq || seq > seqHi {
				continue
			}
			if !newer[person%shards].add(person>>shardBits, c, i) {
				return nil, fmt.Errorf("the stream is out of order at person %d", person)
			}
		}
	}
}

// newerRows grows one shard's run from a stream.
type newerRows struct {
	rows  run
	coded [][]uint32 // by column asked
}

// add takes the chunk's i-th row; false when it does not follow the last.
func (n *newerRows) add(person uint32, c *timeline.Chunk, i int) bool {
	r := &n.rows
	sec, milli := clock(c.Times[i])
	if last := r.len() - 1; last >= 0 {
		if before := r.persons[last]; before > person ||
			before == person && key(r.secs[last], r.millis[last]) > key(sec, milli) {
			return false
		}
	}
	r.persons, r.secs = append(r.persons, person), append(r.secs, sec)
	r.millis, r.codes = append(r.millis, milli), append(r.codes, c.Codes[i])
	for len(n.coded) < len(c.Cols) {
		n.coded = append(n.coded, nil)
	}
	for k := range c.Cols {
		n.coded[k] = append(n.coded[k], c.Cols[k][i])
	}
	return true
}

// run is the rows with their codes at the slots in keep.
func (n *newerRows) run(keep []int, hi uint64) *run {
	n.rows.hi = hi
	for k, codes := range n.coded {
		n.rows.flat = n.rows.withCol(keep[k], narrowCol(codes))
	}
	return &n.rows
}
