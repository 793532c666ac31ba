package kith

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var someValue = rapid.Custom(func(t *rapid.T) Value {
	switch rapid.SampledFrom([]ValueKind{Bool, Number, String, JSON}).Draw(t, "kind") {
	case Bool:
		return BoolValue(rapid.Bool().Draw(t, "bool"))
	case Number:
		return NumberValue(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "number"))
	case String:
		return StringValue(rapid.String().Draw(t, "string"))
	}
	return JSONValue(rapid.SampledFrom([]string{`{}`, `[1,"é"]`, `{"a":null}`}).Draw(t, "json"))
})

var someEvent = rapid.Custom(func(t *rapid.T) Event {
	text := rapid.String()
	e := Event{
		MessageID: text.Draw(t, "message id"), Name: text.Draw(t, "name"), UserID: text.Draw(t, "user"), AnonymousID: text.Draw(t, "device"), PreviousID: text.Draw(t, "previous"),
		Time: rapid.Int64().Draw(t, "time"), Server: rapid.Bool().Draw(t, "server"), Props: []Property{},
	}
	for range rapid.IntRange(0, 2).Draw(t, "further ids") {
		e.IDs = append(e.IDs, ID{Type: text.Draw(t, "id type"), Value: text.Draw(t, "id")})
	}
	for _, name := range rapid.SliceOfN(text, 0, 20).Draw(t, "names") {
		e.Props = append(e.Props, Property{Name: name, Value: someValue.Draw(t, name)})
	}
	return e
})

var someBatch = rapid.Custom(func(t *rapid.T) *Batch {
	b := &Batch{
		Source: rapid.Uint32().Draw(t, "source"), Import: rapid.Uint32Range(0, ImportOrigin-1).Draw(t, "import"), Received: rapid.Int64().Draw(t, "received"),
		Wire:   rapid.SampledFrom([]string{"", "posthog"}).Draw(t, "wire"),
		Events: rapid.SliceOfN(someEvent, 0, 5).Draw(t, "events"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "rejected") {
		text := rapid.String()
		b.Rejected = append(b.Rejected, Rejected{
			MessageID: text.Draw(t, "message id"), Name: text.Draw(t, "name"), Reason: text.Draw(t, "reason"), Detail: text.Draw(t, "detail"), Raw: rapid.SliceOf(rapid.Byte()).Draw(t, "raw"),
		})
	}
	return b
})

func TestBatchComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := someBatch.Draw(t, "batch")
		prefix := rapid.SliceOf(rapid.Byte()).Draw(t, "prefix")
		data := want.AppendBinary(slices.Clone(prefix))
		if !bytes.HasPrefix(data, prefix) {
			t.Fatal("what stood before is overwritten")
		}
		data = data[len(prefix):]
		got, err := DecodeBatch(data)
		if err != nil {
			t.Fatal(err)
		}
		clear(data) // the caller may reuse it
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestDamagedBatchIsRefused(t *testing.T) {
	data := (&Batch{Source: 3, Received: -5, Events: []Event{{MessageID: "m", Name: "n", UserID: "u", Time: 1, Props: []Property{
		{"a", NumberValue(1)}, {"b", StringValue("x")}, {"c", BoolValue(true)},
	}}}, Rejected: []Rejected{{Reason: "r", Raw: []byte("{}")}}}).AppendBinary(nil)
	if _, err := DecodeBatch(data); err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if _, err := DecodeBatch(data[:n]); err == nil {
			t.Errorf("cut after %d of %d bytes: taken", n, len(data))
		}
	}
	if _, err := DecodeBatch(append(slices.Clone(data), 0)); err == nil {
		t.Error("a byte too many: taken")
	}
	future := slices.Clone(data)
	future[0] = wireVersion + 1
	if _, err := DecodeBatch(future); err == nil {
		t.Error("a version of the future: taken")
	}
}

func TestDamagedLengthAllocatesNothing(t *testing.T) {
	data := []byte{batchVersion, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f} // 2⁵⁶ events
	if allocs := testing.AllocsPerRun(10, func() {
		if _, err := DecodeBatch(data); err == nil {
			t.Error("taken")
		}
	}); allocs > 10 {
		t.Errorf("%v allocations", allocs)
	}
}

// FuzzDecodeBatch reads damaged logs: it must not panic, and whatever it takes
// must mean one thing.
func FuzzDecodeBatch(f *testing.F) {
	for seed := range 8 {
		f.Add(someBatch.Example(seed).AppendBinary(nil))
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := DecodeBatch(data)
		if err != nil {
			return
		}
		written := b.AppendBinary(nil)
		again, err := DecodeBatch(written)
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if !bytes.Equal(again.AppendBinary(nil), written) { // bytes, because NaN is not NaN
			t.Fatalf("%+v became %+v", b, again)
		}
	})
}
