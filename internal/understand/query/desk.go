package query

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/understand/query/sandbox"
)

// Space is what the room needs of the workspace that a statement is about.
type Space struct {
	ID      uint32
	Zone    string
	Sources map[uint32]string // names by number
	Table   func() *ingest.Table
	// CatchUp waits until what was acknowledged before the call is in Table.
	CatchUp func(context.Context) error
}

// Desk answers statements, so many at once.
type Desk struct {
	limits Limits
	places *places
	now    func() time.Time
	looks  looks
}

// NewDesk takes what it may use.
func NewDesk(l Limits, now func() time.Time) *Desk {
	l = l.filled()
	return &Desk{limits: l, places: newPlaces(l), now: now}
}

// Answer is a statement's answer.
type Answer struct {
	Columns   []sandbox.Column `json:"columns"`
	Rows      Rows             `json:"rows"`
	Count     int              `json:"count" doc:"Rows given"`
	More      bool             `json:"more" doc:"There are more rows than are given; export gives more"`
	Zone      string           `json:"zone" doc:"Zone of days and of times without one"`
	AsOf      time.Time        `json:"as_of" doc:"The moment the answer holds for"`
	Freshness Freshness        `json:"freshness"`
	Cost      Cost             `json:"cost"`
}

// Freshness says which events a statement has read.
type Freshness struct {
	Seq     uint64    `json:"seq" doc:"Ordinal of the last event included"`
	Latest  time.Time `json:"latest" doc:"Arrival of the last event included"`
	Missing bool      `json:"missing" doc:"True when events that were acknowledged before are not in the answer yet, which is so under heavy load only"`
}

// Cost is what answering took.
type Cost struct {
	Millis float64 `json:"ms" doc:"Wall time"`
	Read   uint64  `json:"rows_read" doc:"Rows of the tables that were read"`
	Memory int64   `json:"memory" doc:"Bytes, at its most"`
}

// Rows are rows of values in the columns' order. Numbers that a double does not
// hold exactly, and values that JSON has no form for, are strings.
type Rows json.RawMessage

func (r Rows) MarshalJSON() ([]byte, error) { return json.RawMessage(r).MarshalJSON() }

// UnmarshalJSON implements json.Unmarshaler.
func (r *Rows) UnmarshalJSON(b []byte) error { *r = bytes.Clone(b); return nil }

// Schema implements huma.SchemaProvider.
func (Rows) Schema(huma.Registry) *huma.Schema {
	row := &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{}}
	return &huma.Schema{Type: huma.TypeArray, Items: row, Description: "Values in the columns' order; numbers that a double does not hold exactly are strings"}
}

var _ huma.SchemaProvider = Rows{}

// Ask answers a statement with as many rows as are shown.
func (d *Desk) Ask(ctx context.Context, s *Space, sql string) (*Answer, error) {
	rows := bytes.NewBufferString("[")
	answer := &Answer{Zone: s.Zone}
	done, err := d.run(ctx, s, sandbox.Job{SQL: sql, Format: sandbox.JSON, Rows: d.limits.Rows, Bytes: d.limits.Bytes, Time: d.limits.Time}, answer, sandbox.Sink{
		Columns: func(c []sandbox.Column) error { answer.Columns = c; return nil },
		Rows: func(_ int, some []byte) error {
			if rows.Len() > 1 {
				rows.WriteByte(',')
			}
			rows.Write(some)
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	rows.WriteByte(']')
	answer.Rows, answer.Count, answer.More = rows.Bytes(), done.Rows, done.More
	return answer, nil
}

// Export writes a statement's rows as CSV, with a header. begin is called once,
// before the first byte, when the statement has turned out to have an answer.
func (d *Desk) Export(ctx context.Context, s *Space, sql string, begin func() (write func([]byte) error)) (more bool, err error) {
	var write func([]byte) error
	done, err := d.run(ctx, s, sandbox.Job{SQL: sql, Format: sandbox.CSV, Rows: d.limits.ExportRows, Bytes: maxExportBytes, Time: d.limits.ExportTime}, &Answer{}, sandbox.Sink{
		Columns: func(columns []sandbox.Column) error {
			write = begin()
			// With the mark, spreadsheets read it as UTF-8.
			header := []byte("\ufeff")
			for i, c := range columns {
				if i > 0 {
					header = append(header, ',')
				}
				header = sandbox.AppendCSV(header, c.Name)
			}
			return write(append(header, "\r\n"...))
		},
		Rows: func(_ int, lines []byte) error { return write(lines) },
	})
	return done != nil && done.More, err
}

// catchUpWithin is how long a statement waits for events on their way.
const catchUpWithin = 2 * time.Second

func (d *Desk) run(ctx context.Context, s *Space, job sandbox.Job, about *Answer, sink sandbox.Sink) (*sandbox.Done, error) {
	if len(job.SQL) > MaxSQL {
		return nil, &kith.Error{Code: kith.TooLarge, Field: "sql", Message: fmt.Sprintf("the statement has %d bytes", len(job.SQL)), Hint: fmt.Sprintf("use at most %d", MaxSQL)}
	}
	release, err := d.places.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	begun := time.Now()
	waiting, cancel := context.WithTimeout(ctx, catchUpWithin)
	late := s.CatchUp(waiting)
	cancel()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	t, err := newTables(s)
	if err != nil {
		return nil, err
	}
	about.AsOf = d.now().UTC()
	about.Freshness = Freshness{Seq: t.state.Seq(), Latest: t.state.Latest(), Missing: late != nil}
	job.Zone, job.Tables, job.Dicts = s.Zone, t.all, t.dicts()
	job.Memory, job.Threads = d.limits.Memory, d.limits.Threads
	done, err := sandbox.Run(ctx, job, t.read, sink)
	var f *sandbox.Failure
	if errors.As(err, &f) {
		return nil, refuse(job.SQL, f, d.limits)
	}
	if err != nil {
		return nil, err
	}
	about.Cost = Cost{Millis: float64(time.Since(begun).Microseconds()) / 1000, Read: done.Read, Memory: done.Memory}
	return done, nil
}
