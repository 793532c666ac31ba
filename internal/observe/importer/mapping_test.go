package importer

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"kith/internal/kith"
)

func TestParseMapping(t *testing.T) {
	m, err := ParseMapping([]byte("event: order\ntime: at\nuser_id: who\nproperties: {}\nwhere:\n  - {column: n, op: gt, value: 0}\n"))
	if err != nil || m.Check() != nil || m.Properties == nil || m.Where[0].Value != "0" {
		t.Fatalf("%v: %+v", err, m)
	}
	for text, want := range map[string]string{
		"event: order\nevnt: order\n": "line 2: field evnt",
		"where:\n- {colum: a}\n":      "line 2: field colum",
		"time: [1\n":                  "line",
		"":                            "empty",
		"event: a\nevent_column: b\n": "one event name",
		"event: a\nuser_id: u\n":      "time",
		"event: a\ntime: t\n":         "whose",
		"event: a\ntime: t\nuser_id: u\nzone: Mars/Olympus":             "Mars/Olympus",
		"event: a\ntime: t\nuser_id: u\nproperties: {'': x}":            "1 to 200",
		"event: a\ntime: t\nuser_id: u\nsum: {x: y}":                    "belong together",
		"event: a\ntime: t\nuser_id: u\ntypes: {x: int}":                "no type int",
		"event: a\ntime: t\nuser_id: u\nwhere: [{column: x, op: like}]": "no rule like",
	} {
		m, err := ParseMapping([]byte(text))
		if err == nil {
			err = m.Check()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestValues(t *testing.T) {
	for in, want := range map[string]kith.Value{
		"": {}, "0": kith.NumberValue(0), "12.5": kith.NumberValue(12.5), "2.50": kith.NumberValue(2.5), "-3": kith.NumberValue(-3), "0.1": kith.NumberValue(0.1),
		"999999999999999": kith.NumberValue(999999999999999), "007": kith.StringValue("007"), "12345678901234567890": kith.StringValue("12345678901234567890"),
		"1e5": kith.StringValue("1e5"), "+1": kith.StringValue("+1"), "1.": kith.StringValue("1."), ".5": kith.StringValue(".5"), "-": kith.StringValue("-"), "1.2.3": kith.StringValue("1.2.3"),
		"true": kith.BoolValue(true), "FALSE": kith.BoolValue(false), "yes": kith.StringValue("yes"), "00.5": kith.StringValue("00.5"), "NaN": kith.StringValue("NaN"),
	} {
		if got := guessed(in); got != want {
			t.Errorf("%q: %+v, want %+v", in, got, want)
		}
	}
	for in, want := range map[string]float64{"¥128": 128, "1,234.5": 1234.5, " 46.00 ": 46, "1e3": 1000, "007": 7} {
		if got, reason := asNumber(kith.StringValue(in)); reason != "" || got.Num != want {
			t.Errorf("%q: %v %s", in, got, reason)
		}
	}
}

func TestTimes(t *testing.T) {
	want := time.Date(2025, 3, 14, 7, 4, 5, 0, time.UTC)
	for sample, format := range map[string]string{
		"2025-03-14T15:04:05+08:00": isoTime, "2025-03-14 15:04:05": isoTime, "2025-03-14T15:04:05.000": isoTime, "2025-03-14 07:04:05+00": isoTime,
		"1741935845": unixTime, "1741935845000": unixMilli, "1741935845000000": unixMicro, "1741935845.0": unixTime,
		"2025/3/14 15:04:05": "2006/1/2 15:04:05", "14/3/2025 15:04:05": "2/1/2006 15:04:05", "3/14/2025 15:04:05": "1/2/2006 15:04:05", "2025年3月14日 15:04:05": "2006年1月2日 15:04:05",
	} {
		v := kith.StringValue(sample)
		got, why := guessFormat([]kith.Value{v}, "Asia/Shanghai", noon())
		if got != format {
			t.Errorf("%s: %q (%s), want %q", sample, got, why, format)
			continue
		}
		c, err := newClock(got, "Asia/Shanghai")
		if err != nil {
			t.Fatal(err)
		}
		if micros, ok := c.micros(v); !ok || micros != want.UnixMicro() {
			t.Errorf("%s: %v", sample, time.UnixMicro(micros).UTC())
		}
	}
	if got, why := guessFormat([]kith.Value{kith.StringValue("2/3/2025 10:00")}, "", noon()); got != "" || !strings.Contains(why, "either way") {
		t.Errorf("an unclear date was read as %s: %s", got, why)
	}
}

func TestEncodingsAndDelimiters(t *testing.T) {
	file := "下单时间;会员编号;书名;书名\n2026/3/1 9:04;10482;山间来信;潮汐表\n2026/3/1 21:40;30977;\"潮;汐\";\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(file)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(file)
	if err != nil {
		t.Fatal(err)
	}
	m := Mapping{Event: "buy", Time: "下单时间", UserID: "会员编号", Zone: "Asia/Shanghai"}
	for name, in := range map[string]string{"utf-8": file, "gb18030": gb, "utf-16": wide, "crlf": strings.ReplaceAll(file, "\n", "\r\n")} {
		d, err := Preview(context.Background(), textSource(name, in), m, 5)
		if err != nil || len(d.Events) != 2 || d.Mapping.Delimiter != ";" {
			t.Fatalf("%s: %v: %+v", name, err, d)
		}
		if got := d.Events[0]; got.UserID != "10482" || !reflect.DeepEqual(got.Properties, map[string]any{"书名": "山间来信", "书名_2": "潮汐表"}) || got.Time.Format(time.RFC3339) != "2026-03-01T01:04:00Z" {
			t.Errorf("%s: %+v", name, got)
		}
		if got := d.Events[1].Properties; !reflect.DeepEqual(got, map[string]any{"书名": "潮;汐"}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRules(t *testing.T) {
	cells := []kith.Value{kith.StringValue("C536"), kith.StringValue("-2.5"), {}, kith.StringValue("2026-01-02"), kith.NumberValue(7)}
	for rule, want := range map[Rule]bool{
		{"a", "starts_with", "C"}: true, {"a", "not_starts_with", "C"}: false, {"a", "eq", "C536"}: true, {"a", "ne", "C536"}: false, {"a", "gt", "5"}: false,
		{"b", "lt", "0"}: true, {"b", "gte", "-2.50"}: true, {"b", "gt", "0"}: false, {"c", "set", ""}: false, {"c", "not_set", ""}: true, {"c", "eq", ""}: false, {"c", "ne", "x"}: true,
		{"d", "gte", "2026-01-01"}: true, {"d", "lt", "2026-01-02"}: false, {"e", "lte", "7"}: true, {"missing", "set", ""}: false, {"missing", "not_starts_with", "x"}: true,
	} {
		c := rule.bind(strings.Index("abcde", rule.Column))
		if got := c.holds(cells); got != want {
			t.Errorf("%+v: %t", rule, got)
		}
	}
}

func TestGuess(t *testing.T) {
	var file strings.Builder
	file.WriteString("event_id,event,Invoice Date,Customer ID,device_id,price,note\n")
	for i := range 50 {
		fmt.Fprintf(&file, "%d,%s,2026-01-%02d 10:00:00,u%d,d%d,2.50,\n", i, []string{"paid", "refunded"}[i%2], i%28+1, i%7, i%9)
	}
	g, err := Guess(context.Background(), textSource("guess", file.String()))
	if err != nil {
		t.Fatal(err)
	}
	m := g.Mapping
	if m.EventColumn != "event" || m.Time != "Invoice Date" || m.UserID != "Customer ID" || m.AnonymousID != "device_id" || len(m.ID) != 1 || m.ID[0] != "event_id" || m.TimeFormat != isoTime || m.Format != CSV {
		t.Errorf("%+v", m)
	}
	if len(g.Why) != 5 || g.Columns[5].Type != number || g.Columns[6].Type != "empty" || g.Columns[2].Type != "time" {
		t.Errorf("%+v\n%+v", g.Why, g.Columns)
	}
	if err := m.Check(); err != nil {
		t.Error(err)
	}
}

func TestRowIDs(t *testing.T) {
	run := func(file string, m Mapping) map[string]kith.Event {
		s := newShelf()
		res, err := Run(context.Background(), textSource("ids", file), m, s.to(), Options{Now: noon})
		if err != nil || int(res.Written) != len(s.events) {
			t.Fatalf("%v: %+v", err, res)
		}
		return s.events
	}
	three := run("time,user,n\n2026-01-02,u,1\n2026-01-02,u,1\n2026-01-02,u,1\n", orders)
	if len(three) != 3 {
		t.Errorf("equal rows became %d events", len(three))
	}
	more := run("user,n,time\nu,1,2026-01-02\nu,2,2026-01-02\nu,1,2026-01-02\nu,1,2026-01-02\n", orders)
	for id := range three {
		if _, ok := more[id]; !ok {
			t.Errorf("the id %s changed with the order of columns and other rows", id)
		}
	}
	byID := orders
	byID.ID = []string{"n"}
	s := newShelf()
	res, err := Run(context.Background(), textSource("ids", "time,user,n\n2026-01-02,u,1\n2026-01-02,u,2\n2026-01-03,u,1\n"), byID, s.to(), Options{Now: noon})
	if err != nil || res.Written != 2 || res.Repeated != 1 {
		t.Errorf("%v: %+v", err, res)
	}
}
