package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
)

// Options says which database to open: exactly one of Dir and URL is set.
type Options struct {
	// Dir is the data folder, made if absent; the database is kith.db in it.
	Dir string
	// URL is postgres://user:password@host/name. It is never printed whole.
	URL string
	// MaxConns bounds the connections to PostgreSQL, and the readers of
	// SQLite (which has one writer always). 0 means 16 and 8.
	MaxConns int
}

// Open opens the database and proves that it answers.
func Open(ctx context.Context, o Options) (*DB, error) {
	switch {
	case (o.Dir == "") == (o.URL == ""):
		return nil, &kith.Error{Code: kith.Invalid, Message: "name either a data folder or a database URL", Hint: "one of the two, not both"}
	case o.URL != "":
		return openPostgres(ctx, o)
	}
	return openSQLite(ctx, o)
}

// engine is what differs between the two.
type engine interface {
	name() string
	// reader returns the connections for a plain SELECT, nil for the usual ones.
	reader() bun.IConn
	lock(q *bun.SelectQuery, skipLocked bool) *bun.SelectQuery
	duplicate(err error) bool
	migrations() dialect
	backup(ctx context.Context, path string) error
	scrub(ctx context.Context, d *DB) error
	holds(ctx context.Context, d *DB, texts []string) ([]bool, error)
	close() error
}

// DB is the operational database. All its methods may be called concurrently.
type DB struct {
	bun    *bun.DB
	engine engine
}

func newDB(sqldb *sql.DB, sqlDialect bunDialect, e engine) *DB {
	d := &DB{engine: e}
	d.bun = bun.NewDB(sqldb, sqlDialect, bun.WithConnResolver(resolver{d}))
	return d
}

// Engine is "sqlite" or "postgres", for people to read; no code may branch on it.
func (d *DB) Engine() string { return d.engine.name() }

// Bun is the query builder underneath, for what DB does not offer. Its own
// ExecContext, QueryContext and BeginTx do not see the context's transaction
// and on SQLite wait for it for ever: prefer DB's methods.
func (d *DB) Bun() *bun.DB { return d.bun }

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.bun.PingContext(ctx) }

// Close ends all connections. Transactions under way are rolled back.
func (d *DB) Close() error {
	return errors.Join(d.engine.close(), d.bun.Close())
}

func (d *DB) NewSelect() *bun.SelectQuery { return d.bun.NewSelect() }
func (d *DB) NewInsert() *bun.InsertQuery { return d.bun.NewInsert() }
func (d *DB) NewUpdate() *bun.UpdateQuery { return d.bun.NewUpdate() }
func (d *DB) NewDelete() *bun.DeleteQuery { return d.bun.NewDelete() }

// NewRaw takes a statement with ? for arguments.
func (d *DB) NewRaw(query string, args ...any) *bun.RawQuery {
	return d.bun.NewRaw(query, args...)
}

// Exec runs a statement with ? for arguments and returns the rows it touched.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := d.bun.NewRaw(query, args...).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Lock makes rows read in a transaction stay as they are until it ends.
// (On SQLite a transaction that writes is alone anyway.)
func (d *DB) Lock(q *bun.SelectQuery) *bun.SelectQuery { return d.engine.lock(q, false) }

// LockFree is Lock that passes over rows another transaction holds: workers
// claim jobs with it.
func (d *DB) LockFree(q *bun.SelectQuery) *bun.SelectQuery { return d.engine.lock(q, true) }

// IsDuplicate reports whether err says that a unique key exists already.
func (d *DB) IsDuplicate(err error) bool { return d.engine.duplicate(err) }

// Backup writes a consistent copy to path, which must not exist, while the
// database keeps serving. SQLite only.
func (d *DB) Backup(ctx context.Context, path string) error { return d.engine.backup(ctx, path) }

// Micros is t as the database keeps times: microseconds since 1970 UTC, and 0
// for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the inverse of Micros.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
