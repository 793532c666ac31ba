package wire

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape appends what a JSON string says. What cannot be stored (NUL, halves
// of surrogate pairs, invalid UTF-8) becomes U+FFFD, and repaired is true.
func unescape(dst []byte, s string) (out []byte, repaired bool) {
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\\' {
			var n int
			var ok bool
			dst, n, ok = unescapeOne(dst, s[i:])
			i += n
			repaired = repaired || !ok
			continue
		}
		if c == 0 {
			dst, repaired = utf8.AppendRune(dst, utf8.RuneError), true
			i++
			continue
		}
		if c < utf8.RuneSelf {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		repaired = repaired || r == utf8.RuneError && n == 1
		dst = utf8.AppendRune(dst, r)
		i += n
	}
	return dst, repaired
}

// unescapeOne appends what the escape at the beginning of s says (the scanner
// has seen that it is well formed) and returns its length.
func unescapeOne(dst []byte, s string) (out []byte, n int, ok bool) {
	if s[1] != 'u' {
		return append(dst, unescaped[s[1]]), 2, true
	}
	r, _ := hex4(s[2:])
	n = 6
	if utf16.IsSurrogate(r) {
		low, found := rune(0), false
		if len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
			low, found = hex4(s[8:])
		}
		if r = utf16.DecodeRune(r, low); found && r != utf8.RuneError {
			n = 12
		}
		return utf8.AppendRune(dst, r), n, r != utf8.RuneError
	}
	if r == 0 {
		return utf8.AppendRune(dst, utf8.RuneError), n, false
	}
	return utf8.AppendRune(dst, r), n, true
}

var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func hex4(s string) (r rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	for i := range 4 {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// appendQuoted appends valid UTF-8 as a JSON string.
func appendQuoted(dst, s []byte) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// Longer reports whether s has more than max characters.
func Longer(s string, max int) bool {
	return len(s) > max && utf8.RuneCountInString(s) > max
}

// Shorten returns at most the first max characters of s.
func Shorten(s string, max int) string {
	if len(s) <= max {
		return s
	}
	n := 0
	for i := range s {
		if n == max {
			return s[:i]
		}
		n++
	}
	return s
}

// Clean makes a text from outside valid UTF-8 without NUL.
func Clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
