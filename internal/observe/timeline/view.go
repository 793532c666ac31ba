package timeline

import (
	"context"
	"time"
)

// View is one person's history as a fold sees it: parallel columns in history
// order. It is valid only during the call that hands it over; the slices point
// into shared memory and must not be written.
type View struct {
	Person uint32   // canonical number (merged persons appear once, under it)
	Secs   []uint32 // seconds since 1970-01-01 UTC, floor; ascending
	Codes  []uint16 // event codes, by Names.Events
	Cols   []Col    // one a property asked for, in the order asked

	// Of a ScanCut: the places its cutter found, and the seconds of the first and
	// the last of them; nil where they are not known.
	Cuts    []uint32
	CutSecs [2]uint32
}

// Len is the number of events.
func (v *View) Len() int { return len(v.Codes) }

// Col holds dictionary codes of one property, aligned with the events; exactly
// one width is in use. The zero Col is absent everywhere.
type Col struct {
	W8  []uint8
	W16 []uint16
	W32 []uint32
}

// At returns the code at event i, 0 when the event lacks the property.
func (c *Col) At(i int) uint32 {
	switch {
	case c.W8 != nil:
		return uint32(c.W8[i])
	case c.W16 != nil:
		return uint32(c.W16[i])
	case c.W32 != nil:
		return c.W32[i]
	}
	return 0
}

// Store opens snapshots of a workspace's histories, with columns for the named
// properties (loading those that are not in memory yet). A property that no
// event ever had is not an error: its column is absent everywhere.
type Store interface {
	Snapshot(ctx context.Context, props []string) (Snapshot, error)
}

// Snapshot is a consistent state of all histories: every event up to Seq and
// none after. It costs little, must be closed, and never blocks writers.
type Snapshot interface {
	Info() Info
	Names() *Names
	// Dict of the i-th property asked for. It may have grown since, but it
	// numbers at least every value in the snapshot. Never nil.
	Dict(i int) *Dict
	// Scan walks every canonical person once. It calls visitor, never twice at
	// the same time, once for each of its workers, at most GOMAXPROCS, and then
	// that worker's function for
	// each person the worker meets; persons come in no particular order, each
	// whole, to exactly one worker.
	Scan(ctx context.Context, visitor func() func(*View)) error
	// One hands over the history of the person that number stands for now
	// (the canonical one if it was merged). An unknown number hands over a
	// View without events.
	One(ctx context.Context, person uint32, visit func(*View)) error
	Close()
}

// Parts is what a Snapshot may offer as well: the history of some raw persons
// only, whoever they stand for.
type Parts interface {
	// Part hands over the history of raw persons, ascending, as one View.
	Part(ctx context.Context, raw []uint32, visit func(*View)) error
}

// Info says what a snapshot contains and where it is read from.
type Info struct {
	Seq    uint64    // ordinal of its last row
	Latest time.Time // arrival of its last row; zero when empty
	Events uint64    // rows, passive ones included
	Source string    // "memory" or "record"
}
