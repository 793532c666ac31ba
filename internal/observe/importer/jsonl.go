package importer

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// objects turns JSON objects into rows; their members' names are the columns,
// in order of first sight.
type objects struct {
	doc   wire.Doc
	names []string
	at    map[string]int
}

func (o *objects) columns() []string { return o.names }
func (o *objects) typed() bool       { return true }

// fill sets the row's cells from a JSON text, which the cells then share. A bad
// row adds no columns.
func (o *objects) fill(r *row, s string) error {
	r.start = start(s, startBytes)
	known := len(o.names)
	f := o.set(r, s)
	if f == nil {
		return nil
	}
	for _, name := range o.names[known:] {
		delete(o.at, name)
	}
	o.names = o.names[:known]
	return f
}

func (o *objects) set(r *row, s string) *flaw {
	if err := o.doc.Scan(s); err != nil {
		return &flaw{reason: BadJSON, saw: err.Error()}
	}
	root := o.doc.Root()
	if root.Kind() != wire.Object {
		return &flaw{reason: NotAnObject}
	}
	clear(r.cells)
	i := -1
	for name, node := range root.Members() {
		if name == "" {
			return &flaw{reason: BadPropertyName}
		}
		if i++; i >= len(o.names) || o.names[i] != name {
			var ok bool
			if i, ok = o.column(name); !ok {
				return &flaw{reason: TooManyColumns, column: name}
			}
		}
		v, repaired := node.Value()
		switch {
		case repaired:
			return &flaw{reason: BadText, column: name}
		case len(v.Str) > maxCell:
			return &flaw{reason: CellTooLarge, column: name}
		case node.Depth() > wire.MaxDepth:
			return &flaw{reason: BadJSONCell, column: name, saw: "it nests too deep"}
		}
		for i >= len(r.cells) {
			r.cells = append(r.cells, kith.Value{})
		}
		r.cells[i] = v
	}
	return nil
}

func (o *objects) column(name string) (int, bool) {
	if i, ok := o.at[name]; ok {
		return i, true
	}
	if len(o.names) >= maxColumns {
		return 0, false
	}
	if o.at == nil {
		o.at = map[string]int{}
	}
	o.at[name] = len(o.names)
	o.names = append(o.names, name)
	return len(o.names) - 1, true
}

// jsonlReader reads JSON Lines: one object a line.
type jsonlReader struct {
	objects
	in   *buffer
	rows int64
}

func newJSONL(in io.Reader) *jsonlReader { return &jsonlReader{in: newBuffer(in)} }

func (j *jsonlReader) done() float64 { return -1 }
func (j *jsonlReader) close() error  { return nil }

func (j *jsonlReader) next(r *row) error {
	for {
		r.line, r.start = j.in.line, ""
		n, err := j.length()
		if errors.Is(err, errFull) {
			r.start = readable(j.in.bytes())
			j.rows++
			r.number = j.rows
			if err := j.in.skipLine(); err != nil {
				return err
			}
			return &flaw{reason: RowTooLarge}
		}
		if err != nil {
			return err
		}
		raw := bytes.TrimSpace(j.in.bytes()[:n])
		if len(raw) == 0 {
			j.in.advance(n)
			continue
		}
		defer j.in.advance(n)
		j.rows++
		r.number = j.rows
		if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
			r.start = readable(raw)
			return &flaw{reason: BadText}
		}
		return j.fill(r, string(raw))
	}
}

// length is that of the next line, its line break included.
func (j *jsonlReader) length() (int, error) {
	for seen := 0; ; {
		b := j.in.bytes()
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			return seen + i + 1, nil
		}
		if j.in.eof {
			if len(b) == 0 {
				return 0, io.EOF
			}
			return len(b), nil
		}
		seen = len(b)
		if err := j.in.more(); err != nil {
			return 0, err
		}
	}
}
