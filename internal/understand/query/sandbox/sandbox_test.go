package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if IsChild() {
		Work()
	}
	os.Exit(m.Run())
}

const rows = 100_000

// scene is a table of so many rows, of every kind of column.
func scene(sql string) Job {
	return Job{
		SQL: sql, Zone: "Asia/Shanghai", Format: JSON, Rows: 1000, Bytes: 1 << 20, Memory: 256 << 20, Threads: 2, Time: 20 * time.Second,
		Dicts: map[string][]string{"event": {"open", "a name that is longer than twelve bytes"}},
		Tables: []Table{{Name: "events", Rows: rows, Columns: []TableColumn{
			{Name: "person", Kind: Natural}, {Name: "event", Kind: Dict, Dict: "event"}, {Name: "time", Kind: Time}, {Name: "day", Kind: Day},
			{Name: "item", Kind: Text}, {Name: "amount", Kind: Number}, {Name: "paid", Kind: Truth}, {Name: "properties", Kind: Object}, {Name: "n", Kind: Count},
		}}},
	}
}

// item is absent in every fifth row.
func item(i int) string {
	if i%5 == 0 {
		return ""
	}
	return fmt.Sprintf("item number %d of the shop", i%7)
}

func read(_ context.Context, _ string, columns []int, yield func(*Block) error) error {
	for from := 0; from < rows; from += BlockRows {
		b := &Block{N: min(BlockRows, rows-from)}
		for _, at := range columns {
			var v Values
			for i := from; i < from+b.N; i++ {
				switch at {
				case 0:
					v.U32 = append(v.U32, uint32(i%1000))
				case 1:
					v.U32 = append(v.U32, uint32(i%2))
				case 2:
					v.I64 = append(v.I64, int64(i)*1e6)
				case 3:
					v.I32 = append(v.I32, int32(i/1000))
				case 4:
					v.Texts = append(v.Texts, []byte(item(i)))
				case 5:
					v.F64 = append(v.F64, float64(i)/2)
				case 6:
					v.Bools = append(v.Bools, i%3 == 0)
				case 7:
					v.Texts = append(v.Texts, fmt.Appendf(nil, `{"i":%d}`, i))
				case 8:
					v.I64 = append(v.I64, int64(i))
				}
			}
			if at == 4 {
				v.Has = make([]uint64, (b.N+63)/64)
				for i := range b.N {
					if len(v.Texts[i]) > 0 {
						v.Has[i/64] |= 1 << (i % 64)
					}
				}
			}
			b.Columns = append(b.Columns, v)
		}
		if err := yield(b); err != nil {
			return err
		}
	}
	return nil
}

type answer struct {
	columns []Column
	rows    string
	done    *Done
}

func run(ctx context.Context, job Job) (answer, error) {
	var a answer
	done, err := Run(ctx, job, read, Sink{
		Columns: func(c []Column) error { a.columns = c; return nil },
		Rows: func(_ int, text []byte) error {
			if a.rows != "" && job.Format == JSON {
				a.rows += ","
			}
			a.rows += string(text)
			return nil
		},
	})
	a.done = done
	return a, err
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT count(*) FROM events", `[100000]`},
		{"SELECT count(*), count(item), sum(n), max(amount) FROM events", `[100000,80000,4999950000,49999.5]`},
		{"SELECT event, count(*) FROM events GROUP BY ALL ORDER BY 1", `["a name that is longer than twelve bytes",50000],["open",50000]`},
		{"SELECT item, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1", `[null,20000]`},
		{"SELECT count(DISTINCT item), min(item) FROM events", `[7,"item number 0 of the shop"]`},
		{"SELECT time, day, paid FROM events WHERE n = 3600", `["1970-01-01T09:00:00+08:00","1970-01-04",true]`},
		{"SELECT date_trunc('day', time), count(*) FROM events GROUP BY 1 ORDER BY 1 LIMIT 1", `["1970-01-01T00:00:00+08:00",57600]`},
		{"SELECT sum((properties->>'i')::BIGINT) FROM events", `[4999950000]`},
		{"SELECT properties->'i', typeof(properties) FROM events WHERE n = 7", `["7","JSON"]`},
		{"WITH a AS (SELECT person, min(n) n FROM events GROUP BY 1) SELECT count(*), sum(e.n) FROM a JOIN events e ON e.person = a.person AND e.n = a.n", `[1000,499500]`},
		{"FROM events SELECT max(n)", `[99999]`},
		{"SELECT 1; -- end", `[1]`},
		{"SELECT [1, 2], {'a': 1, 'b': [NULL, 'x']}, MAP {'k': 1.50}, 1e300, 12345678901234567890123::HUGEINT, 0.1::DECIMAL(9,3), 9007199254740993", `[[1,2],{"a":1,"b":[null,"x"]},{"k":1.50},1e+300,"12345678901234567890123",0.100,"9007199254740993"]`},
		{"SELECT TIMESTAMP '2026-01-02 03:04:05.5', DATE '2026-01-02', TIME '03:04:05', INTERVAL '14 months 1 day 2 hours', 'x'::ENUM('x','y'), 'NaN'::DOUBLE, '\\xAA'::BLOB, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID, NULL", `["2026-01-02 03:04:05.5","2026-01-02","03:04:05","1 year 2 months 1 day 02:00:00","x","NaN","\\xAA","6ba7b810-9dad-11d1-80b4-00c04fd430c8",null]`},
		{"SELECT * FROM (VALUES (1,'a'),(2,'b')) t(n, s) ORDER BY n DESC", `[2,"b"],[1,"a"]`},
	} {
		a, err := run(t.Context(), scene(c.sql))
		if err != nil || a.rows != c.want {
			t.Errorf("%s\n got %s, %v\nwant %s", c.sql, a.rows, err, c.want)
		}
	}
}

func TestDescribesItself(t *testing.T) {
	for _, sql := range []string{"DESCRIBE events", "SHOW TABLES", "SUMMARIZE SELECT n FROM events", "EXPLAIN SELECT * FROM events", "EXPLAIN ANALYZE SELECT count(*) FROM events"} {
		a, err := run(t.Context(), scene(sql))
		if err != nil || a.done.Rows == 0 {
			t.Errorf("%s: %+v, %v", sql, a, err)
		}
	}
}

// Every statement here is refused or ended, each for its reason, and soon.
func TestHostileStatements(t *testing.T) {
	for _, c := range []struct {
		sql  string
		want Reason
	}{
		{"DELETE FROM events", ReadOnly},
		{"  /* hello */ drop table events", ReadOnly},
		{"INSERT INTO events VALUES (1)", ReadOnly},
		{"UPDATE events SET person = 1", ReadOnly},
		{"CREATE TABLE t AS SELECT 1", ReadOnly},
		{"ATTACH 'x.db'", ReadOnly},
		{"COPY events TO '/tmp/x.csv'", ReadOnly},
		{"COPY (SELECT 1) TO '/tmp/x.csv'", ReadOnly},
		{"EXPORT DATABASE '/tmp/x'", ReadOnly},
		{"INSTALL httpfs", ReadOnly},
		{"LOAD httpfs", ReadOnly},
		{"PRAGMA database_list", ReadOnly},
		{"CALL pragma_version()", ReadOnly},
		{"SET memory_limit = '100GB'", ReadOnly},
		{"RESET memory_limit", ReadOnly},
		{"SET VARIABLE x = 1", ReadOnly},
		{"USE memory", ReadOnly},
		{"BEGIN", ReadOnly},
		{"CHECKPOINT", ReadOnly},
		{"VACUUM", ReadOnly},
		{"EXPLAIN DELETE FROM events", ReadOnly},
		{"EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'", ReadOnly},
		{"PREPARE p AS SELECT 1", ReadOnly},
		{"EXECUTE p", ReadOnly},
		{"SELECT 1; DROP TABLE events", Several},
		{"SELECT 1; SELECT 2", Several},
		{"", Empty},
		{" -- nothing\n;", Empty},
		{"SELEC 1", Syntax},
		{"SELECT FROM WHERE", Syntax},
		{"SELECT evnt FROM events", UnknownColumn},
		{"SELECT * FROM event", UnknownTable},
		{"SELECT cuont(*) FROM events", UnknownFunction},
		{"SELECT * FROM read_csv('/etc/passwd')", NotAllowed},
		{"SELECT * FROM read_text('/etc/passwd')", NotAllowed},
		{"SELECT * FROM read_blob('/proc/self/environ')", NotAllowed},
		{"SELECT * FROM read_parquet('x')", NotAllowed},
		{"SELECT * FROM read_json_auto('http://127.0.0.1:1/x')", NotAllowed},
		{"SELECT * FROM '/etc/passwd'", NotAllowed},
		{"SELECT * FROM 'x.csv'", NotAllowed},
		{"SELECT * FROM glob('/*')", NotAllowed},
		{"SELECT * FROM duckdb_settings()", NotAllowed},
		{"SELECT * FROM duckdb_secrets()", NotAllowed},
		{"SELECT * FROM kith_events()", NotAllowed},
		{"SELECT * FROM information_schema.tables", NotAllowed},
		{"SELECT * FROM pg_catalog.pg_class", NotAllowed},
		{"SELECT * FROM system.information_schema.tables", NotAllowed},
		{"SELECT * FROM other.main.events", NotAllowed},
		{"SELECT * FROM query('SELECT 1')", NotAllowed},
		{"SELECT * FROM query_table('events')", NotAllowed},
		{"SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", NotAllowed},
		{"SELECT getenv('HOME')", NotAllowed},
		{"SELECT (SELECT (SELECT current_setting('memory_limit')))", NotAllowed},
		{"WITH x AS (SELECT * FROM read_text('/etc/hosts')) SELECT 1", NotAllowed},
		{"SELECT 1 WHERE EXISTS (SELECT * FROM glob('*'))", NotAllowed},
		{"SELECT $1", Wrong},
		{"SELECT 'x'::INTEGER", Wrong},
		{"SELECT 1 + 'a' FROM events", Wrong},
		{"SELECT count(*) FROM events a, events b, events c", TimeOut},
		{"SELECT a.n FROM events a, events b, events c WHERE a.n + b.n + c.n < 0", TimeOut},
		{"WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n FROM r) SELECT max(n) FROM r", TimeOut},
		{"WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n FROM r) SELECT count(*) FROM r", TimeOut},
		{"SELECT count(*) FROM range(1000000000000)", TimeOut},
		{"SELECT repeat('x', 1000000000)", Memory},
		{"SELECT length(repeat('x', 1000000000))", Memory},
		{"SELECT repeat(repeat('x', 1000000), 1000000)", Memory},
		{"SELECT len(range(1000000000))", Memory},
		{"SELECT list_transform(range(100000), x -> repeat('x', 1000000))", Memory},
		{"SELECT string_agg(repeat('x', 1000), '') FROM range(1000000)", Memory},
		{"SELECT list(a.n + b.n) FROM events a, events b", Memory},
		{"SELECT n, n % 7 FROM range(1000000000) t(n) ORDER BY n % 1000 DESC", Memory},
		{"WITH RECURSIVE r AS (SELECT 'x' s UNION ALL SELECT s || s FROM r) SELECT max(length(s)) FROM r", Memory},
		{"SELECT repeat('x', 3000000)", TooLarge},
	} {
		job := scene(c.sql)
		// Only what never ends is told to end soon; the rest may meet a busy machine.
		job.Time = time.Minute
		if c.want == TimeOut {
			job.Time = 3 * time.Second
		}
		begun := time.Now()
		a, err := run(t.Context(), job)
		var f *Failure
		if !errors.As(err, &f) || f.Reason != c.want {
			t.Errorf("%s\n got %+v, %v\nwant %s", c.sql, a.done, err, c.want)
			continue
		}
		t.Logf("%-10s %5dms at %d, %q %q: %s", f.Reason, time.Since(begun).Milliseconds(), f.Position, f.Name, f.Candidates, f.Message)
	}
}

func TestFailuresSayWhere(t *testing.T) {
	for _, c := range []struct {
		sql, at, name string
	}{
		{"SELECT person,\n  evnt\nFROM events", "evnt", "evnt"},
		{"SELECT person FRM events WHERE", "events", ""},
		{"SELECT *\nFROM glob('x')", "glob", "glob"},
		{"SELECT 1; DROP TABLE events", "DROP", ""},
		{"-- no\nDELETE FROM events", "DELETE", "DELETE"},
		{"EXPLAIN SELECT\n getenv('x')", "getenv", "getenv"},
	} {
		_, err := run(t.Context(), scene(c.sql))
		var f *Failure
		if !errors.As(err, &f) || f.Position < 0 || !strings.HasPrefix(c.sql[f.Position:], c.at) || c.name != "" && f.Name != c.name {
			t.Errorf("%s: %+v", c.sql, f)
		}
	}
}

func TestABigAnswerIsCut(t *testing.T) {
	a, err := run(t.Context(), scene("SELECT * FROM range(1000000000)"))
	if err != nil || a.done.Rows != 1000 || !a.done.More {
		t.Errorf("%+v, %v", a.done, err)
	}
	job := scene("SELECT repeat('x', 1000) FROM range(1000000000)")
	job.Rows = 1 << 40
	a, err = run(t.Context(), job)
	if err != nil || a.done.Rows < 900 || len(a.rows) > job.Bytes+a.done.Rows || !a.done.More {
		t.Errorf("%+v of %d bytes, %v", a.done, len(a.rows), err)
	}
	a, err = run(t.Context(), scene("SELECT * FROM range(1000)"))
	if err != nil || a.done.Rows != 1000 || a.done.More {
		t.Errorf("%+v, %v", a.done, err)
	}
}

func TestCSV(t *testing.T) {
	job := scene(`SELECT * FROM (VALUES ('a,b', 1, NULL), ('say "x"', -2, '=1+1'), ('-5', 3, '@x')) t(a, b, c)`)
	job.Format = CSV
	a, err := run(t.Context(), job)
	if want := "\"a,b\",1,\r\n\"say \"\"x\"\"\",-2,'=1+1\r\n-5,3,'@x\r\n"; err != nil || a.rows != want {
		t.Errorf("%q, %v", a.rows, err)
	}
}

func TestEndsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	job := scene("SELECT n FROM range(1000000000) t(n)")
	job.Rows, job.Bytes = 1<<40, 1<<40
	_, err := Run(ctx, job, read, Sink{
		Columns: func([]Column) error { return nil },
		Rows:    func(int, []byte) error { cancel(); return nil },
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAFailedReadIsNotTheStatements(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Run(t.Context(), scene("SELECT sum(n) FROM events"), func(context.Context, string, []int, func(*Block) error) error { return broken }, Sink{
		Columns: func([]Column) error { return nil }, Rows: func(int, []byte) error { return nil },
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}
