package record

import (
	"context"
	"strings"

	"kith/internal/kith"
)

// codedSource reads the columns of a segment that a stream shows.
type codedSource struct {
	*reader
	props []codedProperty
	tail  int            // column of the tail; 0: not read
	names []wantedMember // to look for in the tail
}

type codedProperty struct {
	coder  *coder
	column int // of the query; 0: none
	kind   kith.ValueKind
	inTail bool
	codes  []uint32
}

type wantedMember struct {
	quoted string
	prop   int
}

func (r *Record) openCoded(ctx context.Context, s *segment, sel *selection, props []string, keys []int64, coders []*coder) (*codedSource, error) {
	src := &codedSource{props: make([]codedProperty, len(props))}
	columns := []string{"person", "ts", "code", "seq"}
	for i := range src.props {
		p := &src.props[i]
		p.coder, p.codes = coders[i], make([]uint32, chunkRows)
		if keys[i] < 0 {
			continue
		}
		found := s.Properties.find(uint32(keys[i]))
		if found == nil {
			continue
		}
		if found.Column != kith.None {
			p.column, p.kind = len(columns), found.Column
			columns = append(columns, columnName(found.Key))
		}
		if p.inTail = found.inTail(); p.inTail {
			src.names = append(src.names, wantedMember{quoted: string(appendQuoted(nil, props[i])), prop: i})
		}
	}
	if len(src.names) > 0 {
		src.tail = len(columns)
		columns = append(columns, "tail")
	}
	where, args := sel.where(s)
	var err error
	src.reader, err = r.read(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+s.table()+where, args...)
	return src, err
}

func (s *codedSource) fill(w *window) (bool, error) {
	if more, err := s.next(); err != nil || !more {
		return false, err
	}
	q := s.result
	w.persons, w.times = column[uint32](q, 0), column[int64](q, 1)
	w.codes, w.seqs = column[uint16](q, 2), column[uint64](q, 3)
	if w.cols == nil {
		w.cols = make([][]uint32, len(s.props))
	}
	for i := range s.props {
		p := &s.props[i]
		w.cols[i] = p.codes[:q.n]
		if p.column > 0 {
			p.code(q)
		} else if p.inTail {
			clear(p.codes)
		}
	}
	if s.tail > 0 {
		s.codeTail(w)
	}
	return true, nil
}

// code fills the codes from the property's column.
func (p *codedProperty) code(q *result) {
	has := validity(q, p.column)
	if has != nil {
		clear(p.codes)
	}
	switch p.kind {
	case kith.Bool:
		for i, v := range column[bool](q, p.column) {
			if has.has(i) {
				p.codes[i] = p.coder.bool(v)
			}
		}
	case kith.Number:
		for i, v := range column[float64](q, p.column) {
			if has.has(i) {
				p.codes[i] = p.coder.number(v)
			}
		}
	default:
		texts := column[text](q, p.column)
		for i := range texts {
			if has.has(i) {
				p.codes[i] = p.coder.text(p.kind, &texts[i])
			}
		}
	}
}

// codeTail adds the codes of what the tails hold.
func (s *codedSource) codeTail(w *window) {
	tails, has := column[text](s.result, s.tail), validity(s.result, s.tail)
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
					w.cols[wanted.prop][i] = s.props[wanted.prop].coder.token(value)
					left--
				}
			}
		}
	}
}
