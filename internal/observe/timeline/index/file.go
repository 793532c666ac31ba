package index

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/zeebo/xxh3"

	"kith/internal/observe/timeline"
)

// An index file is a prefix and then sections, each with its length and xxh3
// before it. Arrays are as they lie in memory, so a file is for machines of one
// byte order; the mark in the prefix tells.
//
//	header · a name and a dictionary for each column ·
//	for each shard: shape, offsets, secs, millis, codes, a section for each column
const (
	fileMagic   = "kithidx\n"
	fileVersion = 1
	orderMark   = 0x01020304
	prefixLen   = len(fileMagic) + 8
)

// header says what the file is of. The names' hashes tell whether the numbers
// in it mean what they mean to whoever opens it.
type header struct {
	Seq           uint64
	Latest        int64
	Events        uint64
	Shards        uint32
	Columns       uint32
	EventNames    uint64
	EventHash     uint64
	PropertyNames uint64
	PropertyHash  uint64
}

// shape of one shard; the widths of its columns follow it.
type shape struct {
	Offsets, Rows, Hi uint64
}

func prefix() []byte {
	b := append(make([]byte, 0, prefixLen), fileMagic...)
	b = binary.NativeEndian.AppendUint32(b, fileVersion)
	return binary.NativeEndian.AppendUint32(b, orderMark)
}

func checkPrefix(b []byte) error {
	switch {
	case string(b[:len(fileMagic)]) != fileMagic:
		return errors.New("not an index file")
	case binary.NativeEndian.Uint32(b[len(fileMagic)+4:]) != orderMark:
		return errors.New("written by a machine of the other byte order")
	}
	if v := binary.NativeEndian.Uint32(b[len(fileMagic):]); v != fileVersion {
		return fmt.Errorf("has version %d, this program reads %d", v, fileVersion)
	}
	return nil
}

// hashNames fingerprints the first n names.
func hashNames(names []string) uint64 {
	h := xxh3.New()
	var size [4]byte
	for _, s := range names {
		binary.LittleEndian.PutUint32(size[:], uint32(len(s)))
		h.Write(size[:])
		h.WriteString(s)
	}
	return h.Sum64()
}

// raw is the memory of an array.
func raw[T uint8 | uint16 | uint32](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

func rawCol(c *timeline.Col) []byte {
	switch {
	case c.W8 != nil:
		return raw(c.W8)
	case c.W16 != nil:
		return raw(c.W16)
	}
	return raw(c.W32)
}

func writeSection(w *bufio.Writer, data []byte) error {
	var head [16]byte
	binary.LittleEndian.PutUint64(head[:], uint64(len(data)))
	binary.LittleEndian.PutUint64(head[8:], xxh3.Hash(data))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

// sections reads what writeSection wrote. left bounds what a damaged length can
// make it allocate.
type sections struct {
	r    *bufio.Reader
	left int64
}

var errDamaged = errors.New("damaged")

func (s *sections) head() (size int64, sum uint64, err error) {
	var head [16]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return 0, 0, cutShort(err)
	}
	s.left -= int64(len(head))
	size = int64(binary.LittleEndian.Uint64(head[:]))
	if size < 0 || size > s.left {
		return 0, 0, errDamaged
	}
	return size, binary.LittleEndian.Uint64(head[8:]), nil
}

func (s *sections) body(into []byte, sum uint64) error {
	if _, err := io.ReadFull(s.r, into); err != nil {
		return cutShort(err)
	}
	s.left -= int64(len(into))
	if xxh3.Hash(into) != sum {
		return errDamaged
	}
	return nil
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errDamaged
	}
	return err
}

// next reads a section of any length.
func (s *sections) next() ([]byte, error) {
	size, sum, err := s.head()
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	return data, s.body(data, sum)
}

// readArray reads a section of n numbers.
func readArray[T uint8 | uint16 | uint32](s *sections, n uint64) ([]T, error) {
	size, sum, err := s.head()
	if err != nil {
		return nil, err
	}
	var one T
	if n > uint64(size) || uint64(size) != n*uint64(unsafe.Sizeof(one)) {
		return nil, errDamaged
	}
	out := make([]T, n)
	return out, s.body(raw(out), sum)
}

func readCol(s *sections, width uint8, n uint64) (c timeline.Col, err error) {
	switch width {
	case 1:
		c.W8, err = readArray[uint8](s, n)
	case 2:
		c.W16, err = readArray[uint16](s, n)
	case 4:
		c.W32, err = readArray[uint32](s, n)
	default:
		err = errDamaged
	}
	return c, err
}
