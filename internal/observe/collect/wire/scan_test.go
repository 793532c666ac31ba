package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"kith/internal/kith"
)

func scan(t *testing.T, text string) Node {
	t.Helper()
	d := &Doc{}
	if err := d.Scan(text); err != nil {
		t.Fatalf("%.80q: %v", text, err)
	}
	return d.Root()
}

func TestScanAcceptsJSON(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, ` [ ] `, `{"a":1}`, "\t{\"a\"\r\n: [1 , 2.5e-3,-0, 0.1E+7],\"b\":{\"c\":null}} ", `true`, `false`, `null`, `"x"`, `-12`,
		`"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"`, `[[[[]]],{"a":{}}]`, `{"":""}`, `"` + strings.Repeat("x", 100) + `é"`,
	} {
		scan(t, text)
	}
}

func TestScanRefusesWhatIsNotJSON(t *testing.T) {
	for text, at := range map[string]int{
		``: 0, ` `: 1, `{`: 1, `[`: 1, `}`: 0, `[1,]`: 3, `[1 2]`: 3, `{"a"}`: 4, `{"a":}`: 5, `{"a":1,}`: 7, `{a:1}`: 1, `{"a":1]`: 6, `[1}`: 2,
		`nul`: 0, `NaN`: 0, `[nan]`: 1, `Infinity`: 0, `-`: 0, `+1`: 0, `01`: 2, `-01`: 3, `1.`: 2, `.5`: 0, `1e`: 2, `1e+`: 3, `0x10`: 1, `1_000`: 1,
		`"abc`: 0, `"\q"`: 1, `"\u12g4"`: 1, `"\u12`: 1, `'a'`: 0, `{} {}`: 3, `[] x`: 3, `"a" "b"`: 4, `{"a":1 "b":2}`: 7,
	} {
		d := &Doc{}
		err := d.Scan(text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Offset != at {
			t.Errorf("%q: %v, want a mistake at byte %d", text, err, at)
		}
		if d.Root().Kind() != Absent {
			t.Errorf("%q: there is a root", text)
		}
	}
}

func TestScanNestsWithoutLimit(t *testing.T) {
	n := scan(t, strings.Repeat("[", 200_000)+strings.Repeat("]", 200_000))
	if n.Depth() != 1<<16-1 {
		t.Errorf("depth %d", n.Depth())
	}
	if got := scan(t, `{"a":[{"b":1}],"c":[]}`).Depth(); got != 3 {
		t.Errorf("depth %d, want 3", got)
	}
}

func TestScanBoundsItsMemory(t *testing.T) {
	d := &Doc{}
	text := "[" + strings.Repeat("0,", MaxValues) + "0]"
	if err := d.Scan(text); err != (CrowdedError{}) {
		t.Errorf("got %v", err)
	}
	if d.Forget(); cap(d.tape) > 1<<16 {
		t.Errorf("%d tokens are kept", cap(d.tape))
	}
}

func TestMembers(t *testing.T) {
	n := scan(t, `{"a":1,"\u0062":[{"x":1},2],"c":{"d":{}},"a":3}`)
	var names []string
	for name, v := range n.Members() {
		names = append(names, name+"="+v.Source())
	}
	if got := strings.Join(names, " "); got != `a=1 b=[{"x":1},2] c={"d":{}} a=3` {
		t.Error(got)
	}
	if got := n.Member("a").Source(); got != "3" {
		t.Errorf("the last of two members is %s", got)
	}
	for range n.Member("a").Members() {
		t.Error("a number has members")
	}
	for range (Node{}).Elements() {
		t.Error("nothing has elements")
	}
}

func TestValues(t *testing.T) {
	for text, want := range map[string]kith.Value{
		`null`:                            {},
		`true`:                            kith.BoolValue(true),
		`false`:                           kith.BoolValue(false),
		`-0`:                              kith.NumberValue(0),
		`12`:                              kith.NumberValue(12),
		`-999999999999999`:                kith.NumberValue(-999999999999999),
		`0.1`:                             kith.NumberValue(0.1),
		`1e3`:                             kith.NumberValue(1000),
		`1e400`:                           kith.StringValue("1e400"),
		`9007199254740992`:                kith.NumberValue(9007199254740992),
		`9007199254740993`:                kith.StringValue("9007199254740993"),
		`-9007199254740993`:               kith.StringValue("-9007199254740993"),
		`100000000000000000000`:           kith.NumberValue(1e20),
		`12345678901234567890`:            kith.StringValue("12345678901234567890"),
		`"a\tb"`:                          kith.StringValue("a\tb"),
		`"a\u0000b"`:                      kith.StringValue("a\uFFFDb"),
		"\"a\x00b\"":                      kith.StringValue("a\uFFFDb"),
		"\"a\nb\"":                        kith.StringValue("a\nb"),
		"\"\xff\"":                        kith.StringValue("\uFFFD"),
		`"\ud800x"`:                       kith.StringValue("\uFFFDx"),
		`"\ud83d\ude00"`:                  kith.StringValue("😀"),
		`[1,"a"]`:                         kith.JSONValue(`[1,"a"]`),
		` [ 1 , "a b" ] `:                 kith.JSONValue(`[1,"a b"]`),
		"{ \"a\" :\n\"\x00\\\"\\u0001\"}": kith.JSONValue(`{"a":"` + "\uFFFD" + `\"\u0001"}`),
		`{"k\u0000":{"x":"\u00e9\n"}}`:    kith.JSONValue(`{"k` + "\uFFFD" + `":{"x":"é\u000a"}}`),
	} {
		if got, _ := scan(t, text).Value(); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}

func TestRepairsAreTold(t *testing.T) {
	for text, want := range map[string]bool{
		`"é"`: false, `"\u00e9"`: false, "\"\x01\"": false, "\"\xff\"": true, `"\u0000"`: true, "\"\x00\"": true, `"\udc00"`: true,
		`{"a":"\ud800"}`: true, `[ "\u0041" ]`: false, `"\ufffd"`: false,
	} {
		if _, got := scan(t, text).Value(); got != want {
			t.Errorf("%q: repaired %v", text, got)
		}
	}
}

func TestIdents(t *testing.T) {
	for text, want := range map[string]struct {
		id string
		ok bool
	}{
		`null`: {"", true}, `""`: {"", true}, `"  "`: {"", true}, `"u1"`: {"u1", true}, `" u1"`: {" u1", true}, `42`: {"42", true}, `-1.5`: {"-1.5", true},
		`12345678901234567890`: {"12345678901234567890", true}, `1e3`: {"1000", true}, `true`: {"", false}, `{}`: {"", false}, `[1]`: {"", false}, `"a\u0000"`: {"a\uFFFD", false},
	} {
		if id, ok := scan(t, text).Ident(); id != want.id || ok != want.ok {
			t.Errorf("%s: %q %v", text, id, ok)
		}
	}
}

// FuzzScan holds the reader to what encoding/json says of the same text.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,2.5e3,"x\u00e9\ud83d"],"b":{"c":null}}`, `[ "a" , true ]`, `"\u0000"`, "\"\x01\xff\"", `{"a":1,"a":2}`, `-0.0e-0`, `[[[]]]`, `1234567890123456789`, `nul`, `{"a" :}`,
	} {
		f.Add(s)
	}
	d := &Doc{}
	f.Fuzz(func(t *testing.T, text string) {
		err := d.Scan(text)
		valid := json.Valid([]byte(text))
		if err != nil {
			if valid {
				t.Fatalf("valid JSON is refused: %v", err)
			}
			return
		}
		lenient := strings.IndexFunc(text, func(r rune) bool { return r < ' ' }) >= 0
		if !valid && !lenient {
			t.Fatal("what is not JSON is taken")
		}
		v, repaired := d.Root().Value()
		checkValue(t, v)
		if valid && !repaired && v.Kind == kith.JSON {
			var a, b any
			if json.Unmarshal([]byte(text), &a) != nil || json.Unmarshal([]byte(v.Str), &b) != nil {
				return // a number that float64 cannot hold
			}
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			if !bytes.Equal(x, y) {
				t.Fatalf("%s became %s", x, y)
			}
		}
		var s string
		if valid && v.Kind == kith.String && json.Unmarshal([]byte(text), &s) == nil {
			if want := strings.ReplaceAll(s, "\x00", "\uFFFD"); v.Str != want {
				t.Fatalf("%q, want %q", v.Str, want)
			}
		}
	})
}

func checkValue(t *testing.T, v kith.Value) {
	t.Helper()
	if !utf8.ValidString(v.Str) || strings.ContainsRune(v.Str, 0) {
		t.Fatalf("%q cannot be stored", v.Str)
	}
	if v.Kind == kith.JSON {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(v.Str)); err != nil {
			t.Fatalf("%q is no JSON: %v", v.Str, err)
		}
		if compact.String() != v.Str {
			t.Fatalf("%q is not compact", v.Str)
		}
	}
}
