package table

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
)

// Space is what bringing events to a workspace's log takes; *ingest.Workspace.
type Space interface {
	timeline.Store
	// CatchUp waits until everything that was acknowledged is in answers.
	CatchUp(ctx context.Context) error
	// Has tells which messages were ever recorded, or are about to be.
	Has(ctx context.Context, mids []uint64) ([]bool, error)
	// UserPerson is the person that a user id is of.
	UserPerson(userID string) (uint32, bool)
	AppendEncoded(ctx context.Context, payload []byte) (uint64, error)
}

var _ Space = (*ingest.Workspace)(nil)

// Open returns a workspace, and the source that stands for its tables.
type Open func(ctx context.Context, workspace int64) (Space, uint32, error)

// Outbox brings what rows say has happened to the log, each once.
type Outbox struct {
	Store  *Store
	Open   Open
	Logger *slog.Logger
}

const (
	outboxBatch = 200
	outboxBytes = 1 << 20          // of events in one entry of the log
	lookEvery   = 30 * time.Second // for what could not be sent, or was written by another process
)

// Run sends what waits whenever there is something, until ctx ends.
func (o *Outbox) Run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := o.Drain(ctx); err != nil && ctx.Err() == nil {
			o.Logger.Error("events of tables wait; they are tried again", "error", err)
		}
		select {
		case <-o.Store.wake:
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Drain sends all that waits. A workspace that fails does not hold up others.
func (o *Outbox) Drain(ctx context.Context) error {
	var places []int64
	if err := o.Store.db.NewRaw("SELECT DISTINCT workspace FROM table_events WHERE done = 0").Scan(ctx, &places); err != nil {
		return fmt.Errorf("look for waiting events: %w", err)
	}
	var failed error
	for _, workspace := range places {
		for {
			n, err := o.some(ctx, workspace)
			if err != nil {
				failed = fmt.Errorf("send events of workspace %d: %w", workspace, err)
			}
			if n < outboxBatch || err != nil {
				break
			}
		}
	}
	return failed
}

// sending is an event on its way.
type sending struct {
	row   waiting
	event kith.Event
	mid   uint64
	known bool
}

func (o *Outbox) some(ctx context.Context, workspace int64) (int, error) {
	var rows []waiting
	if err := o.Store.db.NewSelect().Model(&rows).Where("workspace = ? AND done = 0", workspace).Order("created", "tbl", "rowkey", "state").Limit(outboxBatch).Scan(ctx); err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		return 0, nil
	}
	space, source, err := o.Open(ctx, workspace)
	if err != nil {
		return 0, err
	}
	list := make([]*sending, 0, len(rows))
	for _, r := range rows {
		b, err := kith.DecodeBatch(r.Event)
		if err != nil || len(b.Events) != 1 {
			return 0, fmt.Errorf("an event of %s %s cannot be read: %w", r.Tbl, clip(r.Rowkey), err)
		}
		list = append(list, &sending{row: r, event: b.Events[0], mid: ingest.MID(ingest.TableSource, b.Events[0].MessageID)})
	}
	if err := o.recall(ctx, space, list); err != nil {
		return 0, err
	}
	if err := send(ctx, space, source, list, db.Micros(o.Store.now())); err != nil {
		return 0, err
	}
	return len(rows), o.settle(ctx, list)
}

// recall marks what the timelines have already: sent before a crash kept us
// from writing that down, however long ago, or come by another way, such as
// the shop's page that reports the order as well.
func (o *Outbox) recall(ctx context.Context, space Space, list []*sending) error {
	if err := space.CatchUp(ctx); err != nil {
		return err
	}
	mids := make([]uint64, len(list))
	for i, s := range list {
		mids[i] = s.mid
	}
	has, err := space.Has(ctx, mids)
	if err != nil {
		return err
	}
	snap, err := space.Snapshot(ctx, []string{"order_id"})
	if err != nil {
		return err
	}
	defer snap.Close()
	values := snap.Dict(0).Values()
	for i, s := range list {
		s.known = has[i]
		person, ok := space.UserPerson(s.event.UserID)
		if s.known || !ok || Table(s.row.Tbl) != Orders {
			continue
		}
		names := codesOf(snap.Names(), ingest.SameOrder(s.event.Name))
		if len(names) == 0 {
			continue
		}
		err := snap.One(ctx, person, func(v *timeline.View) {
			for i, code := range v.Codes {
				if names[code] && values[v.Cols[0].At(i)].Text() == s.row.Rowkey {
					s.known = true
					return
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func codesOf(names *timeline.Names, of []string) map[uint16]bool {
	codes := map[uint16]bool{}
	for _, name := range of {
		if code, ok := names.Events.Find(name); ok {
			codes[uint16(code)] = true
		}
	}
	return codes
}

func send(ctx context.Context, space Space, source uint32, list []*sending, now int64) error {
	b, size := kith.Batch{Source: source, Received: now, Wire: ingest.TableWire}, 0
	flush := func() error {
		if len(b.Events) == 0 {
			return nil
		}
		_, err := space.AppendEncoded(ctx, b.AppendBinary(nil))
		b.Events, size = nil, 0
		return err
	}
	for _, s := range list {
		if s.known {
			continue
		}
		b.Events, size = append(b.Events, s.event), size+len(s.row.Event)
		if size >= outboxBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// settle writes down that events are sent. Should it fail, recall finds them.
func (o *Outbox) settle(ctx context.Context, list []*sending) error {
	now := db.Micros(o.Store.now())
	return o.Store.db.InTx(context.WithoutCancel(ctx), func(ctx context.Context) error {
		for _, s := range list {
			outcome := "sent"
			if s.known {
				outcome = "known"
			}
			if _, err := o.Store.db.Exec(ctx, "UPDATE table_events SET done = ?, outcome = ?, event = ? WHERE workspace = ? AND tbl = ? AND rowkey = ? AND state = ?",
				now, outcome, []byte{}, s.row.Workspace, s.row.Tbl, s.row.Rowkey, s.row.State); err != nil {
				return err
			}
		}
		return nil
	})
}
