package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // writes the Parquet files

	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

// lines makes a file of n rows, a few of them bad, equal or skipped.
func lines(n int) string {
	var b strings.Builder
	b.WriteString("time,user,n,kind\n")
	for i := range n {
		user := fmt.Sprintf("u%d", i%97)
		if i%101 == 0 {
			user = ""
		}
		fmt.Fprintf(&b, "2026-01-02 03:04:05,%s,%d,%s\n", user, i/2*2, []string{"a", "b", "skip"}[i/2%3])
	}
	return b.String()
}

var withRule = Mapping{Event: "line", Time: "time", UserID: "user", Where: []Rule{{Column: "kind", Op: "ne", Value: "skip"}}}

func TestInterruptedAndResumed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if err := d.Migrate(ctx, "importer", Migrations); err != nil {
			t.Fatal(err)
		}
		file := textSource("lines.csv", lines(30_000))
		whole := newShelf()
		want, err := Run(ctx, file, withRule, whole.to(), Options{Now: noon})
		if err != nil || want.Written == 0 || want.Bad == 0 || want.Skipped == 0 {
			t.Fatalf("%v: %+v", err, want)
		}
		random := rand.New(rand.NewPCG(3, 4))
		for range 4 {
			if _, err := d.Exec(ctx, "DELETE FROM imports"); err != nil {
				t.Fatal(err)
			}
			s := newShelf()
			for tries := 0; ; tries++ {
				s.fail = 1 + random.IntN(25)
				res, err := Run(ctx, file, withRule, s.to(), Options{Now: noon, State: NewStore(d)})
				if err == nil {
					checkSame(t, s, whole)
					res.Key, want.Key = "", ""
					if res.Rows != want.Rows || res.Bad != want.Bad || res.Written+res.Existing != want.Written {
						t.Fatalf("%+v, want %+v", res, want)
					}
					break
				}
				if !errors.Is(err, errShelf) {
					t.Fatal(err)
				}
			}
			s.fail = 0
			again, err := Run(ctx, file, withRule, s.to(), Options{Now: noon, State: NewStore(d)})
			if err != nil || !again.Already || again.Rows != want.Rows || !strings.Contains(again.String(), "nothing to do") {
				t.Fatalf("%v: %+v", err, again)
			}
			forced, err := Run(ctx, file, withRule, s.to(), Options{Now: noon, State: NewStore(d), Again: true})
			if err != nil || forced.Written != 0 || forced.Existing != want.Written {
				t.Fatalf("%v: %+v", err, forced)
			}
			checkSame(t, s, whole)
		}
		if all, err := NewStore(d).List(ctx, 1, 0, 10); err != nil || len(all) != 1 || all[0].State != Done || all[0].FinishedAt() != noon() {
			t.Fatalf("%v: %+v", err, all)
		}
	})
}

// checkSame compares two shelves, on which nothing may lie twice.
func checkSame(t *testing.T, got, want *shelf) {
	t.Helper()
	if got.got != len(got.events) {
		t.Fatalf("%d events were appended, %d different", got.got, len(got.events))
	}
	a, b := slices.Sorted(maps.Keys(got.events)), slices.Sorted(maps.Keys(want.events))
	if !slices.Equal(a, b) {
		t.Fatalf("%d events, want %d, or others", len(a), len(b))
	}
}

func TestCancelled(t *testing.T) {
	d := dbtest.SQLite(t)
	if err := d.Migrate(context.Background(), "importer", Migrations); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := newShelf()
	res, err := Run(ctx, textSource("lines.csv", lines(20_000)), withRule, s.to(), Options{Now: noon, State: NewStore(d), Progress: func(p Progress) {
		if p.Stage == Reading {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v: %+v", err, res)
	}
	known, err := NewStore(d).Find(context.Background(), 1, res.Key)
	if err != nil || known == nil || known.State != Interrupted {
		t.Fatalf("%v: %+v", err, known)
	}
}

// TestFormatsAgree writes the same rows in every format.
func TestFormatsAgree(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "it's.csv")
	if err := os.WriteFile(plain, []byte(lines(5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	duck, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer duck.Close()
	source := "(SELECT * FROM read_csv('" + strings.ReplaceAll(plain, "'", "''") + "', types = {'user': 'VARCHAR'}))"
	for name, options := range map[string]string{"a.parquet": "(FORMAT parquet)", "a.jsonl": "(FORMAT json)"} {
		if _, err := duck.Exec("COPY " + source + " TO '" + filepath.Join(dir, name) + "' " + options); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"it's.csv", "a.parquet", "a.jsonl"} {
		zip(t, filepath.Join(dir, name))
	}
	var want map[string]int
	for _, name := range []string{"it's.csv", "it's.csv.gz", "a.jsonl", "a.jsonl.gz", "a.parquet", "a.parquet.gz"} {
		in, err := File(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		s := newShelf()
		var last Progress
		res, err := Run(context.Background(), in, withRule, s.to(), Options{Now: noon, Progress: func(p Progress) { last = p }})
		if err != nil || res.Rows != 5000 || res.Bad == 0 {
			t.Fatalf("%s: %v: %+v", name, err, res)
		}
		if last.Stage != Finished || last.Share != 1 || last.Rows != 5000 || last.Written != res.Written {
			t.Errorf("%s: %+v", name, last)
		}
		got := map[string]int{}
		for _, e := range s.events {
			got[fmt.Sprint(e.UserID, e.Time, e.Props)]++
		}
		if want == nil {
			want = got
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: other events than CSV", name)
		}
	}
}

func zip(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(raw)
	w.Close()
	if err := os.WriteFile(path+".gz", out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestParquetValues(t *testing.T) {
	duck, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer duck.Close()
	path := filepath.Join(t.TempDir(), "v.parquet")
	_, err = duck.Exec(`COPY (SELECT TIMESTAMPTZ '2026-01-02 03:04:05.5+08' AS t, 42::BIGINT AS u, 1.5::DECIMAL(9,2) AS d, true AS b, ['a'] AS l, {'k': 1} AS o,
		12345678901234567890::UBIGINT AS big, 'NaN'::DOUBLE AS nan, DATE '2026-01-02' AS day, NULL::INT AS none) TO '` + path + `' (FORMAT parquet)`)
	if err != nil {
		t.Fatal(err)
	}
	in, err := File(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Preview(context.Background(), in, Mapping{Event: "e", Time: "t", UserID: "u"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Events) != 1 {
		t.Fatalf("%+v", d)
	}
	got, err := json.Marshal(d.Events[0].Properties)
	if want := `{"b":true,"big":"12345678901234567890","d":1.5,"day":"2026-01-02","l":"[\"a\"]","o":"{\"k\":1}"}`; err != nil || string(got) != want || d.Events[0].UserID != "42" {
		t.Errorf("%s, want %s", got, want)
	}
	if got := d.Events[0].Time.Format("2006-01-02T15:04:05.0Z07:00"); got != "2026-01-01T19:04:05.5Z" {
		t.Error(got)
	}
}

func TestGroups(t *testing.T) {
	file := "no,time,who,item,units,price\n1,2026-01-02,u,pen,2,1.50\n2,2026-01-02,v,ink,1,4\n1,2026-01-02,u,cap,1,0.25\n1,2026-01-02,u,odd,many,1\n"
	m := Mapping{Event: "order", Time: "time", UserID: "who", Group: []string{"no"}, Sum: map[string]string{"total": "units*price", "units": "units"}, Lines: "products", LineColumns: map[string]string{"sku": "item", "n": "units"}}
	d, err := Preview(context.Background(), textSource("groups", file), m, 9)
	if err != nil || len(d.Events) != 2 || d.Bad != 1 || d.Problems[0].Reason != BadNumber || d.Problems[0].Rows[0] != 4 {
		t.Fatalf("%v: %+v", err, d)
	}
	got, err := json.Marshal(d.Events[0].Properties)
	if want := `{"no":1,"products":"[{\"sku\":\"pen\",\"n\":2},{\"sku\":\"cap\",\"n\":1}]","total":3.25,"units":3}`; err != nil || string(got) != want || d.Events[0].Rows != 2 {
		t.Errorf("%s, want %s", got, want)
	}
	var many strings.Builder
	many.WriteString("no,time,who,item\n")
	for range maxLines + 7 {
		many.WriteString("1,2026-01-02,u,pen\n")
	}
	m.Sum, m.LineColumns = nil, nil
	if d, err = Preview(context.Background(), textSource("many", many.String()), m, 9); err != nil || d.Events[0].Properties["products_omitted"] != 7.0 || d.Events[0].Rows != maxLines+7 {
		t.Fatalf("%v: %+v", err, d)
	}
}

func TestBarWithoutTerminal(t *testing.T) {
	var out bytes.Buffer
	bar := Bar(&out)
	for i := range 30 {
		bar(Progress{Stage: Reading, Elapsed: time.Duration(i) * time.Second, Rows: int64(i), Share: float64(i) / 30, Rate: 10})
	}
	bar(Progress{Stage: Finished, Share: 1, Rows: 30, Bad: 2})
	if n := strings.Count(out.String(), "\n"); n < 5 || n > 8 || !strings.Contains(out.String(), "2 bad rows") || strings.Contains(out.String(), "\r") {
		t.Errorf("%d lines: %s", n, out.String())
	}
}
