package importer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

// Space is a workspace as imports see it.
type Space struct {
	*ingest.Workspace
	ID     int64
	Source uint32 // whose message ids rows have
	Zone   string
}

func (s *Space) to() To {
	return To{Workspace: s.ID, Source: s.Source, Sink: s.Workspace, MID: ingest.MID}
}

// DeskOptions of a desk. Dir, Store and Space are required.
type DeskOptions struct {
	Dir      string // data folder; files are in Dir/imports/<workspace>/<number>
	Store    *Store
	Space    func(ctx context.Context, workspace int64) (*Space, error)
	MaxBytes int64         // of an uploaded file; 2 GiB when 0
	MinFree  int64         // bytes of the disk that uploads leave free; 1 GiB when 0
	Keep     time.Duration // how long files lie here after their import was last touched; 7 days when 0
	Now      func() time.Time
	Logger   *slog.Logger
}

// Desk takes files in over HTTP and imports them in the background: one import,
// one dry run and one undo of a workspace at a time, the others wait. What is
// under way when the program ends goes on at the next start.
type Desk struct {
	o    DeskOptions
	wake chan struct{}

	mu      sync.Mutex
	active  map[at]*active
	filling map[at]bool // files being written to
}

// at names an import.
type at struct{ workspace, number int64 }

func (i *Import) at() at { return at{i.Workspace, i.Number} }

// active is work under way.
type active struct {
	lane     lane
	cancel   context.CancelFunc
	progress atomic.Pointer[Progress]
	wants    atomic.Value // State that somebody asked it to stop for
}

// lane is what happens once at a time.
type lane struct {
	workspace int64
	state     State
}

// atOnce bounds the work of all workspaces.
const atOnce = 4

func NewDesk(o DeskOptions) *Desk {
	if o.MaxBytes == 0 {
		o.MaxBytes = 2 << 30
	}
	if o.MinFree == 0 {
		o.MinFree = 1 << 30
	}
	if o.Keep == 0 {
		o.Keep = 7 * 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{o: o, wake: make(chan struct{}, 1), active: map[at]*active{}, filling: map[at]bool{}}
}

func (d *Desk) now() int64 { return d.o.Now().UnixMicro() }

func (d *Desk) nudge() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run works until the context ends, and then waits for what it began to stop.
func (d *Desk) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	if err := d.recover(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	sweep, retry := time.NewTicker(time.Hour), time.NewTicker(20*time.Second)
	defer sweep.Stop()
	defer retry.Stop()
	d.sweep(ctx)
	for {
		if err := d.dispatch(ctx, &work); err != nil && ctx.Err() == nil {
			d.o.Logger.Error("imports wait: the database did not say which", "error", err)
		}
		select {
		case <-d.wake:
		case <-retry.C: // the database may have been away
		case <-sweep.C:
			d.sweep(ctx)
		case <-ctx.Done():
			return nil
		}
	}
}

// recover queues again what was under way when the program ended.
func (d *Desk) recover(ctx context.Context) error {
	left, err := d.o.Store.In(ctx, Running, Interrupted)
	if err != nil {
		return err
	}
	for k := range left {
		i := &left[k]
		if i.Uploaded == 0 {
			continue // a command's: it is run again by hand
		}
		i.Updated = d.now()
		if _, err := d.o.Store.Move(ctx, i, Queued, Running, Interrupted); err != nil {
			return err
		}
	}
	return nil
}

// dispatch begins what may begin.
func (d *Desk) dispatch(ctx context.Context, work *sync.WaitGroup) error {
	waiting, err := d.o.Store.In(ctx, Checked, Queued, Undoing)
	if err != nil {
		return err
	}
	for k := range waiting {
		i := waiting[k]
		a := d.claim(&i)
		if a == nil {
			continue
		}
		var run context.Context
		run, a.cancel = context.WithCancel(ctx)
		work.Add(1)
		go func() {
			defer work.Done()
			defer d.nudge()
			defer d.release(&i)
			defer a.cancel()
			d.do(run, a, &i)
		}()
	}
	return nil
}

// claim takes the import's lane; nil when it is taken, or all hands are busy.
func (d *Desk) claim(i *Import) *active {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := &active{lane: lane{i.Workspace, i.State}, cancel: func() {}}
	if len(d.active) >= atOnce || d.active[i.at()] != nil {
		return nil
	}
	for _, other := range d.active {
		if other.lane == a.lane {
			return nil
		}
	}
	d.active[i.at()] = a
	return a
}

func (d *Desk) release(i *Import) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.active, i.at())
}

// of returns the work on an import, nil when there is none.
func (d *Desk) of(i *Import) *active {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.active[i.at()]
}

// stop asks the work on an import to end in a state; false when there is none.
func (d *Desk) stop(i *Import, state State) bool {
	a := d.of(i)
	if a == nil {
		return false
	}
	a.wants.Store(state)
	a.cancel()
	return true
}

// do is one piece of work, of which the state tells the kind.
func (d *Desk) do(ctx context.Context, a *active, i *Import) {
	space, err := d.o.Space(ctx, i.Workspace)
	if err == nil {
		switch i.State {
		case Checked:
			err = d.check(ctx, a, i, space)
		case Queued:
			err = d.bring(ctx, a, i, space)
		case Undoing:
			err = d.undo(ctx, i, space)
		}
	}
	if err != nil {
		d.o.Logger.Error("an import stopped", "workspace", i.Workspace, "number", i.Number, "state", i.State, "error", err)
	}
}

// ended is the state of work that failed: what was asked for, or none when the
// program ends and it is to go on.
func (a *active) ended(ctx context.Context, err error, failed State) (State, bool) {
	if wants, ok := a.wants.Load().(State); ok {
		return wants, false
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return "", false
	}
	return failed, true
}

// Stop is why an import stopped, as its row keeps it.
type Stop struct {
	Reason  string    `json:"reason,omitempty" doc:"A code, when it is the file's fault"`
	Code    kith.Code `json:"code"`
	Message string    `json:"message"`
	Hint    string    `json:"hint,omitempty"`
	Field   string    `json:"field,omitempty"`
}

// failureOf says an error as a caller may read it.
func failureOf(err error) *Stop {
	var e *kith.Error
	if !errors.As(err, &e) || e.Code == kith.Internal {
		return &Stop{Code: kith.Internal, Message: "something went wrong on our side", Hint: "try again; if it stays, look in the server's log"}
	}
	return &Stop{Reason: reasonOf(err), Code: e.Code, Message: e.Message, Hint: e.Hint, Field: e.Field}
}
