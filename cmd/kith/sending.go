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
	do    func(context.Context, []byte) error
}

func newSending(ctx context.Context, most int, do func(context.Context, []byte) error) *sending {
	s := &sending{do: do}
	s.group, s.ctx = errgroup.WithContext(ctx)
	s.group.SetLimit(most)
	return s
}

// send reports whether to go on. The batch is encoded at once: its maker may
// use its memory again.
func (s *sending) send(b *kith.Batch, then func()) bool {
	if s.ctx.Err() != nil {
		return false
	}
	payload := b.AppendBinary(nil)
	s.group.Go(func() error {
		if err := s.do(s.ctx, payload); err != nil {
			return err
		}
		then()
		return nil
	})
	return true
}

func (s *sending) wait() error { return s.group.Wait() }
