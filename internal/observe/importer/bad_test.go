package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"kith/internal/kith"
)

var orders = Mapping{Event: "order", Time: "time", UserID: "user", Zone: "Asia/Shanghai", TimeFormat: isoTime}

// TestBadRows puts each kind of bad row between good ones.
func TestBadRows(t *testing.T) {
	const head = "time,user,amount\n"
	good := func(i int) string { return fmt.Sprintf("2026-01-02 03:04:05,u%d,%d.50\n", i, i) }
	typed := orders
	typed.Types = map[string]string{"amount": number}
	flagged := orders
	flagged.Types = map[string]string{"amount": boolean}
	byID := orders
	byID.ID = []string{"amount"}
	named := orders
	named.Event, named.EventColumn = "", "amount"
	boxed := orders
	boxed.PropertiesFrom = "amount"
	for _, c := range []struct {
		name   string
		row    string
		m      Mapping
		reason Reason
		lost   int // good rows that the bad one takes with it
	}{
		{"too few cells", "2026-01-02,u\n", orders, RaggedRow, 0},
		{"too many cells", "2026-01-02,u,1,2\n", orders, RaggedRow, 0},
		{"quote never closed", "2026-01-02,\"u,1\n", orders, UnbalancedQuote, 0},
		{"quote closed by a later row", "2026-01-02,\"u,1\n2026-01-02,\"v\",1\n", orders, StrayQuote, 0},
		{"text after a quote", "2026-01-02,\"u\"x,1\n", orders, StrayQuote, 0},
		{"NUL", "2026-01-02,u\x00,1\n", orders, BadText, 0},
		{"invalid UTF-8", "2026-01-02,\xff\xfe,1\n", orders, BadText, 0},
		{"huge cell", "2026-01-02,u," + strings.Repeat("x", maxCell+1) + "\n", orders, CellTooLarge, 0},
		{"huge quoted cell of lines", "2026-01-02,u,\"" + strings.Repeat("x\n", maxCell/2+1) + "\"\n", orders, CellTooLarge, 0},
		{"huge row", "2026-01-02,u," + strings.Repeat("x", maxRow+1) + "\n", orders, RowTooLarge, 0},
		{"no time", ",u,1\n", orders, NoTime, 0},
		{"no such time", "soon,u,1\n", orders, BadTime, 0},
		{"no such day", "2026-02-30,u,1\n", orders, BadTime, 0},
		{"year 1", "0001-01-01,u,1\n", orders, TimeOutOfRange, 0},
		{"year 9999", "9999-12-31,u,1\n", orders, TimeOutOfRange, 0},
		{"no id", "2026-01-02, ,1\n", orders, NoIdentity, 0},
		{"long id", "2026-01-02," + strings.Repeat("u", kith.MaxIDLen+1) + ",1\n", orders, IDTooLong, 0},
		{"no number", "2026-01-02,u,待定\n", typed, BadNumber, 0},
		{"no boolean", "2026-01-02,u,2\n2026-01-02,u,no\n", flagged, BadBoolean, 0},
		{"no row id", "2026-01-02,u,\n", byID, NoRowID, 0},
		{"no event", "2026-01-02,u,\n", named, NoEventName, 0},
		{"long event", "2026-01-02,u," + strings.Repeat("e", kith.MaxEventName+1) + "\n", named, EventNameTooLong, 0},
		{"no JSON", "2026-01-02,u,\"{\"\"a\"\":\"\n", boxed, BadJSONCell, 0},
		{"no object", "2026-01-02,u,[1]\n", boxed, BadJSONCell, 0},
		{"no property name", "2026-01-02,u,\"{\"\"\"\":1}\"\n", boxed, BadPropertyName, 0},
		{"many properties", "2026-01-02,u,\"" + strings.ReplaceAll(manyMembers(kith.MaxProperties+1), `"`, `""`) + "\"\n", boxed, TooManyProperties, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			fine := func(i int) string {
				switch {
				case c.m.PropertiesFrom != "":
					return fmt.Sprintf("2026-01-02,u%d,\"{\"\"a\"\":%d}\"\n", i, i)
				case c.m.Types["amount"] == boolean:
					return fmt.Sprintf("2026-01-02,u%d,yes\n", i)
				}
				return good(i)
			}
			file := "\ufeff" + head + fine(1) + "\n" + fine(2) + c.row + fine(3) + fine(4) + "\r\n" + fine(5)
			var report bytes.Buffer
			s := newShelf()
			res, err := Run(context.Background(), textSource(c.name, file), c.m, s.to(), Options{Report: &report, Now: noon})
			if err != nil {
				t.Fatal(err)
			}
			if res.Reasons[c.reason] != 1 || res.Bad != 1 || res.Written < 5 {
				t.Errorf("%+v", res)
			}
			lines, err := csv.NewReader(&report).ReadAll()
			if err != nil || len(lines) != 2 {
				t.Fatalf("%v: %q", err, lines)
			}
			if got := lines[1]; got[0] != "3" || got[1] != "5" || got[3] != string(c.reason) || got[4] == "" || got[5] == "" || !strings.HasPrefix(readable([]byte(c.row)), start(got[6], 6)[:3]) && c.row[0] != ',' {
				t.Errorf("report: %.300q", got)
			}
			if res.Rows != res.Bad+res.Skipped+res.Repeated+res.Written {
				t.Errorf("rows do not add up: %+v", res)
			}
		})
	}
}

func manyMembers(n int) string {
	b := []byte("{")
	for i := range n {
		b = fmt.Appendf(b, `"p%d":1,`, i)
	}
	b[len(b)-1] = '}'
	return string(b)
}

func TestBadLines(t *testing.T) {
	for _, c := range []struct {
		name, line string
		reason     Reason
	}{
		{"cut", `{"time":"2026-01-02","user":"u"`, BadJSON},
		{"no object", `[1]`, NotAnObject},
		{"NUL", "{\"time\":\"2026-01-02\",\"user\":\"u\\u0000\"}", BadText},
		{"invalid UTF-8", "{\"time\":\"2026-01-02\",\"user\":\"\xff\"}", BadText},
		{"huge", `{"time":"2026-01-02","user":"` + strings.Repeat("u", maxRow) + `"}`, RowTooLarge},
		{"huge cell", `{"time":"2026-01-02","user":"u","x":"` + strings.Repeat("u", maxCell+1) + `"}`, CellTooLarge},
		{"deep", `{"time":"2026-01-02","user":"u","x":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`, BadJSONCell},
		{"many columns", `{"time":"2026-01-02","user":"u",` + manyMembers(maxColumns)[1:], TooManyColumns},
		{"empty name", `{"time":"2026-01-02","user":"u","":1}`, BadPropertyName},
		{"null user", `{"time":"2026-01-02","user":null}`, NoIdentity},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := strings.Repeat(`{"time":"2026-01-02T03:04:05+08:00","user":17850,"n":1}`+"\n\n", 3) + c.line + "\n" + `{"user":"v","time":"2026-01-02","list":["a"]}`
			s := newShelf()
			res, err := Run(context.Background(), textSource(c.name, file), orders, s.to(), Options{Now: noon})
			if err != nil || res.Bad != 1 || res.Reasons[c.reason] != 1 || res.Written != 4 {
				t.Fatalf("%v: %+v", err, res)
			}
		})
	}
}

func TestMostRowsBad(t *testing.T) {
	var file strings.Builder
	file.WriteString("time,user\n")
	for i := range 3000 {
		fmt.Fprintf(&file, "2026-01-02,%s\n", []string{"", "", "u"}[i%3])
	}
	s := newShelf()
	_, err := Run(context.Background(), textSource("wrong", file.String()), orders, s.to(), Options{Now: noon})
	if kith.CodeOf(err) != kith.Invalid || !strings.Contains(err.Error(), "666 of the first 1000 rows") && !strings.Contains(err.Error(), "667 of the first 1000 rows") || s.got != 0 {
		t.Fatalf("%v, %d events", err, s.got)
	}
	res, err := Run(context.Background(), textSource("wrong", file.String()), orders, s.to(), Options{Now: noon, Force: true})
	if err != nil || res.Written != 1000 || res.Bad != 2000 {
		t.Fatalf("%v: %+v", err, res)
	}
	if _, err := Run(context.Background(), textSource("small", "time,user\n,\n2026-01-02,\n2026-01-02,u\n"), orders, s.to(), Options{Now: noon}); kith.CodeOf(err) != kith.Invalid {
		t.Fatalf("a small file: %v", err)
	}
}

func TestNotOurs(t *testing.T) {
	for name, file := range map[string]string{
		"spreadsheet": "PK\x03\x04rest", "empty": "", "only a mark": "\ufeff", "array": `[{"a":1}]`, "damaged gzip": "\x1f\x8b\x08", "damaged Parquet": "PAR1 and no more",
		"no column of that name": "when,user\n2026-01-02,u\n", "one long line": strings.Repeat("x", maxRow+1), "header only": "time,user\n",
	} {
		_, err := Run(context.Background(), textSource(name, file), orders, newShelf().to(), Options{Now: noon})
		if kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
