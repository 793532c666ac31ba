package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"kith/internal/kith"
)

// dialect is what migrating needs to know of an engine.
type dialect struct {
	goose  goose.Dialect
	locker func() (lock.SessionLocker, error) // nil: one process has the file
}

var roomName = regexp.MustCompile(`^[a-z][a-z_]{0,40}$`)

// Migrate brings the tables of one room to what the program expects. files
// holds migrations/sqlite/*.sql and migrations/postgres/*.sql, in goose's
// form (00001_name.sql, "-- +goose Up"). Every room counts its versions in a
// table of its own, <room>_migrations, so rooms change independently.
//
// A database that a newer program has migrated is refused, not misread.
func (d *DB) Migrate(ctx context.Context, room string, files fs.FS) error {
	p, err := d.migrator(room, files)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	if have > want {
		return &kith.Error{
			Code:    kith.Conflict,
			Message: fmt.Sprintf("the database is newer than this program (%s is at version %d, known is %d)", room, have, want),
			Hint:    "run the newer kith again, or restore a backup made by this one",
		}
	}
	return nil
}

func (d *DB) migrator(room string, files fs.FS) (*goose.Provider, error) {
	if !roomName.MatchString(room) {
		return nil, errors.New("a room's name is lower-case letters and _")
	}
	sub, err := fs.Sub(files, path.Join("migrations", d.engine.name()))
	if err != nil {
		return nil, err
	}
	m := d.engine.migrations()
	options := []goose.ProviderOption{
		goose.WithTableName(room + "_migrations"),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
	}
	if m.locker != nil {
		l, err := m.locker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(l))
	}
	return goose.NewProvider(m.goose, d.bun.DB, sub, options...)
}
