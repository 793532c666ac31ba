package record

import (
	"encoding/json"
	"testing"

	"kith/internal/kith"
)

// FuzzTail writes two properties of any text and reads them back.
func FuzzTail(f *testing.F) {
	for _, s := range texts {
		f.Add(s, s, 1.5)
		f.Add(`\`+s+`"`, s+`\`, -0.1)
	}
	f.Fuzz(func(t *testing.T, name, value string, number float64) {
		name, value = valid(kith.StringValue(name)).Str, valid(kith.StringValue(value)).Str
		want := []kith.Value{
			kith.StringValue(value), kith.NumberValue(number), kith.BoolValue(len(value)%2 == 0),
			kith.JSONValue(string(appendQuoted([]byte("["), name)) + "]"),
		}
		var tail []byte
		for _, v := range want {
			if v.Kind != kith.None {
				tail = appendMember(tail, name, v)
			}
		}
		tail = append(tail, '}')
		if !json.Valid(tail) {
			t.Fatalf("not JSON: %s", tail)
		}
		walker := walkTail(tail)
		for _, v := range want {
			if v.Kind == kith.None {
				continue
			}
			gotName, gotValue, ok := walker.next()
			if !ok || unquote(gotName) != name {
				t.Fatalf("name %s, want %q", gotName, name)
			}
			if got := parseValue(gotValue); got != v {
				t.Fatalf("value %+v, want %+v in %s", got, v, tail)
			}
		}
		if _, _, ok := walker.next(); ok {
			t.Fatalf("something is left in %s", tail)
		}
	})
}
