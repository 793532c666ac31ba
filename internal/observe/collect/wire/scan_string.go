package wire

import (
	"math/bits"
	"unicode/utf8"
)

// string reads a string, of which s.at is the opening quote.
func (s *scanner) string() bool {
	start, flags, high := s.at+1, uint8(0), false
	i := start
	for {
		i = plain(s.text, i)
		if i == len(s.text) {
			return s.fail("a string does not end")
		}
		switch c := s.text[i]; {
		case c == '"':
			if high && !utf8.ValidString(s.text[start:i]) {
				flags |= rewrite
			}
			if flags&rewrite != 0 && s.open != outside {
				s.tape[s.open].flags |= rewrite
			}
			s.at = i + 1
			return s.push(token{pos: uint32(start), end: uint32(i), kind: String, flags: flags})
		case c == '\\':
			n := escape(s.text[i:])
			if n == 0 {
				s.at = i
				return s.fail("a backslash in a string begins nothing that JSON knows")
			}
			flags |= escaped
			if n == 6 { // it may be half a surrogate pair, or NUL
				flags |= rewrite
			}
			i += n
		case c < ' ':
			flags |= rewrite
			i++
		default:
			high = true
			for i < len(s.text) && s.text[i] >= utf8.RuneSelf {
				i++
			}
		}
	}
}

// escape returns the length of the escape that s begins with, 0 if it is none.
func escape(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(s[2:]); ok {
			return 6
		}
	}
	return 0
}

// plain returns the index from i on of the first byte that is a quote, a
// backslash, a control character or not ASCII; len(s) if there is none. It
// looks at eight bytes at a time.
func plain(s string, i int) int {
	for ; i+8 <= len(s); i += 8 {
		x := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		if m := special(x); m != 0 {
			return i + firstByte(m)
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			return i
		}
	}
	return i
}

// special marks with its high bit every byte of x that plain looks for. A byte
// above a marked one may be marked wrongly, so only the lowest mark counts.
func special(x uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	return (x | (x - ones*' ') | (x ^ ones*'"' - ones) | (x ^ ones*'\\' - ones)) & highs
}

func firstByte(mask uint64) int { return bits.TrailingZeros64(mask) / 8 }
