package record

import (
	"context"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// wide reads whole rows of a segment, every property included. It is a source
// for the merger too, which looks at the ordering columns only.
type wide struct {
	*reader
	segment  *segment
	columns  []input
	tail     input
	mids     []uint64
	received []int64
	sources  []uint32
	window   window // of the chunk in hand
}

// input is one property column of the chunk in hand.
type input struct {
	key   uint32
	kind  kith.ValueKind
	bools []bool
	nums  []float64
	texts []text
	has   mask
}

// newWide prepares to read the segment; the query of its SQL is to follow.
func newWide(s *segment) *wide {
	w := &wide{segment: s, tail: input{kind: kith.JSON}}
	for _, p := range s.Properties.columns() {
		w.columns = append(w.columns, input{key: p.Key, kind: p.Column})
	}
	return w
}

func (w *wide) sql(where string) string {
	names := []string{"person", "ts", "code", "seq", "mid", "received", "source"}
	for _, in := range w.columns {
		names = append(names, columnName(in.key))
	}
	return "SELECT " + strings.Join(names, ", ") + ", tail FROM " + w.segment.table() + where
}

// openWide reads rows of a segment as a source.
func (r *Record) openWide(ctx context.Context, s *segment, where string, args ...any) (*wide, error) {
	w := newWide(s)
	var err error
	if w.reader, err = r.read(ctx, w.sql(where), args...); err != nil {
		return nil, err
	}
	return w, nil
}

// fill implements source.
func (w *wide) fill(to *window) (bool, error) {
	if more, err := w.next(); err != nil || !more {
		return false, err
	}
	w.show(w.result)
	*to = w.window
	return true, nil
}

// show points the columns at the chunk that q has in hand.
func (w *wide) show(q *result) {
	w.window = window{
		persons: column[uint32](q, 0), times: column[int64](q, 1),
		codes: column[uint16](q, 2), seqs: column[uint64](q, 3),
	}
	w.mids, w.received, w.sources = column[uint64](q, 4), column[int64](q, 5), column[uint32](q, 6)
	for i := range w.columns {
		w.columns[i].begin(q, len(fixedColumns)+i)
	}
	w.tail.begin(q, len(fixedColumns)+len(w.columns))
}

func (in *input) begin(q *result, i int) {
	in.has = validity(q, i)
	switch in.kind {
	case kith.Bool:
		in.bools = column[bool](q, i)
	case kith.Number:
		in.nums = column[float64](q, i)
	default:
		in.texts = column[text](q, i)
	}
}

// value copies the value of row i, which must have one.
func (in *input) value(i int) kith.Value {
	switch in.kind {
	case kith.Bool:
		return kith.BoolValue(in.bools[i])
	case kith.Number:
		return kith.NumberValue(in.nums[i])
	}
	return kith.Value{Kind: in.kind, Str: string(in.texts[i].bytes())}
}

// place is that of row i of the chunk in hand.
func (w *wide) place(i int) Place {
	return Place{Milli: millis(w.window.times[i]), Person: w.window.persons[i], Seq: w.window.seqs[i]}
}

// row copies row i of the chunk in hand.
func (w *wide) row(i int, names *timeline.Names) *timeline.Row {
	r := &timeline.Row{
		Person: w.window.persons[i], Time: w.window.times[i], Code: w.window.codes[i], Seq: w.window.seqs[i],
		MID: w.mids[i], Received: w.received[i], Source: w.sources[i],
	}
	for k := range w.columns {
		if in := &w.columns[k]; in.has.has(i) {
			r.Props = append(r.Props, timeline.Prop{Key: in.key, Value: in.value(i)})
		}
	}
	if w.tail.has.has(i) {
		walker := walkTail(w.tail.texts[i].bytes())
		for name, value, ok := walker.next(); ok; name, value, ok = walker.next() {
			if key, known := names.Properties.Find(unquote(name)); known {
				r.Props = append(r.Props, timeline.Prop{Key: key, Value: parseValue(value)})
			}
		}
	}
	return r
}
