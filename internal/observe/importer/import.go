package importer

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// State is where an import is in its life:
//
//	uploading → draft ⇄ checking, draft → queued → running → done
//	uploading → refused           running ⇄ paused; → failed, cancelled, interrupted
//	anything that wrote → undoing → undone
type State string

const (
	Uploading   State = "uploading"   // its file is on its way
	Refused     State = "refused"     // the file cannot be imported
	Drafted     State = "draft"       // the file is there, its mapping is being made
	Checked     State = "checking"    // a dry run goes through the whole file
	Queued      State = "queued"      // another import goes first
	Running     State = "running"     // or its process ended without a word
	Paused      State = "paused"      // by an operator; goes on where it was
	Interrupted State = "interrupted" // a command was; run it again
	Failed      State = "failed"
	Cancelled   State = "cancelled"
	Done        State = "done"
	Undoing     State = "undoing"
	Undone      State = "undone"
)

// Import is one file brought into a workspace through a source by a mapping.
type Import struct {
	bun.BaseModel `bun:"table:imports" json:"-"`
	Workspace     int64
	Number        int64
	Key           string // hash of the file, the mapping and the source
	Name          string
	Source        int64
	Origin        int64
	State         State
	Uploaded      int64
	Size          int64
	Received      int64
	Mapping       string
	Guess         string
	Checked       string
	Failure       string
	Forced        int64
	Operator      int64
	Rows          int64
	Skipped       int64
	Bad           int64
	Repeated      int64
	Written       int64 // events; these and
	Existing      int64 // these are the first of the file, and need no second look
	UndoneEvents  int64
	UndonePersons int64
	Created       int64 // µs UTC
	Started       int64
	Updated       int64
	Finished      int64 // 0: not yet
	Undone        int64
}

const (
	forceBad   = 1
	forceAgain = 2
)

// FinishedAt is the zero time while the import is not done.
func (i *Import) FinishedAt() time.Time { return db.Time(i.Finished) }

// in reports whether the import is in one of the states.
func (i *Import) in(states ...State) bool { return slices.Contains(states, i.State) }

// undoable reports whether it may be taken back.
func (i *Import) undoable() bool {
	return i.Origin >= int64(kith.ImportOrigin) && i.Started > 0 && i.in(Paused, Interrupted, Failed, Cancelled, Done)
}

// the mapping as it was stored; the zero one when it cannot be read.
func (i *Import) mapping() (m Mapping) {
	if json.Unmarshal([]byte(i.Mapping), &m) != nil {
		return Mapping{}
	}
	return m
}

func textOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // plain structs: does not happen
	}
	return string(text)
}
