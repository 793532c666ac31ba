package record

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Table reads rows up to maxSeq with the columns asked for, in no order, and
// calls yield for each run of them. Tail rows, listed before the call, that were
// sealed meanwhile are taken from the record.
func (r *Record) Table(ctx context.Context, req timeline.TableRequest, maxSeq uint64, tail []*timeline.Row, yield func(*timeline.Cells) error) error {
	sel := selection{lo: req.PersonLo, hi: req.PersonHi, maxSeq: maxSeq}
	sources, sealed, err := r.open(&sel, func(s *segment) (source, error) { return r.openTable(ctx, s, &sel, &req) })
	if err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	for i, src := range sources {
		if err := src.(*tableSource).each(yield); err != nil {
			closeAll(sources[i:])
			return err
		}
		src.close()
	}
	b := newCellBuilder(&req, r.names)
	for _, row := range sel.rows(tail) {
		if row.Seq <= sealed || row.Seq > maxSeq || req.Codes != nil && !slices.Contains(req.Codes, row.Code) {
			continue
		}
		if b.add(row); b.cells.N == chunkRows {
			if err := yield(&b.cells); err != nil {
				return err
			}
			b.reset()
		}
	}
	if b.cells.N == 0 {
		return nil
	}
	return yield(&b.cells)
}

// tableSource reads the columns of one segment.
type tableSource struct {
	*reader
	fixed [5]int // columns of the query; -1: not read
	props []tableColumn
	tail  int // column of the query; -1: not read
	whole []tableColumn
	names []wantedMember
	cells timeline.Cells
}

// tableColumn is a property and where the segment has it.
type tableColumn struct {
	timeline.TableProp
	name   string         // quoted
	column int            // of the query; -1: none
	stored kith.ValueKind // of that column
	in     input          // the column's part of the chunk
}

func (s *tableSource) fill(*window) (bool, error) { panic("a table has no order") }

func (r *Record) openTable(ctx context.Context, s *segment, sel *selection, req *timeline.TableRequest) (*tableSource, error) {
	src := &tableSource{tail: -1}
	var columns []string
	column := func(name string) int {
		if i := slices.Index(columns, name); i >= 0 {
			return i
		}
		columns = append(columns, name)
		return len(columns) - 1
	}
	for i, name := range []string{"person", "ts", "code", "source", "received"} {
		src.fixed[i] = -1
		if [...]bool{req.Columns.Person, req.Columns.Time, req.Columns.Code, req.Columns.Source, req.Columns.Received}[i] {
			src.fixed[i] = column(name)
		}
	}
	for i, p := range req.Props {
		c := tableColumn{TableProp: p, column: -1, name: string(appendQuoted(nil, r.names.Properties.Name(p.Key)))}
		if found := s.Properties.find(p.Key); found != nil {
			if found.Column != kith.None {
				c.column, c.stored = column(columnName(p.Key)), found.Column
			}
			if found.inTail() {
				src.names = append(src.names, wantedMember{quoted: c.name, prop: i})
			}
		}
		src.props = append(src.props, c)
	}
	if req.Object {
		for _, p := range s.Properties.columns() {
			src.whole = append(src.whole, tableColumn{
				TableProp: timeline.TableProp{Key: p.Key}, name: string(appendQuoted(nil, r.names.Properties.Name(p.Key))),
				column: column(columnName(p.Key)), stored: p.Column,
			})
		}
	}
	if req.Object || len(src.names) > 0 {
		src.tail = column("tail")
	}
	if len(columns) == 0 {
		column("code") // the narrowest: rows are still to be counted
	}
	src.cells.Props = make([]timeline.CellColumn, len(req.Props))
	where, args := sel.where(s)
	if req.Codes != nil {
		where = andCodes(where, req.Codes)
	}
	var err error
	src.reader, err = r.read(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+s.table()+where, args...)
	return src, err
}

func andCodes(where string, codes []uint16) string {
	list := strings.Trim(strings.ReplaceAll(fmt.Sprint(codes), " ", ", "), "[]")
	if list == "" {
		list = "NULL"
	}
	if where == "" {
		return " WHERE code IN (" + list + ")"
	}
	return where + " AND code IN (" + list + ")"
}

func (s *tableSource) each(yield func(*timeline.Cells) error) error {
	for {
		more, err := s.next()
		if err != nil || !more {
			return err
		}
		s.show()
		if err := yield(&s.cells); err != nil {
			return err
		}
	}
}

// show points the cells at the chunk in hand, and builds what is not there as
// it was asked for.
func (s *tableSource) show() {
	q, c := s.result, &s.cells
	c.N = q.n
	if i := s.fixed[0]; i >= 0 {
		c.Persons = column[uint32](q, i)
	}
	if i := s.fixed[1]; i >= 0 {
		c.Times = column[int64](q, i)
	}
	if i := s.fixed[2]; i >= 0 {
		c.Codes = column[uint16](q, i)
	}
	if i := s.fixed[3]; i >= 0 {
		c.Sources = column[uint32](q, i)
	}
	if i := s.fixed[4]; i >= 0 {
		c.Received = column[int64](q, i)
	}
	for i := range s.props {
		p := &s.props[i]
		p.load(q)
		p.show(q.n, &c.Props[i])
	}
	if s.tail < 0 {
		return
	}
	tails, has := column[text](q, s.tail), validity(q, s.tail)
	if len(s.names) > 0 {
		s.showTail(tails, has)
	}
	if s.whole != nil || len(s.names) == 0 {
		s.showObjects(tails, has)
	}
}

func (p *tableColumn) load(q *result) {
	if p.column < 0 {
		return
	}
	p.in.key, p.in.kind = p.Key, p.stored
	p.in.begin(q, p.column)
}

// show fills a column from the segment's own.
func (p *tableColumn) show(n int, to *timeline.CellColumn) {
	if p.column >= 0 && p.stored == p.Kind && p.Kind != kith.String && p.Kind != kith.JSON {
		to.Kind, to.Has, to.Bools, to.Nums = p.Kind, p.in.has, p.in.bools, p.in.nums
		return
	}
	blank(to, p.Kind, n)
	if p.column < 0 || p.stored != p.Kind && p.Kind != kith.String && p.Kind != kith.JSON {
		return
	}
	for i := range n {
		if !p.in.has.has(i) {
			continue
		}
		to.Has[i/64] |= 1 << (i % 64)
		if p.stored == p.Kind || p.stored == kith.JSON {
			to.Texts[i] = p.in.texts[i].bytes()
		} else {
			to.Texts[i] = written(p.Kind, p.in.value(i))
		}
	}
}

// written is a value of one kind as text of another.
func written(kind kith.ValueKind, v kith.Value) []byte {
	if kind == kith.JSON {
		return appendValue(nil, v)
	}
	return []byte(v.Text())
}

// blank makes a column of n rows without values.
func blank(c *timeline.CellColumn, kind kith.ValueKind, n int) {
	c.Kind = kind
	c.Has = make([]uint64, (n+63)/64)
	switch kind {
	case kith.Bool:
		c.Bools = slices.Grow(c.Bools[:0:0], n)[:n]
	case kith.Number:
		c.Nums = slices.Grow(c.Nums[:0:0], n)[:n]
	default:
		c.Texts = slices.Grow(c.Texts[:0], n)[:n]
		clear(c.Texts)
	}
}

// put sets row i when the kinds go together.
func put(c *timeline.CellColumn, i int, v kith.Value) {
	switch {
	case c.Kind == kith.Bool && v.Kind == kith.Bool:
		c.Bools[i] = v.Num != 0
	case c.Kind == kith.Number && v.Kind == kith.Number:
		c.Nums[i] = v.Num
	case c.Kind == kith.String || c.Kind == kith.JSON:
		c.Texts[i] = written(c.Kind, v)
	default:
		return
	}
	c.Has[i/64] |= 1 << (i % 64)
}

// showTail adds what the tails hold of the properties asked for.
func (s *tableSource) showTail(tails []text, has mask) {
	for _, wanted := range s.names {
		// What was pointed at in the chunk is not to be written to.
		own(&s.cells.Props[wanted.prop], s.cells.N)
	}
	for i := range tails {
		if !has.has(i) {
			continue
		}
		walker := walkTail(tails[i].bytes())
		for left := len(s.names); left > 0; {
			name, value, ok := walker.next()
			if !ok {
				break
			}
			for _, wanted := range s.names {
				if string(name) == wanted.quoted {
					put(&s.cells.Props[wanted.prop], i, parseValue(value))
					left--
				}
			}
		}
	}
}

func own(c *timeline.CellColumn, n int) {
	if c.Kind == kith.String || c.Kind == kith.JSON {
		return // built, never pointed at
	}
	has := make([]uint64, (n+63)/64)
	for i := range has {
		has[i] = math.MaxUint64
		if c.Has != nil {
			has[i] = c.Has[i]
		}
	}
	c.Has, c.Bools, c.Nums = has, slices.Clone(c.Bools), slices.Clone(c.Nums)
}

// showObjects writes every row's properties as one object.
func (s *tableSource) showObjects(tails []text, has mask) {
	c := &s.cells.Objects
	blank(c, kith.JSON, s.cells.N)
	for k := range s.whole {
		s.whole[k].load(s.result)
	}
	buf := make([]byte, 0, s.cells.N*64)
	for i := range s.cells.N {
		from := len(buf)
		buf = append(buf, '{')
		for k := range s.whole {
			p := &s.whole[k]
			if !p.in.has.has(i) {
				continue
			}
			if len(buf) > from+1 {
				buf = append(buf, ',')
			}
			buf = p.in.append(append(append(buf, p.name...), ':'), i)
		}
		if has.has(i) {
			if tail := tails[i].bytes(); len(tail) > 2 {
				if len(buf) > from+1 {
					buf = append(buf, ',')
				}
				buf = append(buf, tail[1:len(tail)-1]...)
			}
		}
		buf = append(buf, '}')
		c.Texts[i] = buf[from:len(buf):len(buf)] // a grown buffer leaves the old rows where they were
		c.Has[i/64] |= 1 << (i % 64)
	}
}

// append writes the value of row i as JSON.
func (in *input) append(dst []byte, i int) []byte {
	if in.kind == kith.JSON {
		return append(dst, in.texts[i].bytes()...)
	}
	return appendValue(dst, in.value(i))
}
