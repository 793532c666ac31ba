package ingest

import (
	"sync"
	"testing"

	"kith/internal/kith"
	"kith/internal/platform/workspace"
)

// Many ask for a workspace that was just made: it is opened once, its consumer
// runs, and it stops with the others.
func TestEnsureWhileRunning(t *testing.T) {
	s := newScene(t, Options{Memory: 1 << 20})
	s.run()
	shop := workspace.Workspace{ID: 2, Slug: "shop", Zone: "UTC"}
	got := make([]*Workspace, 8)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			var err error
			if got[i], err = s.engine.Ensure(t.Context(), shop); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, w := range got {
		if w == nil || w != got[0] {
			t.Fatal("the workspace was opened more than once")
		}
	}
	s.ok(got[0].Append(t.Context(), batch(noon, event("1", "view", "u", "", noon))))
	s.ok(got[0].Seal(t.Context()))
	if rows := got[0].Record().Position().NextSeq - 1; rows != 1 {
		t.Errorf("%d rows are in the record", rows)
	}
	s.stop()
	s.ok(<-s.ran)
	s.stop = nil
	if _, err := s.engine.Ensure(t.Context(), workspace.Workspace{ID: 3, Slug: "late", Zone: "UTC"}); kith.CodeOf(err) != kith.Unavailable {
		t.Errorf("a workspace opened after the end: %v", err)
	}
}
