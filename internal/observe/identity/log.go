package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/observe/timeline"
)

// Merge is a line of the merge log.
type Merge struct {
	timeline.Pair
	Number int64
	At     int64 // time of the event that caused it, µs UTC
	Rule   Rule
	Kind   Kind
	ID     string // that both had; "" of an operator's, and of old merges
	By     string
	Why    string
	Undone *Undone // nil: it holds
}

// Undone says of a merge that it was taken back.
type Undone struct {
	At    int64 // µs UTC
	Again bool  // the same may join them again
	By    string
	Why   string
}

type mergeLogRow struct {
	bun.BaseModel `bun:"table:identity_merges"`
	Ordinal       int64
	FromPerson    int64
	IntoPerson    int64
	EventTime     int64
	Rule          int64
	Kind          int64
	ID            string
	Actor         string
	Reason        string
	UndoneSeq     int64
	UndoneTime    int64
	UndoneAgain   bool
	UndoneActor   string
	UndoneReason  string
}

func (r *mergeLogRow) merge() Merge {
	m := Merge{Pair: timeline.Pair{From: uint32(r.FromPerson), Into: uint32(r.IntoPerson)}, Number: r.Ordinal, At: r.EventTime,
		Rule: Rule(r.Rule), Kind: Kind(r.Kind), ID: r.ID, By: r.Actor, Why: r.Reason}
	if r.UndoneSeq != 0 {
		m.Undone = &Undone{At: r.UndoneTime, Again: r.UndoneAgain, By: r.UndoneActor, Why: r.UndoneReason}
	}
	return m
}

// LogQuery asks for a part of the merge log.
type LogQuery struct {
	Before  int64    // only merges of lower numbers; 0: from the newest
	Limit   int      // rows
	Persons []uint32 // only merges that name one of these raw numbers
	Rule    *Rule
	Undone  *bool
}

// Log reads the merge log, the newest first. Any goroutine.
func (d *Directory) Log(ctx context.Context, q LogQuery) ([]Merge, error) {
	var rows []mergeLogRow
	query := d.store.db.NewSelect().Model(&rows).Where("workspace = ?", d.store.workspace).OrderExpr("ordinal DESC").Limit(int64(q.Limit))
	if q.Before > 0 {
		query.Where("ordinal < ?", q.Before)
	}
	if q.Persons != nil {
		query.Where("(from_person IN ? OR into_person IN ?)", bun.Tuple(q.Persons), bun.Tuple(q.Persons))
	}
	if q.Rule != nil {
		query.Where("rule = ?", int64(*q.Rule))
	}
	if q.Undone != nil && *q.Undone {
		query.Where("undone_seq > 0")
	} else if q.Undone != nil {
		query.Where("undone_seq = 0")
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the merge log: %w", err)
	}
	out := make([]Merge, len(rows))
	for i := range rows {
		out[i] = rows[i].merge()
	}
	return out, nil
}

// MergesOf returns all committed merges that name one of some raw numbers, in
// order. Any goroutine.
func (d *Directory) MergesOf(ctx context.Context, persons ...uint32) ([]Merge, error) {
	found := map[int64]Merge{}
	for some := range slices.Chunk(persons, insertRows) {
		for _, column := range []string{"from_person", "into_person"} {
			var rows []mergeLogRow
			if err := d.store.db.NewSelect().Model(&rows).Where("workspace = ?", d.store.workspace).Where("? IN ?", bun.Ident(column), bun.Tuple(some)).Scan(ctx); err != nil {
				return nil, fmt.Errorf("read merges of %d persons: %w", len(persons), err)
			}
			for i := range rows {
				found[rows[i].Ordinal] = rows[i].merge()
			}
		}
	}
	out := make([]Merge, 0, len(found))
	for _, m := range found {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Merge) int { return int(a.Number - b.Number) })
	return out, nil
}

// Sides says which raw numbers taking a merge back would part: those joined
// through its From, and those joined through its Into. members are all raw
// numbers of the person. Any goroutine.
func (d *Directory) Sides(ctx context.Context, number int64, members []uint32) (from, into []uint32, err error) {
	merges, err := d.MergesOf(ctx, members...)
	if err != nil {
		return nil, nil, err
	}
	from, into = touches(merges, number)
	return from, into, nil
}

// Taken is an id that was taken from a person.
type Taken struct {
	ID
	Into uint32 // the person it has begun
	At   int64  // µs UTC
	By   string
	Why  string
}

// Taken lists the ids that were taken from raw persons, in order. Any goroutine.
func (d *Directory) Taken(ctx context.Context, persons ...uint32) ([]Taken, error) {
	var rows []unboundRow
	if err := d.store.db.NewSelect().Model(&rows).Where("workspace = ?", d.store.workspace).Where("from_person IN ?", bun.Tuple(persons)).Order("log_seq", "nth").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read ids taken from %d persons: %w", len(persons), err)
	}
	out := make([]Taken, len(rows))
	for i, r := range rows {
		out[i] = Taken{ID: ID{Kind(r.Kind), r.ID, uint32(r.FromPerson)}, Into: uint32(r.IntoPerson), At: r.EventTime, By: r.Actor, Why: r.Reason}
	}
	return out, nil
}

// Suggestion is a pair of persons that may be one.
type Suggestion struct {
	Kind         Kind
	ID           string
	Owner, Other uint32 // raw: whose the id is, and who came with it
	Why          Why
	First, Last  int64 // µs UTC
	Times        int64
	Sharers      int64 // different persons who came with that id
	SettledAt    int64 // µs UTC; 0: open
	SettledBy    string
}

// mostSharers is up to how many others an id says something of a pair: what
// more persons came with is a shop's counter or a family's tablet.
const mostSharers = 5

// Suggestions lists suggestions that nobody has settled, or those that somebody
// dismissed: the strongest kinds of ids first, then the most frequent. Any goroutine.
func (d *Directory) Suggestions(ctx context.Context, settled bool, limit int) ([]Suggestion, error) {
	open := "settled_at = 0"
	if settled {
		open = "settled_at > 0"
	}
	var rows []struct {
		Kind, Owner, Other, Why, FirstTime, LastTime, Times, Sharers, SettledAt int64
		ID, SettledBy                                                           string
	}
	// The columns in one place: both engines know window functions.
	err := d.store.db.NewSelect().TableExpr(`(SELECT kind, id, owner, other, why, first_time, last_time, times, settled_at, settled_by,
		count(*) OVER (PARTITION BY kind, id) AS sharers FROM identity_suggestions WHERE workspace = ?) AS s`, d.store.workspace).
		ColumnExpr("*").Where(open).Where("sharers <= ?", mostSharers).
		OrderExpr("CASE WHEN kind IN (0, 2) THEN 1 ELSE 0 END, times DESC, last_time DESC, kind, id, other").Limit(int64(limit)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read suggestions: %w", err)
	}
	out := make([]Suggestion, len(rows))
	for i, r := range rows {
		out[i] = Suggestion{Kind(r.Kind), r.ID, uint32(r.Owner), uint32(r.Other), Why(r.Why), r.FirstTime, r.LastTime, r.Times, r.Sharers, r.SettledAt, r.SettledBy}
	}
	return out, nil
}

// Settle dismisses suggestions of a pair, or opens them again. Any goroutine.
func (d *Directory) Settle(ctx context.Context, owner, other uint32, by string, at time.Time, dismissed bool) error {
	when := int64(0)
	if dismissed {
		when = at.UnixMicro()
	} else {
		by = ""
	}
	_, err := d.store.db.Exec(ctx, "UPDATE identity_suggestions SET settled_at = ?, settled_by = ? WHERE workspace = ? AND owner = ? AND other = ?", when, by, d.store.workspace, int64(owner), int64(other))
	if err != nil {
		return fmt.Errorf("settle a suggestion: %w", err)
	}
	return nil
}

// Named finds the person of an id by the type's name, in the form that the rules
// give it; a text that is the id of several types gives all. Any goroutine.
func (d *Directory) Named(text string) []uint32 {
	b, out := d.published.Load(), []uint32(nil)
	for i := range b.Types {
		t := &b.Types[i]
		if p, ok := d.Find(t.Kind, t.Form.apply(strings.TrimSpace(text))); ok && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
