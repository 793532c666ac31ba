package importer

import (
	"encoding/json"
	"time"

	"kith/internal/platform/db"
)

// View is an import as the API shows it.
type View struct {
	Number   int64         `json:"number"`
	Name     string        `json:"name"`
	State    State         `json:"state" enum:"uploading,refused,draft,checking,queued,running,paused,interrupted,failed,cancelled,done,undoing,undone"`
	File     string        `json:"file" enum:"here,expired,elsewhere" doc:"elsewhere: it was imported by a command"`
	Size     int64         `json:"size" doc:"Bytes; 0 when not known"`
	Received int64         `json:"received" doc:"Bytes of the upload that are here"`
	Found    *Found        `json:"found,omitempty"`
	Mapping  Mapping       `json:"mapping"`
	Rows     int64         `json:"rows" doc:"Read; those skipped, bad and repeated included"`
	Skipped  int64         `json:"skipped"`
	Bad      int64         `json:"bad"`
	Repeated int64         `json:"repeated"`
	Written  int64         `json:"written" doc:"Events"`
	Existing int64         `json:"existing" doc:"Events that were there already"`
	Progress *ViewProgress `json:"progress,omitempty" doc:"While work goes on"`
	Report   *Report       `json:"report,omitempty" doc:"Of the last dry run by this mapping"`
	Failure  *Stop         `json:"failure,omitempty"`
	Errors   bool          `json:"errors" doc:"There is a list of bad rows"`
	Undoable bool          `json:"undoable"`
	Undo     *ViewUndo     `json:"undo,omitempty" doc:"What was taken back"`
	Operator int64         `json:"operator,omitempty" doc:"0: a command or a token"`
	Origin   int64         `json:"origin" doc:"What the record names as source of its events"`
	Created  time.Time     `json:"created"`
	Started  *time.Time    `json:"started,omitempty"`
	Updated  time.Time     `json:"updated"`
	Finished *time.Time    `json:"finished,omitempty"`
	Expires  *time.Time    `json:"expires,omitempty" doc:"When its file is removed from the server"`
}

// ViewProgress is where work under way stands.
type ViewProgress struct {
	Stage    string  `json:"stage" enum:"checking,reading,writing,finished" doc:"checking: whether it was imported before"`
	Share    float64 `json:"share" doc:"Of the stage, 0 to 1; 0 when not known"`
	Rows     int64   `json:"rows"`
	Skipped  int64   `json:"skipped"`
	Bad      int64   `json:"bad"`
	Repeated int64   `json:"repeated"`
	Written  int64   `json:"written"`
	Existing int64   `json:"existing"`
	Rate     float64 `json:"rate" doc:"Rows a second"`
	Elapsed  int64   `json:"elapsed_ms"`
	Left     int64   `json:"left_ms" doc:"Of the stage; 0 when not known"`
}

// ViewUndo is what an undo touched, or will.
type ViewUndo struct {
	Events  int64      `json:"events"`
	Persons int64      `json:"persons" doc:"Who were known by it alone"`
	At      *time.Time `json:"at,omitempty"`
}

// View shows an import.
func (d *Desk) View(i *Import) View {
	v := View{
		Number: i.Number, Name: i.Name, State: i.State, File: "here", Size: i.Size, Received: i.Received, Mapping: i.mapping(),
		Rows: i.Rows, Skipped: i.Skipped, Bad: i.Bad, Repeated: i.Repeated, Written: i.Written, Existing: i.Existing,
		Undoable: i.undoable(), Operator: i.Operator, Origin: i.Origin, Created: db.Time(i.Created), Updated: db.Time(i.Updated),
		Started: moment(i.Started), Finished: moment(i.Finished),
	}
	switch i.Uploaded {
	case 0:
		v.File = "elsewhere"
	case 2:
		v.File = "expired"
	default:
		expires := db.Time(i.Updated).Add(d.o.Keep)
		v.Expires = &expires
	}
	v.Found, v.Report, v.Failure = read[Found](i.Guess), read[Report](i.Checked), read[Stop](i.Failure)
	v.Errors = i.Uploaded == 1 && (i.Bad > 0 || v.Report != nil && v.Report.Bad > 0)
	if i.in(Undoing, Undone) {
		v.Undo = &ViewUndo{Events: i.UndoneEvents, Persons: i.UndonePersons, At: moment(i.Undone)}
	}
	if a := d.of(i); a != nil {
		if p := a.progress.Load(); p != nil {
			v.Progress = progressOf(p)
		}
	}
	return v
}

func progressOf(p *Progress) *ViewProgress {
	return &ViewProgress{
		Stage: p.Stage, Share: p.Share, Rows: p.Rows, Skipped: p.Skipped, Bad: p.Bad, Repeated: p.Repeated, Written: p.Written, Existing: p.Existing,
		Rate: p.Rate, Elapsed: p.Elapsed.Milliseconds(), Left: p.Left.Milliseconds(),
	}
}

func moment(micros int64) *time.Time {
	if micros == 0 {
		return nil
	}
	t := db.Time(micros)
	return &t
}

// read is what a row's text says; nil when it says nothing.
func read[T any](text string) *T {
	if text == "" {
		return nil
	}
	out := new(T)
	if json.Unmarshal([]byte(text), out) != nil {
		return nil
	}
	return out
}
