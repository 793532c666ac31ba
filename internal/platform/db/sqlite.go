package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"

	"kith/internal/kith"
)

// FileName is the name of the SQLite database in the data folder.
const FileName = "kith.db"

type bunDialect = schema.Dialect

// sqlite has one writing connection, so writers queue in Go, in order, instead
// of polling SQLite's lock; readers never wait for it (write-ahead log).
type sqlite struct {
	path    string
	readers *sql.DB

	looking sync.Mutex
	file    *os.File // opened by holds, closed with the rest
}

func openSQLite(ctx context.Context, o Options) (*DB, error) {
	path, err := sqliteFile(o.Dir)
	if err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite3", sqliteDSN(path, "_txlock=immediate&_journal_mode=WAL"))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	// The writer comes first: it turns the write-ahead log on.
	if err := writer.PingContext(ctx); err != nil {
		writer.Close()
		return nil, sqliteRefusal(path, err)
	}
	readers, err := sql.Open("sqlite3", sqliteDSN(path, "_query_only=1"))
	if err != nil {
		writer.Close()
		return nil, fmt.Errorf("open %s for reading: %w", path, err)
	}
	n := o.MaxConns
	if n <= 0 {
		n = 8
	}
	readers.SetMaxOpenConns(n)
	readers.SetMaxIdleConns(n)
	return newDB(writer, sqlitedialect.New(), &sqlite{path: path, readers: readers}), nil
}

// sqliteFile makes the folder and the file, readable by their owner alone.
func sqliteFile(dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &kith.Error{Code: kith.Unavailable, Message: fmt.Sprintf("the data folder %s cannot be made", dir), Hint: "choose a folder that this user may write to", Err: err}
	}
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return "", fmt.Errorf("locate the data folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", &kith.Error{Code: kith.Unavailable, Message: fmt.Sprintf("the database %s cannot be opened", path), Hint: "check that this user owns it", Err: err}
	}
	return path, f.Close()
}

func sqliteDSN(path, extra string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_secure_delete=true&_synchronous=FULL&_foreign_keys=1&_busy_timeout=10000&" + extra
}

func sqliteRefusal(path string, err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrNotADB {
		return &kith.Error{Code: kith.Unavailable, Message: fmt.Sprintf("%s is not a database, or is damaged", path), Hint: "restore it from a backup", Err: err}
	}
	return fmt.Errorf("open %s: %w", path, err)
}

func (*sqlite) name() string        { return "sqlite" }
func (s *sqlite) reader() bun.IConn { return s.readers }

func (s *sqlite) close() error {
	s.looking.Lock()
	defer s.looking.Unlock()
	if s.file == nil {
		return s.readers.Close()
	}
	return errors.Join(s.readers.Close(), s.file.Close())
}

func (*sqlite) lock(q *bun.SelectQuery, _ bool) *bun.SelectQuery { return q }
func (*sqlite) migrations() dialect                              { return dialect{goose: goose.DialectSQLite3} }

func (*sqlite) duplicate(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// quoted is an SQL string literal.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
