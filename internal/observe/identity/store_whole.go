package identity

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"
)

type unboundRow struct {
	bun.BaseModel `bun:"table:identity_unbound"`
	Workspace     int64
	LogSeq        int64
	Nth           int64
	Kind          int64
	ID            string
	FromPerson    int64
	IntoPerson    int64
	EventTime     int64
	Apart         bool
	Actor         string
	Reason        string
}

type ruleRow struct {
	bun.BaseModel `bun:"table:identity_rules"`
	Workspace     int64
	LogSeq        int64
	Nth           int64
	EventTime     int64
	Actor         string
	Rules         string
}

type suggestionRow struct {
	bun.BaseModel `bun:"table:identity_suggestions"`
	Workspace     int64
	Kind          int64
	ID            string
	Owner         int64
	Other         int64
	Why           int64
	FirstTime     int64
	LastTime      int64
	Times         int64
}

// takeAway notes ids that were taken from persons, and removes them there.
func (s store) takeAway(ctx context.Context, all []unbound) error {
	for some := range slices.Chunk(all, insertRows) {
		rows := make([]unboundRow, len(some))
		for i, u := range some {
			rows[i] = unboundRow{Workspace: s.workspace, LogSeq: int64(u.logSeq), Nth: int64(u.nth), Kind: int64(u.kind), ID: u.text,
				FromPerson: int64(u.From), IntoPerson: int64(u.Into), EventTime: u.at, Apart: u.apart, Actor: u.by, Reason: u.why}
			if _, err := s.db.Exec(ctx, "DELETE FROM identity_ids WHERE workspace = ? AND person = ? AND kind = ? AND id = ?", s.workspace, int64(u.From), int64(u.kind), u.text); err != nil {
				return fmt.Errorf("take an id away: %w", err)
			}
		}
		if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return fmt.Errorf("insert ids taken away: %w", err)
		}
	}
	return nil
}

func (s store) takeBack(ctx context.Context, all []undone) error {
	for _, u := range all {
		if _, err := s.db.Exec(ctx, `UPDATE identity_merges SET undone_seq = ?, undone_time = ?, undone_again = ?, undone_actor = ?, undone_reason = ?
			WHERE workspace = ? AND ordinal = ?`, int64(u.logSeq), u.at, u.again, u.by, u.why, s.workspace, int64(u.merge)); err != nil {
			return fmt.Errorf("take merge %d back: %w", u.merge, err)
		}
	}
	return nil
}

func (s store) insertRules(ctx context.Context, all []*rulebook) error {
	for _, b := range all {
		row := ruleRow{Workspace: s.workspace, LogSeq: int64(b.changed.LogSeq), Nth: int64(b.changed.Nth), EventTime: b.changed.At, Actor: b.changed.By, Rules: b.text}
		if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
			return fmt.Errorf("insert rules: %w", err)
		}
	}
	return nil
}

// suggest adds what was seen to what is known of each pair.
func (s store) suggest(ctx context.Context, all map[suggested]seen) error {
	rows := make([]suggestionRow, 0, len(all))
	for k, n := range all {
		rows = append(rows, suggestionRow{Workspace: s.workspace, Kind: int64(k.kind), ID: k.text, Owner: int64(k.a), Other: int64(k.b), Why: int64(k.why),
			FirstTime: n.first, LastTime: n.last, Times: int64(n.times)})
	}
	// Two transactions that touch the same rows touch them in one order.
	slices.SortFunc(rows, func(a, b suggestionRow) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Other, b.Other), cmp.Compare(a.Why, b.Why))
	})
	for some := range slices.Chunk(rows, insertRows) {
		_, err := s.db.NewInsert().Model(&some).On("CONFLICT (workspace, kind, id, owner, other, why) DO UPDATE").
			Set("first_time = CASE WHEN EXCLUDED.first_time < suggestion_row.first_time THEN EXCLUDED.first_time ELSE suggestion_row.first_time END").
			Set("last_time = CASE WHEN EXCLUDED.last_time > suggestion_row.last_time THEN EXCLUDED.last_time ELSE suggestion_row.last_time END").
			Set("times = suggestion_row.times + EXCLUDED.times").Exec(ctx)
		if err != nil {
			return fmt.Errorf("insert suggestions: %w", err)
		}
	}
	return nil
}

// unbound reads the ids that were taken away, in the order they were.
func (s store) unbound(ctx context.Context) ([]unbound, error) {
	var rows []unboundRow
	if err := s.db.NewSelect().Model(&rows).Where("workspace = ?", s.workspace).Order("log_seq", "nth").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read ids taken away: %w", err)
	}
	out := make([]unbound, len(rows))
	for i, r := range rows {
		u := &out[i]
		u.place, u.named = place{uint64(r.LogSeq), int(r.Nth)}, named{Kind(r.Kind), r.ID}
		u.From, u.Into, u.at, u.apart, u.by, u.why = uint32(r.FromPerson), uint32(r.IntoPerson), r.EventTime, r.Apart, r.Actor, r.Reason
	}
	return out, nil
}

// rules reads all rules that ever held, in order.
func (s store) rules(ctx context.Context) ([]*rulebook, error) {
	var rows []ruleRow
	if err := s.db.NewSelect().Model(&rows).Where("workspace = ?", s.workspace).Order("log_seq", "nth").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	out := make([]*rulebook, len(rows))
	for i, r := range rows {
		b, err := readRulebook(r.Rules, Changed{LogSeq: uint64(r.LogSeq), Nth: int(r.Nth), At: r.EventTime, By: r.Actor})
		if err != nil {
			return nil, err
		}
		out[i] = b
	}
	return out, nil
}
