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
	table  atomic.Pointer[table] // replaced when persons are retired
	counts counters

	rules     *rulebook
	history   []*rulebook // all that ever held, the default first
	published atomic.Pointer[rulebook]

	persons  persons
	known    knownSet
	further  further
	entry    uint64 // log entry that is looked at
	nth      int    // its event, from 1
	naming   naming
	resolved uint64              // log entry of the last event decided (not looked up)
	merges   []timeline.Pair     // all that ever were: number 1 first
	undone   map[int]bool        // by number: those taken back
	apart    []timeline.Pair     // raw numbers that are not to be one by themselves
	unbound  map[named][]unbound // by id, in order
	stale    map[uint64]bool     // references of the arena that no slot has
	position atomic.Uint64       // committed
	bytes    atomic.Int64        // of persons and merges

	// What is not committed.
	added     []uint64 // references of ids
	joined    []merge
	takenBack []undone
	takenAway []unbound
	revised   []*rulebook
	suggested map[suggested]seen
}

// maxIDs a person may come to have by itself.
func (d *Directory) maxIDs() int { return d.rules.MaxIDs }

// Rules are the rules that hold, and since when. Any goroutine.
func (d *Directory) Rules() (Rules, Changed) {
	b := d.published.Load()
	return b.Rules, b.changed
}

// Kinds are the names of all kinds, by number. Any goroutine.
func (d *Directory) Kinds() []string {
	out := make([]string, kinds)
	for k := range kinds {
		out[k] = d.TypeName(k)
	}
	return out
}

// TypeName is the name of a kind of ids. Any goroutine.
func (d *Directory) TypeName(k Kind) string {
	if k >= firstOwn && k < kinds {
		if b := d.published.Load(); b.of[k] > 0 {
			return b.Types[b.of[k]-1].Name
		}
	}
	return k.String()
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
	dir := newDirectory(store{db: d, workspace: workspace}, o.MaxIDs)
	if err := dir.load(ctx); err != nil {
		return nil, fmt.Errorf("load identity of workspace %d: %w", workspace, err)
	}
	return dir, nil
}

func newDirectory(s store, maxIDs int) *Directory {
	d := &Directory{store: s, persons: make(persons, 1)}
	d.table.Store(newTable())
	rules := DefaultRules()
	rules.MaxIDs = maxIDs
	d.rules = newRulebook(rules, "", Changed{})
	d.history = []*rulebook{d.rules}
	d.published.Store(d.rules)
	return d
}

func (d *Directory) load(ctx context.Context) error {
	position, err := d.store.position(ctx)
	if err != nil {
		return err
	}
	d.position.Store(position)
	d.resolved = position
	if err := d.loadRules(ctx); err != nil {
		return err
	}
	if err := d.loadMerges(ctx); err != nil {
		return err
	}
	err = d.store.ids(ctx, func(id ID) error {
		if id.Person == 0 || id.Kind >= kinds || len(id.ID) > maxBytes {
			return fmt.Errorf("%s id %.40q of person %d is damaged", id.Kind, id.ID, id.Person)
		}
		if first, twice := d.table.Load().find(id.Kind, id.ID); twice {
			return fmt.Errorf("%s id %.40q belongs to persons %d and %d", id.Kind, id.ID, first, id.Person)
		}
		d.table.Load().add(id.Kind, id.ID, id.Person)
		d.persons = d.persons.cover(id.Person)
		d.count(id.Kind, d.persons.canonical(id.Person))
		if id.Kind == User {
			d.known.set(id.Person, true)
		}
		return nil
	})
	d.measure()
	return err
}

func (d *Directory) loadRules(ctx context.Context) error {
	all, err := d.store.rules(ctx)
	if err != nil {
		return err
	}
	for _, b := range all {
		d.rules = b
		d.history = append(d.history, b)
	}
	d.published.Store(d.rules)
	return nil
}

// loadMerges brings persons to where merges, those taken back and the ids taken
// away leave them.
func (d *Directory) loadMerges(ctx context.Context) (err error) {
	if d.merges, d.undone, d.apart, err = d.store.merges(ctx); err != nil {
		return err
	}
	highest, err := d.store.highest(ctx)
	if err != nil {
		return fmt.Errorf("read the highest number: %w", err)
	}
	d.persons = d.persons.cover(highest)
	for i, m := range d.merges {
		d.persons = d.persons.cover(max(m.From, m.Into))
		if !d.undone[i+1] {
			d.unite(d.persons.canonical(m.From), d.persons.canonical(m.Into))
		}
	}
	away, err := d.store.unbound(ctx)
	if err != nil {
		return err
	}
	for _, u := range away {
		d.persons = d.persons.cover(max(u.From, u.Into))
		d.remember(u)
	}
	for _, pair := range d.apart {
		d.persons[d.persons.canonical(pair.From)].apart = true
		d.persons[d.persons.canonical(pair.Into)].apart = true
	}
	return nil
}

// Find returns the raw person of an id. Any goroutine; no lock is taken.
func (d *Directory) Find(kind Kind, id string) (uint32, bool) {
	if kind >= kinds {
		return 0, false
	}
	return d.table.Load().find(kind, id)
}

// Position is the last log entry whose consequences are committed. Any goroutine.
func (d *Directory) Position() uint64 { return d.position.Load() }

// Merges returns the merges that hold, in order, committed or not, to be applied
// to timeline.Overrides at start-up. It belongs to the resolving goroutine; do
// not write to it.
func (d *Directory) Merges() []timeline.Pair {
	if len(d.undone) == 0 {
		return d.merges[:len(d.merges):len(d.merges)]
	}
	out := make([]timeline.Pair, 0, len(d.merges))
	for i, m := range d.merges {
		if !d.undone[i+1] {
			out = append(out, m)
		}
	}
	return out
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

// Tally counts ids by kind. Any goroutine.
func (d *Directory) Tally() []int {
	out, t := make([]int, kinds), d.table.Load()
	for k := range out {
		out[k] = int(t.tally[k].Load())
	}
	return out
}

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
	c := changes{ids: ids, merges: d.joined, first: len(d.merges) - len(d.joined) + 1,
		takenBack: d.takenBack, takenAway: d.takenAway, rules: d.revised, suggested: d.suggested}
	if err := d.store.commit(ctx, from, logSeq, &c); err != nil {
		return fmt.Errorf("commit identity at log entry %d: %w", logSeq, err)
	}
	d.position.Store(logSeq)
	d.resolved = logSeq
	d.added, d.joined = d.added[:0], d.joined[:0]
	d.takenBack, d.takenAway, d.revised, d.suggested = nil, nil, nil, nil
	return nil
}

func (d *Directory) measure() {
	d.bytes.Store(int64(cap(d.persons))*int64(unsafe.Sizeof(person{})) + int64(cap(d.merges))*int64(unsafe.Sizeof(timeline.Pair{})) +
		int64(len(d.further))*furtherBytes)
}

// Each calls visit for every id, committed or not, in no order, until it
// returns false. Any goroutine; no lock is taken. The text is valid for good.
func (d *Directory) Each(visit func(kind Kind, id string, person uint32) bool) {
	d.table.Load().each(visit)
}
