package workspace

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

type sourceRow struct {
	bun.BaseModel `bun:"table:sources"`
	ID            uint32 `bun:",pk,autoincrement"`
	WorkspaceID   uint32
	Name          string
	Kind          string
	WriteKey      string
	Created       int64
	DisabledAt    int64
	PreviousKey   string
	PreviousUntil int64
}

func (r *sourceRow) source() Source {
	return Source{
		ID: r.ID, Workspace: r.WorkspaceID, Name: r.Name, Kind: r.Kind, WriteKey: r.WriteKey,
		Created: db.Time(r.Created), DisabledAt: db.Time(r.DisabledAt),
		PreviousUntil: db.Time(r.PreviousUntil), previousKey: r.PreviousKey,
	}
}

// CreateSource adds a source with a write key of its own.
func (s *Store) CreateSource(ctx context.Context, n NewSource) (Source, error) {
	name, err := checkName(n.Name)
	if err != nil {
		return Source{}, err
	}
	if err := checkKind(n.Kind); err != nil {
		return Source{}, err
	}
	row := &sourceRow{WorkspaceID: n.Workspace, Name: name, Kind: n.Kind, WriteKey: newWriteKey(), Created: db.Micros(s.now())}
	err = s.change(ctx, func(ctx context.Context) error {
		if err := s.db.NewSelect().Model(&workspaceRow{ID: n.Workspace}).WherePK().Scan(ctx); err != nil {
			return missing(err, "find workspace", "workspace", n.Workspace)
		}
		_, err := s.db.NewInsert().Model(row).Exec(ctx)
		return err
	})
	if s.db.IsDuplicate(err) {
		return Source{}, nameTaken(name, err)
	}
	if err != nil {
		return Source{}, fmt.Errorf("create source: %w", err)
	}
	return row.source(), nil
}

// RenameSource gives a source another name.
func (s *Store) RenameSource(ctx context.Context, id uint32, name string) (Source, error) {
	name, err := checkName(name)
	if err != nil {
		return Source{}, err
	}
	src, err := s.edit(ctx, id, "rename source", func(r *sourceRow) { r.Name = name })
	if s.db.IsDuplicate(err) {
		return Source{}, nameTaken(name, err)
	}
	return src, err
}

// DisableSource stops a source from sending; what it sent stays.
func (s *Store) DisableSource(ctx context.Context, id uint32) (Source, error) {
	return s.edit(ctx, id, "disable source", func(r *sourceRow) {
		if r.DisabledAt == 0 {
			r.DisabledAt = db.Micros(s.now())
		}
	})
}

// EnableSource lets a disabled source send again.
func (s *Store) EnableSource(ctx context.Context, id uint32) (Source, error) {
	return s.edit(ctx, id, "enable source", func(r *sourceRow) { r.DisabledAt = 0 })
}

// RotateKey gives a source a new write key. The old one goes on working for the
// grace, up to MaxGrace; an even older one is refused from now on.
func (s *Store) RotateKey(ctx context.Context, id uint32, grace time.Duration) (Source, error) {
	return s.edit(ctx, id, "rotate write key", func(r *sourceRow) {
		old := r.WriteKey
		r.WriteKey, r.PreviousKey, r.PreviousUntil = newWriteKey(), "", 0
		if grace > 0 {
			r.PreviousKey, r.PreviousUntil = old, db.Micros(s.now().Add(min(grace, MaxGrace)))
		}
	})
}

func (s *Store) edit(ctx context.Context, id uint32, verb string, set func(*sourceRow)) (Source, error) {
	row := &sourceRow{ID: id}
	err := s.change(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(s.db.NewSelect().Model(row).WherePK()).Scan(ctx); err != nil {
			return err
		}
		set(row)
		_, err := s.db.NewUpdate().Model(row).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Source{}, missing(err, verb, "source", id)
	}
	return row.source(), nil
}

func nameTaken(name string, err error) error {
	return &kith.Error{Code: kith.Conflict, Field: "name", Message: fmt.Sprintf("this workspace has a source %q already", name), Hint: "choose another name", Err: err}
}
