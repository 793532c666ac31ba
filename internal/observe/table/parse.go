package table

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kith/internal/kith"
)

// Row is one row as it was sent, read and found to be right.
type Row struct {
	Key     string
	Owner   string // user id; "" when it is nobody's, as an item is
	Updated int64  // µs UTC: which of two versions is newer
	Fields  map[string]any

	encoded string
}

// Parse reads one row. Times without a zone are of zone. A row that does not
// say when it was updated is of now.
func (t Table) Parse(value any, zone *time.Location, now time.Time) (*Row, error) {
	sent, ok := value.(map[string]any)
	if !ok {
		return nil, wrong("", "is not an object", "a row is an object of fields")
	}
	if len(sent) > maxFields {
		return nil, wrong("", fmt.Sprintf("has %d fields; %d are allowed", len(sent), maxFields), "leave out what nobody asks about")
	}
	r := &Row{Updated: now.UnixMicro(), Fields: make(map[string]any, len(sent))}
	for name, v := range sent {
		if v == nil || v == "" {
			continue // as if it was not there
		}
		if !plain(name) || utf8.RuneCountInString(name) > maxName {
			return nil, wrong(clip(name), "is not a field's name", "1 to 200 characters of text")
		}
		if name == "updated_at" {
			at, err := readTime(v, zone)
			if err != nil {
				return nil, wrong(name, err.Error(), timeHint)
			}
			if at.UnixMicro() > now.UnixMicro()+kith.MaxAhead {
				return nil, wrong(name, "is more than a day ahead", "send the time at which the row was changed")
			}
			r.Updated = at.UnixMicro()
			continue
		}
		read, err := t.field(name).read(v, zone)
		if err != nil {
			return nil, err
		}
		r.Fields[name] = read
	}
	key, _ := r.Fields[t.Key()].(string)
	if key == "" {
		return nil, wrong(t.Key(), "is missing", "it identifies the row")
	}
	r.Key = key
	if t != Items {
		r.Owner, _ = r.Fields["user_id"].(string)
	}
	for _, id := range [...]struct{ field, value string }{{t.Key(), r.Key}, {"user_id", r.Owner}} {
		if utf8.RuneCountInString(id.value) > kith.MaxIDLen {
			return nil, wrong(id.field, "is longer than 200 characters", "send the id itself")
		}
	}
	text, err := json.Marshal(r.Fields)
	if err != nil {
		return nil, wrong("", "cannot be kept: "+err.Error(), "")
	}
	if len(text) > maxRow {
		return nil, wrong("", fmt.Sprintf("is %d KiB; 64 are allowed", len(text)>>10), "keep long texts elsewhere")
	}
	r.encoded = string(text)
	return r, nil
}

func wrong(field, message, hint string) *kith.Error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: message, Hint: hint}
}

func (f Field) read(v any, zone *time.Location) (any, error) {
	fail := func(message, hint string) (any, error) { return nil, wrong(f.Name, message, hint) }
	switch f.Kind {
	case Text, Money:
		text, ok := textOf(v)
		if !ok {
			return fail("is not text", "numbers beyond 15 digits are sent as text")
		}
		if !plain(text) || len(text) > maxText {
			return fail("is not text of at most 8 KiB without control bytes", "")
		}
		if f.Kind == Text {
			return text, nil
		}
		if text = strings.ToUpper(text); len(text) != 3 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return fail("is not a currency", "three letters, such as CNY or EUR")
		}
		return text, nil
	case Number:
		n, ok := numberOf(v)
		if !ok {
			return fail(fmt.Sprintf("%s is not a number", clip(fmt.Sprint(v))), "such as 129.90")
		}
		return n, nil
	case Time:
		at, err := readTime(v, zone)
		if err != nil {
			return fail(err.Error(), timeHint)
		}
		return at.UTC().Format(time.RFC3339Nano), nil
	case List:
		return readList(f.Name, v)
	case Lines:
		return readLines(f.Name, v)
	}
	return readAny(f.Name, v, 0)
}

// textOf takes numbers too: ids are often such.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) <= 1e15 {
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case string:
		n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(v), ",", ""), 64)
		return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
	}
	return 0, false
}

const timeHint = "such as 2026-03-01T12:00:00+08:00, 2026-03-01 12:00:00 (in the workspace's zone), or seconds or milliseconds since 1970"

var layouts = [...]string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02"}

func readTime(v any, zone *time.Location) (time.Time, error) {
	at, ok := time.Time{}, false
	switch v := v.(type) {
	case float64:
		at, ok = sinceEpoch(v)
	case string:
		text := strings.TrimSpace(v)
		for _, layout := range layouts {
			if t, err := time.ParseInLocation(layout, text, zone); err == nil {
				at, ok = t, true
				break
			}
		}
		if n, err := strconv.ParseFloat(text, 64); !ok && err == nil && len(text) >= 9 {
			at, ok = sinceEpoch(n)
		}
	}
	switch {
	case !ok:
		return at, fmt.Errorf("%s is not a time", clip(fmt.Sprint(v)))
	case at.Unix() < 0 || at.Year() > 2105:
		return at, fmt.Errorf("%s is not between 1970 and 2105", clip(fmt.Sprint(v)))
	}
	return at, nil
}

// sinceEpoch tells seconds from milliseconds by their size: 1e11 is the year
// 5138 in the one and 1973 in the other.
func sinceEpoch(n float64) (time.Time, bool) {
	switch {
	case !(n >= 0 && n < 1e14):
		return time.Time{}, false
	case n < 1e11:
		return time.UnixMicro(int64(n * 1e6)), true
	}
	return time.UnixMicro(int64(n * 1e3)), true
}

// readList takes a list, or a text with commas between, as spreadsheets have.
func readList(name string, v any) (any, error) {
	var parts []any
	switch v := v.(type) {
	case []any:
		parts = v
	case string:
		for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ';' || r == '，' || r == '、' }) {
			parts = append(parts, part)
		}
	default:
		return nil, wrong(name, "is not a list", "a list of texts, or a text with commas between")
	}
	if len(parts) > maxLines {
		return nil, wrong(name, "has more than 500 entries", "")
	}
	out := make([]any, 0, len(parts))
	for _, p := range parts {
		text, ok := textOf(p)
		if !ok || !plain(text) || len(text) > maxText {
			return nil, wrong(name, "has an entry that is not text", "")
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out, nil
}

// readLines reads what was ordered: objects of item_id, quantity, price and what
// else there is, or the same as JSON in a text.
func readLines(name string, v any) (any, error) {
	if text, ok := v.(string); ok {
		if json.Unmarshal([]byte(text), &v) != nil {
			return nil, wrong(name, "is not JSON", `such as [{"item_id":"A1","quantity":2,"price":9.5}]`)
		}
	}
	list, ok := v.([]any)
	if !ok {
		return nil, wrong(name, "is not a list", `such as [{"item_id":"A1","quantity":2,"price":9.5}]`)
	}
	if len(list) > maxLines {
		return nil, wrong(name, fmt.Sprintf("has %d entries; 500 are allowed", len(list)), "")
	}
	out := make([]any, len(list))
	for i, entry := range list {
		at := fmt.Sprintf("%s[%d]", name, i)
		sent, ok := entry.(map[string]any)
		if !ok {
			return nil, wrong(at, "is not an object", "")
		}
		line := make(map[string]any, len(sent))
		for field, v := range sent {
			var read any
			err := error(nil)
			switch {
			case v == nil:
				continue
			case field == "item_id":
				read, err = Field{at + "." + field, Text, true}.read(v, time.UTC)
			case field == "quantity" || field == "price":
				read, err = Field{at + "." + field, Number, false}.read(v, time.UTC)
			case !plain(field) || utf8.RuneCountInString(field) > maxName:
				err = wrong(at, "has a field without a proper name", "")
			default:
				read, err = readAny(at+"."+field, v, 1)
			}
			if err != nil {
				return nil, err
			}
			line[field] = read
		}
		if id, _ := line["item_id"].(string); id == "" {
			return nil, wrong(at+".item_id", "is missing", "")
		}
		out[i] = line
	}
	return out, nil
}

const maxDepth = 8

func readAny(name string, v any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, wrong(name, "is nested too deep", "8 levels are allowed")
	}
	switch v := v.(type) {
	case string:
		if !plain(v) || len(v) > maxText {
			return nil, wrong(name, "is not text of at most 8 KiB without control bytes", "")
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, wrong(name, "is not a number", "")
		}
	case []any:
		for i := range v {
			if _, err := readAny(name, v[i], depth+1); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for field := range v {
			if !utf8.ValidString(field) || strings.ContainsRune(field, 0) {
				return nil, wrong(name, "has a field without a proper name", "")
			}
			if _, err := readAny(name, v[field], depth+1); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// plain reports whether databases and people can read it.
func plain(s string) bool {
	return s == "" || utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
