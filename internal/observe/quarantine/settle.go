package quarantine

import (
	"context"
	"fmt"
	"strings"
)

// Settlement is what an operator does with entries.
type Settlement struct {
	Workspace int64
	As        Outcome
	By        uint32 // operator
	At        int64  // µs UTC: by it and By they are found again
}

// Settle settles open entries and returns how many there were.
func (s *Store) Settle(ctx context.Context, t Settlement, at []Position) (int, error) {
	settled := 0
	for len(at) > 0 {
		n := min(len(at), 500)
		places, args := tuples(at[:n])
		args = append([]any{t.At, t.As, int64(t.By), t.Workspace}, args...)
		rows, err := s.db.Exec(ctx, "UPDATE quarantine SET settled = ?, settled_as = ?, settled_by = ? WHERE workspace = ? AND settled = 0 AND (log_seq, idx) IN ("+places+")", args...)
		if err != nil {
			return settled, fmt.Errorf("settle quarantined events: %w", err)
		}
		settled += int(rows)
		at = at[n:]
	}
	return settled, nil
}

func tuples(at []Position) (string, []any) {
	var args []any
	for _, p := range at {
		args = append(args, int64(p.LogSeq), p.Index)
	}
	return strings.TrimPrefix(strings.Repeat(", (?, ?)", len(at)), ", "), args
}

// Reopen takes back what was discarded at a moment, by whomever.
func (s *Store) Reopen(ctx context.Context, workspace, at int64) (int, error) {
	rows, err := s.db.Exec(ctx, "UPDATE quarantine SET settled = 0, settled_as = '', settled_by = 0 WHERE workspace = ? AND settled = ? AND settled_as = ?", workspace, at, Discarded)
	if err != nil {
		return 0, fmt.Errorf("take quarantined events back: %w", err)
	}
	return int(rows), nil
}

// DiscardAll discards every open entry that a query finds, and returns how many.
func (s *Store) DiscardAll(ctx context.Context, t Settlement, q Query) (int, error) {
	sql, args := "UPDATE quarantine SET settled = ?, settled_as = ?, settled_by = ? WHERE workspace = ? AND settled = 0", []any{t.At, Discarded, int64(t.By), t.Workspace}
	for _, term := range []struct {
		sql  string
		arg  any
		asks bool
	}{{"reason", q.Reason, q.Reason != ""}, {"name", q.Event, q.Event != ""}, {"source", int64(q.Source), q.Source != 0}} {
		if term.asks {
			sql, args = sql+" AND "+term.sql+" = ?", append(args, term.arg)
		}
	}
	rows, err := s.db.Exec(ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("discard quarantined events: %w", err)
	}
	return int(rows), nil
}
