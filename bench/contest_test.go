package bench

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// TestBothSidesAgree holds every contest on a small data set: a wrong query or
// a wrong fold fails here before it does in a long run.
func TestBothSidesAgree(t *testing.T) {
	n := 200_000
	if v := os.Getenv("N"); v != "" {
		n, _ = strconv.Atoi(v)
	}
	ctx := t.Context()
	b0 := time.Now()
	d := generate(n, 90)
	t.Log(d.len(), d.people(), time.Since(b0))
	only := regexp.MustCompile(os.Getenv("ONLY"))
	dir := t.TempDir()
	r, err := openRecord(ctx, filepath.Join(dir, "record"), n/20)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b0 = time.Now()
	if err := d.seal(ctx, r, n/20); err != nil {
		t.Fatal(err)
	}
	t.Log("seal", time.Since(b0))
	ix, err := buildIndex(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	sql, err := openSQL(filepath.Join(dir, "sql.duckdb"), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer sql.close()
	b0 = time.Now()
	if err := sql.load(d); err != nil {
		t.Fatal(err)
	}
	t.Log("sql load", time.Since(b0))
	a := newArena(ix, d, sql)
	for _, c := range contests() {
		if !only.MatchString(c.name) {
			continue
		}
		out, err := a.hold(ctx, &c)
		if err != nil {
			t.Error(err)
			continue
		}
		t.Logf("%s fold %v sql %v ratio %.1f %s", c.name, out.fold, out.sql, out.ratio(), out.how)
		for _, x := range out.tried {
			t.Logf("    %s %v", x.how, x.cost)
		}
	}
}
