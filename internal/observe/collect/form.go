package collect

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// form is a form that carries events.
type form struct {
	data string // JSON, or base64 of what it is packed in
	crc  string // the checksum of data, "" when there is none
	gzip string // how data is packed
}

// readForm finds the events in a form, and what it says of them.
func readForm(s string) (f form, ok bool) {
	for field := range strings.SplitSeq(s, "&") {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "data", "data_list":
			if ok {
				continue // the first counts
			}
			var err error
			if f.data, err = url.QueryUnescape(value); err != nil {
				return f, false
			}
			ok = true
		case "crc":
			f.crc = value
		case "ext": // crc%3D1234567, where browsers put the checksum
			if value, err := url.QueryUnescape(value); err == nil && strings.HasPrefix(value, "crc=") {
				f.crc = value[len("crc="):]
			}
		case "gzip":
			f.gzip = value
		}
	}
	return f, ok
}

// encrypted reports whether the events can only be read by whoever has the key.
func (f *form) encrypted() bool { return f.gzip == "9" }

// damaged reports whether data is not what its checksum was made of. It is read
// all the same: some that send it make the checksum otherwise.
func (f *form) damaged() bool {
	if f.crc == "" {
		return false
	}
	want, err := strconv.ParseInt(f.crc, 10, 64)
	return err != nil || int32(want) != checksum(f.data)
}

// checksum is the hash that Java makes of a string: every character times 31 to
// the power of its distance from the end. Eight at a time, for they do not wait
// for each other then. A + that a form turned into a space counts as it was sent.
func checksum(s string) int32 {
	const (
		p1 = 31
		p2 = 31 * p1
		p3 = 31 * p2
		p4 = 31 * p3
		p5 = 31 * p4
		p6 = 31 * p5
		p7 = 31 * p6
		p8 = p7 * 31 & 0xffffffff
	)
	at := func(i int) uint32 {
		if s[i] == ' ' {
			return '+'
		}
		return uint32(s[i])
	}
	h, i := uint32(0), 0
	for ; i+8 <= len(s); i += 8 {
		h = h*p8 + at(i)*(p7&0xffffffff) + at(i+1)*p6 + at(i+2)*p5 + at(i+3)*p4 + at(i+4)*p3 + at(i+5)*p2 + at(i+6)*p1 + at(i+7)
	}
	for ; i < len(s); i++ {
		h = h*p1 + at(i)
	}
	return int32(h)
}

// content is what is packed in data: JSON, or something to unpack.
func (f *form) content() (string, bool) {
	if json, ok := jsonIn(f.data); ok {
		return json, true
	}
	return fromBase64(f.data)
}

// base64Dialects turns what clients write to one alphabet: that of URLs, a + that a
// form turned into a space, and no padding.
var base64Dialects = strings.NewReplacer("-", "+", "_", "/", " ", "+", "=", "")

func fromBase64(s string) (string, bool) {
	s = strings.TrimSpace(s)
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		b, err = base64.RawStdEncoding.DecodeString(base64Dialects.Replace(s))
	}
	return string(b), err == nil && len(b) > 0
}
