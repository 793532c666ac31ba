package kith

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// The log's form of a batch: a version byte, then fields in order; integers as
// varints, strings and byte slices with their length before them. It is written
// by one version of the program and may be read by a later one, never edited.
//
// Version 2 has the import's number after the source; version 3 has the wire
// after that, and each event's further ids after its previous one. A batch is
// written in the lowest version that holds it.
const (
	batchVersion  = 1
	importVersion = 2
	wireVersion   = 3
)

func (b *Batch) version() byte {
	if b.Wire != "" || slices.ContainsFunc(b.Events, func(e Event) bool { return len(e.IDs) > 0 }) {
		return wireVersion
	}
	if b.Import != 0 {
		return importVersion
	}
	return batchVersion
}

// AppendBinary appends the batch to dst.
func (b *Batch) AppendBinary(dst []byte) []byte {
	v := b.version()
	dst = append(dst, v)
	dst = binary.AppendUvarint(dst, uint64(b.Source))
	if v >= importVersion {
		dst = binary.AppendUvarint(dst, uint64(b.Import))
	}
	if v >= wireVersion {
		dst = appendString(dst, b.Wire)
	}
	dst = binary.AppendVarint(dst, b.Received)
	dst = binary.AppendUvarint(dst, uint64(len(b.Events)))
	for i := range b.Events {
		dst = appendEvent(dst, &b.Events[i], v)
	}
	dst = binary.AppendUvarint(dst, uint64(len(b.Rejected)))
	for i := range b.Rejected {
		r := &b.Rejected[i]
		dst = appendString(dst, r.MessageID)
		dst = appendString(dst, r.Name)
		dst = appendString(dst, r.Reason)
		dst = appendString(dst, r.Detail)
		dst = binary.AppendUvarint(dst, uint64(len(r.Raw)))
		dst = append(dst, r.Raw...)
	}
	return dst
}

func appendEvent(dst []byte, e *Event, version byte) []byte {
	dst = appendString(dst, e.MessageID)
	dst = appendString(dst, e.Name)
	dst = appendString(dst, e.UserID)
	dst = appendString(dst, e.AnonymousID)
	dst = appendString(dst, e.PreviousID)
	if version >= wireVersion {
		dst = binary.AppendUvarint(dst, uint64(len(e.IDs)))
		for _, id := range e.IDs {
			dst = appendString(dst, id.Type)
			dst = appendString(dst, id.Value)
		}
	}
	dst = binary.AppendVarint(dst, e.Time)
	if e.Server {
		dst = append(dst, 1)
	} else {
		dst = append(dst, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(e.Props)))
	for _, p := range e.Props {
		dst = appendString(dst, p.Name)
		dst = append(dst, byte(p.Value.Kind))
		switch p.Value.Kind {
		case Bool, Number:
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(p.Value.Num))
		case String, JSON:
			dst = appendString(dst, p.Value.Str)
		}
	}
	return dst
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// DecodeBatch reads what AppendBinary wrote. Strings of the result share one
// copy of data, so data may be reused by the caller.
func DecodeBatch(data []byte) (*Batch, error) {
	d := decoder{s: string(data)}
	v := d.byte()
	if v < batchVersion || v > wireVersion {
		return nil, fmt.Errorf("batch has version %d, this program reads up to %d", v, wireVersion)
	}
	b := &Batch{Source: uint32(d.uvarint())}
	if v >= importVersion {
		if n := d.uvarint(); n == 0 && v == importVersion || n >= uint64(ImportOrigin) {
			d.bad = true
		} else {
			b.Import = uint32(n)
		}
	}
	if v >= wireVersion {
		b.Wire = d.string()
	}
	b.Received = d.varint()
	b.Events = make([]Event, d.count(8))
	for i := range b.Events {
		d.event(&b.Events[i], v)
	}
	if n := d.count(5); n > 0 {
		b.Rejected = make([]Rejected, n)
	}
	for i := range b.Rejected {
		b.Rejected[i] = Rejected{MessageID: d.string(), Name: d.string(), Reason: d.string(), Detail: d.string(), Raw: []byte(d.string())}
	}
	if d.bad || d.at != len(d.s) {
		return nil, fmt.Errorf("batch of %d bytes is damaged at byte %d", len(data), d.at)
	}
	return b, nil
}

type decoder struct {
	s   string
	at  int
	bad bool
}

func (d *decoder) event(e *Event, version byte) {
	e.MessageID, e.Name = d.string(), d.string()
	e.UserID, e.AnonymousID, e.PreviousID = d.string(), d.string(), d.string()
	if version >= wireVersion {
		if n := d.count(2); n > 0 {
			e.IDs = make([]ID, n)
			for i := range e.IDs {
				e.IDs[i] = ID{Type: d.string(), Value: d.string()}
			}
		}
	}
	e.Time = d.varint()
	e.Server = d.byte() == 1
	e.Props = make([]Property, d.count(2))
	for i := range e.Props {
		p := &e.Props[i]
		p.Name = d.string()
		p.Value.Kind = ValueKind(d.byte())
		switch p.Value.Kind {
		case Bool, Number:
			p.Value.Num = math.Float64frombits(d.uint64())
		case String, JSON:
			p.Value.Str = d.string()
		default:
			d.bad = true
		}
	}
}

// count reads a length and refuses one that the rest, at least size bytes an
// element, cannot hold: a damaged length must not allocate.
func (d *decoder) count(size int) int {
	n := d.uvarint()
	if n > uint64((len(d.s)-d.at)/size) {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *decoder) byte() byte {
	if d.at >= len(d.s) {
		d.bad = true
		return 0
	}
	d.at++
	return d.s[d.at-1]
}

func (d *decoder) uvarint() uint64 {
	var x uint64
	for shift := 0; shift < 64; shift += 7 {
		b := d.byte()
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return x
		}
	}
	d.bad = true
	return 0
}

func (d *decoder) varint() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) uint64() uint64 {
	if len(d.s)-d.at < 8 {
		d.bad, d.at = true, len(d.s)
		return 0
	}
	d.at += 8
	return binary.LittleEndian.Uint64([]byte(d.s[d.at-8 : d.at]))
}

func (d *decoder) string() string {
	n := d.uvarint()
	if n > uint64(len(d.s)-d.at) {
		d.bad, d.at = true, len(d.s)
		return ""
	}
	d.at += int(n)
	return d.s[d.at-int(n) : d.at]
}
