package importer

import (
	"math"
	"strconv"

	"kith/internal/kith"
)

// appendObject appends properties as a JSON object.
func appendObject(dst []byte, props []kith.Property) []byte {
	dst = append(dst, '{')
	for i, p := range props {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(dst, p.Name), ':')
		dst = appendValue(dst, p.Value)
	}
	return append(dst, '}')
}

func appendValue(dst []byte, v kith.Value) []byte {
	switch v.Kind {
	case kith.Bool:
		return strconv.AppendBool(dst, v.Num != 0)
	case kith.Number:
		form := byte('f')
		if size := math.Abs(v.Num); size != 0 && (size < 1e-6 || size >= 1e21) {
			form = 'e'
		}
		return strconv.AppendFloat(dst, v.Num, form, -1, 64)
	case kith.String:
		return appendText(dst, v.Str)
	case kith.JSON:
		return append(dst, v.Str...)
	}
	return append(dst, "null"...)
}

// appendText appends valid UTF-8 as a JSON string.
func appendText(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(dst, s[from:]...), '"')
}
