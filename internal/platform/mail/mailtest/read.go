package mailtest

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
)

// Read is a mail taken apart.
type Read struct {
	Header   mail.Header
	Subject  string
	HTML     string
	Text     string
	Pictures map[string][]byte // by Content-ID
}

// Parse takes a mail apart, or fails the test.
func (m Mail) Parse(tb testing.TB) Read {
	tb.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		tb.Fatal(err)
	}
	r := Read{Header: msg.Header, Pictures: map[string][]byte{}}
	if r.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		tb.Fatal(err)
	}
	if err := r.part(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), "", msg.Body); err != nil {
		tb.Fatal(err)
	}
	return r
}

func (r *Read) part(contentType, encoding, id string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			h := p.Header
			if err := r.part(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), strings.Trim(h.Get("Content-Id"), "<>"), p); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	switch kind {
	case "text/html":
		r.HTML = string(content)
	case "text/plain":
		r.Text = string(content)
	default:
		r.Pictures[id] = content
	}
	return nil
}
