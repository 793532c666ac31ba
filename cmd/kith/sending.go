package main

import (
	"context"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
)

// sending keeps several batches on their way to the log at once.
type sending struct {
	group *errgroup.Group
	ctx   context.Context
	do    func(context.Context, *kith.Batch) error
}

func newSending(ctx context.Context, most int, do func(context.Context, *kith.Batch) error) *sending {
	s := &sending{do: do}
	s.group, s.ctx = errgroup.WithContext(ctx)
	s.group.SetLimit(most)
	return s
}

// send reports whether to go on. A batch must not be changed afterwards.
func (s *sending) send(b *kith.Batch, then func()) bool {
	if s.ctx.Err() != nil {
		return false
	}
	s.group.Go(func() error {
		if err := s.do(s.ctx, b); err != nil {
			return err
		}
		then()
		return nil
	})
	return true
}

func (s *sending) wait() error { return s.group.Wait() }
