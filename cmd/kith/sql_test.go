package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A statement is answered by the server that has the data folder, and by the
// command itself when none runs; a bad one ends with what is wrong, and where.
func TestSQL(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := func(sql string) string {
		name := filepath.Join(t.TempDir(), "statement.sql")
		if err := os.WriteFile(name, []byte(sql), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	s := serve(t, dir)
	s.send(track("1", "Bought", "u1") + "," + track("2", "Bought", "u2"))
	ask := file("SELECT event, plan, count(*) AS n, count(DISTINCT person) AS people FROM events GROUP BY ALL")
	check := func(where string) {
		t.Helper()
		if out := succeed(t, "sql", ask, "--data", dir, "--format", "csv"); out != "\ufeffevent,plan,n,people\r\nBought,pro,2,2\r\n" {
			t.Errorf("%s: %q", where, out)
		}
		if out := succeed(t, "sql", ask, "--data", dir); !strings.Contains(out, "1 rows in ") {
			t.Errorf("%s: %q", where, out)
		}
		r := command(t, "sql", file("SELECT\n evnt FROM events"), "--data", dir)
		if r.code != 2 || !strings.Contains(r.errors, "evnt") || !strings.Contains(r.errors, "did you mean event") {
			t.Errorf("%s: %+v", where, r)
		}
	}
	check("a server runs")
	s.stop()
	check("no server runs")
}
