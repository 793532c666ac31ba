package timeline

import (
	"sync"
	"sync/atomic"

	"kith/internal/kith"
)

// Dict numbers the values of one property from 1 in order of first sight; 0 is
// "absent". Append-only. Adding takes a lock; reading the values does not.
type Dict struct {
	mu     sync.RWMutex
	codes  map[kith.Value]uint32
	values atomic.Pointer[[]kith.Value] // [0] is None
	bytes  atomic.Int64
}

func NewDict() *Dict {
	d := &Dict{codes: map[kith.Value]uint32{}}
	first := make([]kith.Value, 1, 16)
	d.values.Store(&first)
	return d
}

// Code returns the value's number, adding it if it is new. None is 0.
func (d *Dict) Code(v kith.Value) uint32 {
	if v.Kind == kith.None {
		return 0
	}
	d.mu.RLock()
	c, ok := d.codes[v]
	d.mu.RUnlock()
	if ok {
		return c
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.codes[v]; ok {
		return c
	}
	old := *d.values.Load()
	c = uint32(len(old))
	values := append(old, v) // readers hold shorter slices of the same array
	d.codes[v] = c
	d.values.Store(&values)
	d.bytes.Add(int64(len(v.Str)) + 96)
	return c
}

// Values returns value by number, [0] being None. Do not write to it.
func (d *Dict) Values() []kith.Value {
	v := *d.values.Load()
	return v[:len(v):len(v)]
}

// Bytes is a fair estimate of the memory held.
func (d *Dict) Bytes() int64 { return d.bytes.Load() }
