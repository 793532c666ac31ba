package importer

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"kith/internal/kith"
)

// drain reads all rows and checks what every reader promises.
func drain(t *testing.T, in reader, size int) (rows [][]string, bad int) {
	t.Helper()
	var r row
	for last := int64(0); ; last = r.number {
		err := in.next(&r)
		if errors.Is(err, io.EOF) {
			return rows, bad
		}
		if len(rows)+bad > size {
			t.Fatal("more rows than bytes")
		}
		if r.number != last+1 {
			t.Fatalf("row %d follows %d", r.number, last)
		}
		if _, ok := err.(*flaw); ok {
			bad++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, v := range r.cells {
			if !utf8.ValidString(v.Text()) || strings.Contains(v.Text(), "\x00") {
				t.Fatalf("cell %q", v.Text())
			}
			cells = append(cells, v.Text())
		}
		rows = append(rows, cells)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\r\n\"1\"\"x\",\"2\n3\"\r\n", "a,b\n\"1,2\n3,4\n", "a\n\"\"\n", "a,a,\n1,2,3\n", "a,b\n1,\"2\"x\n3,4", "a;b\n1;2\n\n3;4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in, err := newCSV(strings.NewReader(s), ",")
		if err != nil {
			return
		}
		rows, bad := drain(t, in, len(s))
		checkEvents(t, "time,user\n"+s)
		if bad > 0 || !utf8.ValidString(s) || strings.Contains(s, "\r") {
			return
		}
		// What is read without a flaw is what the standard library reads.
		std := csv.NewReader(strings.NewReader(s))
		std.LazyQuotes, std.FieldsPerRecord = true, -1
		want, err := std.ReadAll()
		if err != nil || strings.Contains(s, "\x00") {
			return
		}
		var got int
		for _, record := range want[1:] {
			if len(record) == 1 && record[0] == "" {
				continue // a line of two quotes
			}
			for n := len(record); n > len(in.names) && record[n-1] == ""; n-- {
				record = record[:n-1]
			}
			if got == len(rows) || strings.Join(rows[got], "\x01") != strings.Join(record, "\x01") {
				t.Fatalf("row %d: %q, want %q", got+1, rows, record)
			}
			got++
		}
	})
}

func FuzzJSONL(f *testing.F) {
	for _, s := range []string{`{"time":1,"user":"u"}`, "{\"a\":1}\n{\"b\":[1,{}]}\n\n{\"a\":null,\"a\":2}", `{"":1}`, `[]`, `{"a":"\u0000"}`, "{\"a\":\"\xff\"}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		drain(t, newJSONL(strings.NewReader(s)), len(s))
		checkEvents(t, `{"time":"2026-01-01","user":"u","properties":{}}`+"\n"+s)
	})
}

// checkEvents imports a file and checks the events that come of it.
func checkEvents(t *testing.T, file string) {
	t.Helper()
	s := newShelf()
	m := Mapping{Event: "e", Time: "time", UserID: "user", TimeFormat: isoTime}
	res, err := Run(context.Background(), textSource("fuzz", file), m, s.to(), Options{Now: noon, Force: true})
	if err != nil {
		if c := kith.CodeOf(err); c != kith.Invalid {
			t.Fatalf("%s: %v", c, err)
		}
		return
	}
	if res.Rows != res.Bad+res.Skipped+res.Repeated+res.Written || int(res.Written) != s.got {
		t.Fatalf("%+v", res)
	}
	for id, e := range s.events {
		if id == "" || e.Name != "e" || e.UserID == "" || e.Time < kith.MinTime {
			t.Fatalf("%+v", e)
		}
		for _, p := range e.Props {
			if p.Name == "" || p.Value.Kind == kith.None || !utf8.ValidString(p.Value.Str) {
				t.Fatalf("%+v", e)
			}
		}
	}
}
