package insight

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"kith/internal/kith"
)

// MaxQuestionSize bounds a question's JSON, in bytes.
const MaxQuestionSize = 256 << 10

// Parse reads one question from strict JSON: an unknown field, a second value or
// a wrong type is an error that names its place. The result is complete, with
// defaults filled in, and has been checked.
func Parse(data []byte) (Question, error) {
	var q Question
	if len(data) > MaxQuestionSize {
		return q, invalid("", "the question is %d bytes long; at most %d are read", len(data), MaxQuestionSize)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&q); err != nil {
		return q, decodeError(err, data)
	}
	if _, err := dec.Token(); err != io.EOF {
		return q, invalid("", "there is more after the question's closing brace at byte %d", dec.InputOffset())
	}
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		return q, decodeError(err, data)
	}
	if err := unknownField(reflect.TypeFor[Question](), raw, ""); err != nil {
		return q, err
	}
	return q, q.Check()
}

func decodeError(err error, data []byte) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return invalid(wrong.Field, "expects %s, not %s (byte %d)", jsonName(wrong.Type), wrong.Value, wrong.Offset)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return invalid("", "not valid JSON at byte %d, line %d: %v", syntax.Offset, line, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return invalid("", "the JSON ends too early, after %d bytes", len(data))
	}
	return invalid("", "not a question: %v", err)
}

func jsonName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Pointer, reflect.Map:
		return "an object"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "a number"
}

// unknownField finds the first key of raw that t has no field for.
func unknownField(t reflect.Type, raw any, path string) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := raw.(type) {
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return nil
		}
		fields := jsonFields(t)
		for _, key := range sortedKeys(v) {
			ft, ok := fields[key]
			if !ok {
				return &kith.Error{Code: kith.Invalid, Field: join(path, key), Message: "there is no such field",
					Hint: "known here: " + strings.Join(sortedKeys(fields), ", ")}
			}
			if err := unknownField(ft, v[key], join(path, key)); err != nil {
				return err
			}
		}
	case []any:
		if t.Kind() != reflect.Slice {
			return nil
		}
		for i, e := range v {
			if err := unknownField(t.Elem(), e, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			fields[name] = f.Type
		}
	}
	return fields
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func join(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}

func invalid(field, format string, args ...any) *kith.Error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}
