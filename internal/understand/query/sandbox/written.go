package sandbox

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// written is a moment as people read it. DuckDB's infinities are the ends of
// the range.
func written(n int64, unit time.Duration, layout string, zone *time.Location) string {
	switch n {
	case math.MaxInt64:
		return "infinity"
	case -math.MaxInt64:
		return "-infinity"
	}
	per := int64(time.Second / unit)
	seconds, rest := n/per, n%per
	return time.Unix(seconds, rest*int64(unit)).In(zone).Format(layout)
}

func writtenDay(n int32) string {
	switch n {
	case math.MaxInt32:
		return "infinity"
	case -math.MaxInt32:
		return "-infinity"
	}
	return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly)
}

func clock(d time.Duration) string {
	text := fmt.Sprintf("%02d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	if rest := d % time.Second; rest != 0 {
		text += strings.TrimRight(fmt.Sprintf(".%09d", rest), "0")
	}
	return text
}

// interval is DuckDB's.
type interval struct {
	months, days int32
	micros       int64
}

func (i *interval) String() string {
	var parts []string
	part := func(n int32, unit string) {
		if n == 1 || n == -1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit))
		} else if n != 0 {
			parts = append(parts, fmt.Sprintf("%d %ss", n, unit))
		}
	}
	part(i.months/12, "year")
	part(i.months%12, "month")
	part(i.days, "day")
	if d := time.Duration(i.micros) * time.Microsecond; d < 0 {
		parts = append(parts, "-"+clock(-d))
	} else if d > 0 || parts == nil {
		parts = append(parts, clock(d))
	}
	return strings.Join(parts, " ")
}

// pointed sets the decimal point into digits.
func pointed(digits string, scale int) string {
	if scale == 0 {
		return digits
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// exact tells whether a number is one that JSON's readers keep as it is.
func (n number) exact() bool {
	digits := strings.TrimPrefix(string(n), "-")
	if whole, part, ok := strings.Cut(digits, "."); ok {
		return len(strings.TrimLeft(whole, "0"))+len(part) <= 15
	}
	return len(digits) < 16 || len(digits) == 16 && digits <= "9007199254740992"
}

func (c *cells) appendJSON(dst []byte, row int) []byte { return appendJSON(dst, c.at(row)) }

func appendJSON(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case number:
		if v.exact() {
			return append(dst, v...)
		}
		return append(append(append(dst, '"'), v...), '"')
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(append(append(dst, '"'), shown(v)...), '"')
		}
		return appendFloat(dst, v)
	case string:
		text, _ := json.Marshal(v)
		return append(dst, text...)
	case []any:
		dst = append(dst, '[')
		for i, e := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, e)
		}
		return append(dst, ']')
	case object:
		dst = append(dst, '{')
		for i, m := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendJSON(dst, m.name), ':')
			dst = appendJSON(dst, m.value)
		}
		return append(dst, '}')
	}
	return append(dst, "null"...)
}

func appendFloat(dst []byte, v float64) []byte {
	format := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e15) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, v, format, -1, 64)
}

// shown is a value as text; "" for none.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case number:
		return string(v)
	case float64:
		switch {
		case math.IsNaN(v):
			return "NaN"
		case math.IsInf(v, 1):
			return "Infinity"
		case math.IsInf(v, -1):
			return "-Infinity"
		}
	}
	return string(appendJSON(nil, v))
}

// appendCSV writes a field. What people typed and a spreadsheet would take for
// a formula gets a ' in front, as OWASP advises: properties come from outside.
func (c *cells) appendCSV(dst []byte, row int) []byte {
	text := shown(c.at(row))
	if c.text && text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			text = "'" + text
		}
	}
	return AppendCSV(dst, text)
}

// AppendCSV writes a field, quoted when it must be.
func AppendCSV(dst []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n") {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}

var typeNames = map[duckdb.Type]string{
	duckdb.TypeBoolean: "BOOLEAN", duckdb.TypeTinyInt: "TINYINT", duckdb.TypeSmallInt: "SMALLINT", duckdb.TypeInteger: "INTEGER", duckdb.TypeBigInt: "BIGINT",
	duckdb.TypeUTinyInt: "UTINYINT", duckdb.TypeUSmallInt: "USMALLINT", duckdb.TypeUInteger: "UINTEGER", duckdb.TypeUBigInt: "UBIGINT",
	duckdb.TypeHugeInt: "HUGEINT", duckdb.TypeUHugeInt: "UHUGEINT", duckdb.TypeFloat: "FLOAT", duckdb.TypeDouble: "DOUBLE", duckdb.TypeDecimal: "DECIMAL",
	duckdb.TypeVarchar: "VARCHAR", duckdb.TypeBlob: "BLOB", duckdb.TypeUUID: "UUID", duckdb.TypeEnum: "ENUM", duckdb.TypeSQLNull: "NULL",
	duckdb.TypeDate: "DATE", duckdb.TypeTime: "TIME", duckdb.TypeTimeNS: "TIME_NS", duckdb.TypeTimeTZ: "TIME WITH TIME ZONE", duckdb.TypeInterval: "INTERVAL",
	duckdb.TypeTimestamp: "TIMESTAMP", duckdb.TypeTimestampS: "TIMESTAMP_S", duckdb.TypeTimestampMS: "TIMESTAMP_MS", duckdb.TypeTimestampNS: "TIMESTAMP_NS",
	duckdb.TypeTimestampTZ: "TIMESTAMP WITH TIME ZONE", duckdb.TypeList: "LIST", duckdb.TypeArray: "ARRAY", duckdb.TypeStruct: "STRUCT", duckdb.TypeMap: "MAP",
	duckdb.TypeUnion: "UNION", duckdb.TypeBit: "BIT", duckdb.TypeBigNum: "BIGNUM", duckdb.TypeVariant: "VARIANT", duckdb.TypeGeometry: "GEOMETRY",
}

func typeName(kind duckdb.LogicalType) string {
	id := duckdb.GetTypeId(kind)
	if alias := duckdb.LogicalTypeGetAlias(kind); alias == "JSON" {
		return alias
	}
	if name := typeNames[id]; name != "" {
		return name
	}
	return fmt.Sprintf("type %d", id)
}
