package table

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Query asks for a page of rows, the last updated first.
type Query struct {
	Search string   // words that a row's texts have
	Users  []string // rows of these user ids only; nil: all
	Keys   []string // rows of these keys only; nil: all
	After  string   // next of the page before
	Limit  int
}

// List returns a page and, when there is more, where the next begins.
func (s *Store) List(ctx context.Context, workspace int64, t Table, q Query) ([]Kept, string, error) {
	var rows []row
	query := s.db.NewSelect().Model(&rows).Where("workspace = ? AND tbl = ? AND deleted = 0", workspace, t).Order("updated DESC", "rowkey DESC").Limit(int64(q.Limit) + 1)
	for word := range strings.FieldsSeq(strings.ToLower(q.Search)) {
		query.Where("folded LIKE ? ESCAPE '!'", "%"+strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word)+"%")
	}
	if q.Users != nil {
		if len(q.Users) == 0 {
			return []Kept{}, "", nil
		}
		query.Where("owner IN (?)", bun.List(q.Users))
	}
	if q.Keys != nil {
		query.Where("rowkey IN (?)", bun.List(q.Keys))
	}
	if q.After != "" {
		updated, key, err := readPlace(q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("(updated, rowkey) < (?, ?)", updated, key)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list rows of %s: %w", t, err)
	}
	next := ""
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		last := rows[q.Limit-1]
		next = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%s", last.Updated, last.Rowkey))
	}
	out := make([]Kept, len(rows))
	for i := range rows {
		out[i] = rows[i].kept()
	}
	return out, next, nil
}

func readPlace(after string) (updated int64, key string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(after)
	at, key, ok := strings.Cut(string(raw), ".")
	if err == nil && ok && plain(key) {
		if updated, err = strconv.ParseInt(at, 10, 64); err == nil {
			return updated, key, nil
		}
	}
	return 0, "", &kith.Error{Code: kith.Invalid, Field: "after", Message: "is not where a page ended", Hint: "send next of the page before, unchanged", Err: err}
}

// Summary says how one table stands.
type Summary struct {
	Table    Table     `json:"table"`
	Rows     int64     `json:"rows"`
	Received time.Time `json:"received,omitzero" doc:"When the last row came; absent when none has"`
	Waiting  int64     `json:"waiting" doc:"Events on their way to the log"`
	Fields   []Field   `json:"fields" doc:"Columns that the table knows, its key first; others are kept as they come"`
}

// Summaries says how the tables of a workspace stand.
func (s *Store) Summaries(ctx context.Context, workspace int64) ([]Summary, error) {
	var counted []struct {
		Tbl      string
		N        int64
		Received int64
	}
	if err := s.db.NewRaw("SELECT tbl, COUNT(*) AS n, MAX(received) AS received FROM table_rows WHERE workspace = ? AND deleted = 0 GROUP BY tbl", workspace).Scan(ctx, &counted); err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	var events []struct {
		Tbl string
		N   int64
	}
	if err := s.db.NewRaw("SELECT tbl, COUNT(*) AS n FROM table_events WHERE workspace = ? AND done = 0 GROUP BY tbl", workspace).Scan(ctx, &events); err != nil {
		return nil, fmt.Errorf("count waiting events: %w", err)
	}
	out := make([]Summary, len(Tables))
	for i, t := range Tables {
		out[i] = Summary{Table: t, Fields: t.Fields()}
		for _, c := range counted {
			if Table(c.Tbl) == t {
				out[i].Rows, out[i].Received = c.N, db.Time(c.Received)
			}
		}
		for _, e := range events {
			if Table(e.Tbl) == t {
				out[i].Waiting = e.N
			}
		}
	}
	return out, nil
}
