package record

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// database is an open DuckDB file.
type database struct{ handle duckdb.Database }

func openDatabase(path string, settings map[string]string) (*database, error) {
	var config duckdb.Config
	if duckdb.CreateConfig(&config) == duckdb.StateError {
		return nil, errors.New("create configuration")
	}
	defer duckdb.DestroyConfig(&config)
	for name, value := range settings {
		if duckdb.SetConfig(config, name, value) == duckdb.StateError {
			return nil, fmt.Errorf("set %s to %q", name, value)
		}
	}
	d := &database{}
	var message string
	if duckdb.OpenExt(path, &d.handle, config, &message) == duckdb.StateError {
		return nil, errors.New(message)
	}
	return d, nil
}

func (d *database) close() { duckdb.Close(&d.handle) }

// conn is a connection; one goroutine uses it at a time.
type conn struct {
	handle duckdb.Connection
	mu     sync.Mutex // guards closed against a late interrupt
	closed bool
}

func (d *database) connect() (*conn, error) {
	c := &conn{}
	if duckdb.Connect(d.handle, &c.handle) == duckdb.StateError {
		return nil, errors.New("connect to the record")
	}
	return c, nil
}

func (c *conn) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	duckdb.Disconnect(&c.handle)
}

// interrupt makes the running statement fail soon.
func (c *conn) interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		duckdb.Interrupt(c.handle)
	}
}

// exec runs statements that return no rows of interest.
func (c *conn) exec(ctx context.Context, sql string, args ...any) error {
	res, err := c.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer res.close()
	for {
		if more, err := res.next(); err != nil || !more {
			return err
		}
	}
}

// transact runs fn between BEGIN and COMMIT; an error of either rolls back.
func (c *conn) transact(ctx context.Context, fn func() error) (err error) {
	if err := c.exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.rollback())
		}
	}()
	if err := fn(); err != nil {
		return err
	}
	// A commit that has begun is not interrupted: its outcome must be known.
	if err := c.exec(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// rollback ignores a transaction that a failed commit has ended already.
func (c *conn) rollback() error {
	if err := c.exec(context.Background(), "ROLLBACK"); err != nil && !noTransaction(err) {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

func bind(stmt duckdb.PreparedStatement, args []any) error {
	for i, arg := range args {
		at := duckdb.IdxT(i + 1)
		var state duckdb.State
		switch v := arg.(type) {
		case int:
			state = duckdb.BindInt64(stmt, at, int64(v))
		case int64:
			state = duckdb.BindInt64(stmt, at, v)
		case uint16:
			state = duckdb.BindUInt16(stmt, at, v)
		case uint32:
			state = duckdb.BindUInt32(stmt, at, v)
		case uint64:
			state = duckdb.BindUInt64(stmt, at, v)
		case string:
			state = duckdb.BindVarcharLength(stmt, at, v, duckdb.IdxT(len(v)))
		default:
			return fmt.Errorf("bind argument %d: type %T", i+1, arg)
		}
		if state == duckdb.StateError {
			return errors.New("bind argument " + strconv.Itoa(i+1))
		}
	}
	return nil
}
