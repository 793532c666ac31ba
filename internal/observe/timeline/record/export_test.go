package record

import (
	"context"
	"encoding/json"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// exported is a row as read back from a Parquet file, by column.
type exported map[string]json.RawMessage

func TestExportParquet(t *testing.T) {
	s := newScene(t, 11, Options{SealRows: 400, ColumnShare: 0.1, MaxColumns: 6})
	ctx := context.Background()
	for range 10 {
		s.come(150)
		s.seal()
	}
	s.ok(s.rec.mergeAll(ctx))
	overrides := timeline.NewOverrides()
	overrides.Merge([]timeline.Pair{{From: 1, Into: 2}, {From: 2, Into: 50}})
	from, to := int64(1.7e15)+200*900, int64(1.7e15)+1100*900
	path := filepath.Join(t.TempDir(), "it's here.parquet")
	s.ok(s.rec.ExportParquet(ctx, path, Export{From: from, To: to, Overrides: overrides.View()}))
	got := readParquet(t, path)
	want := s.all(func(r *timeline.Row) bool { return r.Time >= from && r.Time < to })
	if len(got) != len(want) || len(want) < 500 {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, w := range want {
		s.checkExported(got[i], w, overrides.View())
	}
	if left, err := os.ReadDir(filepath.Join(s.rec.opts.Dir, tempName)); err != nil || len(left) > 0 {
		t.Errorf("left in the folder for passing files: %v, %v", left, err)
	}
	empty := filepath.Join(t.TempDir(), "empty.parquet")
	s.ok(s.rec.ExportParquet(ctx, empty, Export{To: 1}))
	if rows := readParquet(t, empty); len(rows) != 0 {
		t.Errorf("%d rows before 1970", len(rows))
	}
}

func (s *scene) checkExported(got exported, w *timeline.Row, view *timeline.OverrideView) {
	s.t.Helper()
	for name, want := range map[string]any{
		"person": view.Canonical(w.Person), "event": s.rec.names.Events.Name(uint32(w.Code)), "time": w.Time,
		"received": w.Received, "message": w.MID, "source": w.Source, "seq": w.Seq,
	} {
		if text, err := json.Marshal(want); err != nil || string(got[name]) != string(text) {
			s.t.Fatalf("row %d, %s: %s, want %s", w.Seq, name, got[name], text)
		}
		delete(got, name)
	}
	var rest exported
	if got["properties"] != nil {
		s.ok(json.Unmarshal(got["properties"], &rest))
	}
	delete(got, "properties")
	for _, p := range w.Props {
		name := s.props[p.Key]
		column := name
		if name == "Plan" {
			column = "Plan_7"
		}
		value := rest[name]
		if got[column] != nil {
			value = got[column]
			if p.Value.Kind == kith.JSON {
				value = []byte(unquoteJSON(s.t, value))
			}
		}
		if parsed := readBack(s.t, value, p.Value.Kind); parsed != p.Value {
			s.t.Fatalf("row %d, %s: %+v, want %+v", w.Seq, name, parsed, p.Value)
		}
		delete(got, column)
		delete(rest, name)
	}
	if len(got)+len(rest) > 0 {
		s.t.Fatalf("row %d has %s and %s too", w.Seq, got, rest)
	}
}

// readBack reads JSON that DuckDB wrote; kind tells text from a JSON value.
func readBack(t testing.TB, value []byte, kind kith.ValueKind) kith.Value {
	switch {
	case value == nil:
		return kith.Value{}
	case kind == kith.String && kindOf(value) == kith.String:
		return kith.StringValue(unquoteJSON(t, value))
	}
	return parseValue(value)
}

func unquoteJSON(t testing.TB, value []byte) (s string) {
	if err := json.Unmarshal(value, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// readParquet reads the file with a fresh database, in order of seq by person.
func readParquet(t *testing.T, path string) []exported {
	t.Helper()
	ctx := context.Background()
	db, err := openDatabase("", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	c, err := db.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var out []exported
	sql := "SELECT to_json(r) FROM (SELECT * REPLACE (epoch_us(time) AS time, epoch_us(received) AS received, properties::JSON AS properties) FROM read_parquet(" + quote(path) + ")) r"
	err = c.each(ctx, sql, nil, func(q *result) error {
		texts := column[text](q, 0)
		for i := range texts {
			var row exported
			if err := json.Unmarshal(texts[i].bytes(), &row); err != nil {
				return err
			}
			maps.DeleteFunc(row, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
			out = append(out, row)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBackup(t *testing.T) {
	s := newScene(t, 12, Options{SealRows: 300})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.rec.Run(ctx) }()
	for range 12 {
		s.come(300)
		s.seal()
	}
	reading, err := s.rec.Stream(ctx, timeline.StreamRequest{MaxSeq: math.MaxUint64})
	s.ok(err)
	copied := &scene{t: t, rand: s.rand, people: s.people, props: s.props, rows: slices.Clone(s.rows), pos: s.pos}
	dir := t.TempDir()
	s.ok(s.rec.Backup(context.Background(), filepath.Join(dir, FileName)))
	if err := s.rec.Backup(context.Background(), filepath.Join(dir, FileName)); err == nil {
		t.Error("a backup was overwritten")
	}
	reading.Close()
	s.come(300)
	s.seal()
	copied.rec = openRecord(t, Options{Dir: dir})
	if copied.rec.Position() != copied.pos {
		t.Fatalf("position %+v, want %+v", copied.rec.Position(), copied.pos)
	}
	copied.checkAll()
	s.checkAll()
	cancel()
	s.ok(<-done)
}

const lockDir = "KITH_RECORD_LOCK_DIR"

// TestOneProcessAtATime also shows that a backup does not lose the lock.
func TestOneProcessAtATime(t *testing.T) {
	if dir := os.Getenv(lockDir); dir != "" {
		_, err := Open(context.Background(), Options{Dir: dir})
		t.Log("code:", kith.CodeOf(err))
		return
	}
	s := newScene(t, 13, Options{})
	s.come(10)
	s.seal()
	s.ok(s.rec.Backup(context.Background(), filepath.Join(t.TempDir(), "copy.duckdb")))
	child := exec.Command(os.Args[0], "-test.run=^TestOneProcessAtATime$", "-test.v")
	child.Env = append(os.Environ(), lockDir+"="+s.rec.opts.Dir)
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "code: conflict") {
		t.Fatalf("%v: %s", err, out)
	}
}
