package collect

import (
	"errors"
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
	damaged  int                     // checksums of the body that are not its own
}

func newDesk() *desk { return &desk{decoders: wires.All()} }

// clear lets go of the body.
func (k *desk) clear(by string) {
	k.decoders[by].Forget()
	k.doc.Forget()
	k.damaged = 0
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
		f, ok := readForm(body)
		if !ok {
			if body, ok = fromBase64(body); !ok {
				return "", wire.Refuse(wire.BadForm, nil)
			}
			continue
		}
		switch {
		case f.encrypted():
			return "", wire.Refuse(wire.Encrypted, nil)
		case f.damaged():
			k.damaged++
		}
		if body, ok = f.content(); !ok {
			return "", wire.Refuse(wire.BadForm, nil)
		}
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
