package record

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// segment describes one immutable, sorted table. All bounds are inclusive;
// times are µs UTC.
type segment struct {
	ID         uint64
	Rows       int
	PersonLo   uint32
	PersonHi   uint32
	SeqLo      uint64
	SeqHi      uint64
	TimeLo     int64
	TimeHi     int64
	ReceivedLo int64
	ReceivedHi int64
	Properties properties

	// gone are the sources whose rows it still has and nobody is to see; see
	// Withdraw. The counts above are of all rows, the bounds of those to be seen.
	gone []gone

	catalog string // attached database it is in; "" for the record's own
}

func newSegment(id uint64) *segment {
	return &segment{
		ID: id, PersonLo: math.MaxUint32, SeqLo: math.MaxUint64,
		TimeLo: math.MaxInt64, TimeHi: math.MinInt64,
		ReceivedLo: math.MaxInt64, ReceivedHi: math.MinInt64,
	}
}

// describe counts rows into what a new segment says of itself.
func describe(id uint64, rows []*timeline.Row) *segment {
	s := newSegment(id)
	var at []int32 // key -> index into Properties, plus one
	for _, r := range rows {
		s.Rows++
		s.PersonLo, s.PersonHi = min(s.PersonLo, r.Person), max(s.PersonHi, r.Person)
		s.SeqLo, s.SeqHi = min(s.SeqLo, r.Seq), max(s.SeqHi, r.Seq)
		s.TimeLo, s.TimeHi = min(s.TimeLo, r.Time), max(s.TimeHi, r.Time)
		s.ReceivedLo, s.ReceivedHi = min(s.ReceivedLo, r.Received), max(s.ReceivedHi, r.Received)
		for i := range r.Props {
			key := r.Props[i].Key
			for int(key) >= len(at) {
				at = append(at, make([]int32, int(key)+1-len(at))...)
			}
			if at[key] == 0 {
				s.Properties = append(s.Properties, property{Key: key})
				at[key] = int32(len(s.Properties))
			}
			s.Properties[at[key]-1].Counts[r.Props[i].Value.Kind]++
		}
	}
	s.Properties = sum([]*segment{s})
	return s
}

// union describes the segment that others become.
func union(id uint64, parts []*segment) *segment {
	s := newSegment(id)
	for _, p := range parts {
		s.Rows += p.Rows
		s.PersonLo, s.PersonHi = min(s.PersonLo, p.PersonLo), max(s.PersonHi, p.PersonHi)
		s.SeqLo, s.SeqHi = min(s.SeqLo, p.SeqLo), max(s.SeqHi, p.SeqHi)
		s.TimeLo, s.TimeHi = min(s.TimeLo, p.TimeLo), max(s.TimeHi, p.TimeHi)
		s.ReceivedLo, s.ReceivedHi = min(s.ReceivedLo, p.ReceivedLo), max(s.ReceivedHi, p.ReceivedHi)
	}
	s.Properties = sum(parts)
	return s
}

// tier groups segments of about a size, a factor of eight from one to the next:
// merging eight of a tier makes one of the next. A full seal is of tier 0.
func (s *segment) tier(sealRows int) int {
	eighths := math.Log2(float64(max(s.Rows, 1))/float64(sealRows)) / 3
	return max(int(math.Round(eighths)), -2)
}

// name is that of its table; table is what SQL calls it.
func (s *segment) name() string { return "s" + strconv.FormatUint(s.ID, 10) }

func (s *segment) table() string {
	if s.catalog == "" {
		return s.name()
	}
	return quoteName(s.catalog) + "." + s.name()
}

func columnName(key uint32) string { return "p" + strconv.FormatUint(uint64(key), 10) }

// fixedColumns come before the properties' columns and the tail.
var fixedColumns = []string{
	"person UINTEGER", "ts BIGINT", "code USMALLINT", "seq UBIGINT",
	"mid UBIGINT", "received BIGINT", "source UINTEGER",
}

func (s *segment) createTable() string {
	columns := append([]string(nil), fixedColumns...)
	for _, p := range s.Properties.columns() {
		columns = append(columns, columnName(p.Key)+" "+sqlType(p.Column))
	}
	columns = append(columns, "tail VARCHAR")
	return fmt.Sprintf("CREATE TABLE %s (%s)", s.table(), strings.Join(columns, ", "))
}

func sqlType(kind kith.ValueKind) string {
	switch kind {
	case kith.Bool:
		return "BOOLEAN"
	case kith.Number:
		return "DOUBLE"
	}
	return "VARCHAR"
}
