package quarantine

import (
	"context"
	"fmt"
)

// Withdraw removes what came from a source.
func (s *Store) Withdraw(ctx context.Context, workspace int64, source uint32) error {
	if _, err := s.db.Exec(ctx, "DELETE FROM quarantine WHERE workspace = ? AND source = ?", workspace, int64(source)); err != nil {
		return fmt.Errorf("remove a source's rejected events: %w", err)
	}
	return nil
}
