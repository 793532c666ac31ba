package people

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/auth"
)

// Histories is what the room reads of a workspace; *ingest.Workspace is one.
type Histories interface {
	timeline.Store
	Names() *timeline.Names
	Overrides() *timeline.OverrideView
	// Rows reads part of the history of raw persons; page.Tail is filled in.
	Rows(ctx context.Context, page record.Page) ([]*timeline.Row, error)
	// Events hands over the rows of events that came after an ordinal, and
	// tells up to which ordinal it has looked.
	Events(ctx context.Context, codes []uint16, after uint64, visit func(*timeline.Row)) (uint64, error)
	// Withdrawals counts the imports that were taken back: with each, what was
	// read before holds no more.
	Withdrawals() int
	// IDsOf lists the ids of canonical persons, in the order asked.
	IDsOf(ctx context.Context, persons []uint32) ([][]identity.ID, error)
	// EachID visits every id there is until visit returns false.
	EachID(visit func(kind identity.Kind, id string, person uint32) bool)
	// Identity is who is who, and what made it so.
	Identity() *identity.Directory
	// What operators decide about it goes through the log; each returns when
	// answers follow.
	Merge(ctx context.Context, from, into uint32, by ingest.By) error
	Unmerge(ctx context.Context, merge int64, into uint32, again bool, by ingest.By) error
	Unbind(ctx context.Context, person uint32, id kith.ID, by ingest.By) error
	ReviseRules(ctx context.Context, r identity.Rules, by ingest.By) error
}

// Space is the workspace that a request is about, as its caller may see it.
type Space struct {
	ID        uint32
	Zone      string // IANA
	Histories Histories
	// Masked hides mail addresses, phone numbers and the like from the caller.
	Masked bool
	// Caller names who asks, for what they decide.
	Caller func(ctx context.Context) string
	// MayExport tells the page whether to offer it; the operation asks again.
	MayExport bool
}

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who have not the right there.
type Find func(ctx context.Context, slug string, right auth.Right) (*Space, error)

// Room keeps between requests what they share: every workspace's traits, and
// the lists that are being looked at.
type Room struct {
	now     func() time.Time
	results results

	mu     sync.Mutex
	traits map[uint32]*Traits
}

// New makes the room; now is the clock that "the last 30 days" counts from.
func New(now func() time.Time) *Room {
	return &Room{now: now, results: results{now: now}, traits: map[uint32]*Traits{}}
}

// traitsOf brings a workspace's traits up to the last event.
func (r *Room) traitsOf(ctx context.Context, s *Space) (*Traits, error) {
	r.mu.Lock()
	t := r.traits[s.ID]
	if t == nil || t.withdrawals != s.Histories.Withdrawals() {
		t = newTraits(s.Histories)
		r.traits[s.ID] = t
	}
	r.mu.Unlock()
	return t, t.catchUp(ctx)
}

// view is everything about persons as of one moment. It must be closed.
type view struct {
	space     *Space
	snap      timeline.Snapshot
	overrides *timeline.OverrideView
	traits    *Traits
	days      *days
	now       int64 // Unix seconds
	active    []bool
	cols      map[string]int // property -> index in View.Cols
}

// openMost is open, but does without properties that have too many values to be
// asked about.
func (r *Room) openMost(ctx context.Context, s *Space, props []string) (*view, error) {
	for {
		v, err := r.open(ctx, s, props)
		var e *kith.Error
		if !errors.As(err, &e) || e.Code != kith.TooLarge || !slices.Contains(props, e.Field) {
			return v, err
		}
		props = slices.DeleteFunc(slices.Clone(props), func(p string) bool { return p == e.Field })
	}
}

// open takes a view with columns for the properties.
func (r *Room) open(ctx context.Context, s *Space, props []string) (*view, error) {
	traits, err := r.traitsOf(ctx, s)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, err
	}
	v := &view{space: s, traits: traits, days: newDays(loc), now: r.now().Unix(), cols: map[string]int{}}
	if v.snap, err = s.Histories.Snapshot(ctx, props); err != nil {
		return nil, err
	}
	for i, p := range props {
		v.cols[p] = i
	}
	v.overrides = s.Histories.Overrides() // not older than the snapshot's
	v.active = activeCodes(v.snap.Names())
	return v, nil
}

func (v *view) close() { v.snap.Close() }

// col is a property's column of a history; absent everywhere when the view was
// opened without it.
func (v *view) col(h *timeline.View, prop string) *timeline.Col {
	if at, ok := v.cols[prop]; ok {
		return &h.Cols[at]
	}
	return &timeline.Col{}
}

// text is a property of event i as text, "" when it lacks it.
func (v *view) text(h *timeline.View, prop string, i int) string {
	at, ok := v.cols[prop]
	if !ok {
		return ""
	}
	return v.snap.Dict(at).Values()[h.Cols[at].At(i)].Text()
}

// members are the raw numbers of whom a number stands for.
func (v *view) members(person uint32) (canonical uint32, raw []uint32) {
	canonical = v.overrides.Canonical(person)
	if raw = v.overrides.Members(canonical); raw == nil {
		raw = []uint32{canonical}
	}
	return canonical, raw
}
