package bench

import (
	"context"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
	"kith/internal/observe/timeline/record"
)

// buildIndex builds the index anew from the record, as a start without a
// snapshot does.
func buildIndex(ctx context.Context, r *record.Record) (*index.Index, error) {
	last := r.Position().NextSeq - 1
	ix := index.New(r.Names(), index.Options{})
	ix.SetLoader(r.Stream)
	stream, err := r.Stream(ctx, timeline.StreamRequest{MaxSeq: last})
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return ix, ix.Load(ctx, stream, last, time.Unix(1, 0))
}
