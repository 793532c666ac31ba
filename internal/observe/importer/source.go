package importer

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"

	"kith/internal/kith"
)

// Source is a file to import. Open is called more than once, and gives the same
// bytes every time; Parquet is copied to a temporary file unless it is an
// [os.File].
type Source struct {
	Name string // for people
	Size int64  // bytes; 0 when not known
	Open func() (io.ReadCloser, error)
}

// File is the source of a file on this machine.
func File(path string) (Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Source{}, &kith.Error{Code: kith.NotFound, Message: "the file " + path + " cannot be opened", Hint: "check its name, and that this user may read it", Err: err}
	}
	if info.IsDir() {
		return Source{}, invalid("", path+" is a folder", "import its files one by one")
	}
	return Source{Name: filepath.Base(path), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}, nil
}

const (
	headBytes  = 1 << 15 // looked at to see what a file is
	maxCell    = 1 << 20 // bytes
	maxRow     = 4 << 20 // bytes
	maxColumns = 4096
)

// opened is a source being read: unpacked, in UTF-8, its format known.
type opened struct {
	raw      io.ReadCloser
	read     *atomic.Int64 // bytes taken from raw
	in       *bufio.Reader // after unpacking
	gzip     bool
	format   string
	encoding string
	bom      bool // it began with a byte-order mark
}

// counting counts what is read, for progress.
type counting struct {
	in io.Reader
	n  *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (s Source) open(m *Mapping, read *atomic.Int64) (*opened, error) {
	raw, err := s.Open()
	if err != nil {
		return nil, &kith.Error{Code: kith.Unavailable, Message: "the file " + s.Name + " cannot be opened", Err: err}
	}
	o := &opened{raw: raw, read: read, in: bufio.NewReaderSize(counting{raw, read}, 1<<16), format: m.Format, encoding: m.Encoding}
	if err := o.look(s.Name); err != nil {
		raw.Close()
		return nil, err
	}
	return o, nil
}

// rows starts reading rows.
func (o *opened) rows(m *Mapping) (reader, error) {
	switch o.format {
	case CSV:
		return newCSV(o.in, m.Delimiter)
	case JSONL:
		return newJSONL(o.in), nil
	case Parquet:
		return openParquet(o)
	}
	return nil, fmt.Errorf("read rows of format %q", o.format)
}

func (o *opened) close() error { return o.raw.Close() }
