package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kith/internal/kith"
)

// Counts are the exits of rows: Rows = Skipped + Bad + Repeated + those that
// went into events.
type Counts struct {
	Rows     int64            `json:"rows"`
	Skipped  int64            `json:"skipped"`  // by a rule
	Bad      int64            `json:"bad"`      // in the error report
	Repeated int64            `json:"repeated"` // with the id of an earlier row of the file
	Reasons  map[Reason]int64 `json:"reasons,omitempty"`
}

// extractor takes a file's rows to events.
type extractor struct {
	in     reader
	d      *decoder
	id     identifier
	groups *grouper // nil: one event a row
	counts Counts
	first  int64 // row of the event being handed over, the first of its rows

	bad   func(*row, *flaw) error
	event func(e *kith.Event, rows int) error // rows: how many it is made of
	row   func() error                        // after each row
	end   func()                              // after the last, before groups become events
}

func newExtractor(in reader, m *Mapping, latest int64) (*extractor, error) {
	d, err := newDecoder(m, latest, in.typed())
	if err != nil {
		return nil, err
	}
	x := &extractor{in: in, d: d, id: identifier{by: m.ID}, counts: Counts{Reasons: map[Reason]int64{}}}
	if len(m.Group) > 0 {
		x.groups = newGrouper(m)
	}
	return x, nil
}

// errEnough, from row, ends a run early as the file's end does.
var errEnough = errors.New("enough")

// run goes through the file; events of groups come at its end.
func (x *extractor) run(ctx context.Context) error {
	var r row
	for {
		err := x.in.next(&r)
		if errors.Is(err, io.EOF) {
			break
		}
		bad, unread := err.(*flaw)
		if err != nil && !unread {
			return err
		}
		x.counts.Rows++
		if !unread {
			if bad, err = x.take(&r); err != nil {
				return err
			}
		}
		if bad != nil {
			x.counts.Bad++
			x.counts.Reasons[bad.reason]++
			if err := x.bad(&r, bad); err != nil {
				return err
			}
		}
		if err := x.row(); errors.Is(err, errEnough) {
			break
		} else if err != nil {
			return err
		}
		if x.counts.Rows%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	x.end()
	if x.groups != nil {
		return x.groups.events(func(e *kith.Event, rows int, first int64) error {
			x.first = first
			return x.event(e, rows)
		})
	}
	return nil
}

// take makes an event of a good row.
func (x *extractor) take(r *row) (*flaw, error) {
	if columns := x.in.columns(); len(columns) != x.d.bound {
		x.d.bind(columns)
		x.id.bind(x.d)
		if x.groups != nil {
			x.groups.bind(x.d)
		}
	}
	if !x.d.takes(r) {
		x.counts.Skipped++
		return nil, nil
	}
	var e kith.Event
	if f := x.d.decode(r, &e); f != nil {
		return f, nil
	}
	if x.groups != nil && len(x.id.by) == 0 {
		return x.groups.add(x.d, r, &e)
	}
	id, repeated, f := x.id.id(r, x.d.columns, e.Name)
	switch {
	case f != nil:
		return f, nil
	case repeated:
		x.counts.Repeated++
		return nil, nil
	case x.groups != nil: // the id told the rows apart
		return x.groups.add(x.d, r, &e)
	}
	e.MessageID, x.first = id, r.number
	return nil, x.event(&e, 1)
}

// verdictRows is how many rows must be seen before a file is judged.
const verdictRows = 1000

// judge fails when most rows are bad: the mapping is wrong, not the rows.
func (c *Counts) judge() error {
	seen := c.Rows - c.Skipped
	if seen == 0 || c.Bad*2 <= seen {
		return nil
	}
	var why []string
	for _, reason := range c.top() {
		why = append(why, fmt.Sprintf("%s (%d)", reasons[reason].wrong, c.Reasons[reason]))
	}
	return &kith.Error{
		Code: kith.Invalid, Message: fmt.Sprintf("%d of the first %d rows are bad: %s", c.Bad, seen, strings.Join(why[:min(3, len(why))], "; ")),
		Hint: "correct the mapping, or force the import to take the good rows only",
	}
}

// top are the reasons, the most frequent first.
func (c *Counts) top() []Reason {
	out := make([]Reason, 0, len(c.Reasons))
	for r := range c.Reasons {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Reason) int {
		if d := c.Reasons[b] - c.Reasons[a]; d != 0 {
			return int(min(max(d, -1), 1))
		}
		return strings.Compare(string(a), string(b))
	})
	return out
}
