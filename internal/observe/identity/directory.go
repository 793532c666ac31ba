package identity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"unicode/utf8"
	"unsafe"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
)

// DefaultMaxIDs bounds the ids of a person unless Options say otherwise.
const DefaultMaxIDs = 200

const maxBytes = kith.MaxIDLen * utf8.UTFMax

// Options of a directory; the zero value is good.
type Options struct {
	MaxIDs int // ids a person may have, 2 to 10,000; 0: DefaultMaxIDs
}

// Directory is who is who in one workspace. One goroutine, the consumer of the
// log, resolves and commits; the methods that say "any goroutine" may be
// called beside it.
type Directory struct {
	store  store
	maxIDs int
	table  atomic.Pointer[table] // replaced when persons are retired
	counts counters

	persons  persons
	resolved uint64          // log entry of the last event decided (not looked up)
	added    []uint64        // references of ids that are not committed
	merges   []timeline.Pair // all
	joined   []merge         // those that are not committed
	position atomic.Uint64   // committed
	bytes    atomic.Int64    // of persons and merges
}

// merge is a pair with what the merge log says of it.
type merge struct {
	timeline.Pair
	logSeq uint64
	at     int64 // time of the event that caused it, µs UTC
}

// Open loads a workspace's ids and merges. Two directories on one workspace at
// a time are refused when the second commits.
func Open(ctx context.Context, d *db.DB, workspace int64, o Options) (*Directory, error) {
	if o.MaxIDs == 0 {
		o.MaxIDs = DefaultMaxIDs
	}
	if o.MaxIDs < 2 || o.MaxIDs > 10_000 {
		return nil, &kith.Error{Code: kith.Invalid, Field: "max_ids", Message: fmt.Sprintf("a person cannot be bounded to %d ids", o.MaxIDs), Hint: "choose 2 to 10000; 200 suits most"}
	}
	dir := &Directory{store: store{db: d, workspace: workspace}, maxIDs: o.MaxIDs, persons: make(persons, 1)}
	dir.table.Store(newTable())
	if err := dir.load(ctx); err != nil {
		return nil, fmt.Errorf("load identity of workspace %d: %w", workspace, err)
	}
	return dir, nil
}

func (d *Directory) load(ctx context.Context) error {
	position, err := d.store.position(ctx)
	if err != nil {
		return err
	}
	d.position.Store(position)
	d.resolved = position
	if d.merges, err = d.store.merges(ctx); err != nil {
		return err
	}
	highest, err := d.store.highest(ctx)
	if err != nil {
		return fmt.Errorf("read the highest number: %w", err)
	}
	d.persons = d.persons.cover(highest)
	for _, m := range d.merges {
		d.persons = d.persons.cover(max(m.From, m.Into))
		d.persons.merge(d.persons.canonical(m.From), d.persons.canonical(m.Into))
	}
	err = d.store.ids(ctx, func(id ID) error {
		if id.Person == 0 || id.Kind > User || len(id.ID) > maxBytes {
			return fmt.Errorf("%s id %.40q of person %d is damaged", id.Kind, id.ID, id.Person)
		}
		if first, twice := d.table.Load().find(id.Kind, id.ID); twice {
			return fmt.Errorf("%s id %.40q belongs to persons %d and %d", id.Kind, id.ID, first, id.Person)
		}
		d.table.Load().add(id.Kind, id.ID, id.Person)
		d.persons = d.persons.cover(id.Person)
		d.persons.bind(id.Kind, id.Person)
		return nil
	})
	d.measure()
	return err
}

// Find returns the raw person of an id. Any goroutine; no lock is taken.
func (d *Directory) Find(kind Kind, id string) (uint32, bool) {
	if kind > User {
		return 0, false
	}
	return d.table.Load().find(kind, id)
}

// Position is the last log entry whose consequences are committed. Any goroutine.
func (d *Directory) Position() uint64 { return d.position.Load() }

// Merges returns all merges in order, committed or not, to be applied to
// timeline.Overrides at start-up. It belongs to the resolving goroutine; do not
// write to it.
func (d *Directory) Merges() []timeline.Pair {
	return d.merges[:len(d.merges):len(d.merges)]
}

// IDs returns the committed ids of raw persons (of a canonical person: give all
// its members), by person, then kind, then text. An id shows up here when the
// entry that brought it is committed; Find knows it at once. Any goroutine.
func (d *Directory) IDs(ctx context.Context, persons ...uint32) ([]ID, error) {
	ids, err := d.store.of(ctx, persons)
	if err != nil {
		return nil, fmt.Errorf("read ids of %d persons: %w", len(persons), err)
	}
	return ids, nil
}

// Between calls each for the committed ids of raw persons [lo, hi), by person;
// hi 0: no bound. Any goroutine.
func (d *Directory) Between(ctx context.Context, lo, hi uint32, each func(ID) error) error {
	if err := d.store.between(ctx, lo, hi, each); err != nil {
		return fmt.Errorf("read ids of persons from %d: %w", lo, err)
	}
	return nil
}

// Len is the number of ids. Any goroutine.
func (d *Directory) Len() int { return int(d.table.Load().count.Load()) }

// Bytes is the memory held. Any goroutine.
func (d *Directory) Bytes() int64 { return d.table.Load().bytes() + d.bytes.Load() }

// Commit stores what was resolved up to and including log entry logSeq, all or
// nothing. No event of a later entry may have been resolved yet. When it fails
// nothing is lost: call it again; but after kith.Conflict another process (or
// an attempt that failed only in appearance) has moved the position, and the
// directory must be opened again.
func (d *Directory) Commit(ctx context.Context, logSeq uint64) error {
	from := d.position.Load()
	if logSeq <= from {
		return nil
	}
	if logSeq < d.resolved {
		return fmt.Errorf("commit identity at log entry %d: entry %d is already resolved", logSeq, d.resolved)
	}
	ids := make([]ID, len(d.added))
	for i, ref := range d.added {
		ids[i].Kind, ids[i].ID, ids[i].Person = d.table.Load().arena.at(ref)
	}
	// In the order of the table's key each of its pages is visited once.
	slices.SortFunc(ids, func(a, b ID) int { return cmp.Compare(a.Person, b.Person) })
	first := len(d.merges) - len(d.joined) + 1
	if err := d.store.commit(ctx, from, logSeq, ids, d.joined, first); err != nil {
		return fmt.Errorf("commit identity at log entry %d: %w", logSeq, err)
	}
	d.position.Store(logSeq)
	d.resolved = logSeq
	d.added, d.joined = d.added[:0], d.joined[:0]
	return nil
}

func (d *Directory) measure() {
	d.bytes.Store(int64(cap(d.persons))*int64(unsafe.Sizeof(person{})) + int64(cap(d.merges))*int64(unsafe.Sizeof(timeline.Pair{})))
}

// Each calls visit for every id, committed or not, in no order, until it
// returns false. Any goroutine; no lock is taken. The text is valid for good.
func (d *Directory) Each(visit func(kind Kind, id string, person uint32) bool) {
	d.table.Load().each(visit)
}

// Joined is a merge: From's history became part of Into's, for the event at At.
type Joined struct {
	timeline.Pair
	At int64 // time of that event, µs UTC
}

// Joins returns the committed merges of raw persons, in order: give all members
// of a canonical person. Any goroutine.
func (d *Directory) Joins(ctx context.Context, persons ...uint32) ([]Joined, error) {
	joins, err := d.store.joins(ctx, persons)
	if err != nil {
		return nil, fmt.Errorf("read merges of %d persons: %w", len(persons), err)
	}
	return joins, nil
}
