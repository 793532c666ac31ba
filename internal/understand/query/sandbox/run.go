package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// flushBytes and flushAfter say when rows go to the parent.
const (
	flushBytes = 256 << 10
	flushAfter = 200 * time.Millisecond
)

// run runs the statement and hands its rows on until it has no more, or enough
// are given.
func (c *child) run() (*Done, error) {
	var stmt duckdb.PreparedStatement
	if duckdb.Prepare(c.conn, c.job.SQL, &stmt) == duckdb.StateError {
		return nil, c.failure(duckdb.PrepareError(stmt))
	}
	if kind := duckdb.PreparedStatementType(stmt); kind != duckdb.StatementTypeSelect && kind != duckdb.StatementTypeExplain {
		return nil, &Failure{Reason: ReadOnly, Message: "only questions are answered", Position: -1}
	}
	if duckdb.NParams(stmt) > 0 {
		return nil, &Failure{Reason: Wrong, Message: "the statement has a parameter: write its value instead", Position: -1}
	}
	var pending duckdb.PendingResult
	var res duckdb.Result
	if duckdb.PendingPreparedStreaming(stmt, &pending) == duckdb.StateError {
		return nil, c.failure(duckdb.PendingError(pending))
	}
	if duckdb.ExecutePending(pending, &res) == duckdb.StateError {
		return nil, c.failure(duckdb.ResultError(&res))
	}
	out := &output{child: c, format: c.job.Format, flushed: time.Now()}
	for i := range duckdb.ColumnCount(&res) {
		kind := duckdb.ColumnLogicalType(&res, i)
		out.columns = append(out.columns, Column{Name: duckdb.ColumnName(&res, i), Type: typeName(kind)})
		out.types = append(out.types, kind)
	}
	c.mu.Lock()
	err := writeJSON(c.out, frameColumns, out.columns)
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	for {
		chunk := duckdb.FetchChunk(res)
		if chunk.Ptr == nil {
			if message := duckdb.ResultError(&res); message != "" {
				return nil, c.failure(message)
			}
			return &out.done, out.flush()
		}
		enough, err := out.add(chunk)
		duckdb.DestroyDataChunk(&chunk)
		if err != nil {
			return nil, err
		}
		if enough {
			return &out.done, out.flush()
		}
	}
}

// output writes rows in the job's format.
type output struct {
	child   *child
	format  Format
	columns []Column
	types   []duckdb.LogicalType

	buf     []byte
	rows    int // in buf
	bytes   int // of all rows
	flushed time.Time
	done    Done
}

// add writes a chunk's rows and tells when enough have been.
func (o *output) add(chunk duckdb.DataChunk) (enough bool, err error) {
	n := int(duckdb.DataChunkGetSize(chunk))
	vectors := make([]cells, len(o.types))
	for i, kind := range o.types {
		if vectors[i], err = newCells(duckdb.DataChunkGetVector(chunk, duckdb.IdxT(i)), kind); err != nil {
			return false, &Failure{Reason: Wrong, Name: o.columns[i].Name, Message: fmt.Sprintf("column %s: %s", o.columns[i].Name, err), Position: -1}
		}
	}
	for row := range n {
		if o.done.Rows == o.child.job.Rows {
			o.done.More = true
			return true, nil
		}
		before := len(o.buf)
		o.buf = o.row(o.buf, vectors, row)
		size := len(o.buf) - before
		if o.bytes+size > o.child.job.Bytes {
			o.buf = o.buf[:before]
			if o.done.Rows == 0 {
				return false, &Failure{Reason: TooLarge, Message: fmt.Sprintf("one row alone has %d bytes", size), Position: -1}
			}
			o.done.More = true
			return true, nil
		}
		o.bytes += size
		o.rows++
		o.done.Rows++
		if len(o.buf) > flushBytes {
			if err := o.flush(); err != nil {
				return false, err
			}
		}
	}
	if time.Since(o.flushed) > flushAfter {
		return false, o.flush()
	}
	return false, nil
}

func (o *output) row(dst []byte, vectors []cells, row int) []byte {
	if o.format == CSV {
		for i := range vectors {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = vectors[i].appendCSV(dst, row)
		}
		return append(dst, "\r\n"...)
	}
	if o.rows > 0 {
		dst = append(dst, ',')
	}
	dst = append(dst, '[')
	for i := range vectors {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = vectors[i].appendJSON(dst, row)
	}
	return append(dst, ']')
}

func (o *output) flush() error {
	o.flushed = time.Now()
	if o.rows == 0 {
		return nil
	}
	if len(o.buf) > maxFrame-4 {
		return errors.New("rows too large to hand on")
	}
	var count [4]byte
	binary.NativeEndian.PutUint32(count[:], uint32(o.rows))
	o.child.mu.Lock()
	defer o.child.mu.Unlock()
	err := writeFrame(o.child.out, frameRows, count[:], o.buf)
	o.buf, o.rows = o.buf[:0], 0
	return err
}
