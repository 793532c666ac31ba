package table

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "table".
//
//go:embed migrations
var Migrations embed.FS

// Store reads and writes the tables of every workspace. All its methods may be
// called concurrently.
type Store struct {
	db    *db.DB
	now   func() time.Time
	wake  chan struct{}
	items catalogues
}

func New(d *db.DB, now func() time.Time) *Store {
	return &Store{db: d, now: now, wake: make(chan struct{}, 1), items: catalogues{by: map[int64]*Catalogue{}}}
}

type row struct {
	bun.BaseModel `bun:"table:table_rows,alias:have"`
	Workspace     int64  `bun:",pk"`
	Tbl           string `bun:",pk"`
	Rowkey        string `bun:",pk"`
	Owner         string
	Updated       int64
	Received      int64
	Deleted       int64
	Folded        string
	Fields        string
}

type version struct {
	bun.BaseModel `bun:"table:table_versions"`
	Workspace     int64  `bun:",pk"`
	Tbl           string `bun:",pk"`
	Rowkey        string `bun:",pk"`
	Updated       int64  `bun:",pk"`
	Received      int64
	Fields        string
}

type waiting struct {
	bun.BaseModel `bun:"table:table_events"`
	Workspace     int64  `bun:",pk"`
	Tbl           string `bun:",pk"`
	Rowkey        string `bun:",pk"`
	State         string `bun:",pk"`
	Created       int64
	Done          int64
	Outcome       string
	Event         []byte
}

// Outcome is what became of a row that was sent.
type Outcome string

const (
	Made    Outcome = "made"
	Changed Outcome = "changed"
	Same    Outcome = "same"  // it was there already
	Older   Outcome = "older" // than the one that is there, which stays
	Refused Outcome = "refused"
)

// Upsert is rows to write.
type Upsert struct {
	Workspace int64
	Table     Table
	Rows      []*Row
	// Quiet is true when what the rows say has happened is known by other ways:
	// it becomes no event, now or later.
	Quiet bool
}

// Upsert writes rows, and what they say has happened, in one transaction. It
// gives each row's outcome, in order.
func (s *Store) Upsert(ctx context.Context, u Upsert) ([]Outcome, error) {
	if len(u.Rows) == 0 {
		return []Outcome{}, nil
	}
	w := &writing{Upsert: u, now: db.Micros(s.now())}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		w.begin()
		if err := s.present(ctx, w); err != nil {
			return err
		}
		for _, r := range u.Rows {
			w.take(r)
		}
		return s.write(ctx, w)
	})
	if err != nil {
		return nil, fmt.Errorf("write rows of %s: %w", u.Table, err)
	}
	s.changed(u.Workspace, u.Table)
	return w.outcomes, nil
}

// changed lets others know that there is something new.
func (s *Store) changed(workspace int64, t Table) {
	if t == Items {
		s.items.forget(workspace)
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// writing is an upsert under way.
type writing struct {
	Upsert
	now      int64
	rows     map[string]*row
	touched  map[string]bool
	versions map[[2]any]version
	events   map[[2]string]waiting
	outcomes []Outcome
}

func (w *writing) begin() {
	w.rows, w.touched = map[string]*row{}, map[string]bool{}
	w.versions, w.events = map[[2]any]version{}, map[[2]string]waiting{}
	w.outcomes = make([]Outcome, 0, len(w.Rows))
}

func (w *writing) keys() []string {
	keys := make([]string, 0, len(w.Rows))
	for _, r := range w.Rows {
		keys = append(keys, r.Key)
	}
	sort.Strings(keys)
	return slices.Compact(keys)
}

func (s *Store) present(ctx context.Context, w *writing) error {
	var rows []row
	q := s.db.NewSelect().Model(&rows).Where("workspace = ? AND tbl = ? AND rowkey IN (?)", w.Workspace, w.Table, bun.List(w.keys())).Order("rowkey")
	if err := s.db.Lock(q).Scan(ctx); err != nil {
		return err
	}
	for i := range rows {
		w.rows[rows[i].Rowkey] = &rows[i]
	}
	return nil
}

// take lets one version have its say. Also an older one tells what happened.
func (w *writing) take(r *Row) {
	have := w.rows[r.Key]
	outcome := Changed
	switch {
	case have == nil:
		outcome = Made
	case have.Updated > r.Updated, have.Deleted != 0 && have.Updated == r.Updated:
		outcome = Older
	case have.Deleted != 0:
		outcome = Made
	case have.Fields == r.encoded:
		outcome = Same
	}
	w.outcomes = append(w.outcomes, outcome)
	for _, h := range w.Table.happened(r) {
		if h.Event.Time <= w.now+kith.MaxAhead { // a plan has not happened
			w.event(r.Key, h)
		}
	}
	if outcome != Same {
		w.versions[[2]any{r.Key, r.Updated}] = version{Workspace: w.Workspace, Tbl: string(w.Table), Rowkey: r.Key, Updated: r.Updated, Received: w.now, Fields: r.encoded}
	}
	if outcome == Older {
		return
	}
	w.rows[r.Key] = &row{Workspace: w.Workspace, Tbl: string(w.Table), Rowkey: r.Key, Owner: r.Owner, Updated: r.Updated, Received: w.now, Folded: fold(r), Fields: r.encoded}
	w.touched[r.Key] = true
}

func (w *writing) event(key string, h happening) {
	at := [2]string{key, h.State}
	if _, ok := w.events[at]; ok {
		return
	}
	e := waiting{Workspace: w.Workspace, Tbl: string(w.Table), Rowkey: key, State: h.State, Created: w.now, Event: []byte{}}
	if w.Quiet {
		e.Done, e.Outcome = w.now, "kept"
	} else {
		b := kith.Batch{Events: []kith.Event{h.Event}}
		e.Event = b.AppendBinary(nil)
	}
	w.events[at] = e
}

// fold is what a row is searched by: its texts.
func fold(r *Row) string {
	var parts []string
	for _, v := range r.Fields {
		if text, ok := v.(string); ok && len(text) <= 200 {
			parts = append(parts, strings.ToLower(text))
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, "\n")
}

func (s *Store) write(ctx context.Context, w *writing) error {
	var rows []row
	for _, key := range w.keys() {
		if w.touched[key] {
			rows = append(rows, *w.rows[key])
		}
	}
	if len(rows) > 0 {
		// The condition is for two who make one row at the same moment.
		q := s.db.NewInsert().Model(&rows).On("CONFLICT (workspace, tbl, rowkey) DO UPDATE").
			Set("owner = EXCLUDED.owner, updated = EXCLUDED.updated, received = EXCLUDED.received, deleted = 0, folded = EXCLUDED.folded, fields = EXCLUDED.fields").
			Where("have.updated <= EXCLUDED.updated")
		if _, err := q.Exec(ctx); err != nil {
			return err
		}
	}
	if versions := sorted(w.versions, func(v version) string { return fmt.Sprintf("%s\x00%020d", v.Rowkey, v.Updated) }); len(versions) > 0 {
		q := s.db.NewInsert().Model(&versions).On("CONFLICT (workspace, tbl, rowkey, updated) DO UPDATE").Set("received = EXCLUDED.received, fields = EXCLUDED.fields")
		if _, err := q.Exec(ctx); err != nil {
			return err
		}
		if err := s.trim(ctx, w); err != nil {
			return err
		}
	}
	if events := sorted(w.events, func(e waiting) string { return e.Rowkey + "\x00" + e.State }); len(events) > 0 {
		if _, err := s.db.NewInsert().Model(&events).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// sorted is in one order for all, so that two who write do not wait for each other.
func sorted[K comparable, V any](of map[K]V, by func(V) string) []V {
	out := make([]V, 0, len(of))
	for _, v := range of {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b V) int { return strings.Compare(by(a), by(b)) })
	return out
}

func (s *Store) trim(ctx context.Context, w *writing) error {
	_, err := s.db.Exec(ctx, `DELETE FROM table_versions WHERE workspace = ? AND tbl = ? AND rowkey IN (?) AND updated < (
		SELECT v.updated FROM table_versions AS v WHERE v.workspace = table_versions.workspace AND v.tbl = table_versions.tbl AND v.rowkey = table_versions.rowkey
		ORDER BY v.updated DESC LIMIT 1 OFFSET ?)`, w.Workspace, w.Table, bun.List(w.keys()), maxHistory-1)
	return err
}

// Delete forgets a row and its history. What became events stays on the
// timeline. Versions up to now do not bring it back.
func (s *Store) Delete(ctx context.Context, workspace int64, t Table, key string) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		now := db.Micros(s.now())
		n, err := s.db.Exec(ctx, "UPDATE table_rows SET deleted = 1, owner = '', folded = '', fields = '{}', received = ?, updated = CASE WHEN updated > ? THEN updated ELSE ? END WHERE workspace = ? AND tbl = ? AND rowkey = ? AND deleted = 0",
			now, now, now, workspace, t, key)
		if err != nil {
			return err
		}
		if n == 0 {
			return missing(t, key)
		}
		_, err = s.db.Exec(ctx, "DELETE FROM table_versions WHERE workspace = ? AND tbl = ? AND rowkey = ?", workspace, t, key)
		return err
	})
	if err == nil {
		s.changed(workspace, t)
	}
	return err
}

// Forget removes every trace of what belonged to user ids: rows, their
// versions, and what has become of them.
func (s *Store) Forget(ctx context.Context, workspace int64, users []string) (removed int64, err error) {
	if len(users) == 0 {
		return 0, nil
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		for _, from := range [...]string{"table_events", "table_versions"} {
			if _, err := s.db.Exec(ctx, "DELETE FROM "+from+" WHERE workspace = ? AND EXISTS (SELECT 1 FROM table_rows r WHERE r.workspace = "+from+".workspace AND r.tbl = "+from+".tbl AND r.rowkey = "+from+".rowkey AND r.owner IN (?))", workspace, bun.List(users)); err != nil {
				return err
			}
		}
		removed, err = s.db.Exec(ctx, "DELETE FROM table_rows WHERE workspace = ? AND owner IN (?)", workspace, bun.List(users))
		return err
	})
	return removed, err
}

func missing(t Table, key string) error {
	return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("%s has no row %s", t, clip(key)), Hint: "it may be in another workspace, or have been deleted"}
}

// Kept is a row as it is read.
type Kept struct {
	Key      string         `json:"key"`
	User     string         `json:"user_id,omitempty"`
	Updated  time.Time      `json:"updated_at" doc:"By the sender's account"`
	Received time.Time      `json:"received_at"`
	Fields   map[string]any `json:"fields"`
	Person   uint32         `json:"person,omitempty" doc:"Whose it is; absent when nobody of that id is known"`
}

func kept(key, owner string, updated, received int64, fields string) Kept {
	k := Kept{Key: key, User: owner, Updated: db.Time(updated), Received: db.Time(received), Fields: map[string]any{}}
	_ = json.Unmarshal([]byte(fields), &k.Fields) // written by Parse
	return k
}

func (r *row) kept() Kept { return kept(r.Rowkey, r.Owner, r.Updated, r.Received, r.Fields) }

// Happened is an event that a row became, or is about to become.
type Happened struct {
	State   string    `json:"state"`
	Written time.Time `json:"written"`
	Outcome string    `json:"outcome" enum:"waiting,sent,known,kept" doc:"waiting for the log; sent to it; known: the timeline had it by another way; kept: the sender wanted no event"`
}

// Detail is a row with its history.
type Detail struct {
	Kept
	Versions []Kept     `json:"versions" doc:"The newest first, the one that counts among them"`
	Events   []Happened `json:"events"`
}

// Get reads one row with its history.
func (s *Store) Get(ctx context.Context, workspace int64, t Table, key string) (Detail, error) {
	var r row
	err := s.db.NewSelect().Model(&r).Where("workspace = ? AND tbl = ? AND rowkey = ? AND deleted = 0", workspace, t, key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Detail{}, missing(t, key)
	}
	if err != nil {
		return Detail{}, fmt.Errorf("read a row of %s: %w", t, err)
	}
	out := Detail{Kept: r.kept(), Versions: []Kept{}, Events: []Happened{}}
	var versions []version
	if err := s.db.NewSelect().Model(&versions).Where("workspace = ? AND tbl = ? AND rowkey = ?", workspace, t, key).Order("updated DESC").Scan(ctx); err != nil {
		return out, fmt.Errorf("read versions: %w", err)
	}
	for _, v := range versions {
		out.Versions = append(out.Versions, kept(v.Rowkey, "", v.Updated, v.Received, v.Fields))
	}
	var events []waiting
	if err := s.db.NewSelect().Model(&events).Where("workspace = ? AND tbl = ? AND rowkey = ?", workspace, t, key).Order("created", "state").Scan(ctx); err != nil {
		return out, fmt.Errorf("read a row's events: %w", err)
	}
	for _, e := range events {
		h := Happened{State: e.State, Written: db.Time(e.Created), Outcome: e.Outcome}
		if e.Done == 0 {
			h.Outcome = "waiting"
		}
		out.Events = append(out.Events, h)
	}
	return out, nil
}
