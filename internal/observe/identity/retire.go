package identity

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"kith/internal/kith"
)

// Retire forgets all ids of raw persons, for good: an id that comes again is a
// new person. Their numbers are never given again. It may be repeated, and
// returns how many ids it forgot. The resolving goroutine calls it, with
// nothing resolved since the last Commit.
//
// Merges among the retired stay listed: nobody is left that they speak of.
func (d *Directory) Retire(ctx context.Context, raw []uint32) (ids int, err error) {
	if len(d.added) > 0 || len(d.joined) > 0 || len(d.takenAway) > 0 || len(d.suggested) > 0 {
		return 0, fmt.Errorf("retire %d persons: %d ids are not committed", len(raw), len(d.added))
	}
	if len(raw) == 0 {
		return 0, nil
	}
	if ids, err = d.store.retire(ctx, raw, uint32(len(d.persons)-1)); err != nil {
		return 0, fmt.Errorf("retire %d persons: %w", len(raw), err)
	}
	out := make(map[uint32]bool, len(raw))
	for _, p := range raw {
		out[p] = true
	}
	d.table.Store(d.table.Load().without(out))
	d.stale = nil
	for id, all := range d.unbound {
		if slices.ContainsFunc(all, func(u unbound) bool { return out[u.From] || out[u.Into] }) {
			delete(d.unbound, id)
		}
	}
	d.measure()
	return ids, nil
}

// retire deletes the persons' ids and remembers the highest number ever given.
func (s store) retire(ctx context.Context, raw []uint32, highest uint32) (ids int, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ids = 0
		if _, err := s.db.Exec(ctx, `INSERT INTO identity_numbers (workspace, highest) VALUES (?, ?)
			ON CONFLICT (workspace) DO UPDATE SET highest = excluded.highest`, s.workspace, int64(highest)); err != nil {
			return fmt.Errorf("remember the highest number: %w", err)
		}
		for some := range slices.Chunk(slices.Sorted(slices.Values(raw)), insertRows) {
			n, err := s.db.Exec(ctx, "DELETE FROM identity_ids WHERE workspace = ? AND person IN ?", s.workspace, bun.Tuple(some))
			if err != nil {
				return fmt.Errorf("delete ids: %w", err)
			}
			ids += int(n)
			if err := s.retireNotes(ctx, some); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// retireNotes deletes what else keeps the text of the persons' ids. Merges stay,
// for their numbers are places in a list, but forget what proved them.
func (s store) retireNotes(ctx context.Context, persons []uint32) error {
	some := bun.Tuple(persons)
	for _, statement := range []string{
		"DELETE FROM identity_unbound WHERE workspace = ? AND (from_person IN ? OR into_person IN ?)",
		"DELETE FROM identity_suggestions WHERE workspace = ? AND (owner IN ? OR other IN ?)",
		"UPDATE identity_merges SET id = '', reason = '', undone_reason = '' WHERE workspace = ? AND (from_person IN ? OR into_person IN ?)",
	} {
		if _, err := s.db.Exec(ctx, statement, s.workspace, some, some); err != nil {
			return fmt.Errorf("forget what was noted of persons: %w", err)
		}
	}
	return nil
}

// highest is the highest person number that was given when persons were last
// retired; 0 when none ever were.
func (s store) highest(ctx context.Context) (uint32, error) {
	var n []int64
	err := s.db.NewSelect().Table("identity_numbers").Column("highest").Where("workspace = ?", s.workspace).Scan(ctx, &n)
	if err != nil || len(n) == 0 {
		return 0, err
	}
	if n[0] < 0 || n[0] > 1<<32-1 {
		return 0, &kith.Error{Code: kith.Internal, Message: "the highest person number is damaged"}
	}
	return uint32(n[0]), nil
}

// without is a copy of the table that lacks some persons' ids. Whoever reads t
// goes on with it.
func (t *table) without(persons map[uint32]bool) *table {
	next := newTable()
	for i := range t.shards {
		s := t.shards[i].Load()
		for k := range s.size() {
			slot := s.slots[k].Load()
			if slot == 0 {
				continue
			}
			if kind, id, person := t.arena.at(slot&refMask - 1); !persons[person] {
				next.add(kind, id, person)
			}
		}
	}
	return next
}
