package identity

import "sync/atomic"

// knownSet tells which raw numbers have a user id. One goroutine writes.
type knownSet struct {
	words atomic.Pointer[[]atomic.Uint64]
}

// Known reports whether a raw number has a user id of its own. Any goroutine.
func (d *Directory) Known(raw uint32) bool {
	words := d.known.words.Load()
	return words != nil && int(raw>>6) < len(*words) && (*words)[raw>>6].Load()&(1<<(raw&63)) != 0
}

func (k *knownSet) set(raw uint32, known bool) {
	words := k.words.Load()
	if words == nil || int(raw>>6) >= len(*words) {
		size := 1024
		if words != nil {
			size = len(*words)
		}
		next := make([]atomic.Uint64, max(int(raw>>6)+1, size+size/4))
		if words != nil {
			for i := range *words {
				next[i].Store((*words)[i].Load())
			}
		}
		words = &next
		k.words.Store(words)
	}
	if known {
		(*words)[raw>>6].Or(1 << (raw & 63))
	} else {
		(*words)[raw>>6].And(^uint64(1 << (raw & 63)))
	}
}
