package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
	"kith/internal/understand/people"
)

// Place is another room that keeps texts which may be a person's.
type Place struct {
	Name   string
	Forget func(ctx context.Context, workspace int64, texts []string) (int64, error)
}

// Options of a room; all are required.
type Options struct {
	Dir        string // the data folder
	DB         *db.DB
	Store      *Store
	Workspaces func() []int64
	Space      func(ctx context.Context, workspace int64) (*ingest.Workspace, error)
	Places     []Place
	// Kept tells whether a text is, on purpose, where no person's data is: an
	// operator's mail address may be a person's too.
	Kept   func(ctx context.Context, text string) (bool, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// Room does what was asked for.
type Room struct {
	o      Options
	holder string
	wake   chan struct{}
}

func New(o Options) *Room {
	return &Room{o: o, holder: newKey(), wake: make(chan struct{}, 1)}
}

const (
	lookEvery  = 5 * time.Second
	retryAfter = 10 * time.Second
)

// Run works on requests, one at a time, until ctx ends.
func (r *Room) Run(ctx context.Context) error {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		for r.one(ctx) {
		}
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
		case <-r.wake:
		}
	}
}

// one works on one request; false when there is none, or it must wait.
func (r *Room) one(ctx context.Context) bool {
	job, err := r.o.Store.take(ctx, r.holder)
	if err != nil {
		if ctx.Err() == nil {
			r.o.Logger.Error("requests of persons cannot be read; trying again", "error", err)
		}
		return false
	}
	if job == nil {
		return false
	}
	work, stop := context.WithCancel(ctx)
	held := make(chan struct{})
	go func() {
		defer close(held)
		r.keepHold(work, stop, job)
	}()
	err = r.erase(work, job)
	stop()
	<-held
	if err == nil {
		return true
	}
	if ctx.Err() != nil {
		return false // the next start goes on with it
	}
	// The error may quote a value: only its kind is kept and said.
	job.Failure = string(kith.CodeOf(err))
	var known *kith.Error
	if errors.As(err, &known) {
		job.Failure = known.Message
	}
	r.o.Logger.Error("a person was not erased yet; trying again", "request", job.ID, "step", job.Step, "why", job.Failure)
	if err := errors.Join(r.o.Store.save(ctx, job), r.o.Store.hold(ctx, job, r.o.Now().Add(retryAfter))); err != nil {
		r.o.Logger.Error("a request was not noted", "request", job.ID, "error", err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(retryAfter):
	}
	return ctx.Err() == nil
}

// keepHold prolongs the lease until the work ends, and ends the work when it is lost.
func (r *Room) keepHold(ctx context.Context, stop func(), job *row) {
	tick := time.NewTicker(leaseFor / 3)
	defer tick.Stop()
	lease := &row{ID: job.ID, Holder: r.holder}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.o.Store.hold(ctx, lease, r.o.Now().Add(leaseFor)); kith.CodeOf(err) == kith.Conflict {
				stop()
				return
			}
		}
	}
}

// erase goes through the steps. Each is harmless when it was done before.
func (r *Room) erase(ctx context.Context, job *row) error {
	space, err := r.o.Space(ctx, job.Workspace)
	if err != nil {
		return err
	}
	receipt, err := job.readReceipt()
	if err != nil {
		return err
	}
	step := func(s Step) error {
		text, err := json.Marshal(receipt)
		if err != nil {
			return err
		}
		job.Step, job.Receipt, job.Failure = s, string(text), ""
		return r.o.Store.save(ctx, job)
	}
	if err := step(Hiding); err != nil {
		return err
	}
	if err := r.hide(ctx, space, job, receipt); err != nil {
		return err
	}
	texts, err := unseal(job.SealedBy, job.Sealed)
	if err != nil {
		return err
	}
	if err := step(Forgetting); err != nil {
		return err
	}
	var written []string
	for _, text := range texts {
		written = append(written, forms(text)...)
	}
	for _, p := range r.o.Places {
		rows, err := p.Forget(ctx, job.Workspace, written)
		if err != nil {
			return fmt.Errorf("forget in %s: %w", p.Name, err)
		}
		receipt.clear(p.Name, rows)
	}
	if err := step(Rewriting); err != nil {
		return err
	}
	if err := r.rewrite(ctx, space); err != nil {
		return err
	}
	if err := step(Proving); err != nil {
		return err
	}
	if receipt.Search, err = r.prove(ctx, texts); err != nil {
		return err
	}
	if receipt.Search.Found > 0 {
		if err := step(Proving); err != nil {
			return err
		}
		return &kith.Error{Code: kith.Unavailable, Retry: true, Message: fmt.Sprintf("%d ids or values are still in %s", receipt.Search.Found, strings.Join(receipt.Search.Where, ", "))}
	}
	job.State, job.Finished = Done, db.Micros(r.o.Now())
	job.Sealed, job.SealedBy = "", ""
	if err := step(""); err != nil {
		return err
	}
	r.o.Logger.Info("erased a person and proved it", "request", job.ID, "stores", len(receipt.Stores), "took", time.Duration(job.Finished-job.Started)*time.Microsecond)
	return r.o.DB.Scrub(ctx) // the sealed texts and their key leave the disk
}

func (r *Room) hide(ctx context.Context, space *ingest.Workspace, job *row, receipt *Receipt) error {
	persons, err := job.members()
	if err != nil {
		return err
	}
	out, err := space.Erase(ctx, ingest.Erasure{
		Origin: ingest.ErasureOrigin | uint32(job.ID), Person: persons,
		Bury: func(ctx context.Context, members []uint32, ids []identity.ID) (*ingest.Graves, error) {
			texts, err := unseal(job.SealedBy, job.Sealed)
			if err != nil {
				return nil, err
			}
			var plain []string
			for _, id := range ids {
				plain = append(plain, id.ID)
			}
			said, err := valuesOf(ctx, space, members)
			if err != nil {
				return nil, err
			}
			texts = append(append(texts, plain...), said...)
			slices.Sort(texts)
			receipt.Members = max(receipt.Members, len(members))
			if err := r.o.Store.bury(ctx, job, members, slices.Compact(texts), plain); err != nil {
				return nil, err
			}
			return r.o.Store.Graves(ctx, job.Workspace)
		},
	})
	if err != nil {
		return err
	}
	receipt.clear("events", int64(out.Rows))
	receipt.clear("ids", int64(out.IDs))
	return nil
}

// maxValues bounds the personal values that are searched for.
const maxValues = 1000

// valuesOf lists the personal values that a person's events say.
func valuesOf(ctx context.Context, space *ingest.Workspace, members []uint32) ([]string, error) {
	seen := map[string]bool{}
	names := space.Names()
	err := space.EachRow(ctx, members[0], func(row *timeline.Row) error {
		for _, p := range row.Props {
			text := p.Value.Str
			if p.Value.Kind != kith.String || text == "" || len(text) > 800 || len(seen) >= maxValues {
				continue
			}
			if people.Personal(names.Properties.Name(p.Key), text) {
				seen[text] = true
			}
		}
		return nil
	})
	var out []string
	for text := range seen {
		out = append(out, text)
	}
	return out, err
}

func (r *Room) rewrite(ctx context.Context, space *ingest.Workspace) error {
	if err := space.Scrub(ctx); err != nil {
		return err
	}
	return r.o.DB.Scrub(ctx)
}
