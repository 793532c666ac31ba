package wire

import (
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC).UnixMicro()
	for text, want := range map[string]int64{
		`"2024-02-29T12:00:00Z"`:         noon,
		`"2024-02-29T12:00:00.123Z"`:     noon + 123000,
		`"2024-02-29T12:00:00.1234567Z"`: noon + 123456,
		`"2024-02-29t12:00:00,5z"`:       noon + 500000,
		`"2024-02-29T20:00:00+08:00"`:    noon,
		`"2024-02-29T20:00:00+0800"`:     noon,
		`"2024-02-29 20:00:00 +08"`:      noon,
		`"2024-02-29T06:30:00-05:30"`:    noon,
		`"2024-02-29 12:00:00"`:          noon,
		`"2024-02-29T12:00"`:             noon,
		`" 2024-02-29T12:00Z "`:          noon,
		`"2024-02-29"`:                   noon - 12*3600e6,
		`"2024-02-29T11:59:60Z"`:         noon,
		`1709208000`:                     noon,
		`1709208000000`:                  noon,
		`1709208000000.5`:                noon + 500,
		`1709208000000000`:               noon,
		`1.709208e12`:                    noon,
		`"1709208000000"`:                noon,
		`"1709208000.25"`:                noon + 250000,
		`0`:                              0,
		`"1969-12-31T23:59:59Z"`:         -1e6,
		`"0000-03-01T00:00:00Z"`:         time.Date(0, 3, 1, 0, 0, 0, 0, time.UTC).UnixMicro(),
		`"0000-01-01T00:00:00Z"`:         time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro(),
		`"9999-12-31T23:59:59.999999Z"`:  time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC).UnixMicro(),
	} {
		if got, ok := scan(t, text).Micros(); !ok || got != want {
			t.Errorf("%s: %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{
		`""`, `"yesterday"`, `"2024"`, `"20240229"`, `"2024-02-30"`, `"2023-02-29"`, `"2024-13-01"`, `"2024-2-1"`, `"2024-02-29T24:00:00Z"`, `"2024-02-29T12:60:00Z"`,
		`"2024-02-29T12:00:00.Z"`, `"2024-02-29T12:00:00+8"`, `"2024-02-29T12:00:00 CET"`, `"2024-02-29T"`, `"2024-02-29x"`, `"0x1p9999999"`, `"Infinity!!"`, `1e18`, `-1e17`, `1e999`, `true`, `{}`, `null`,
		`"Thu, 29 Feb 2024 12:00:00 GMT"`, `"1709208000..5"`,
	} {
		if got, ok := scan(t, text).Micros(); ok {
			t.Errorf("%s is read as %d", text, got)
		}
	}
}

// FuzzMicros holds the reader to time.Parse where both read the same form.
func FuzzMicros(f *testing.F) {
	f.Add("2024-02-29T12:00:00.123Z")
	f.Add("1900-03-01T23:59:59+23:59")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Micros(s)
		want, err := time.Parse(time.RFC3339Nano, s)
		if err == nil && want.Year() >= 0 && (!ok || got != want.UnixMicro()) {
			t.Fatalf("%q: %d %v, want %d", s, got, ok, want.UnixMicro())
		}
	})
}
