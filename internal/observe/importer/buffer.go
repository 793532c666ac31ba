package importer

import (
	"bytes"
	"errors"
	"io"
)

// buffer holds the part of a text being read, from the row at hand on. It grows
// with the row, up to maxRow.
type buffer struct {
	in    io.Reader
	buf   []byte
	start int
	end   int
	eof   bool
	line  int64 // of start, from 1
}

func newBuffer(in io.Reader) *buffer {
	return &buffer{in: in, buf: make([]byte, 1<<17), line: 1}
}

func (b *buffer) bytes() []byte { return b.buf[b.start:b.end] }

// errFull says that a row does not fit.
var errFull = errors.New("the row is larger than the buffer")

// more reads more behind what is there; at the end of the file it sets eof.
func (b *buffer) more() error {
	if b.start > 0 {
		b.end = copy(b.buf, b.buf[b.start:b.end])
		b.start = 0
	}
	if b.end == len(b.buf) {
		if len(b.buf) >= maxRow {
			return errFull
		}
		grown := make([]byte, 2*len(b.buf))
		copy(grown, b.buf)
		b.buf = grown
	}
	for b.end < len(b.buf) {
		n, err := b.in.Read(b.buf[b.end:])
		b.end += n
		if errors.Is(err, io.EOF) {
			b.eof = true
			return nil
		}
		if err != nil {
			return damaged(err)
		}
	}
	return nil
}

// advance moves past n bytes.
func (b *buffer) advance(n int) {
	b.line += int64(bytes.Count(b.buf[b.start:b.start+n], []byte{'\n'}))
	b.start += n
}

// skipLine moves past the next line break.
func (b *buffer) skipLine() error {
	for {
		if i := bytes.IndexByte(b.bytes(), '\n'); i >= 0 {
			b.advance(i + 1)
			return nil
		}
		b.start, b.end = 0, 0
		if b.eof {
			return nil
		}
		if err := b.more(); err != nil {
			return err
		}
	}
}
