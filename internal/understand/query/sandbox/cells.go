package sandbox

import (
	"fmt"
	"math/big"
	"time"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// cells reads the values of a vector: nil, bool, float64, string, number (digits
// that are exact as they stand), []any, or object.
type cells struct {
	text bool // the type is VARCHAR: what people typed
	has  []uint64
	get  func(row int) any
}

// number is a number as digits.
type number string

// object is a value with named parts, in order.
type object []member

type member struct {
	name  string
	value any
}

func (c *cells) at(row int) any {
	if c.has != nil && c.has[row/64]>>(row%64)&1 == 0 {
		return nil
	}
	return c.get(row)
}

func view[T any](vec duckdb.Vector) func(int) *T {
	data := duckdb.VectorGetData(vec)
	var one T
	return func(row int) *T { return (*T)(unsafe.Add(data, uintptr(row)*unsafe.Sizeof(one))) }
}

func newCells(vec duckdb.Vector, kind duckdb.LogicalType) (cells, error) {
	id := duckdb.GetTypeId(kind)
	c := cells{text: id == duckdb.TypeVarchar}
	if p := duckdb.VectorGetValidity(vec); p != nil {
		c.has = unsafe.Slice((*uint64)(p), 1<<20) // as long as the vector is; nested ones are longer than BlockRows
	}
	var err error
	if c.get = plain(vec, id); c.get == nil {
		if c.get = temporal(vec, id); c.get == nil {
			c.get, err = composed(vec, kind, id)
		}
	}
	return c, err
}

func integer[T int8 | int16 | int32 | int64](vec duckdb.Vector) func(int) any {
	at := view[T](vec)
	return func(row int) any { return number(fmt.Sprint(*at(row))) }
}

func natural[T uint8 | uint16 | uint32 | uint64](vec duckdb.Vector) func(int) any {
	at := view[T](vec)
	return func(row int) any { return number(fmt.Sprint(*at(row))) }
}

// huge is 128 bits, the upper half signed or not.
type huge struct {
	lower uint64
	upper uint64
}

func (h *huge) big(signed bool) *big.Int {
	n := new(big.Int).SetUint64(h.upper)
	if signed {
		n.SetInt64(int64(h.upper))
	}
	return n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(h.lower))
}

func plain(vec duckdb.Vector, id duckdb.Type) func(int) any {
	switch id {
	case duckdb.TypeBoolean:
		at := view[bool](vec)
		return func(row int) any { return *at(row) }
	case duckdb.TypeTinyInt:
		return integer[int8](vec)
	case duckdb.TypeSmallInt:
		return integer[int16](vec)
	case duckdb.TypeInteger:
		return integer[int32](vec)
	case duckdb.TypeBigInt:
		return integer[int64](vec)
	case duckdb.TypeUTinyInt:
		return natural[uint8](vec)
	case duckdb.TypeUSmallInt:
		return natural[uint16](vec)
	case duckdb.TypeUInteger:
		return natural[uint32](vec)
	case duckdb.TypeUBigInt:
		return natural[uint64](vec)
	case duckdb.TypeFloat:
		at := view[float32](vec)
		return func(row int) any { return float64(*at(row)) }
	case duckdb.TypeDouble:
		at := view[float64](vec)
		return func(row int) any { return *at(row) }
	case duckdb.TypeHugeInt, duckdb.TypeUHugeInt:
		at := view[huge](vec)
		return func(row int) any { return number(at(row).big(id == duckdb.TypeHugeInt).String()) }
	case duckdb.TypeVarchar:
		at := view[duckText](vec)
		return func(row int) any { return string(at(row).bytes()) }
	case duckdb.TypeBlob:
		at := view[duckText](vec)
		return func(row int) any { return fmt.Sprintf("\\x%X", at(row).bytes()) }
	case duckdb.TypeUUID:
		at := view[huge](vec)
		return func(row int) any {
			h := at(row)
			upper, lower := h.upper^1<<63, h.lower // stored so that they sort as they read
			return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", upper>>32, upper>>16&0xffff, upper&0xffff, lower>>48, lower&(1<<48-1))
		}
	case duckdb.TypeSQLNull:
		return func(int) any { return nil }
	}
	return nil
}

func temporal(vec duckdb.Vector, id duckdb.Type) func(int) any {
	moment := func(layout string, unit time.Duration, zone *time.Location) func(int) any {
		at := view[int64](vec)
		return func(row int) any { return written(*at(row), unit, layout, zone) }
	}
	switch id {
	case duckdb.TypeDate:
		at := view[int32](vec)
		return func(row int) any { return writtenDay(*at(row)) }
	case duckdb.TypeTimestamp:
		return moment("2006-01-02 15:04:05.999999", time.Microsecond, time.UTC)
	case duckdb.TypeTimestampS:
		return moment("2006-01-02 15:04:05", time.Second, time.UTC)
	case duckdb.TypeTimestampMS:
		return moment("2006-01-02 15:04:05.999", time.Millisecond, time.UTC)
	case duckdb.TypeTimestampNS:
		return moment("2006-01-02 15:04:05.999999999", time.Nanosecond, time.UTC)
	case duckdb.TypeTimestampTZ:
		return moment("2006-01-02T15:04:05.999999Z07:00", time.Microsecond, working.zone)
	case duckdb.TypeTime:
		at := view[int64](vec)
		return func(row int) any { return clock(time.Duration(*at(row)) * time.Microsecond) }
	case duckdb.TypeTimeNS:
		at := view[int64](vec)
		return func(row int) any { return clock(time.Duration(*at(row))) }
	case duckdb.TypeInterval:
		at := view[interval](vec)
		return func(row int) any { return at(row).String() }
	}
	return nil
}

// composed are the types with a definition of their own.
func composed(vec duckdb.Vector, kind duckdb.LogicalType, id duckdb.Type) (func(int) any, error) {
	switch id {
	case duckdb.TypeDecimal:
		return decimal(vec, kind)
	case duckdb.TypeEnum:
		return enum(vec, kind)
	case duckdb.TypeList, duckdb.TypeMap:
		// A map is a list of structs of key and value.
		child := duckdb.ListVectorGetChild(vec)
		inner, err := newCells(child, duckdb.VectorGetColumnType(child))
		at := view[struct{ from, n uint64 }](vec)
		return func(row int) any {
			e := at(row)
			list := make([]any, e.n)
			for i := range list {
				list[i] = inner.at(int(e.from) + i)
			}
			if id == duckdb.TypeMap {
				return mapped(list)
			}
			return list
		}, err
	case duckdb.TypeArray:
		size := int(duckdb.ArrayTypeArraySize(kind))
		child := duckdb.ArrayVectorGetChild(vec)
		inner, err := newCells(child, duckdb.VectorGetColumnType(child))
		return func(row int) any {
			list := make([]any, size)
			for i := range list {
				list[i] = inner.at(row*size + i)
			}
			return list
		}, err
	case duckdb.TypeStruct:
		return structure(vec, kind)
	}
	return nil, fmt.Errorf("values of type %s cannot be shown: cast it, such as column::VARCHAR", typeName(kind))
}

func structure(vec duckdb.Vector, kind duckdb.LogicalType) (func(int) any, error) {
	var names []string
	var parts []cells
	for i := range duckdb.StructTypeChildCount(kind) {
		child := duckdb.StructVectorGetChild(vec, i)
		part, err := newCells(child, duckdb.VectorGetColumnType(child))
		if err != nil {
			return nil, err
		}
		names, parts = append(names, duckdb.StructTypeChildName(kind, i)), append(parts, part)
	}
	return func(row int) any {
		o := make(object, len(names))
		for i := range names {
			o[i] = member{names[i], parts[i].at(row)}
		}
		return o
	}, nil
}

func mapped(entries []any) object {
	var o object
	for _, e := range entries {
		if pair, ok := e.(object); ok && len(pair) == 2 {
			o = append(o, member{shown(pair[0].value), pair[1].value})
		}
	}
	return o
}

func decimal(vec duckdb.Vector, kind duckdb.LogicalType) (func(int) any, error) {
	scale := int(duckdb.DecimalScale(kind))
	var digits func(int) string
	switch duckdb.DecimalInternalType(kind) {
	case duckdb.TypeSmallInt:
		at := view[int16](vec)
		digits = func(row int) string { return fmt.Sprint(*at(row)) }
	case duckdb.TypeInteger:
		at := view[int32](vec)
		digits = func(row int) string { return fmt.Sprint(*at(row)) }
	case duckdb.TypeBigInt:
		at := view[int64](vec)
		digits = func(row int) string { return fmt.Sprint(*at(row)) }
	default:
		at := view[huge](vec)
		digits = func(row int) string { return at(row).big(true).String() }
	}
	return func(row int) any { return number(pointed(digits(row), scale)) }, nil
}

func enum(vec duckdb.Vector, kind duckdb.LogicalType) (func(int) any, error) {
	var code func(int) int
	switch duckdb.EnumInternalType(kind) {
	case duckdb.TypeUTinyInt:
		at := view[uint8](vec)
		code = func(row int) int { return int(*at(row)) }
	case duckdb.TypeUSmallInt:
		at := view[uint16](vec)
		code = func(row int) int { return int(*at(row)) }
	default:
		at := view[uint32](vec)
		code = func(row int) int { return int(*at(row)) }
	}
	return func(row int) any { return duckdb.EnumDictionaryValue(kind, duckdb.IdxT(code(row))) }, nil
}
