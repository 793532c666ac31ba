package importer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

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
	utf8Name    = "utf-8"
	gb18030Name = "gb18030"

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

func (o *opened) look(name string) error {
	if magic, _ := o.in.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(o.in)
		if err != nil {
			return damaged(err)
		}
		o.in, o.gzip = bufio.NewReaderSize(unpacked, 1<<16), true
	}
	head, err := o.in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return damaged(err)
	}
	if what := foreign(head); what != "" {
		return invalid("", name+" is "+what, "save it as CSV in UTF-8, as JSON Lines or as Parquet")
	}
	if bytes.HasPrefix(head, []byte("PAR1")) || o.format == Parquet {
		o.format = Parquet
		return nil
	}
	o.decode(head)
	head, _ = o.in.Peek(headBytes)
	first := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(first) == 0:
		return invalid("", name+" is empty", "")
	case o.format != "":
	case first[0] == '{':
		o.format = JSONL
	case first[0] == '[':
		return invalid("", name+" is one JSON array", "write one object on each line, without the brackets and commas around them")
	default:
		o.format = CSV
	}
	return nil
}

// foreign names what the file is when it is none of ours.
func foreign(head []byte) string {
	for magic, what := range map[string]string{
		"PK\x03\x04": "a spreadsheet or another zip archive", "\xd0\xcf\x11\xe0": "an old spreadsheet",
		"\x28\xb5\x2f\xfd": "packed with zstd", "BZh": "packed with bzip2", "\xfd7zXZ": "packed with xz",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return what
		}
	}
	return ""
}

// decode turns what follows into UTF-8 without a byte-order mark.
func (o *opened) decode(head []byte) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		o.in.Discard(3)
		o.encoding = utf8Name
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		o.in = bufio.NewReaderSize(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(o.in), 1<<16)
		o.encoding = utf8Name
	case o.encoding == gb18030Name, o.encoding == "" && chinese(head):
		o.encoding = gb18030Name
		o.in = bufio.NewReaderSize(simplifiedchinese.GB18030.NewDecoder().Reader(o.in), 1<<16)
	default:
		o.encoding = utf8Name
	}
}

// chinese reports whether the bytes are Chinese text in GB18030 and not UTF-8:
// nearly all that is not ASCII are pairs that GB 2312 gives to its characters.
func chinese(head []byte) bool {
	high, paired := 0, 0
	for i := 0; i < len(head); i++ {
		if head[i] < 0x80 {
			continue
		}
		high++
		if i+1 < len(head) && head[i] >= 0xa1 && head[i] <= 0xf7 && head[i+1] >= 0xa1 {
			high, paired = high+1, paired+2
			i++
		}
	}
	for n := len(head); n > len(head)-utf8.UTFMax && n > 0; n-- {
		if utf8.Valid(head[:n]) { // the last character may be cut
			return false
		}
	}
	return paired >= 8 && paired*10 >= high*9
}

func damaged(err error) error {
	return &kith.Error{Code: kith.Invalid, Message: "the file cannot be read to its end", Hint: "check that it was copied whole", Err: err}
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
