package privacy

import (
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/platform/db"
)

// State is where a request is: waiting → running → done.
type State string

const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
)

// Step is what is being done of a running request. After a kill it begins again
// at the first.
type Step string

const (
	Hiding     Step = "hiding"     // rows leave all answers, ids are forgotten
	Forgetting Step = "forgetting" // other rooms forget
	Rewriting  Step = "rewriting"  // files are written without what was erased
	Proving    Step = "proving"    // the files are searched
)

// Request is what was asked for a person and what came of it.
type Request struct {
	ID         int64      `json:"id"`
	Kind       string     `json:"kind" enum:"erase"`
	State      State      `json:"state" enum:"waiting,running,done"`
	Step       Step       `json:"step,omitempty" enum:"hiding,forgetting,rewriting,proving"`
	Person     uint32     `json:"person" doc:"Number, which nobody has any more once it is done"`
	Operator   uint32     `json:"operator" doc:"Who asked; 0: a program"`
	RefuseDays int        `json:"refuse_days" doc:"How long events with the person's ids are dropped; later they would be a stranger's"`
	Created    time.Time  `json:"created"`
	Started    *time.Time `json:"started,omitempty"`
	Finished   *time.Time `json:"finished,omitempty"`
	Failure    string     `json:"failure,omitempty" doc:"Why the last try did not come to its end; it is tried again"`
	Receipt    *Receipt   `json:"receipt,omitempty" doc:"What was erased; of a running request, so far"`
}

// Receipt says what was erased, and how that was proved. It names nobody.
type Receipt struct {
	Stores  []Cleared `json:"stores"`
	Members int       `json:"members" doc:"Persons that had been merged into this one, itself included"`
	Search  *Proof    `json:"search,omitempty" doc:"Absent until it was made"`
}

// Cleared is a store and what left it.
type Cleared struct {
	Store string `json:"store" doc:"events, ids, quarantine, imports, insights, queries, dashboards, …"`
	Rows  int64  `json:"rows"`
}

// Proof is the search of the program's own files for what was erased.
type Proof struct {
	At       time.Time `json:"at"`
	Texts    int       `json:"texts" doc:"Ids and personal values searched for"`
	TooShort int       `json:"too_short" doc:"Values under 4 bytes, which cannot be told from chance"`
	Files    int       `json:"files"`
	Bytes    int64     `json:"bytes"`
	Found    int       `json:"found" doc:"Texts that are still somewhere and that nobody else has; 0 in a request that is done"`
	Shared   int       `json:"shared" doc:"Texts that were found because other persons have them too, or have longer ones with them inside"`
	Where    []string  `json:"where" doc:"Where those are: database, record, or a folder of the data folder"`
	Database string    `json:"database" doc:"How the operational database was searched" enum:"files,tables"`
}

// clear notes what left a store. A repeated step finds less, so the most counts.
func (r *Receipt) clear(store string, rows int64) {
	for i := range r.Stores {
		if s := &r.Stores[i]; s.Store == store {
			s.Rows = max(s.Rows, rows)
			return
		}
	}
	r.Stores = append(r.Stores, Cleared{store, rows})
}

type row struct {
	bun.BaseModel `bun:"table:privacy_requests"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     int64
	Kind          string
	State         State
	Step          Step
	Person        int64
	Members       string
	Sealed        string
	SealedBy      string
	RefuseDays    int64
	Receipt       string
	Failure       string
	Operator      int64
	Created       int64
	Started       int64
	Finished      int64
	Holder        string
	HeldUntil     int64
}

func (r *row) request() (Request, error) {
	out := Request{
		ID: r.ID, Kind: r.Kind, State: r.State, Step: r.Step, Person: uint32(r.Person), Operator: uint32(r.Operator),
		RefuseDays: int(r.RefuseDays), Created: db.Time(r.Created), Started: moment(r.Started), Finished: moment(r.Finished), Failure: r.Failure,
	}
	receipt, err := r.readReceipt()
	if r.Started != 0 {
		out.Receipt = receipt
	}
	return out, err
}

func (r *row) readReceipt() (*Receipt, error) {
	out := &Receipt{Stores: []Cleared{}}
	if r.Receipt == "" {
		return out, nil
	}
	return out, json.Unmarshal([]byte(r.Receipt), out)
}

func (r *row) members() (out []uint32, err error) {
	if r.Members == "" {
		return []uint32{uint32(r.Person)}, nil
	}
	err = json.Unmarshal([]byte(r.Members), &out)
	return append(out, uint32(r.Person)), err
}

func moment(micros int64) *time.Time {
	if micros == 0 {
		return nil
	}
	t := db.Time(micros)
	return &t
}
