package record

import (
	"context"
	"errors"
	"fmt"

	"kith/internal/observe/timeline"
)

// streamRows is the least number of rows in a chunk that is put together.
const streamRows = 4096

// Stream reads rows from MinSeq up to MaxSeq (so none when that is 0) in record order, with
// the named properties coded. Tail rows that were sealed meanwhile are taken
// from the record, so a tail listed before the call is never doubled. The
// context must live as long as the stream, which must be closed.
func (r *Record) Stream(ctx context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
	sel := selection{lo: req.PersonLo, hi: req.PersonHi, minSeq: req.MinSeq, maxSeq: req.MaxSeq}
	return r.stream(ctx, sel, req.Props, req.Dicts, req.Tail)
}

func (r *Record) stream(ctx context.Context, sel selection, props []string, dicts []*timeline.Dict, tail []*timeline.Row) (*stream, error) {
	if len(props) != len(dicts) {
		return nil, errors.New("stream: one dictionary for each property")
	}
	keys := make([]int64, len(props))
	coders := make([]*coder, len(props))
	for i, name := range props {
		keys[i] = -1
		if key, ok := r.names.Properties.Find(name); ok {
			keys[i] = int64(key)
		}
		coders[i] = newCoder(dicts[i])
	}
	sources, sealed, err := r.open(&sel, func(s *segment) (source, error) {
		return r.openCoded(ctx, s, &sel, props, keys, coders)
	})
	if err != nil {
		return nil, fmt.Errorf("stream: %w", err)
	}
	if rows := sel.rows(tail); len(rows) > 0 {
		sources = append(sources, &rowSource{rows: rows, minSeq: max(sel.minSeq, sealed+1), maxSeq: sel.maxSeq, keys: keys, dicts: dicts})
	}
	m, err := newMerger(sources)
	if err != nil {
		return nil, fmt.Errorf("stream: %w", err)
	}
	return &stream{merger: m, cols: len(props)}, nil
}

// stream is a timeline.Stream over merged sources.
type stream struct {
	merger *merger
	cols   int
	chunk  timeline.Chunk // of the rows put together
	direct timeline.Chunk // of a window shown as it is
	err    error
}

// Next implements timeline.Stream.
func (s *stream) Next() (*timeline.Chunk, error) {
	if s.err != nil {
		return nil, s.err
	}
	s.start()
	for n := 0; ; {
		c, i, j, err := s.merger.next()
		if err != nil {
			s.err = fmt.Errorf("stream: %w", err)
			return nil, s.err
		}
		if c == nil {
			return s.end(n), nil
		}
		if n == 0 && j-i >= streamRows/4 {
			s.direct.Persons, s.direct.Times = c.persons[i:j], c.times[i:j]
			s.direct.Codes, s.direct.Seqs = c.codes[i:j], c.seqs[i:j]
			for k := range s.direct.Cols {
				s.direct.Cols[k] = c.cols[k][i:j]
			}
			return &s.direct, nil
		}
		s.copy(n, c, i, j)
		if n += j - i; n >= streamRows {
			return s.end(n), nil
		}
	}
}

// start makes room for streamRows and one window more.
func (s *stream) start() {
	const room = streamRows + chunkRows
	if s.chunk.Persons == nil {
		s.chunk = timeline.Chunk{
			Persons: make([]uint32, room), Times: make([]int64, room),
			Codes: make([]uint16, room), Seqs: make([]uint64, room), Cols: make([][]uint32, s.cols),
		}
		for k := range s.chunk.Cols {
			s.chunk.Cols[k] = make([]uint32, room)
		}
		s.direct.Cols = make([][]uint32, s.cols)
	}
	s.resize(room)
}

func (s *stream) resize(n int) {
	s.chunk.Persons, s.chunk.Times = s.chunk.Persons[:n], s.chunk.Times[:n]
	s.chunk.Codes, s.chunk.Seqs = s.chunk.Codes[:n], s.chunk.Seqs[:n]
	for k := range s.chunk.Cols {
		s.chunk.Cols[k] = s.chunk.Cols[k][:n]
	}
}

func (s *stream) copy(n int, c *cursor, i, j int) {
	copy(s.chunk.Persons[n:], c.persons[i:j])
	copy(s.chunk.Times[n:], c.times[i:j])
	copy(s.chunk.Codes[n:], c.codes[i:j])
	copy(s.chunk.Seqs[n:], c.seqs[i:j])
	for k, col := range c.cols {
		copy(s.chunk.Cols[k][n:], col[i:j])
	}
}

func (s *stream) end(n int) *timeline.Chunk {
	if n == 0 {
		return nil
	}
	s.resize(n)
	return &s.chunk
}

// Close implements timeline.Stream; calling it again does nothing.
func (s *stream) Close() {
	s.merger.close()
	if s.err == nil {
		s.err = errors.New("the stream is closed")
	}
}
