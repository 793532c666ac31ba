package quarantine

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"sync"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "quarantine".
//
//go:embed migrations
var Migrations embed.FS

// Options bound what is kept.
type Options struct {
	// Keep is how many entries a workspace keeps, the newest; 0 is 100,000.
	// Up to a twentieth more may be there for a while.
	Keep int
	// MaxRaw is how many bytes of an event are kept; 0 is 64 KiB, twice what
	// clients are asked to send at most.
	MaxRaw int
}

// Store reads and writes the quarantine of every workspace. All its methods
// may be called concurrently.
type Store struct {
	db   *db.DB
	keep int
	raw  int

	mu    sync.Mutex
	added map[int64]int // by workspace: inserted since it was last trimmed
}

func New(d *db.DB, o Options) *Store {
	s := &Store{db: d, keep: o.Keep, raw: o.MaxRaw, added: map[int64]int{}}
	if s.keep <= 0 {
		s.keep = 100_000
	}
	if s.raw <= 0 {
		s.raw = 64 << 10
	}
	return s
}

const (
	insertRows  = 500
	insertBytes = 4 << 20 // of raw events in one statement
)

// Insert adds entries; those that are there already stay as they are. What is
// then too many goes, oldest first.
func (s *Store) Insert(ctx context.Context, workspace int64, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		rows := make([]row, 0, min(len(entries), insertRows))
		bytes := 0
		for i := range entries {
			r := newRow(workspace, &entries[i], s.raw)
			rows, bytes = append(rows, r), bytes+len(r.Raw)
			if len(rows) < insertRows && bytes < insertBytes && i < len(entries)-1 {
				continue
			}
			if _, err := s.db.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
				return err
			}
			rows, bytes = rows[:0], 0
		}
		if !s.crowded(workspace, len(entries)) {
			return nil
		}
		return s.trim(ctx, workspace)
	})
	if err != nil {
		return fmt.Errorf("insert into quarantine: %w", err)
	}
	return nil
}

// crowded reports whether it is time to trim: at a workspace's first insert of
// this process, and then whenever a twentieth of what is kept was added, so
// that counting rows is not paid for at every insert.
func (s *Store) crowded(workspace int64, added int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, known := s.added[workspace]
	n += added
	crowded := !known || n > s.keep/20
	if crowded {
		n = 0
	}
	s.added[workspace] = n
	return crowded
}

func (s *Store) trim(ctx context.Context, workspace int64) error {
	_, err := s.db.Exec(ctx, `DELETE FROM quarantine WHERE workspace = ? AND (log_seq, idx) <= (
		SELECT log_seq, idx FROM quarantine WHERE workspace = ? ORDER BY log_seq DESC, idx DESC LIMIT 1 OFFSET ?)`,
		workspace, workspace, s.keep)
	return err
}

// Position is where the log has an entry; entries are ordered by it.
type Position struct {
	LogSeq uint64
	Index  int
}

// Query asks for a page of a workspace's quarantine, the newest first.
type Query struct {
	Workspace int64
	Reason    string    // "" for all
	Event     string    // by name; "" for all
	Source    uint32    // 0 for all
	State     State     // "" is Open
	Before    *Position // nil for the first page, else the last entry of the page before
	Limit     int       // 1 to 200; 0 is 50
}

// List returns a page and, when there is more, where the next page begins.
func (s *Store) List(ctx context.Context, q Query) ([]Entry, *Position, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	var rows []row
	query := s.db.NewSelect().Model(&rows).Where("workspace = ?", q.Workspace).
		OrderExpr("log_seq DESC, idx DESC").Limit(int64(q.Limit) + 1)
	q.narrow(query.Where)
	if q.Before != nil {
		query.Where("(log_seq, idx) < (?, ?)", int64(q.Before.LogSeq), q.Before.Index)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("list quarantine: %w", err)
	}
	var next *Position
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		last := &rows[q.Limit-1]
		next = &Position{LogSeq: uint64(last.LogSeq), Index: int(last.Idx)}
	}
	entries := make([]Entry, len(rows))
	for i := range rows {
		entries[i] = rows[i].entry()
	}
	return entries, next, nil
}

// Get returns one entry.
func (s *Store) Get(ctx context.Context, workspace int64, at Position) (Entry, error) {
	var r row
	err := s.db.NewSelect().Model(&r).Where("workspace = ? AND log_seq = ? AND idx = ?", workspace, int64(at.LogSeq), at.Index).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, &kith.Error{Code: kith.NotFound, Message: "this rejected event is not kept any more", Hint: "only the newest are kept", Err: err}
	}
	if err != nil {
		return Entry{}, fmt.Errorf("read quarantine: %w", err)
	}
	return r.entry(), nil
}

// Count is how many entries have a reason, and the newest's arrival.
type Count struct {
	Reason string
	Events int
	Latest int64 // µs UTC
}

// State is where entries stand.
type State string

const (
	Open    State = "open"
	Settled State = "settled"
	Any     State = "any"
)

// narrow adds what the query asks for, but for its place.
func (q *Query) narrow(where func(string, ...any) *bun.SelectQuery) {
	if q.Reason != "" {
		where("reason = ?", q.Reason)
	}
	if q.Event != "" {
		where("name = ?", q.Event)
	}
	if q.Source != 0 {
		where("source = ?", int64(q.Source))
	}
	switch q.State {
	case "", Open:
		where("settled = 0")
	case Settled:
		where("settled > 0")
	}
}

// Counts returns the reasons of a workspace's open entries, the most frequent first.
func (s *Store) Counts(ctx context.Context, workspace int64) ([]Count, error) {
	var counts []Count
	err := s.db.NewSelect().TableExpr("quarantine").
		ColumnExpr("reason, COUNT(*) AS events, MAX(received) AS latest").
		Where("workspace = ? AND settled = 0", workspace).GroupExpr("reason").OrderExpr("events DESC, reason").Scan(ctx, &counts)
	if err != nil {
		return nil, fmt.Errorf("count quarantine: %w", err)
	}
	return counts, nil
}
