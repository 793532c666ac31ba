package timeline

import "context"

// Shortcuts is a Snapshot that can keep more than the histories, so that a
// question reads less than all events. What it keeps is worked out when first
// asked for, is dropped when memory is short, and never changes an answer: who
// asks gets either less to read or everything.
type Shortcuts interface {
	Snapshot
	// ScanOnly is Scan, but events may be missing from a View, and persons from
	// the scan, if their codes are not in the set.
	ScanOnly(ctx context.Context, codes Codes, visitor func() func(*View)) error
	// ScanCut is Scan, but Views may carry their cuts.
	ScanCut(ctx context.Context, cutter Cutter, visitor func() func(*View)) error
	// ScanActive walks every canonical person once, many at a time, and says in
	// which units each was active. It reports false, and has visited nobody,
	// when there is no room for that.
	ScanActive(ctx context.Context, asked []Activity, visitor func() func(*ActiveBlock)) (bool, error)
}

// CodeSet is a set of event codes.
type CodeSet [1 << 16]bool

// Codes is a set of event codes by name. Sets of one key are equal as far as
// the codes given out before either was made.
type Codes struct {
	Key string
	Set *CodeSet
}

// Cutter finds places in a history: indices of events, ascending. Whether an
// event is one must be told by the seconds, codes and properties named of the
// events up to it alone. Cut appends the places to those it is given, which are
// the first of them. Cutters of one key find the same.
type Cutter struct {
	Key  string
	Cols []int // properties that Cut looks at, by position asked
	Cut  func(v *View, to []uint32) []uint32
}

// Activity asks for the units in which a person has an event of some codes.
type Activity struct {
	Codes Codes
	Units *Units
}

// ActiveBlock is the activity of a stretch of persons. It is valid only during
// the call that hands it over.
type ActiveBlock struct {
	Persons int
	Sets    []ActiveSet // one an Activity, in the order asked
}

// ActiveSet holds words of 64 units each, for every person those that are not
// zero, ascending: the i-th person's are Offsets[i] to Offsets[i+1]. Bit b of
// Words[k] is unit 64*At[k]+b.
type ActiveSet struct {
	Offsets []uint32
	At      []uint16
	Words   []uint64
}

// Units cuts all the time that histories can hold into units, such as the days
// of a zone. Those of one key are equal.
type Units struct {
	Key    string
	Starts []uint32 // ascending, the first 0; a unit may be empty
	Usual  uint32   // length of nearly all units
}

// Of is the number of the unit that sec lies in.
func (u *Units) Of(sec uint32) int {
	i := min(int(sec/u.Usual), len(u.Starts)-1)
	for u.Starts[i] > sec {
		i--
	}
	for i+1 < len(u.Starts) && u.Starts[i+1] <= sec {
		i++
	}
	return i
}

// End is the first second after the unit; of the last unit there is none.
func (u *Units) End(i int) uint64 {
	if i+1 < len(u.Starts) {
		return uint64(u.Starts[i+1])
	}
	return 1 << 32
}

// At is the unit that begins at an instant, and whether there is one.
func (u *Units) At(sec int64) (int, bool) {
	if sec < 0 || sec >= 1<<32 {
		return 0, false
	}
	i := u.Of(uint32(sec))
	return i, u.Starts[i] == uint32(sec)
}
