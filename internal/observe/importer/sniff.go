package importer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encodings of text files.
const (
	utf8Name    = "utf-8"
	gb18030Name = "gb18030"
	utf16LEName = "utf-16le"
	utf16BEName = "utf-16be"
)

var encodings = []string{utf8Name, gb18030Name, utf16LEName, utf16BEName}

// look finds out what the file is by what it begins with, and unpacks it.
func (o *opened) look(name string) error {
	if magic, _ := o.in.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(o.in)
		if err != nil {
			return brokenGzip(err)
		}
		o.in, o.gzip = bufio.NewReaderSize(unpacked, 1<<16), true
	}
	head, err := o.in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		if o.gzip {
			return brokenGzip(err)
		}
		return damaged(err)
	}
	if len(head) == 0 {
		return refused(FileEmpty, name+" is empty", "export it again, and look into it before you bring it here")
	}
	if f := foreign(head); f != nil {
		return refused(f.reason, name+" is "+f.what, f.instead)
	}
	if bytes.HasPrefix(head, []byte("PAR1")) {
		o.format = Parquet
		return nil
	}
	if o.format == Parquet {
		return refused(FileNotParquet, name+" is not a Parquet file", "leave its format out, to have it found")
	}
	o.decode(head)
	head, err = o.in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return damaged(err)
	}
	return o.form(name, head)
}

func brokenGzip(err error) error {
	r := refused(FileBrokenGzip, "the gzip file is broken: it cannot be unpacked", "pack it again, or bring the unpacked file; a download that was cut off looks like this")
	r.Say.Err = err
	return r
}

// form tells the text formats apart.
func (o *opened) form(name string, head []byte) error {
	first := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(first) == 0:
		return refused(FileEmpty, name+" is empty", "export it again, and look into it before you bring it here")
	case garbled(head):
		return refused(FileProgram, name+" is not a text file", "save it as CSV in UTF-8, as JSON Lines or as Parquet")
	case o.format != "":
	case first[0] == '{':
		o.format = JSONL
	case first[0] == '[':
		return refused(FileJSONArray, name+" is one JSON array", "write one object on each line, without the brackets and commas around them: jq -c '.[]' does it")
	case webPage(first):
		return refused(FileWebPage, name+" is a web page", "a download that asked to sign in looks like this: open it, and download the file itself")
	default:
		o.format = CSV
	}
	return nil
}

// kind is a kind of file that is none of ours.
type kind struct{ magic, reason, what, instead string }

const (
	saveAs = "in Excel: File, Save As, CSV UTF-8 (comma delimited); of several sheets save each"
	unpack = "unpack it and bring the CSV, JSON Lines or Parquet file in it; only gzip is unpacked here"
	export = "bring the table it was made from, as CSV, JSON Lines or Parquet"
)

var kinds = []kind{
	{"\xd0\xcf\x11\xe0", FileOldSheet, "an old Excel workbook (.xls)", saveAs},
	{"\x28\xb5\x2f\xfd", FilePacked, "packed with zstd", unpack},
	{"BZh", FilePacked, "packed with bzip2", unpack},
	{"\xfd7zXZ", FilePacked, "packed with xz", unpack},
	{"7z\xbc\xaf", FilePacked, "a 7z archive", unpack},
	{"Rar!", FilePacked, "a RAR archive", unpack},
	{"\x89PNG", FileImage, "a PNG picture", export},
	{"\xff\xd8\xff", FileImage, "a JPEG picture", export},
	{"GIF8", FileImage, "a GIF picture", export},
	{"RIFF", FileImage, "a picture or a sound", export},
	{"%PDF", FilePDF, "a PDF document", export},
	{"\x7fELF", FileProgram, "a program", export},
	{"SQLite format 3", FileProgram, "an SQLite database", "export its table as CSV"},
}

// foreign is what the file is when it is none of ours.
func foreign(head []byte) *kind {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		if bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("spreadsheet")) {
			return &kind{"", FileSpreadsheet, "an Excel workbook (.xlsx)", saveAs}
		}
		return &kind{"", FileZip, "a zip archive", unpack}
	}
	for i := range kinds {
		if bytes.HasPrefix(head, []byte(kinds[i].magic)) {
			return &kinds[i]
		}
	}
	return nil
}

// webPage reports whether the text is HTML, which no table begins like.
func webPage(first []byte) bool {
	begin := strings.ToLower(string(first[:min(len(first), 15)]))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}

// garbled reports whether a file that should be text has too much in it that
// texts do not have. A few stray bytes are a row's fault, not the file's.
func garbled(head []byte) bool {
	odd := 0
	for _, b := range head {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b && b != 0x1a {
			odd++
		}
	}
	return odd > 8 && odd*50 > len(head)
}

// decode turns what follows into UTF-8 without a byte-order mark.
func (o *opened) decode(head []byte) {
	marks := []struct{ mark, name string }{{"\xef\xbb\xbf", utf8Name}, {"\xff\xfe", utf16LEName}, {"\xfe\xff", utf16BEName}}
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			_, _ = o.in.Discard(len(m.mark)) // it was peeked
			o.encoding, o.bom = m.name, true
		}
	}
	if !slices.Contains(encodings, o.encoding) {
		o.encoding = likelyEncoding(head)
	}
	var from encoding.Encoding
	switch o.encoding {
	case utf16LEName:
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case utf16BEName:
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case gb18030Name:
		from = simplifiedchinese.GB18030
	default:
		return
	}
	o.in = bufio.NewReaderSize(from.NewDecoder().Reader(o.in), 1<<16)
}

// likelyEncoding tells the encoding of a text without a byte-order mark.
func likelyEncoding(head []byte) string {
	var zeros [2]int // at even and odd places: half of what is ASCII in UTF-16
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few := len(head) / 8; {
	case zeros[1] > few && zeros[0] <= zeros[1]/16:
		return utf16LEName
	case zeros[0] > few && zeros[1] <= zeros[0]/16:
		return utf16BEName
	case chinese(head):
		return gb18030Name
	}
	return utf8Name
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
	return paired >= 4 && paired*10 >= high*9
}
