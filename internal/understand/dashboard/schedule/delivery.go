package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/platform/db"
)

// The states of a delivery. Waiting may be tried; handing is between the last
// moment before a mail server takes the message and its answer; the others are
// how it ended.
const (
	Waiting = "waiting"
	Handing = "handing"
	Sent    = "sent"
	Failed  = "failed"
	Unsure  = "unsure"
	Skipped = "skipped"
)

// Delivery is what became of one recipient of one occurrence.
type Delivery struct {
	bun.BaseModel `bun:"table:schedule_deliveries"`
	Schedule      int64  `bun:",pk"`
	Occurrence    string `bun:",pk"`
	Address       string `bun:",pk"`
	Name          string
	State         string
	Reason        string
	Attempts      int
	Next          int64
	Lease         int64
	Updated       int64
}

// Run is one occurrence that was begun.
type Run struct {
	bun.BaseModel `bun:"table:schedule_runs"`
	Schedule      int64  `bun:",pk"`
	Occurrence    string `bun:",pk"`
	Due           int64
	Created       int64
}

// Recipient is who gets a mail.
type Recipient struct{ Name, Address string }

// keptRuns of a schedule are kept to be looked at.
const keptRuns = 30

// begin makes an occurrence a run with its deliveries, and reports false when
// somebody has done so already.
func (s *Store) begin(ctx context.Context, id int64, o Occurrence, to []Recipient) (begun bool, err error) {
	now := db.Micros(s.now())
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		begun = false
		n, err := s.db.Exec(ctx, "INSERT INTO schedule_runs (schedule, occurrence, due, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", id, o.Name, db.Micros(o.Due), now)
		if err != nil || n == 0 {
			return err
		}
		begun = true
		var gone []string
		if err := s.db.NewSelect().TableExpr("schedule_unsubscribed").Column("address").Where("schedule = ?", id).Scan(ctx, &gone); err != nil {
			return err
		}
		left := map[string]bool{}
		for _, address := range gone {
			left[address] = true
		}
		var rows []Delivery
		seen := map[string]bool{}
		for _, r := range to {
			if seen[r.Address] {
				continue
			}
			seen[r.Address] = true
			d := Delivery{Schedule: id, Occurrence: o.Name, Address: r.Address, Name: r.Name, State: Waiting, Next: now, Updated: now}
			if left[r.Address] {
				d.State, d.Reason = Skipped, "unsubscribed"
			}
			rows = append(rows, d)
		}
		if len(rows) > 0 {
			if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
				return err
			}
		}
		return s.trim(ctx, id)
	})
	if err != nil {
		return false, fmt.Errorf("begin occurrence %s of schedule %d: %w", o.Name, id, err)
	}
	return begun, nil
}

// trim forgets runs of long ago, but not the last one: it is what says that an
// occurrence was begun.
func (s *Store) trim(ctx context.Context, id int64) error {
	for _, table := range []string{"schedule_deliveries", "schedule_runs"} {
		_, err := s.db.Exec(ctx, "DELETE FROM "+table+` WHERE schedule = ? AND occurrence <= (
			SELECT occurrence FROM schedule_runs WHERE schedule = ? ORDER BY occurrence DESC LIMIT 1 OFFSET ?)`, id, id, keptRuns)
		if err != nil {
			return err
		}
	}
	return nil
}

// lease is longer than an attempt can take.
const lease = 3 * time.Minute

// claim takes up to limit deliveries that may be tried now, all of one run. In
// the same step, those that a dead process was handing over become unsure.
func (s *Store) claim(ctx context.Context, limit int) (claimed []Delivery, err error) {
	now := db.Micros(s.now())
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		claimed = nil
		_, err := s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, reason = ?, updated = ? WHERE state = ? AND lease <= ?",
			Unsure, "the program stopped before the mail server's answer was known", now, Handing, now)
		if err != nil {
			return err
		}
		q := s.db.NewSelect().Model(&claimed).Where("state = ? AND next <= ? AND lease <= ?", Waiting, now, now).OrderExpr("next, schedule, occurrence, address").Limit(int64(limit))
		if err := s.db.LockFree(q).Scan(ctx); err != nil {
			return err
		}
		for i := range claimed {
			d := &claimed[i]
			d.Lease, d.Updated, d.Attempts = now+lease.Microseconds(), now, d.Attempts+1
			if _, err := s.db.NewUpdate().Model(d).Column("lease", "updated", "attempts").WherePK().Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return claimed, nil
}

// errLost says that a claim ran out and somebody else may have it.
type errLost struct{}

func (errLost) Error() string { return "the claim on this delivery ran out" }

// handing marks the last moment before the message is taken. It fails when the
// claim does not hold any more.
func (s *Store) handing(ctx context.Context, d *Delivery) error {
	now := db.Micros(s.now())
	n, err := s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, updated = ? WHERE schedule = ? AND occurrence = ? AND address = ? AND lease = ? AND lease > ? AND state = ?",
		Handing, now, d.Schedule, d.Occurrence, d.Address, d.Lease, now, Waiting)
	if err == nil && n == 0 {
		return errLost{}
	}
	return err
}

// settle writes down how an attempt ended, if the claim is still ours.
func (s *Store) settle(ctx context.Context, d *Delivery) error {
	_, err := s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, reason = ?, next = ?, lease = 0, updated = ? WHERE schedule = ? AND occurrence = ? AND address = ? AND lease = ?",
		d.State, d.Reason, d.Next, db.Micros(s.now()), d.Schedule, d.Occurrence, d.Address, d.Lease)
	if err != nil {
		return fmt.Errorf("write down how a delivery ended: %w", err)
	}
	return nil
}

// again lets a delivery that failed, or of which nothing is known, be tried
// once more, because somebody asked for it.
func (s *Store) again(ctx context.Context, d Delivery) (bool, error) {
	now := db.Micros(s.now())
	n, err := s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, reason = '', attempts = 0, next = ?, lease = 0, updated = ? WHERE schedule = ? AND occurrence = ? AND address = ? AND state IN (?, ?)",
		Waiting, now, now, d.Schedule, d.Occurrence, d.Address, Failed, Unsure)
	return n > 0, err
}

// runs lists a schedule's newest runs, the newest first, with their deliveries.
func (s *Store) runs(ctx context.Context, id int64, limit int) ([]Run, []Delivery, error) {
	var runs []Run
	if err := s.db.NewSelect().Model(&runs).Where("schedule = ?", id).OrderExpr("occurrence DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("list runs: %w", err)
	}
	if len(runs) == 0 {
		return nil, nil, nil
	}
	var deliveries []Delivery
	err := s.db.NewSelect().Model(&deliveries).Where("schedule = ? AND occurrence >= ?", id, runs[len(runs)-1].Occurrence).OrderExpr("occurrence DESC, address").Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list deliveries: %w", err)
	}
	return runs, deliveries, nil
}
