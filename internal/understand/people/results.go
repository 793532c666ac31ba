package people

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"
)

const (
	keptFor     = 10 * time.Minute // since it was last looked at
	keptPersons = 16 << 20         // of all results together: 64 MB
)

// kept is a search's result, to be read from any place.
type kept struct {
	id      string
	key     string
	persons []uint32
	found   *found
	used    time.Time
}

// results keeps what was found lately. A list that scrolls through 50,000 rows
// asks a few hundred times for one result.
type results struct {
	now func() time.Time
	mu  sync.Mutex
	all []*kept // the longest unused first
}

// find returns a result that is still kept, nil when it is not.
func (r *results) find(id string) *kept {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(0)
	for i, k := range r.all {
		if k.id == id {
			k.used = r.now()
			r.all = append(append(r.all[:i], r.all[i+1:]...), k)
			return k
		}
	}
	return nil
}

func (r *results) keep(key string, persons []uint32, f *found) *kept {
	var raw [12]byte
	rand.Read(raw[:]) // never fails
	f.persons = persons
	k := &kept{id: hex.EncodeToString(raw[:]), key: key, persons: persons, found: f, used: r.now()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(len(persons))
	r.all = append(r.all, k)
	return k
}

// forget lets go of results that were not looked at for long, and makes room
// for some persons more.
func (r *results) forget(more int) {
	total := more
	for _, k := range r.all {
		total += len(k.persons)
	}
	for len(r.all) > 0 && (total > keptPersons || len(r.all) > 1000 || r.now().Sub(r.all[0].used) > keptFor) {
		total -= len(r.all[0].persons)
		r.all[0] = nil
		r.all = r.all[1:]
	}
}
