package insight_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"kith/internal/understand/insight"
)

// oracleSame compares two values by their JSON.
func oracleSame(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

// oracleRows leaves of an answer what is defined by docs/questions.md, in one
// order where the page names none.
func oracleRows(a *insight.Answer) *insight.Answer {
	rows := &insight.Answer{From: a.From, To: a.To, AsOf: a.AsOf, Zone: a.Zone, Trend: a.Trend, Funnel: a.Funnel, Retention: a.Retention,
		Paths: a.Paths, Stickiness: a.Stickiness, Lifecycle: a.Lifecycle, Sessions: a.Sessions, RFM: a.RFM, Channels: a.Channels}
	if a.RFM != nil {
		rfm := *a.RFM
		rfm.Segments = slices.DeleteFunc(slices.Clone(rfm.Segments), func(r insight.RFMRow) bool { return r.Persons == 0 })
		slices.SortFunc(rfm.Segments, func(a, b insight.RFMRow) int { return cmp.Compare(a.Segment, b.Segment) })
		rows.RFM = &rfm
	}
	return rows
}

// oracleDiff is the first place where two answers differ, "" when they agree.
// Labels are words, not numbers, and are not compared.
func oracleDiff(got, want *insight.Answer) string {
	return diffValues("", reflect.ValueOf(oracleRows(got)), reflect.ValueOf(oracleRows(want)))
}

func diffValues(path string, got, want reflect.Value) string {
	differ := func() string {
		return fmt.Sprintf("%s: got %s, want %s", strings.TrimPrefix(path, "."), showValue(got), showValue(want))
	}
	if t, ok := want.Interface().(time.Time); ok {
		if !got.Interface().(time.Time).Equal(t) {
			return differ()
		}
		return ""
	}
	switch want.Kind() {
	case reflect.Pointer:
		if got.IsNil() || want.IsNil() {
			if got.IsNil() != want.IsNil() {
				return differ()
			}
			return ""
		}
		return diffValues(path, got.Elem(), want.Elem())
	case reflect.Struct:
		return diffStructs(path, got, want)
	case reflect.Slice, reflect.Array:
		for i := range min(got.Len(), want.Len()) {
			if d := diffValues(fmt.Sprintf("%s[%d]", path, i), got.Index(i), want.Index(i)); d != "" {
				return d
			}
		}
		if got.Len() != want.Len() {
			return fmt.Sprintf("%s has %d elements, want %d: got %s, want %s", strings.TrimPrefix(path, "."), got.Len(), want.Len(), showValue(got), showValue(want))
		}
		return ""
	case reflect.Float64:
		a, b := got.Float(), want.Float()
		if a != b && !(math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))) {
			return differ()
		}
		return ""
	}
	if !oracleSame(got.Interface(), want.Interface()) {
		return differ()
	}
	return ""
}

func diffStructs(path string, got, want reflect.Value) string {
	for i := range want.NumField() {
		field := want.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		skip := []string{"Label", "Kind", "Question", "Definition", "Freshness", "Cost", "Warnings"}
		if slices.Contains(skip, field.Name) {
			continue
		}
		under := path
		if !field.Anonymous {
			under += "." + name
		}
		if d := diffValues(under, got.Field(i), want.Field(i)); d != "" {
			return d
		}
	}
	return ""
}

func showValue(v reflect.Value) string {
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return fmt.Sprint(v.Interface())
	}
	if len(text) > 300 {
		return string(text[:300]) + "…"
	}
	return string(text)
}
