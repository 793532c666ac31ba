package importer

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"kith/internal/kith"
)

// sampleRows are looked at to learn what a file is.
const sampleRows = 1000

// sample is the beginning of a file.
type sample struct {
	format    string
	encoding  string
	delimiter string
	columns   []string
	rows      [][]kith.Value
	typed     bool
	bom, gzip bool
	numbers   []int64 // of the rows
	lines     []int64
	first     *flaw // of the first bad row
}

func (s Source) sample(ctx context.Context, m *Mapping) (out *sample, err error) {
	o, err := s.open(m, new(atomic.Int64))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	in, err := o.rows(m)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	out = &sample{format: o.format, encoding: o.encoding, bom: o.bom, gzip: o.gzip, typed: in.typed()}
	if c, ok := in.(*csvReader); ok {
		out.delimiter = string(c.comma)
	}
	var r row
	for range sampleRows {
		err := in.next(&r)
		if errors.Is(err, io.EOF) {
			break
		}
		if f, bad := err.(*flaw); bad {
			if out.first == nil {
				out.first = f
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		out.rows = append(out.rows, append([]kith.Value(nil), r.cells...))
		out.numbers, out.lines = append(out.numbers, r.number), append(out.lines, r.line)
	}
	out.columns = in.columns()
	return out, ctx.Err()
}

// column are the cells of a column that are not blank.
func (s *sample) column(at int) []kith.Value {
	var out []kith.Value
	for _, cells := range s.rows {
		if v := cell(cells, at); !blank(v) {
			out = append(out, v)
		}
	}
	return out
}

// resolve fills in what a mapping leaves to be seen in the file, and finds what
// of it the file does not have.
func resolve(ctx context.Context, in Source, m Mapping, now time.Time) (Mapping, error) {
	if err := m.Check(); err != nil {
		return m, err
	}
	s, err := in.sample(ctx, &m)
	if err != nil {
		return m, err
	}
	m.Format, m.Encoding, m.Delimiter = s.format, s.encoding, s.delimiter
	switch {
	case len(s.rows) > 0:
	case s.first == nil:
		return m, refused(FileNoRows, in.Name+" has no rows", "it has a header and nothing below it: export it again")
	default:
		return m, refused(FileUnreadable, "no row at the beginning of "+in.Name+" can be read: "+s.first.message(), reasons[s.first.reason].instead)
	}
	if field, column := m.missing(s.columns); column != "" {
		return m, invalid(field, "the file has no column "+column, "it has "+start(strings.Join(s.columns, ", "), 400))
	}
	if m.TimeFormat != "" {
		return m, nil
	}
	var times []kith.Value
	d := decoder{m: &m, bound: -1}
	d.bind(s.columns)
	for _, cells := range s.rows {
		if v := cell(cells, d.time); !blank(v) && d.takes(&row{cells: cells}) {
			times = append(times, v)
		}
	}
	if len(times) == 0 {
		m.TimeFormat = isoTime
		return m, nil
	}
	var why string
	if m.TimeFormat, why = guessFormat(times, m.Zone, now); m.TimeFormat == "" {
		return m, invalid("time_format", "the form of the times in column "+m.Time+" ("+times[0].Text()+") is not clear: "+why,
			"say iso, unix, unix_ms, unix_us or a layout such as 2006-01-02 15:04:05")
	}
	return m, nil
}
