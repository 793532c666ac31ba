package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops databases

	"kith/internal/platform/db"
)

// Each runs test twice, as the subtests sqlite and postgres, each time on an
// empty database. Without a PostgreSQL server on the machine the second is
// skipped, or fails when the environment variable CI is set.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite opens an empty database in a folder of the test.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, db.Options{Dir: tb.TempDir()})
}

// Postgres opens an empty database; see [Each] for machines without a server.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, db.Options{URL: PostgresURL(tb)})
}

// PostgresURL makes an empty database for tests that open it themselves. It is
// dropped when the test ends.
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	server, err := running()
	if errors.Is(err, errNoServer) && os.Getenv("CI") == "" {
		tb.Skipf("NOT TESTED ON POSTGRESQL: %v", err)
	}
	if err != nil {
		tb.Fatalf("start a PostgreSQL cluster for the tests: %v", err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	admin(tb, server, "CREATE DATABASE "+name)
	tb.Cleanup(func() { admin(tb, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return server.url(name)
}

var (
	running   = sync.OnceValues(startCluster)
	databases atomic.Int64
)

// cluster is a running server that listens on a socket in a folder of its own.
type cluster struct{ dir string }

func (c cluster) url(database string) string {
	return "postgres://kith@/" + database + "?host=" + url.QueryEscape(c.dir)
}

func admin(tb testing.TB, c cluster, statement string) {
	tb.Helper()
	conn, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(context.Background(), statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

func open(tb testing.TB, o db.Options) *db.DB {
	tb.Helper()
	d, err := db.Open(context.Background(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	return d
}
