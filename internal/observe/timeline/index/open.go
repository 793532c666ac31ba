package index

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"kith/internal/observe/timeline"
)

// Open reads an index that Save wrote. Merges are not in the file: the caller
// applies them all again. Any error means that the file is of no use (damaged,
// of another version, or numbered by other names) and the index must be built
// anew; a missing file is fs.ErrNotExist.
func Open(ctx context.Context, path string, names *timeline.Names, options Options) (*Index, error) {
	ix := New(names, options)
	st, err := ix.readFile(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open the index %s: %w", filepath.Base(path), err)
	}
	ix.state.Store(st)
	ix.saved.Store(st.seq)
	return ix, nil
}

func (ix *Index) readFile(ctx context.Context, path string) (*state, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	s := &sections{r: bufio.NewReaderSize(f, 1<<12), left: info.Size() - int64(prefixLen)}
	first := make([]byte, prefixLen)
	if _, err := io.ReadFull(s.r, first); err != nil {
		return nil, cutShort(err)
	}
	if err := checkPrefix(first); err != nil {
		return nil, err
	}
	return ix.readState(ctx, s)
}

func (ix *Index) readState(ctx context.Context, s *sections) (*state, error) {
	var h header
	data, err := s.next()
	if err != nil {
		return nil, err
	}
	if _, err := binary.Decode(data, binary.LittleEndian, &h); err != nil || h.Shards != shards {
		return nil, errDamaged
	}
	if err := ix.checkNames(&h); err != nil {
		return nil, err
	}
	st := &state{seq: h.Seq, latest: h.Latest, events: h.Events, overrides: ix.overrides.View()}
	for range h.Columns {
		c, err := ix.readColumn(s)
		if err != nil {
			return nil, err
		}
		st.slots = append(st.slots, slot{column: c, ready: true})
	}
	st.indexSlots()
	var events uint64
	for i := range st.shards {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := readBase(s, len(st.slots))
		if err != nil {
			return nil, err
		}
		st.shards[i] = &shard{base: b}
		events += uint64(b.len())
	}
	if events != h.Events {
		return nil, errDamaged
	}
	return st, nil
}

// checkNames: numbers never change meaning, so the names of then must be the
// first of those of now.
func (ix *Index) checkNames(h *header) error {
	events, properties := ix.names.Events.All(), ix.names.Properties.All()
	if h.EventNames > uint64(len(events)) || hashNames(events[:h.EventNames]) != h.EventHash ||
		h.PropertyNames > uint64(len(properties)) || hashNames(properties[:h.PropertyNames]) != h.PropertyHash {
		return errors.New("its names are numbered otherwise than the workspace's")
	}
	return nil
}

func (ix *Index) readColumn(s *sections) (*column, error) {
	name, err := s.next()
	if err != nil {
		return nil, err
	}
	key, known := ix.names.Properties.Find(string(name))
	if !known {
		return nil, errDamaged
	}
	data, err := s.next()
	if err != nil {
		return nil, err
	}
	dict, err := readDict(data)
	if err != nil {
		return nil, err
	}
	return &column{id: ix.uses.Add(1), property: string(name), key: key, dict: dict}, nil
}

func readBase(s *sections, columns int) (*base, error) {
	meta, err := s.next()
	if err != nil {
		return nil, err
	}
	var sp shape
	n, err := binary.Decode(meta, binary.LittleEndian, &sp)
	if err != nil || len(meta) != n+columns {
		return nil, errDamaged
	}
	b := &base{hi: sp.Hi, parts: &parts{}}
	if b.offsets, err = readArray[uint32](s, sp.Offsets); err != nil {
		return nil, err
	}
	if b.secs, err = readArray[uint32](s, sp.Rows); err != nil {
		return nil, err
	}
	if b.millis, err = readArray[uint16](s, sp.Rows); err != nil {
		return nil, err
	}
	if b.codes, err = readArray[uint16](s, sp.Rows); err != nil {
		return nil, err
	}
	for _, width := range meta[n:] {
		c, err := readCol(s, width, sp.Rows)
		if err != nil {
			return nil, err
		}
		b.cols = append(b.cols, c)
	}
	if n := len(b.offsets); n == 0 || b.offsets[0] != 0 || b.offsets[n-1] != uint32(sp.Rows) {
		return nil, errDamaged
	}
	b.people = countPeople(b.offsets)
	return b, nil
}
