package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// parquetReader reads a Parquet file through a private DuckDB that may open
// that file and nothing else. Each row comes as a JSON object, so values follow
// the same rules as those of JSON Lines. The binding beneath database/sql is
// used because it can stream: the file is never in memory as a whole.
type parquetReader struct {
	objects
	db     duckdb.Database
	conn   duckdb.Connection
	res    duckdb.Result
	chunk  duckdb.DataChunk
	texts  []duckdb.StringT
	at     int
	rows   int64
	total  int64
	delete string // temporary file
}

func openParquet(o *opened) (*parquetReader, error) {
	p := &parquetReader{}
	path, err := p.place(o)
	if err == nil {
		err = p.start(path)
	}
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// place is where DuckDB can open the file; it reads from its end.
func (p *parquetReader) place(o *opened) (string, error) {
	if file, ok := o.raw.(*os.File); ok && !o.gzip {
		return file.Name(), nil
	}
	file, err := os.CreateTemp("", "kith-import-*.parquet")
	if err != nil {
		return "", fmt.Errorf("make a temporary file: %w", err)
	}
	p.delete = file.Name()
	if _, err := io.Copy(file, o.in); err != nil {
		return "", errors.Join(damaged(err), file.Close())
	}
	return p.delete, file.Close()
}

func (p *parquetReader) start(path string) error {
	var config duckdb.Config
	if duckdb.CreateConfig(&config) == duckdb.StateError {
		return errors.New("configure the Parquet reader")
	}
	defer duckdb.DestroyConfig(&config)
	for name, value := range map[string]string{
		"threads": "1", "memory_limit": "512MB", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
	} {
		if duckdb.SetConfig(config, name, value) == duckdb.StateError {
			return errors.New("configure the Parquet reader: " + name)
		}
	}
	var message string
	if duckdb.OpenExt("", &p.db, config, &message) == duckdb.StateError {
		return errors.New("open the Parquet reader: " + message)
	}
	if duckdb.Connect(p.db, &p.conn) == duckdb.StateError {
		return errors.New("connect to the Parquet reader")
	}
	quoted := "'" + strings.ReplaceAll(path, "'", "''") + "'"
	for _, sql := range []string{"SET TimeZone = 'UTC'", "SET allowed_paths = [" + quoted + "]", "SET enable_external_access = false", "SET lock_configuration = true"} {
		if err := p.query(sql); err != nil {
			return fmt.Errorf("confine the Parquet reader: %w", err)
		}
		duckdb.DestroyResult(&p.res)
	}
	if err := p.query("SELECT count(*) FROM read_parquet(" + quoted + ")"); err != nil {
		return notParquet(err)
	}
	p.fetch()
	if p.chunk.Ptr != nil {
		p.total = *(*int64)(duckdb.VectorGetData(duckdb.DataChunkGetVector(p.chunk, 0)))
	}
	p.drop()
	duckdb.DestroyResult(&p.res)
	if err := p.query("SELECT * FROM read_parquet(" + quoted + ") LIMIT 0"); err != nil {
		return notParquet(err)
	}
	replace, whole := p.finite(), p.alias()
	duckdb.DestroyResult(&p.res)
	if err := p.query("SELECT to_json(" + whole + ")::VARCHAR FROM (SELECT *" + replace + " FROM read_parquet(" + quoted + ")) " + whole); err != nil {
		return notParquet(err)
	}
	return nil
}

// finite makes numbers that JSON does not have (NaN for what is missing, as some
// programs write it) null.
func (p *parquetReader) finite() string {
	var terms []string
	for i := range duckdb.ColumnCount(&p.res) {
		if t := duckdb.ColumnType(&p.res, i); t != duckdb.TypeFloat && t != duckdb.TypeDouble {
			continue
		}
		name := `"` + strings.ReplaceAll(duckdb.ColumnName(&p.res, i), `"`, `""`) + `"`
		terms = append(terms, "CASE WHEN isfinite("+name+") THEN "+name+" END AS "+name)
	}
	if len(terms) == 0 {
		return ""
	}
	return " REPLACE (" + strings.Join(terms, ", ") + ")"
}

// alias is a name for whole rows that no column has.
func (p *parquetReader) alias() string {
	longest := 0
	for i := range duckdb.ColumnCount(&p.res) {
		longest = max(longest, len(duckdb.ColumnName(&p.res, i)))
	}
	return "r" + strings.Repeat("_", longest)
}

func notParquet(err error) error {
	r := refused(FileBrokenTable, "the Parquet file cannot be read: it is cut off or damaged", "copy or export it again; Parquet is read from its end, so nothing of a part can be saved")
	r.Say.Err = err
	return r
}

// query starts a statement whose rows are fetched as they are made.
func (p *parquetReader) query(sql string) error {
	var stmt duckdb.PreparedStatement
	defer duckdb.DestroyPrepare(&stmt)
	if duckdb.Prepare(p.conn, sql, &stmt) == duckdb.StateError {
		return errors.New(duckdb.PrepareError(stmt))
	}
	var pending duckdb.PendingResult
	defer duckdb.DestroyPending(&pending)
	if duckdb.PendingPreparedStreaming(stmt, &pending) == duckdb.StateError {
		return errors.New(duckdb.PendingError(pending))
	}
	if duckdb.ExecutePending(pending, &p.res) == duckdb.StateError {
		return errors.New(duckdb.ResultError(&p.res))
	}
	return nil
}

func (p *parquetReader) drop() {
	if p.chunk.Ptr != nil {
		duckdb.DestroyDataChunk(&p.chunk)
	}
	p.chunk, p.texts, p.at = duckdb.DataChunk{}, nil, 0
}

func (p *parquetReader) fetch() {
	p.drop()
	p.chunk = duckdb.FetchChunk(p.res)
}

func (p *parquetReader) next(r *row) error {
	for p.at == len(p.texts) {
		p.fetch()
		if p.chunk.Ptr == nil {
			if message := duckdb.ResultError(&p.res); message != "" {
				return damaged(errors.New(message))
			}
			return io.EOF
		}
		vec := duckdb.DataChunkGetVector(p.chunk, 0)
		p.texts = unsafe.Slice((*duckdb.StringT)(duckdb.VectorGetData(vec)), int(duckdb.DataChunkGetSize(p.chunk)))
	}
	s := duckdb.StringTData(&p.texts[p.at])
	p.at++
	p.rows++
	r.number, r.line = p.rows, 0
	if len(s) > maxRow {
		r.start = readable([]byte(s))
		return &flaw{reason: RowTooLarge}
	}
	return p.fill(r, s)
}

func (p *parquetReader) done() float64 {
	if p.total == 0 {
		return 1
	}
	return float64(p.rows) / float64(p.total)
}

func (p *parquetReader) close() error {
	p.drop()
	duckdb.DestroyResult(&p.res)
	duckdb.Disconnect(&p.conn)
	duckdb.Close(&p.db)
	if p.delete != "" {
		return os.Remove(p.delete)
	}
	return nil
}

var (
	_ reader = (*csvReader)(nil)
	_ reader = (*jsonlReader)(nil)
	_ reader = (*parquetReader)(nil)
)
