package plan

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "plan".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps the plans of all workspaces, and has them ready to judge by. Its
// methods may be called concurrently.
type Store struct {
	db  *db.DB
	now func() time.Time

	writing sync.Mutex // what is in force follows the table in order
	inForce atomic.Pointer[map[int64]*Compiled]
}

type part struct {
	bun.BaseModel `bun:"table:plan_parts"`
	Workspace     int64  `bun:",pk"`
	Kind          string `bun:",pk"`
	Name          string `bun:",pk"`
	Body          string
	Version       int64
	Changed       int64
	ChangedBy     int64
}

const (
	kindEvent   = "event"
	kindOthers  = "others"
	kindAliases = "aliases"
)

// Open reads every plan.
func Open(ctx context.Context, d *db.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: d, now: now}
	var parts []part
	if err := d.NewSelect().Model(&parts).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the data plans: %w", err)
	}
	by := map[int64][]part{}
	for _, p := range parts {
		by[p.Workspace] = append(by[p.Workspace], p)
	}
	all := map[int64]*Compiled{}
	for workspace, parts := range by {
		p, _, err := assemble(parts)
		if err != nil {
			return nil, err
		}
		all[workspace] = Compile(p)
	}
	s.inForce.Store(&all)
	return s, nil
}

// unplanned is what is in force where nothing was said.
var unplanned = Compile(&Plan{OtherEvents: Allow})

// InForce is what a workspace's events are judged by, and its aliases.
func (s *Store) InForce(workspace int64) *Compiled {
	if c := (*s.inForce.Load())[workspace]; c != nil {
		return c
	}
	return unplanned
}

// Aliases are the names in force.
func (c *Compiled) Aliases() Aliases { return c.aliases }

// Stamp says who changed a part of a plan, and when.
type Stamp struct {
	Version   int64     `json:"version" doc:"0: nothing was said yet"`
	Changed   time.Time `json:"changed,omitzero"`
	ChangedBy uint32    `json:"changed_by,omitempty" doc:"Operator"`
}

func (p *part) stamp() Stamp {
	return Stamp{Version: p.Version, Changed: db.Time(p.Changed), ChangedBy: uint32(p.ChangedBy)}
}

// key is a part's place in a workspace.
type key struct{ kind, name string }

func assemble(parts []part) (*Plan, map[key]Stamp, error) {
	p, stamps := &Plan{Events: map[string]Rules{}}, map[key]Stamp{}
	for i := range parts {
		of := &parts[i]
		var err error
		switch of.Kind {
		case kindEvent:
			var r Rules
			if err = json.Unmarshal([]byte(of.Body), &r); err == nil {
				p.Events[of.Name] = r
			}
		case kindOthers:
			err = json.Unmarshal([]byte(of.Body), &p.OtherEvents)
		case kindAliases:
			err = json.Unmarshal([]byte(of.Body), &p.Aliases)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the data plan of workspace %d: %w", of.Workspace, err)
		}
		stamps[key{of.Kind, of.Name}] = of.stamp()
	}
	return p, stamps, p.Check()
}

// Plan returns a workspace's whole plan.
func (s *Store) Plan(ctx context.Context, workspace int64) (*Plan, error) {
	p, _, err := s.read(ctx, workspace)
	return p, err
}

func (s *Store) read(ctx context.Context, workspace int64) (*Plan, map[key]Stamp, error) {
	var parts []part
	if err := s.db.NewSelect().Model(&parts).Where("workspace = ?", workspace).Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("read the data plan: %w", err)
	}
	return assemble(parts)
}

// Who changes something, and where.
type Who struct {
	Workspace int64
	Operator  uint32
}

// put writes a part, if it still has the version that the caller saw; body ""
// takes it away. What is in force changes with it.
func (s *Store) put(ctx context.Context, who Who, at key, version int64, body any) (Stamp, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	row := part{Workspace: who.Workspace, Kind: at.kind, Name: at.name}
	var next *Plan
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		found := part{}
		err := s.db.Lock(s.db.NewSelect().Model(&found).Where("workspace = ? AND kind = ? AND name = ?", who.Workspace, at.kind, at.name)).Scan(ctx)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if found.Version != version {
			return &kith.Error{Code: kith.Conflict, Field: "version", Message: "it was changed after you opened it", Hint: "look at the newer one and change that"}
		}
		if err := s.write(ctx, &row, version, who, body); err != nil {
			return err
		}
		next, _, err = s.read(ctx, who.Workspace)
		return err
	})
	if err != nil {
		return Stamp{}, fmt.Errorf("change the data plan: %w", err)
	}
	s.enforce(who.Workspace, next)
	return row.stamp(), nil
}

// write inserts, updates or deletes the row.
func (s *Store) write(ctx context.Context, row *part, version int64, who Who, body any) error {
	if body == nil {
		_, err := s.db.NewDelete().Model(row).WherePK().Exec(ctx)
		return err
	}
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	row.Body, row.Version, row.Changed, row.ChangedBy = string(text), version+1, db.Micros(s.now()), int64(who.Operator)
	if version == 0 {
		_, err = s.db.NewInsert().Model(row).Exec(ctx)
		return err
	}
	_, err = s.db.NewUpdate().Model(row).WherePK().Exec(ctx)
	return err
}

func (s *Store) enforce(workspace int64, p *Plan) {
	all := maps.Clone(*s.inForce.Load())
	all[workspace] = Compile(p)
	s.inForce.Store(&all)
}

// SetRules writes an event's rules.
func (s *Store) SetRules(ctx context.Context, who Who, event string, version int64, r Rules) (Stamp, error) {
	one := Plan{Events: map[string]Rules{event: r}}
	if err := one.Check(); err != nil {
		return Stamp{}, err
	}
	return s.put(ctx, who, key{kindEvent, event}, version, one.Events[event])
}

// DropRules takes an event's rules away.
func (s *Store) DropRules(ctx context.Context, who Who, event string, version int64) error {
	_, err := s.put(ctx, who, key{kindEvent, event}, version, nil)
	return err
}

// SetOthers says what becomes of events without rules.
func (s *Store) SetOthers(ctx context.Context, who Who, version int64, act Act) (Stamp, error) {
	one := Plan{OtherEvents: act}
	if err := one.Check(); err != nil {
		return Stamp{}, err
	}
	return s.put(ctx, who, key{kindOthers, ""}, version, one.OtherEvents)
}

// SetAliases writes the workspace's own names.
func (s *Store) SetAliases(ctx context.Context, who Who, version int64, a Aliases) (Stamp, error) {
	if err := a.Check("aliases"); err != nil {
		return Stamp{}, err
	}
	return s.put(ctx, who, key{kindAliases, ""}, version, a)
}

// Import puts a whole plan in the place of the one there is.
func (s *Store) Import(ctx context.Context, who Who, p *Plan) error {
	if err := p.Check(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		_, stamps, err := s.read(ctx, who.Workspace)
		if err != nil {
			return err
		}
		parts := map[key]any{{kindOthers, ""}: p.OtherEvents, {kindAliases, ""}: p.Aliases}
		for event, r := range p.Events {
			parts[key{kindEvent, event}] = r
		}
		for at := range stamps {
			if _, stays := parts[at]; !stays {
				parts[at] = nil
			}
		}
		for _, at := range slices.SortedFunc(maps.Keys(parts), func(a, b key) int { return slices.Compare([]string{a.kind, a.name}, []string{b.kind, b.name}) }) {
			row := &part{Workspace: who.Workspace, Kind: at.kind, Name: at.name}
			if err := s.write(ctx, row, stamps[at].Version, who, parts[at]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("import the data plan: %w", err)
	}
	s.enforce(who.Workspace, p)
	return nil
}
