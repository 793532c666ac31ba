package ingest

import (
	"context"
	"time"

	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Table is a state of a workspace to read whole rows of, as often as wanted:
// every event that was in answers when it was taken, and none that came later.
// It costs nothing to hold but the memory of the unsealed rows.
type Table struct {
	space     *Workspace
	tail      []*timeline.Row
	at        *applied
	Overrides *timeline.OverrideView
	Events    []string // names by code
}

// Table takes the state of now.
func (w *Workspace) Table() *Table {
	t := &Table{space: w, at: w.applied.Load()} // before the tail, which may then hold later rows
	t.tail = w.tail.rows()
	t.Overrides = w.overrides.View()
	t.Events = w.names.Events.All()
	return t
}

// Seq is the ordinal of the last row, which is also how many rows there are.
func (t *Table) Seq() uint64 { return t.at.seq }

// Latest is when the last row arrived; zero when there are none.
func (t *Table) Latest() time.Time { return t.at.arrived() }

// Scan reads rows in no order; see record.Record.Table.
func (t *Table) Scan(ctx context.Context, req timeline.TableRequest, yield func(*timeline.Cells) error) error {
	return t.space.record.Table(ctx, req, t.at.seq, t.tail, yield)
}

// Kinds are the names of the types of ids, by number.
func (t *Table) Kinds() []string { return t.space.identity.Kinds() }

// Known reports whether a raw number has a user id.
func (t *Table) Known(raw uint32) bool { return t.space.identity.Known(raw) }

// IDs reads the ids of raw persons [lo, hi), by person; hi 0: no bound.
func (t *Table) IDs(ctx context.Context, lo, hi uint32, each func(identity.ID) error) error {
	return t.space.identity.Between(ctx, lo, hi, each)
}

// LastPerson is the highest raw person number that a row has.
func (t *Table) LastPerson() uint32 {
	last := t.space.record.LastPerson()
	if n := len(t.tail); n > 0 {
		last = max(last, t.tail[n-1].Person) // the tail is in record order
	}
	return last
}

// Properties counts values by property; those of unsealed rows included.
func (t *Table) Properties() []record.PropertyCount {
	counts := t.space.record.Properties()
	at := map[uint32]int{}
	for i := range counts {
		at[counts[i].Key] = i
	}
	for _, row := range t.tail {
		for _, p := range row.Props {
			i, ok := at[p.Key]
			if !ok {
				i = len(counts)
				at[p.Key] = i
				counts = append(counts, record.PropertyCount{Key: p.Key})
			}
			counts[i].Counts[p.Value.Kind]++
		}
	}
	return counts
}

// EventCounts are the rows by event code.
func (t *Table) EventCounts(ctx context.Context) (map[uint16]uint64, error) {
	tally, sealed, err := t.space.record.Tally(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[uint16]uint64{}
	for code, e := range tally.Events {
		counts[code] = e.Rows
	}
	for _, row := range t.tail {
		if row.Seq > sealed {
			counts[row.Code]++
		}
	}
	return counts, nil
}

// PropertyName is the name of a property's key.
func (t *Table) PropertyName(key uint32) string { return t.space.names.Properties.Name(key) }
