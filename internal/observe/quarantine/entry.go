package quarantine

import (
	"strings"

	"github.com/uptrace/bun"

	"kith/internal/kith"
)

// Entry is one rejected event and where the log has it.
type Entry struct {
	LogSeq   uint64 // entry of the workspace's log
	Index    int    // among the rejected events of that entry, from 0
	Source   uint32
	Received int64  // µs UTC
	Wire     string // that Raw is of
	// RawSize is how many bytes were received. It is set by what reads: Raw is
	// cut when RawSize is larger than its length, and cannot be replayed then.
	RawSize int
	// What an operator did with it; also set by what reads.
	Settled   int64 // µs UTC; 0 while it is open
	SettledAs Outcome
	SettledBy uint32
	kith.Rejected
}

// Outcome is what becomes of an entry.
type Outcome string

const (
	Replayed  Outcome = "replayed"  // in the log again, as an event
	Discarded Outcome = "discarded" // put aside; can be taken back
)

// Cut reports whether Raw is not all that was received.
func (e *Entry) Cut() bool { return e.RawSize > len(e.Raw) }

// At is the entry's place.
func (e *Entry) At() Position { return Position{LogSeq: e.LogSeq, Index: e.Index} }

type row struct {
	bun.BaseModel `bun:"table:quarantine"`
	Workspace     int64
	LogSeq        int64
	Idx           int64
	Source        int64
	Received      int64
	Wire          string
	MessageID     string
	Name          string
	Reason        string
	Detail        string
	Raw           []byte
	RawSize       int64
	Settled       int64
	SettledAs     Outcome
	SettledBy     int64
}

func newRow(workspace int64, e *Entry, maxRaw int) row {
	raw := e.Raw
	if len(raw) > maxRaw {
		raw = raw[:maxRaw]
	}
	if raw == nil {
		raw = []byte{} // the column is never null
	}
	return row{
		Workspace: workspace, LogSeq: int64(e.LogSeq), Idx: int64(e.Index), Source: int64(e.Source), Received: e.Received, Wire: e.Wire,
		MessageID: storable(e.MessageID), Name: storable(e.Name), Reason: storable(e.Reason), Detail: storable(e.Detail),
		Raw: raw, RawSize: int64(len(e.Raw)),
	}
}

func (r *row) entry() Entry {
	return Entry{
		LogSeq: uint64(r.LogSeq), Index: int(r.Idx), Source: uint32(r.Source), Received: r.Received, Wire: r.Wire, RawSize: int(r.RawSize),
		Settled: r.Settled, SettledAs: r.SettledAs, SettledBy: uint32(r.SettledBy),
		Rejected: kith.Rejected{MessageID: r.MessageID, Name: r.Name, Reason: r.Reason, Detail: r.Detail, Raw: r.Raw},
	}
}

// storable makes s a text that PostgreSQL takes. The doors clean texts, but
// this is where what is broken ends up, so nothing may depend on that.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
