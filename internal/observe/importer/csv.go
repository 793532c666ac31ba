package importer

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// csvReader reads RFC 4180 with two leniencies: a quote within an unquoted cell
// is a character, and lines may end in LF. After a row that cannot be read it
// goes on with the line after the one where that row begins, so one unbalanced
// quote costs one row and not the rest of the file.
type csvReader struct {
	in    *buffer
	comma byte
	names []string
	spans []span
	rows  int64
}

// span is a cell's place in its row.
type span struct {
	from, to int
	escaped  bool // with doubled quotes
}

func newCSV(in io.Reader, delimiter string) (*csvReader, error) {
	c := &csvReader{in: newBuffer(in)}
	for !c.in.eof && bytes.IndexByte(c.in.bytes(), '\n') < 0 {
		switch err := c.in.more(); {
		case errors.Is(err, errFull):
			return nil, refused(FileHeader, "the file does not begin with a line of CSV", "its first line must name the columns")
		case err != nil:
			return nil, err
		}
	}
	c.comma = likelyDelimiter(c.in.bytes())
	if delimiter != "" {
		c.comma = delimiter[0]
	}
	var r row
	if err := c.record(&r); err != nil {
		if f := (*flaw)(nil); errors.As(err, &f) {
			return nil, refused(FileHeader, "the header cannot be read: "+f.message(), reasons[f.reason].instead)
		}
		return nil, err
	}
	names := make([]string, len(r.cells))
	for i, v := range r.cells {
		names[i] = strings.TrimSpace(v.Text())
	}
	if len(names) > maxColumns {
		return nil, invalid("", reasons[TooManyColumns].wrong, reasons[TooManyColumns].instead)
	}
	c.names = header(names)
	return c, nil
}

// likelyDelimiter is the most frequent candidate in the first line.
func likelyDelimiter(head []byte) byte {
	head, _, _ = bytes.Cut(head, []byte{'\n'})
	best, most := byte(','), 0
	for _, d := range []byte(",;\t|") {
		if n := bytes.Count(head, []byte{d}); n > most {
			best, most = d, n
		}
	}
	return best
}

func (c *csvReader) columns() []string { return c.names }
func (c *csvReader) typed() bool       { return false }
func (c *csvReader) done() float64     { return -1 }
func (c *csvReader) close() error      { return nil }

func (c *csvReader) next(r *row) error {
	err := c.record(r)
	if errors.Is(err, io.EOF) {
		return err
	}
	c.rows++
	r.number = c.rows
	if err != nil {
		return err
	}
	for n := len(r.cells); n > len(c.names) && r.cells[n-1].Kind == kith.None; n-- {
		r.cells = r.cells[:n-1] // commas after the last cell
	}
	if len(r.cells) != len(c.names) {
		return &flaw{reason: RaggedRow, saw: strconv.Itoa(len(r.cells)) + " instead of " + strconv.Itoa(len(c.names))}
	}
	return nil
}

// record reads the next record that is not an empty line.
func (c *csvReader) record(r *row) error {
	for {
		r.line, r.start = c.in.line, ""
		n, reason, err := c.split()
		if err != nil {
			return err
		}
		if reason != "" {
			r.start = c.beginning()
			if err := c.in.skipLine(); err != nil {
				return err
			}
			return &flaw{reason: reason}
		}
		if n == 0 {
			return io.EOF
		}
		if len(c.spans) == 1 && c.spans[0].from == c.spans[0].to {
			c.in.advance(n)
			continue
		}
		return c.take(r, n)
	}
}

func (c *csvReader) beginning() string {
	line, _, _ := bytes.Cut(c.in.bytes(), []byte{'\n'})
	return readable(line)
}

// readable is how a row begins, fit to be shown.
func readable(raw []byte) string {
	s := string(raw[:min(len(raw), startBytes)])
	return strings.ReplaceAll(strings.ToValidUTF8(strings.TrimRight(s, "\r\n"), "\uFFFD"), "\x00", "\uFFFD")
}

// take makes the cells of the n bytes that were split.
func (c *csvReader) take(r *row, n int) error {
	raw := c.in.bytes()[:n]
	defer c.in.advance(n)
	if bytes.IndexByte(raw, 0) >= 0 || !utf8.Valid(raw) {
		r.start = readable(raw)
		return &flaw{reason: BadText}
	}
	s := string(raw)
	r.cells, r.start = r.cells[:0], s
	for i, at := range c.spans {
		if at.to-at.from > maxCell {
			f := &flaw{reason: CellTooLarge}
			if i < len(c.names) {
				f.column = c.names[i]
			}
			return f
		}
		v := kith.Value{}
		if at.from < at.to {
			v = kith.StringValue(s[at.from:at.to])
			if at.escaped {
				v.Str = strings.ReplaceAll(v.Str, `""`, `"`)
			}
		}
		r.cells = append(r.cells, v)
	}
	return nil
}

// split finds the cells of the next record and its length; 0 at the end.
func (c *csvReader) split() (n int, reason Reason, err error) {
	for {
		n, reason = c.scan(c.in.bytes())
		if n >= 0 || reason != "" && c.in.eof {
			return n, reason, nil
		}
		if reason != "" && reason != UnbalancedQuote {
			return n, reason, nil
		}
		switch err := c.in.more(); {
		case errors.Is(err, errFull) && reason == UnbalancedQuote:
			return -1, UnbalancedQuote, nil
		case errors.Is(err, errFull):
			return -1, RowTooLarge, nil
		case err != nil:
			return -1, "", err
		}
	}
}

// scan splits the record at the beginning of b. n is -1 when more of the file
// must be seen or, with a reason, when the record is bad; an unbalanced quote
// is certain only at the end of the file.
func (c *csvReader) scan(b []byte) (n int, reason Reason) {
	c.spans = c.spans[:0]
	if len(b) == 0 {
		if c.in.eof {
			return 0, ""
		}
		return -1, ""
	}
	for i := 0; ; {
		if i < len(b) && b[i] == '"' {
			to, escaped := closing(b, i+1)
			if to < 0 || to+1 == len(b) && !c.in.eof {
				return -1, UnbalancedQuote
			}
			c.spans = append(c.spans, span{i + 1, to, escaped})
			i = to + 1
		} else {
			i = c.plain(b, i)
		}
		switch {
		case i == len(b) && c.in.eof:
			return i, ""
		case i == len(b):
			return -1, ""
		case b[i] == c.comma:
			i++
		case b[i] == '\n':
			return i + 1, ""
		case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
			return i + 2, ""
		case b[i] == '\r' && i+1 == len(b) && c.in.eof:
			return i + 1, ""
		case b[i] == '\r' && i+1 == len(b):
			return -1, ""
		default:
			return -1, StrayQuote
		}
	}
}

// plain splits off the unquoted cell that begins at from and returns where it
// ends, which is the end of b when more must be seen.
func (c *csvReader) plain(b []byte, from int) (i int) {
	i = from
	for i < len(b) && b[i] != c.comma && b[i] != '\n' {
		i++
	}
	to := i
	if last := i == len(b) && c.in.eof || i < len(b) && b[i] == '\n'; last && to > from && b[to-1] == '\r' {
		to--
	}
	c.spans = append(c.spans, span{from, to, false})
	return i
}

// closing finds the quote that ends a cell; -1 when there is none yet.
func closing(b []byte, i int) (at int, escaped bool) {
	for {
		k := bytes.IndexByte(b[i:], '"')
		if k < 0 {
			return -1, escaped
		}
		i += k
		if i+1 >= len(b) || b[i+1] != '"' {
			return i, escaped
		}
		escaped = true
		i += 2
	}
}
