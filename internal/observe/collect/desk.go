package collect

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/klauspost/compress/gzip"

	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// desk is what decoding one body at a time needs, kept from body to body.
type desk struct {
	gzip     gzip.Reader
	doc      wire.Doc
	decoders map[string]wire.Decoder // by wire
}

func newDesk() *desk { return &desk{decoders: wires.All()} }

// clear lets go of the body.
func (k *desk) clear(by string) {
	k.decoders[by].Forget()
	k.doc.Forget()
}

// wrappings is how many layers a body may have: a form with base64 with gzip
// is three.
const wrappings = 4

// unwrap finds the JSON in a body by looking at it. Clients send gzip without
// saying so, JSON as text/plain or as a form, and forms as text/plain: what
// they say about it is not asked.
func (k *desk) unwrap(body string) (string, error) {
	if body == "" {
		return "", wire.Refuse(wire.BadJSON, &wire.SyntaxError{What: "the body is empty"})
	}
	for range wrappings {
		if strings.HasPrefix(body, "\x1f\x8b\x08") {
			var err error
			if body, err = k.unpack(body); err != nil {
				return "", err
			}
			continue
		}
		if json, ok := jsonIn(body); ok {
			return json, nil
		}
		data, ok := formData(body)
		if !ok {
			data, ok = fromBase64(body)
		}
		if !ok {
			return "", wire.Refuse(wire.BadForm, nil)
		}
		body = data
	}
	return "", wire.Refuse(wire.BadForm, nil)
}

// jsonIn returns body without a byte order mark, if an object or an array
// begins in it.
func jsonIn(body string) (string, bool) {
	body = strings.TrimPrefix(body, "\uFEFF")
	rest := strings.TrimLeft(body, " \t\r\n")
	return body, rest != "" && (rest[0] == '{' || rest[0] == '[')
}

// unpack undoes gzip, up to wire.MaxBody: a few kilobytes can be gigabytes.
func (k *desk) unpack(packed string) (string, error) {
	if err := k.gzip.Reset(strings.NewReader(packed)); err != nil {
		return "", wire.Refuse(wire.BadGzip, err)
	}
	var body strings.Builder
	body.Grow(min(4*len(packed), wire.MaxBody))
	err := copyChunks(&body, &k.gzip, func(n int) error {
		if body.Len()+n > wire.MaxBody {
			return wire.Refuse(wire.UnpackedTooBig, nil)
		}
		return nil
	})
	var refused *wire.Refused
	if err != nil && !errors.As(err, &refused) {
		return "", wire.Refuse(wire.BadGzip, err)
	}
	return body.String(), err
}

// formData returns the field data of a form, as JSON or what base64 in it held.
func formData(form string) (string, bool) {
	for field := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(field, "=")
		if name != "data" {
			continue
		}
		value, err := url.QueryUnescape(value)
		if err != nil {
			return "", false
		}
		if json, ok := jsonIn(value); ok {
			return json, true
		}
		return fromBase64(value)
	}
	return "", false
}

// base64Dialects turns what clients write to one alphabet: that of URLs, a + that a
// form turned into a space, and no padding.
var base64Dialects = strings.NewReplacer("-", "+", "_", "/", " ", "+", "=", "")

func fromBase64(s string) (string, bool) {
	b, err := base64.RawStdEncoding.DecodeString(base64Dialects.Replace(strings.TrimSpace(s)))
	return string(b), err == nil && len(b) > 0
}

// read scans the JSON.
func (k *desk) read(body string) (wire.Node, error) {
	switch err := k.doc.Scan(body); err.(type) {
	case nil:
		return k.doc.Root(), nil
	case wire.CrowdedError:
		return wire.Node{}, wire.Refuse(wire.TooManyValues, err)
	default:
		return wire.Node{}, wire.Refuse(wire.BadJSON, err)
	}
}
