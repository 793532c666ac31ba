package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// scope is a transaction under way. It belongs to one goroutine, as does its context.
type scope struct {
	tx    bun.Tx
	after []func(context.Context)
}

// scopeKey keys a scope in a context; two databases may be open at once.
type scopeKey struct{ d *DB }

// InTx runs fn in a transaction: what is queried through d with the context
// that fn gets belongs to it. It commits when fn returns nil and rolls back
// when fn fails or panics. Within another InTx of the same database it joins
// that one: the outermost commits.
//
// On SQLite one transaction runs at a time, so fn must be quick: no network.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if d.scope(ctx) != nil {
		return fn(ctx)
	}
	s := &scope{}
	err := d.bun.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		s.tx = tx
		return fn(context.WithValue(ctx, scopeKey{d}, s))
	})
	if err != nil {
		return err
	}
	for _, f := range s.after {
		f(context.WithoutCancel(ctx))
	}
	return nil
}

// AfterCommit runs f once the transaction of ctx is committed (never, if it is
// rolled back), or at once when there is none: for caches and wake-ups, which
// must not run ahead of the truth. f gets a context outside of the transaction
// that does not end when the caller leaves.
func (d *DB) AfterCommit(ctx context.Context, f func(ctx context.Context)) {
	if s := d.scope(ctx); s != nil {
		s.after = append(s.after, f)
		return
	}
	f(context.WithoutCancel(ctx))
}

func (d *DB) scope(ctx context.Context) *scope {
	s, _ := ctx.Value(scopeKey{d}).(*scope)
	return s
}

// resolver sends each query to its context's transaction, or else a plain read
// to the engine's readers.
type resolver struct{ d *DB }

var _ bun.ConnResolver = resolver{}

func (r resolver) ResolveConn(ctx context.Context, q bun.Query) bun.IConn {
	if s := r.d.scope(ctx); s != nil {
		return s.tx
	}
	if reads(q) {
		return r.d.engine.reader()
	}
	return nil
}

func (resolver) Close() error { return nil }

func reads(q bun.Query) bool {
	switch q := q.(type) {
	case *bun.SelectQuery:
		return true
	case *bun.RawQuery:
		text := strings.TrimLeft(fmt.Sprint(q), " \t\r\n")
		return len(text) >= 6 && strings.EqualFold(text[:6], "select")
	}
	return false
}
