package importer

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

const (
	exportPersons = 2000   // read whole at once, at most
	exportRows    = 50_000 // of them, about; and the rows of a page
)

// exporting writes one file. It goes through the record by persons, a stream
// telling who has rows, and reads these persons' rows whole.
type exporting struct {
	ctx     context.Context
	from    *record.Record
	w       *Wanted
	out     io.Writer
	csv     *csv.Writer
	names   *timeline.Names
	lo, hi  int64
	codes   map[uint16]bool // nil: all
	last    uint64          // row ordinal up to which is exported
	rows    int64
	scratch []byte
	props   []kith.Property
	members map[uint32]uint32 // raw person of the current page: canonical
	ids     map[uint32]IDs
}

func newExporting(ctx context.Context, from *record.Record, w *Wanted, out io.Writer) *exporting {
	e := &exporting{ctx: ctx, from: from, w: w, out: out, names: from.Names(), last: from.Position().NextSeq - 1}
	e.lo, e.hi = w.bounds()
	if e.hi == 0 {
		e.hi = math.MaxInt64
	}
	if len(w.Events) > 0 {
		e.codes = map[uint16]bool{}
		for _, name := range w.Events {
			if code, ok := e.names.Events.Find(name); ok {
				e.codes[uint16(code)] = true
			}
		}
	}
	if w.Format == CSV {
		e.csv = csv.NewWriter(out)
	}
	return e
}

var exportColumns = []string{"person", "user_id", "anonymous_id", "event", "time", "received", "source", "message", "properties"}

func (e *exporting) run() error {
	if e.csv != nil {
		if err := e.csv.Write(exportColumns); err != nil {
			return err
		}
	}
	stream, err := e.from.Stream(e.ctx, timeline.StreamRequest{MaxSeq: e.last})
	if err != nil {
		return err
	}
	defer stream.Close()
	var persons []uint32
	all, own, wanted := 0, 0, false // rows of persons but the last; of the last; whether it has a wanted one
	for {
		c, err := stream.Next()
		if err != nil {
			return err
		}
		if c == nil {
			break
		}
		for i, p := range c.Persons {
			if n := len(persons); n == 0 || persons[n-1] != p {
				if wanted {
					all += own
				} else if n > 0 {
					persons = persons[:n-1]
				}
				if all >= exportRows || len(persons) >= exportPersons {
					if err := e.page(persons); err != nil {
						return err
					}
					persons, all = persons[:0], 0
				}
				persons, own, wanted = append(persons, p), 0, false
			}
			own++
			wanted = wanted || e.wants(c.Times[i], c.Codes[i])
		}
	}
	if err := e.page(persons); err != nil {
		return err
	}
	if e.csv != nil {
		e.csv.Flush()
		return e.csv.Error()
	}
	return nil
}

func (e *exporting) wants(at int64, code uint16) bool {
	return at >= e.lo && at < e.hi && (e.codes == nil || e.codes[code])
}

// page writes the rows of a few persons.
func (e *exporting) page(persons []uint32) error {
	if err := e.identify(persons); err != nil || len(persons) == 0 {
		return err
	}
	var after *record.Place
	for {
		rows, err := e.from.Rows(e.ctx, record.Page{Persons: persons, MaxSeq: e.last, After: after, Limit: exportRows})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if e.wants(r.Time, r.Code) {
				if err := e.write(r); err != nil {
					return err
				}
			}
		}
		if len(rows) < exportRows {
			if e.w.Progress != nil {
				e.w.Progress(e.rows)
			}
			return e.ctx.Err()
		}
		place := record.PlaceOf(rows[len(rows)-1])
		after = &place
	}
}

// identify finds whom the raw persons stand for, and their ids.
func (e *exporting) identify(persons []uint32) error {
	e.members, e.ids = map[uint32]uint32{}, map[uint32]IDs{}
	var canonical []uint32
	for _, p := range persons {
		c := p
		if e.w.Overrides != nil {
			c = e.w.Overrides.Canonical(p)
		}
		e.members[p] = c
		if _, ok := e.ids[c]; !ok {
			e.ids[c] = IDs{}
			canonical = append(canonical, c)
		}
	}
	if e.w.IDs == nil || len(canonical) == 0 {
		return nil
	}
	found, err := e.w.IDs(e.ctx, canonical)
	if err != nil {
		return fmt.Errorf("look up ids: %w", err)
	}
	for i, ids := range found {
		e.ids[canonical[i]] = ids
	}
	return nil
}

func (e *exporting) write(r *timeline.Row) error {
	e.rows++
	e.props = e.props[:0]
	for _, p := range r.Props {
		e.props = append(e.props, kith.Property{Name: e.names.Properties.Name(p.Key), Value: p.Value})
	}
	person := e.members[r.Person]
	ids := e.ids[person]
	name := e.names.Events.Name(uint32(r.Code))
	message := strconv.FormatUint(r.MID, 16)
	message = "0000000000000000"[len(message):] + message
	if e.csv != nil {
		e.scratch = appendObject(e.scratch[:0], e.props)
		return e.csv.Write([]string{
			strconv.FormatUint(uint64(person), 10), ids.User, ids.Anonymous, name, rfc3339(r.Time), rfc3339(r.Received),
			strconv.FormatUint(uint64(r.Source), 10), message, string(e.scratch),
		})
	}
	b := strconv.AppendUint(append(e.scratch[:0], `{"person":`...), uint64(person), 10)
	for i, s := range []string{ids.User, ids.Anonymous, name, rfc3339(r.Time), rfc3339(r.Received)} {
		if s != "" {
			b = append(append(append(b, `,"`...), exportColumns[i+1]...), `":`...)
			b = appendText(b, s)
		}
	}
	b = strconv.AppendUint(append(b, `,"source":`...), uint64(r.Source), 10)
	b = append(append(append(b, `,"message":"`...), message...), `","properties":`...)
	e.scratch = append(appendObject(b, e.props), '}', '\n')
	_, err := e.out.Write(e.scratch)
	return err
}

func rfc3339(micros int64) string {
	return time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05.000000Z")
}
