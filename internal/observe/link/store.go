package link

import (
	"context"
	"database/sql"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "link".
//
//go:embed migrations
var Migrations embed.FS

// most is how many links a workspace holds.
const most = 100_000

// Store reads and writes links. All its methods may be called concurrently.
type Store struct {
	db  *db.DB
	now func() time.Time

	mu     sync.Mutex
	robots map[int64]int64 // visits by link that are not in the table yet
}

func New(d *db.DB, now func() time.Time) *Store {
	return &Store{db: d, now: now, robots: map[int64]int64{}}
}

// Who is the caller and where.
type Who struct {
	Workspace int64
	Operator  int64 // 0: a program
}

// MaxDrafts is how many links are made at once.
const MaxDrafts = 500

// Create makes links, all or none.
func (s *Store) Create(ctx context.Context, who Who, drafts []Draft) ([]Link, error) {
	now := db.Micros(s.now())
	rows := make([]*row, len(drafts))
	for i, d := range drafts {
		r := &row{Workspace: who.Workspace, Owner: who.Operator, Version: 1, Created: now, Changed: now, Ends: ends(d.Ends)}
		if err := errors.Join(r.setCode(d.Code), r.setKind(d.Kind), r.setName(d.Name), r.setPartner(d.Partner), r.setTarget(d.Target), r.setCampaign(d.Campaign), r.setNote(d.Note)); err != nil {
			return nil, at(i, len(drafts), err)
		}
		r.fold()
		rows[i] = r
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.db.NewSelect().Model((*row)(nil)).Where("workspace = ?", who.Workspace).Count(ctx)
		if err != nil {
			return err
		}
		if int(n)+len(rows) > most {
			return &kith.Error{Code: kith.TooLarge, Message: fmt.Sprintf("this workspace has %d links; it can have %d", n, most), Hint: "use one link with different contents, or another workspace"}
		}
		for i, r := range rows {
			switch _, err := s.db.NewInsert().Model(r).Exec(ctx); {
			case s.db.IsDuplicate(err):
				return at(i, len(rows), &kith.Error{Code: kith.Conflict, Field: "code", Message: fmt.Sprintf("the code %s is taken", r.Code), Hint: "choose another, or leave it out", Err: err})
			case err != nil:
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("create links: %w", err)
	}
	out := make([]Link, len(rows))
	for i, r := range rows {
		out[i] = r.link()
	}
	return out, nil
}

// at says which of several drafts an error is about.
func at(i, of int, err error) error {
	var e *kith.Error
	if of < 2 || !errors.As(err, &e) {
		return err
	}
	placed := *e
	placed.Field = strings.TrimSuffix(fmt.Sprintf("links[%d].%s", i, e.Field), ".")
	return &placed
}

func ends(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return db.Micros(t)
}

// Get returns one link.
func (s *Store) Get(ctx context.Context, who Who, id int64) (Link, error) {
	r := &row{}
	if err := s.db.NewSelect().Model(r).Where("workspace = ? AND id = ?", who.Workspace, id).Scan(ctx); err != nil {
		return Link{}, missing(err, id)
	}
	return r.link(), nil
}

// Update changes a link. A change since the caller's version is a conflict.
func (s *Store) Update(ctx context.Context, who Who, id int64, c Change) (Link, error) {
	r := &row{}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		*r = row{}
		if err := s.db.Lock(s.db.NewSelect().Model(r).Where("workspace = ? AND id = ?", who.Workspace, id)).Scan(ctx); err != nil {
			return err
		}
		if r.Version != c.Version {
			return &kith.Error{Code: kith.Conflict, Field: "version",
				Message: fmt.Sprintf("it was changed at %s, after you opened it", db.Time(r.Changed).Format(time.RFC3339)), Hint: "look at the newer one and change that"}
		}
		if err := r.change(c, db.Micros(s.now())); err != nil {
			return err
		}
		_, err := s.db.NewUpdate().Model(r).ExcludeColumn("robots").WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Link{}, missing(err, id)
	}
	return r.link(), nil
}

func (r *row) change(c Change, now int64) error {
	for _, set := range [...]struct {
		to *string
		by func(string) error
	}{{c.Kind, r.setKind}, {c.Name, r.setName}, {c.Partner, r.setPartner}, {c.Target, r.setTarget}, {c.Note, r.setNote}} {
		if set.to != nil {
			if err := set.by(*set.to); err != nil {
				return err
			}
		}
	}
	if c.Campaign != nil {
		if err := r.setCampaign(*c.Campaign); err != nil {
			return err
		}
	}
	if c.Ends != nil {
		r.Ends = ends(*c.Ends)
	}
	switch {
	case c.Archived == nil:
	case !*c.Archived:
		r.Archived = 0
	case r.Archived == 0:
		r.Archived = now
	}
	r.Version++
	r.Changed = now
	r.fold()
	return nil
}

// Query asks for a page of links, the newest first.
type Query struct {
	Search   string // in name, partner, code, target and campaign
	Kind     string // "" for all
	Archived bool   // those that are put aside, instead of those in use
	After    string // next of the page before
	Limit    int
}

// List returns a page and, when there is more, where the next begins.
func (s *Store) List(ctx context.Context, who Who, q Query) ([]Link, string, error) {
	var rows []row
	query := s.db.NewSelect().Model(&rows).Where("workspace = ?", who.Workspace).Order("created DESC", "id DESC").Limit(int64(q.Limit) + 1)
	if q.Archived {
		query.Where("archived > 0")
	} else {
		query.Where("archived = 0")
	}
	if q.Kind != "" {
		query.Where("kind = ?", q.Kind)
	}
	for word := range strings.FieldsSeq(strings.ToLower(q.Search)) {
		query.Where("folded LIKE ? ESCAPE '!'", "%"+strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word)+"%")
	}
	if q.After != "" {
		created, id, err := readPlace(q.After)
		if err != nil {
			return nil, "", err
		}
		query.Where("(created, id) < (?, ?)", created, id)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list links: %w", err)
	}
	next := ""
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		last := rows[q.Limit-1]
		next = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", last.Created, last.ID))
	}
	out := make([]Link, len(rows))
	for i := range rows {
		out[i] = rows[i].link()
	}
	return out, next, nil
}

func readPlace(after string) (created, id int64, err error) {
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err == nil {
		a, b, _ := strings.Cut(string(text), ".")
		created, err = strconv.ParseInt(a, 10, 64)
		if err == nil {
			id, err = strconv.ParseInt(b, 10, 64)
		}
	}
	if err != nil {
		return 0, 0, &kith.Error{Code: kith.Invalid, Field: "after", Message: "is not where a page ended", Hint: "send next of the page before, unchanged", Err: err}
	}
	return created, id, nil
}

// byCode finds a link of any workspace; nil when there is none.
func (s *Store) byCode(ctx context.Context, code string) (*row, error) {
	r := &row{}
	err := s.db.NewSelect().Model(r).Where("code = ?", code).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find link by code: %w", err)
	}
	return r, nil
}

// robot counts a visit that was nobody's. Run writes the count: a flood of
// robots must not be a flood of transactions.
func (s *Store) robot(link int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.robots[link]++
}

// Run writes what was counted every few seconds, and once more at the end.
func (s *Store) Run(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			// What cannot be written now is written later.
			_ = s.writeRobots(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			return s.writeRobots(last)
		}
	}
}

func (s *Store) writeRobots(ctx context.Context) error {
	s.mu.Lock()
	counted := s.robots
	s.robots = map[int64]int64{}
	s.mu.Unlock()
	if len(counted) == 0 {
		return nil
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		for id, n := range counted {
			if _, err := s.db.Exec(ctx, "UPDATE links SET robots = robots + ? WHERE id = ?", n, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		for id, n := range counted {
			s.robots[id] += n
		}
		return fmt.Errorf("count robots: %w", err)
	}
	return nil
}

// missing says that there is no such link, when that is what err says.
func missing(err error, id int64) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no link %d", id), Hint: "it may be in another workspace", Err: err}
	}
	return fmt.Errorf("link %d: %w", id, err)
}
