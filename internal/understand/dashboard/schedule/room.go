package schedule

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/mail"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/insight"
)

// Operator is somebody of a workspace who can get mail.
type Operator struct {
	ID    uint32 `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Space is a workspace as a mail needs it.
type Space struct {
	Slug  string
	Name  string
	Zone  string
	Asker insight.Asker
}

// Options are what the room stands on.
type Options struct {
	Store      *Store
	Dashboards *dashboard.Store
	Answerer   *dashboard.Answerer
	Sender     *mail.Sender // nil: there is no mail server, and nothing is due
	Space      func(ctx context.Context, workspace uint32) (Space, error)
	// Operators lists who may look at a workspace.
	Operators func(ctx context.Context, workspace uint32) ([]Operator, error)
	// URL is where the console is reached, without a slash at its end.
	URL    func() string
	Find   insight.Find
	Now    func() time.Time
	Logger *slog.Logger
}

// Room mails dashboards by their schedules.
type Room struct {
	Options
	wake chan struct{}

	mu    sync.Mutex
	begun map[int64]string // by schedule: the occurrence known to be a run
}

func New(o Options) *Room {
	return &Room{Options: o, wake: make(chan struct{}, 1), begun: map[int64]string{}}
}

// every is how often it looks whether something is due.
const every = 15 * time.Second

// Run sends what is due until ctx ends. What goes wrong is logged and tried
// again: mail that cannot be sent must not stop the rest of the program.
func (r *Room) Run(ctx context.Context) error {
	if r.Sender == nil {
		<-ctx.Done()
		return nil
	}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.Logger.Error("mailing dashboards", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		case <-r.wake:
		}
	}
}

// look makes Run look at once.
func (r *Room) look() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Tick begins what is due and sends what waits.
func (r *Room) Tick(ctx context.Context) error {
	return errors.Join(r.beginDue(ctx), r.sendWaiting(ctx))
}

func (r *Room) beginDue(ctx context.Context) error {
	all, err := r.Store.All(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for i := range all {
		s := &all[i]
		o, ok := s.Latest(r.Now())
		if s.Paused || !ok || o.Due.Before(s.Since) || r.isBegun(s.ID, o.Name) {
			continue
		}
		errs = append(errs, r.beginOne(ctx, s, o))
	}
	return errors.Join(errs...)
}

func (r *Room) isBegun(id int64, name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.begun[id] == name
}

func (r *Room) beginOne(ctx context.Context, s *Schedule, o Occurrence) error {
	if _, err := r.Dashboards.Get(ctx, dashboard.Key{Workspace: s.Workspace, ID: s.Dashboard}); err != nil {
		if kith.CodeOf(err) == kith.NotFound {
			return nil // deleted; it may come back
		}
		return err
	}
	to, err := r.recipients(ctx, s)
	if err != nil {
		return err
	}
	begun, err := r.Store.begin(ctx, s.ID, o, to)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.begun[s.ID] = o.Name
	r.mu.Unlock()
	if begun {
		r.Logger.Info("mailing a dashboard", "schedule", s.ID, "dashboard", s.Dashboard, "occurrence", o.Name, "recipients", len(to))
	}
	return nil
}

// recipients are those of the schedule's operators who may still look at the
// workspace, and the addresses that were typed in.
func (r *Room) recipients(ctx context.Context, s *Schedule) ([]Recipient, error) {
	operators, err := r.Operators(ctx, s.Workspace)
	if err != nil {
		return nil, fmt.Errorf("find recipients: %w", err)
	}
	var to []Recipient
	for _, id := range s.Operators {
		for _, o := range operators {
			if o.ID == id {
				to = append(to, Recipient{Name: o.Name, Address: strings.ToLower(o.Email)})
			}
		}
	}
	for _, address := range s.Addresses {
		to = append(to, Recipient{Address: address})
	}
	return to, nil
}

// atOnce is how many deliveries are claimed together: as many as can be sent
// before the claims run out.
const atOnce = 5

func (r *Room) sendWaiting(ctx context.Context) error {
	letters := map[string]*letter{}
	for ctx.Err() == nil {
		claimed, err := r.Store.claim(ctx, atOnce)
		if err != nil || len(claimed) == 0 {
			return err
		}
		for i := range claimed {
			d := &claimed[i]
			name := fmt.Sprintf("%d %s", d.Schedule, d.Occurrence)
			if letters[name] == nil {
				l, err := r.compose(ctx, d)
				if err != nil {
					r.postpone(d, err, true)
					if err := r.Store.settle(ctx, d); err != nil {
						return err
					}
					continue
				}
				letters[name] = l
			}
			if err := r.deliver(ctx, letters[name], d); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// compose answers the dashboard and writes the mail.
func (r *Room) compose(ctx context.Context, d *Delivery) (*letter, error) {
	s, err := r.Store.byID(ctx, d.Schedule)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	var late *Occurrence
	if o, ok := s.Latest(now); ok && o.Name == d.Occurrence && now.Sub(o.Due) > time.Hour {
		late = &o
	}
	return r.letter(ctx, s, late, false)
}

func (r *Room) letter(ctx context.Context, s Schedule, late *Occurrence, test bool) (*letter, error) {
	space, err := r.Space(ctx, s.Workspace)
	if err != nil {
		return nil, err
	}
	board, err := r.Dashboards.Get(ctx, dashboard.Key{Workspace: s.Workspace, ID: s.Dashboard})
	if err != nil {
		return nil, err
	}
	answers, err := r.Answerer.All(ctx, dashboard.Asking{Scene: dashboard.Scene{Workspace: s.Workspace, Asker: space.Asker}, Shared: board.Shared, Cards: board.Cards})
	if err != nil {
		return nil, fmt.Errorf("answer dashboard: %w", err)
	}
	return write(page{Dashboard: board, Answers: answers, Language: s.Language, Zone: space.Zone, Now: r.Now(), Space: space.Name,
		Link: fmt.Sprintf("%s/%s/dashboards/%d", r.URL(), space.Slug, board.ID), Late: late, Test: test})
}

// deliver hands one mail over and writes down how that ended.
func (r *Room) deliver(ctx context.Context, l *letter, d *Delivery) error {
	stop := r.URL() + "/unsubscribe?token=" + r.Store.token(d.Schedule, d.Address)
	m, err := l.message(Recipient{d.Name, d.Address}, messageID(d, r.Sender.Server().From.Address), stop, r.Now())
	if err == nil {
		err = r.Sender.Send(ctx, m, func() error { return r.Store.handing(ctx, d) })
	}
	if errors.As(err, new(errLost)) || ctx.Err() != nil && err != nil && !unknown(err) {
		return ctx.Err() // somebody else has it, or will after the claim
	}
	switch {
	case err == nil:
		d.State, d.Reason = Sent, ""
	case unknown(err):
		d.State, d.Reason = Unsure, err.Error()
	default:
		var f *mail.Failure
		r.postpone(d, err, !errors.As(err, &f) || f.Temporary)
	}
	if err != nil {
		r.Logger.Warn("a dashboard was not mailed", "schedule", d.Schedule, "occurrence", d.Occurrence, "state", d.State, "attempt", d.Attempts, "error", err)
	}
	// What the server said is known now, and is written down even if the
	// program is being stopped.
	return r.Store.settle(context.WithoutCancel(ctx), d)
}

func unknown(err error) bool {
	var f *mail.Failure
	return errors.As(err, &f) && f.Unknown
}

// pauses before each further attempt; after the last it has failed.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}

func (r *Room) postpone(d *Delivery, err error, again bool) {
	d.Reason = reasonOf(err)
	if !again || d.Attempts > len(pauses) {
		d.State = Failed
		return
	}
	d.State, d.Next = Waiting, db.Micros(r.Now().Add(pauses[d.Attempts-1]))
}

// reasonOf is an error as operators may read it.
func reasonOf(err error) string {
	var f *mail.Failure
	var e *kith.Error
	switch {
	case errors.As(err, &f):
		return f.Error()
	case errors.As(err, &e) && e.Code != kith.Internal:
		return e.Message
	}
	return "something went wrong on our side; the log says what"
}

// messageID is the same for the same recipient of the same occurrence.
func messageID(d *Delivery, from string) string {
	sum := sha256.Sum256([]byte(d.Address))
	_, domain, _ := strings.Cut(from, "@")
	return fmt.Sprintf("kith-%d-%s-%s@%s", d.Schedule, strings.ReplaceAll(d.Occurrence, ":", ""), hex.EncodeToString(sum[:8]), domain)
}

// Test mails the dashboard to one person, now.
func (r *Room) Test(ctx context.Context, s Schedule, to Recipient) error {
	if r.Sender == nil {
		return noServer()
	}
	l, err := r.letter(ctx, s, nil, true)
	if err != nil {
		return err
	}
	now := r.Now()
	m, err := l.message(to, fmt.Sprintf("kith-test-%d-%d@%s", s.Dashboard, now.UnixMicro(), strings.SplitAfter(r.Sender.Server().From.Address, "@")[1]), "", now)
	if err != nil {
		return err
	}
	if err := r.Sender.Send(ctx, m, nil); err != nil {
		return &kith.Error{Code: kith.Unavailable, Message: reasonOf(err), Hint: "the mail server is " + r.Sender.Server().String() + "; the operator of the program sets it by --smtp", Retry: true, Err: err}
	}
	return nil
}

func noServer() error {
	return &kith.Error{Code: kith.Unavailable, Message: "there is no mail server", Hint: "the operator of the program names one: kith serve --smtp smtp://user:password@host:587 --mail-from kith@example.com"}
}
