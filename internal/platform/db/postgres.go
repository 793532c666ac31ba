package db

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"kith/internal/kith"
)

type postgres struct{}

func openPostgres(ctx context.Context, o Options) (*DB, error) {
	config, err := postgresConfig(o.URL)
	if err != nil {
		return nil, err
	}
	sqldb := stdlib.OpenDB(*config)
	n := o.MaxConns
	if n <= 0 {
		n = 16
	}
	sqldb.SetMaxOpenConns(n)
	sqldb.SetMaxIdleConns(n)
	sqldb.SetConnMaxIdleTime(5 * time.Minute)
	sqldb.SetConnMaxLifetime(time.Hour)
	if err := sqldb.PingContext(ctx); err != nil {
		sqldb.Close()
		return nil, &kith.Error{
			Code:    kith.Unavailable,
			Message: fmt.Sprintf("PostgreSQL at %s does not let us in", Redact(o.URL)),
			Hint:    "check that it runs, that host, port and database are right, and that user and password are",
			Retry:   true,
			Err:     scrub(err, config.Password),
		}
	}
	return newDB(sqldb, pgdialect.New(), postgres{}), nil
}

func postgresConfig(raw string) (*pgx.ConnConfig, error) {
	const example = "write postgres://user:password@host:5432/name"
	// A parse error of either parser quotes the URL, so neither is kept.
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return nil, &kith.Error{Code: kith.Invalid, Message: "the database URL cannot be read", Hint: example}
	}
	config, err := pgx.ParseConfig(raw)
	if err != nil {
		return nil, &kith.Error{Code: kith.Invalid, Message: fmt.Sprintf("the database URL %s cannot be read", Redact(raw)), Hint: example}
	}
	// bun writes arguments into the statement, so preparing each would only
	// fill the server's and the driver's caches.
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "kith"
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	return config, nil
}

// Redact returns a database URL without its secrets, fit for logs.
func Redact(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "(unreadable URL)"
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Set(name, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}

// scrub keeps what err says but not a password in it.
func scrub(err error, password string) error {
	if password == "" || !strings.Contains(err.Error(), password) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), password, "xxxxx"))
}

func (postgres) name() string      { return "postgres" }
func (postgres) reader() bun.IConn { return nil }
func (postgres) close() error      { return nil }

func (postgres) lock(q *bun.SelectQuery, skipLocked bool) *bun.SelectQuery {
	if skipLocked {
		return q.For("UPDATE SKIP LOCKED")
	}
	return q.For("UPDATE")
}

func (postgres) duplicate(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505"
}

func (postgres) migrations() dialect {
	return dialect{goose: goose.DialectPostgres, locker: func() (lock.SessionLocker, error) {
		return lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // ask every second for 5 minutes
	}}
}
