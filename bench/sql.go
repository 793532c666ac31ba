package bench

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"

	"kith/internal/simulate"
)

// sqlStore is the data as SQL would have it: one DuckDB table in (person, ts)
// order, with enums, native timestamps and plain doubles.
type sqlStore struct {
	db   duckdb.Database
	conn duckdb.Connection
}

// vectorRows is the size of DuckDB's chunks.
const vectorRows = 2048

func openSQL(path string, threads int) (*sqlStore, error) {
	var config duckdb.Config
	if duckdb.CreateConfig(&config) == duckdb.StateError {
		return nil, errors.New("configure DuckDB")
	}
	defer duckdb.DestroyConfig(&config)
	for name, value := range map[string]string{"threads": fmt.Sprint(threads), "memory_limit": "8GB"} {
		if duckdb.SetConfig(config, name, value) == duckdb.StateError {
			return nil, fmt.Errorf("set DuckDB's %s to %s", name, value)
		}
	}
	s, message := &sqlStore{}, ""
	if duckdb.OpenExt(path, &s.db, config, &message) == duckdb.StateError {
		return nil, fmt.Errorf("open DuckDB: %s", message)
	}
	if duckdb.Connect(s.db, &s.conn) == duckdb.StateError {
		duckdb.Close(&s.db)
		return nil, errors.New("connect to DuckDB")
	}
	return s, nil
}

func (s *sqlStore) close() {
	duckdb.Disconnect(&s.conn)
	duckdb.Close(&s.db)
}

// load makes the table.
func (s *sqlStore) load(d *dataset) error {
	create := fmt.Sprintf("CREATE TABLE events (person UINTEGER, ts TIMESTAMP, event ENUM('%s'), platform ENUM('%s'), amount DOUBLE)",
		strings.Join(simulate.BenchEvents, "','"), strings.Join(d.platformNames, "','"))
	if _, err := s.query(create); err != nil {
		return err
	}
	if err := s.append(d); err != nil {
		return err
	}
	_, err := s.query("CHECKPOINT")
	return err
}

func (s *sqlStore) append(d *dataset) error {
	var app duckdb.Appender
	if duckdb.AppenderCreate(s.conn, "", "events", &app) == duckdb.StateError {
		return errors.New(duckdb.AppenderError(app))
	}
	defer duckdb.AppenderDestroy(&app)
	chunk := newEventChunk(d)
	defer duckdb.DestroyDataChunk(&chunk)
	for from := 0; from < d.len(); from += vectorRows {
		to := min(from+vectorRows, d.len())
		fillEventChunk(chunk, d, from, to)
		if duckdb.AppendDataChunk(app, chunk) == duckdb.StateError {
			return errors.New(duckdb.AppenderError(app))
		}
		duckdb.DataChunkReset(chunk)
	}
	if duckdb.AppenderClose(app) == duckdb.StateError {
		return errors.New(duckdb.AppenderError(app))
	}
	return nil
}

func newEventChunk(d *dataset) duckdb.DataChunk {
	types := []duckdb.LogicalType{
		duckdb.CreateLogicalType(duckdb.TypeUInteger), duckdb.CreateLogicalType(duckdb.TypeTimestamp),
		duckdb.CreateEnumType(simulate.BenchEvents), duckdb.CreateEnumType(d.platformNames),
		duckdb.CreateLogicalType(duckdb.TypeDouble),
	}
	defer func() {
		for i := range types {
			duckdb.DestroyLogicalType(&types[i])
		}
	}()
	return duckdb.CreateDataChunk(types)
}

func fillEventChunk(chunk duckdb.DataChunk, d *dataset, from, to int) {
	n := to - from
	copy(vector[uint32](chunk, 0, n), d.persons[from:to])
	times := vector[int64](chunk, 1, n)
	for i, sec := range d.secs[from:to] {
		times[i] = int64(sec) * 1e6
	}
	copy(vector[uint8](chunk, 2, n), d.events[from:to])
	copy(vector[uint8](chunk, 3, n), d.platforms[from:to])
	amounts := vector[float64](chunk, 4, n)
	vec := duckdb.DataChunkGetVector(chunk, 4)
	duckdb.VectorEnsureValidityWritable(vec)
	valid := unsafe.Slice((*uint64)(duckdb.VectorGetValidity(vec)), vectorRows/64)
	clear(valid)
	for i, a := range d.amounts[from:to] {
		if a > 0 {
			amounts[i] = d.amountValues[a-1]
			valid[i>>6] |= 1 << (i & 63)
		}
	}
	duckdb.DataChunkSetSize(chunk, duckdb.IdxT(n))
}

// vector returns the n first values of a column; T must be its physical type.
func vector[T any](chunk duckdb.DataChunk, column, n int) []T {
	vec := duckdb.DataChunkGetVector(chunk, duckdb.IdxT(column))
	return unsafe.Slice((*T)(duckdb.VectorGetData(vec)), n)
}

// query runs one statement. It returns rows of doubles without null; of any
// other type none.
func (s *sqlStore) query(text string) (rows, error) {
	var res duckdb.Result
	defer duckdb.DestroyResult(&res)
	if duckdb.Query(s.conn, text, &res) == duckdb.StateError {
		return nil, fmt.Errorf("%s\nin: %s", duckdb.ResultError(&res), text)
	}
	var out rows
	width := int(duckdb.ColumnCount(&res))
	if duckdb.ColumnType(&res, 0) != duckdb.TypeDouble {
		return nil, nil
	}
	for {
		chunk := duckdb.FetchChunk(res)
		if chunk.Ptr == nil {
			return out, nil
		}
		n := int(duckdb.DataChunkGetSize(chunk))
		first := len(out)
		for range n {
			out = append(out, make([]float64, width))
		}
		for c := range width {
			for i, x := range vector[float64](chunk, c, n) {
				out[first+i][c] = x
			}
		}
		duckdb.DestroyDataChunk(&chunk)
	}
}
