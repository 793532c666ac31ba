package record

import (
	"context"
	"errors"
	"strings"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// result is a running query. It reads chunk by chunk, so that the memory it
// takes does not grow with the rows it returns.
type result struct {
	ctx     context.Context
	stmt    duckdb.PreparedStatement
	pending duckdb.PendingResult
	res     duckdb.Result
	chunk   duckdb.DataChunk
	n       int // rows of chunk
	retired *[]duckdb.DataChunk
	unwatch func() bool
}

// query starts a statement. When it returns, its transaction has begun: what
// is committed afterwards, a dropped table included, does not concern it.
func (c *conn) query(ctx context.Context, sql string, args ...any) (*result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q := &result{ctx: ctx}
	if duckdb.Prepare(c.handle, sql, &q.stmt) == duckdb.StateError {
		err := errors.New(duckdb.PrepareError(q.stmt))
		q.close()
		return nil, err
	}
	if err := bind(q.stmt, args); err != nil {
		q.close()
		return nil, err
	}
	q.unwatch = context.AfterFunc(ctx, c.interrupt)
	if duckdb.PendingPreparedStreaming(q.stmt, &q.pending) == duckdb.StateError {
		err := errors.New(duckdb.PendingError(q.pending))
		q.close()
		return nil, err
	}
	if duckdb.ExecutePending(q.pending, &q.res) == duckdb.StateError {
		err := q.failure()
		q.close()
		return nil, err
	}
	return q, nil
}

// next moves to the next chunk; false at the end. The columns of the previous
// chunk are gone, unless retired keeps them.
func (q *result) next() (bool, error) {
	q.drop()
	if err := q.ctx.Err(); err != nil {
		return false, err
	}
	q.chunk = duckdb.FetchChunk(q.res)
	if q.chunk.Ptr == nil {
		if message := duckdb.ResultError(&q.res); message != "" {
			return false, q.failure()
		}
		return false, nil
	}
	q.n = int(duckdb.DataChunkGetSize(q.chunk))
	if q.n == 0 {
		q.drop()
		return false, nil
	}
	return true, nil
}

func (q *result) failure() error {
	if err := q.ctx.Err(); err != nil {
		return err
	}
	return errors.New(duckdb.ResultError(&q.res))
}

func (q *result) drop() {
	if q.chunk.Ptr == nil {
		return
	}
	if q.retired != nil {
		*q.retired = append(*q.retired, q.chunk)
	} else {
		duckdb.DestroyDataChunk(&q.chunk)
	}
	q.chunk, q.n = duckdb.DataChunk{}, 0
}

func (q *result) close() {
	q.drop()
	if q.unwatch != nil {
		q.unwatch()
	}
	duckdb.DestroyResult(&q.res)
	duckdb.DestroyPending(&q.pending)
	duckdb.DestroyPrepare(&q.stmt)
}

// column returns the i-th column of the chunk; T must be its physical type.
func column[T any](q *result, i int) []T {
	vec := duckdb.DataChunkGetVector(q.chunk, duckdb.IdxT(i))
	return unsafe.Slice((*T)(duckdb.VectorGetData(vec)), q.n)
}

// mask tells which rows of a column hold a value; nil: all.
type mask []uint64

func (m mask) has(i int) bool { return m == nil || m[i>>6]&(1<<(i&63)) != 0 }
func (m mask) set(i int)      { m[i>>6] |= 1 << (i & 63) }

func validity(q *result, i int) mask {
	vec := duckdb.DataChunkGetVector(q.chunk, duckdb.IdxT(i))
	p := duckdb.VectorGetValidity(vec)
	if p == nil {
		return nil
	}
	return unsafe.Slice((*uint64)(p), (q.n+63)/64)
}

func noTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}
