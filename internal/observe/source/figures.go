package source

import (
	"context"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/workspace"
)

// Workspace is the one asked about.
type Workspace struct {
	ID      uint32
	Zone    string
	Space   *ingest.Workspace
	Sources []workspace.Source
	// Tally counts all rows; the catalogue keeps it up to date.
	Tally func(context.Context) (*record.Tally, error)
	// Titles are what operators call events, by name.
	Titles func(context.Context) (map[string]string, error)
}

// Room answers questions about sources.
type Room struct {
	quarantine *quarantine.Store
	now        func() time.Time
	mu         sync.Mutex
	known      map[uint32]*figures // by workspace
}

// New makes a room.
func New(q *quarantine.Store, now func() time.Time) *Room {
	return &Room{quarantine: q, now: now, known: map[uint32]*figures{}}
}

// figures are what came lately, by source.
type figures struct {
	mu       sync.Mutex
	at       time.Time
	took     time.Duration
	minute   int64 // the unfinished one, since 1970
	minutes  map[uint32]map[int64]uint64
	quarters map[uint32]map[int64]uint64
	hours    []quarantine.Hour
	days     [Days + 1]int64 // beginnings in the workspace's zone, µs; the last is tomorrow
}

// What is counted back from now.
const (
	Minutes = 60 // the unfinished one included
	Days    = 7  // so is today

	minute  = int64(60e6)
	quarter = int64(15 * 60e6) // no zone is off by less
	hour    = int64(3600e6)

	atLeast   = 2 * time.Second // figures live
	dutyCycle = 20              // and this many times what they took
)

// figures returns what came lately, counted a few seconds ago at most.
func (r *Room) figures(ctx context.Context, w *Workspace) (*figures, error) {
	r.mu.Lock()
	f := r.known[w.ID]
	if f == nil {
		f = &figures{}
		r.known[w.ID] = f
	}
	r.mu.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	now := r.now()
	if !f.at.IsZero() && now.Sub(f.at) < max(atLeast, dutyCycle*f.took) {
		return f.copy(), nil
	}
	loc, err := time.LoadLocation(w.Zone)
	if err != nil {
		return nil, &kith.Error{Code: kith.Internal, Message: "the workspace's zone is unknown", Err: err}
	}
	begin := time.Now()
	y, m, d := now.In(loc).Date()
	for i := range f.days {
		f.days[i] = time.Date(y, m, d-Days+1+i, 0, 0, 0, 0, loc).UnixMicro()
	}
	f.minute = now.UnixMicro() / minute
	if f.minutes, err = w.Space.Arrivals(ctx, (f.minute-Minutes+1)*minute, minute); err != nil {
		return nil, err
	}
	if f.quarters, err = w.Space.Arrivals(ctx, f.days[0], quarter); err != nil {
		return nil, err
	}
	if f.hours, err = r.quarantine.Hours(ctx, int64(w.ID), f.days[0]); err != nil {
		return nil, err
	}
	f.at, f.took = now, time.Since(begin)
	return f.copy(), nil
}

// copy is for readers: its maps are replaced, never written.
func (f *figures) copy() *figures {
	return &figures{at: f.at, took: f.took, minute: f.minute, minutes: f.minutes, quarters: f.quarters, hours: f.hours, days: f.days}
}

// perMinute lists a source's last minutes; the last is not over.
func (f *figures) perMinute(id uint32) (out [Minutes]uint64) {
	for m, n := range f.minutes[id] {
		if i := m - (f.minute - Minutes + 1); i >= 0 && i < Minutes {
			out[i] += n
		}
	}
	return out
}

// perDay lists a source's last days; today is not over.
func (f *figures) perDay(id uint32) (out [Days]uint64) {
	for q, n := range f.quarters[id] {
		if d, ok := f.day(q * quarter); ok {
			out[d] += n
		}
	}
	return out
}

// rejected counts what was rejected of a source on the same days.
func (f *figures) rejected(id uint32) (week uint64) {
	for _, h := range f.hours {
		if h.Source == id {
			week += uint64(h.Events)
		}
	}
	return week
}

func (f *figures) day(at int64) (int, bool) {
	for d := range Days {
		if at >= f.days[d] && at < f.days[d+1] {
			return d, true
		}
	}
	return 0, false
}
