package channel

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "channel".
//
//go:embed migrations
var Migrations embed.FS

// Store reads and writes rules and costs. All its methods may be called
// concurrently.
type Store struct {
	db  *db.DB
	now func() time.Time
}

func New(d *db.DB, now func() time.Time) *Store { return &Store{d, now} }

// Who is the caller and where.
type Who struct {
	Workspace int64
	Operator  int64 // 0: a program
}

// Rules are a workspace's own, which come before the tables.
type Rules struct {
	Rules     []Rule    `json:"rules" maxItems:"200" doc:"The first that matches decides"`
	Own       []string  `json:"own" maxItems:"200" doc:"Domains of the workspace's own pages: coming from one says nothing"`
	Version   int64     `json:"version" doc:"Send it with a change: another's change in between is refused, not lost"`
	Changed   time.Time `json:"changed,omitzero" readOnly:"true"`
	ChangedBy int64     `json:"changed_by,omitempty" readOnly:"true" doc:"Operator; 0: a program"`
}

type rulesRow struct {
	bun.BaseModel `bun:"table:channel_rules"`
	Workspace     int64 `bun:",pk"`
	Rules         string
	Own           string
	Version       int64
	Changed       int64
	ChangedBy     int64
}

// Rules reads a workspace's; without any its version is 0.
func (s *Store) Rules(ctx context.Context, workspace int64) (Rules, error) {
	r := &rulesRow{}
	out := Rules{Rules: []Rule{}, Own: []string{}}
	err := s.db.NewSelect().Model(r).Where("workspace = ?", workspace).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return out, nil
	}
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(r.Rules), &out.Rules), json.Unmarshal([]byte(r.Own), &out.Own))
	}
	if err != nil {
		return out, fmt.Errorf("read the rules of channels: %w", err)
	}
	out.Version, out.Changed, out.ChangedBy = r.Version, db.Time(r.Changed), r.ChangedBy
	return out, nil
}

// Classifier is the tables with a workspace's rules before them.
func (s *Store) Classifier(ctx context.Context, workspace int64) (*Classifier, error) {
	r, err := s.Rules(ctx, workspace)
	return &Classifier{Rules: r.Rules, Own: r.Own}, err
}

// SetRules replaces a workspace's rules. A change since the caller's version is
// a conflict.
func (s *Store) SetRules(ctx context.Context, who Who, set Rules) (Rules, error) {
	if set.Rules == nil {
		set.Rules = []Rule{}
	}
	if set.Own == nil {
		set.Own = []string{}
	}
	if err := checkRules(set.Rules, set.Own); err != nil {
		return Rules{}, err
	}
	rules, err := json.Marshal(set.Rules)
	if err != nil {
		return Rules{}, err
	}
	own, err := json.Marshal(set.Own)
	if err != nil {
		return Rules{}, err
	}
	r := &rulesRow{Workspace: who.Workspace, Rules: string(rules), Own: string(own), Version: set.Version + 1, Changed: db.Micros(s.now()), ChangedBy: who.Operator}
	changed := func(err error) error {
		return &kith.Error{Code: kith.Conflict, Field: "version", Message: "the rules were changed after you opened them", Hint: "look at the newer ones and change those", Err: err}
	}
	if set.Version == 0 {
		_, err = s.db.NewInsert().Model(r).Exec(ctx)
		if s.db.IsDuplicate(err) {
			return Rules{}, changed(err)
		}
	} else {
		var res sql.Result
		if res, err = s.db.NewUpdate().Model(r).WherePK().Where("version = ?", set.Version).Exec(ctx); err == nil {
			if n, _ := res.RowsAffected(); n == 0 {
				return Rules{}, changed(nil)
			}
		}
	}
	if err != nil {
		return Rules{}, fmt.Errorf("keep the rules of channels: %w", err)
	}
	return s.Rules(ctx, who.Workspace)
}

// Enter keeps costs, all or none. One of the same day, channel, source,
// campaign and currency takes the place of the earlier; 0 takes it away. Of two
// such in one call the last counts. It returns how many days were set.
func (s *Store) Enter(ctx context.Context, who Who, entries []Entry) (int, error) {
	if len(entries) > MaxEntries {
		return 0, &kith.Error{Code: kith.TooLarge, Field: "costs", Message: fmt.Sprintf("%d costs; at most %d at once", len(entries), MaxEntries), Hint: "send them in parts"}
	}
	var rows []costRow
	for i := range entries {
		of, err := entries[i].rows(fmt.Sprintf("costs[%d]", i))
		if err != nil {
			return 0, err
		}
		if rows = append(rows, of...); len(rows) > maxRows {
			return 0, &kith.Error{Code: kith.TooLarge, Field: "costs", Message: fmt.Sprintf("more than %d days altogether", maxRows), Hint: "send them in parts"}
		}
	}
	now := db.Micros(s.now())
	at := map[costRow]int{}
	kept := rows[:0]
	for _, r := range rows {
		key := r
		key.Micros = 0
		r.Workspace, r.Changed, r.ChangedBy = who.Workspace, now, who.Operator
		if i, twice := at[key]; twice {
			kept[i] = r
			continue
		}
		at[key] = len(kept)
		kept = append(kept, r)
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		for lo := 0; lo < len(kept); lo += 500 {
			part := kept[lo:min(lo+500, len(kept))]
			_, err := s.db.NewInsert().Model(&part).
				On("CONFLICT (workspace, day, channel, source, campaign, currency) DO UPDATE").
				Set("micros = EXCLUDED.micros, changed = EXCLUDED.changed, changed_by = EXCLUDED.changed_by").Exec(ctx)
			if err != nil {
				return err
			}
		}
		_, err := s.db.NewDelete().Model((*costRow)(nil)).Where("workspace = ? AND micros = 0", who.Workspace).Exec(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keep costs: %w", err)
	}
	return len(kept), nil
}

// MostListed bounds a list of costs.
const MostListed = 200_000

// List gives the costs of days from one to another, both included.
func (s *Store) List(ctx context.Context, workspace int64, from, to string) ([]Kept, error) {
	var rows []costRow
	err := s.db.NewSelect().Model(&rows).Where("workspace = ? AND day >= ? AND day <= ?", workspace, from, to).
		Order("day", "channel", "source", "campaign", "currency").Limit(MostListed + 1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read costs: %w", err)
	}
	if len(rows) > MostListed {
		return nil, &kith.Error{Code: kith.TooLarge, Message: fmt.Sprintf("there are more than %d costs from %s to %s", MostListed, from, to), Hint: "take a shorter range"}
	}
	out := make([]Kept, len(rows))
	for i := range rows {
		out[i] = Kept{Cost: rows[i].cost(), Changed: db.Time(rows[i].Changed), ChangedBy: rows[i].ChangedBy}
	}
	return out, nil
}

// Costs is List without who entered them.
func (s *Store) Costs(ctx context.Context, workspace int64, from, to string) ([]Cost, error) {
	list, err := s.List(ctx, workspace, from, to)
	out := make([]Cost, len(list))
	for i := range list {
		out[i] = list[i].Cost
	}
	return out, err
}
