package source

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/workspace"
)

// Row is a source and how it does. Times are of arrival.
type Row struct {
	workspace.Source
	Total         uint64          `json:"total" doc:"Events accepted, ever"`
	First         time.Time       `json:"first,omitzero"`
	Last          time.Time       `json:"last,omitzero"`
	Today         uint64          `json:"today"`
	Week          uint64          `json:"week" doc:"Of the last 7 days, today included"`
	Days          [Days]uint64    `json:"days" doc:"Of the workspace's last 7 days; the last is not over"`
	PerMinute     float64         `json:"per_minute" doc:"Mean of the last 5 whole minutes"`
	Minutes       [Minutes]uint64 `json:"minutes" doc:"Of the last hour; the last is not over"`
	Rejected      uint64          `json:"rejected" doc:"Of the last 7 days, in quarantine"`
	RejectedShare float64         `json:"rejected_share" doc:"Of all that came in the last 7 days, 0 to 1"`
	Libraries     []Library       `json:"libraries" doc:"What its clients call themselves, the latest first"`
}

// Library is a client's own name for itself.
type Library struct {
	Name    string    `json:"name"`
	Version string    `json:"version,omitempty"`
	Events  uint64    `json:"events"`
	Last    time.Time `json:"last"`
}

// Rows lists the sources, oldest first.
func (r *Room) Rows(ctx context.Context, w *Workspace) ([]Row, *figures, error) {
	tally, err := w.Tally(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, err := r.figures(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	out := []Row{}
	for _, src := range w.Sources {
		out = append(out, row(src, tally.Sources[src.ID], f))
	}
	return out, f, nil
}

func row(src workspace.Source, t *record.SourceTally, f *figures) Row {
	out := Row{Source: src, Days: f.perDay(src.ID), Minutes: f.perMinute(src.ID), Rejected: f.rejected(src.ID), Libraries: []Library{}}
	for _, n := range out.Days {
		out.Week += n
	}
	out.Today = out.Days[Days-1]
	for _, n := range out.Minutes[Minutes-6 : Minutes-1] {
		out.PerMinute += float64(n) / 5
	}
	if all := out.Rejected + out.Week; all > 0 {
		out.RejectedShare = float64(out.Rejected) / float64(all)
	}
	if t == nil {
		return out
	}
	out.Total, out.First, out.Last = t.Rows, time.UnixMicro(t.First).UTC(), time.UnixMicro(t.Last).UTC()
	for l, n := range t.Libraries {
		out.Libraries = append(out.Libraries, Library{Name: l.Name, Version: l.Version, Events: n.Rows, Last: time.UnixMicro(n.Last).UTC()})
	}
	slices.SortFunc(out.Libraries, func(a, b Library) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(b.Events, a.Events), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version))
	})
	return out
}

// Detail is one source, and whether it is connected well.
type Detail struct {
	Row
	RejectedMinutes [Minutes]int `json:"rejected_minutes" doc:"Of the last hour, in quarantine; the last is not over"`
	FirstMinute     time.Time    `json:"first_minute" doc:"When the minutes begin"`
	Events          []SentEvent  `json:"events" doc:"What it sent, the most frequent first"`
	Latest          *Latest      `json:"latest,omitempty" doc:"The newest event; absent when there is none among the workspace's newest 20,000"`
	Known           *Latest      `json:"known,omitempty" doc:"The newest event among these of a person with a user id"`
}

// SentEvent is an event name that a source sent.
type SentEvent struct {
	Name  string    `json:"name"`
	Title string    `json:"title,omitempty"`
	Sent  uint64    `json:"sent"`
	Last  time.Time `json:"last"`
}

// Latest is an event that a source sent.
type Latest struct {
	Name     string    `json:"name"`
	Time     time.Time `json:"time"`
	Received time.Time `json:"received"`
	Person   uint32    `json:"person"`
	UserID   string    `json:"user_id,omitempty"`
	Page     string    `json:"page,omitempty" doc:"Its path, when it was on one"`
}

// Detail looks at one source.
func (r *Room) Detail(ctx context.Context, w *Workspace, id uint32) (*Detail, error) {
	rows, f, err := r.Rows(ctx, w)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rows, func(row Row) bool { return row.ID == id })
	if i < 0 {
		return nil, &kith.Error{Code: kith.NotFound, Field: "id", Message: "there is no such source", Hint: "it may be in another workspace; list them to see"}
	}
	d := &Detail{Row: rows[i], FirstMinute: time.UnixMicro((f.minute - Minutes + 1) * minute).UTC()}
	rejected, err := r.quarantine.Minutes(ctx, int64(w.ID), id, (f.minute-Minutes+1)*minute)
	if err != nil {
		return nil, err
	}
	for m, n := range rejected {
		if at := m - (f.minute - Minutes + 1); at >= 0 && at < Minutes {
			d.RejectedMinutes[at] += n
		}
	}
	if d.Events, err = r.sent(ctx, w, id); err != nil {
		return nil, err
	}
	return d, r.latest(ctx, w, d)
}

func (r *Room) sent(ctx context.Context, w *Workspace, id uint32) ([]SentEvent, error) {
	sent, err := w.Space.SentBy(ctx, id)
	if err != nil {
		return nil, err
	}
	titles, err := w.Titles(ctx)
	if err != nil {
		return nil, err
	}
	out := []SentEvent{}
	for code, s := range sent {
		name := w.Space.Names().Events.Name(uint32(code))
		out = append(out, SentEvent{Name: name, Title: titles[name], Sent: s.Rows, Last: time.UnixMicro(s.Last).UTC()})
	}
	slices.SortFunc(out, func(a, b SentEvent) int { return cmp.Or(cmp.Compare(b.Sent, a.Sent), cmp.Compare(a.Name, b.Name)) })
	return out, nil
}

// looks is how many of a source's newest events are looked at, among how many
// of the workspace's.
const (
	looks = 100
	depth = 20_000
)

func (r *Room) latest(ctx context.Context, w *Workspace, d *Detail) error {
	rows, err := w.Space.Newest(ctx, looks, depth, func(row *timeline.Row) bool { return row.Source == d.ID })
	if err != nil || len(rows) == 0 {
		return err
	}
	merges := w.Space.Overrides()
	var persons []uint32
	for _, row := range rows {
		persons = append(persons, merges.Canonical(row.Person))
	}
	slices.Sort(persons)
	persons = slices.Compact(persons)
	ids, err := w.Space.IDsOf(ctx, persons)
	if err != nil {
		return err
	}
	users := map[uint32]string{}
	for i, of := range ids {
		for _, id := range of {
			if id.Kind.String() == "user" {
				users[persons[i]] = id.ID
			}
		}
	}
	page, _ := w.Space.Names().Properties.Find("$pathname")
	for _, row := range slices.Backward(rows) {
		l := &Latest{Name: w.Space.Names().Events.Name(uint32(row.Code)), Person: merges.Canonical(row.Person),
			Time: time.UnixMicro(row.Time).UTC(), Received: time.UnixMicro(row.Received).UTC()}
		l.UserID = users[l.Person]
		for _, p := range row.Props {
			if p.Key == page && w.Space.Names().Properties.Name(page) == "$pathname" {
				l.Page = p.Value.Text()
			}
		}
		if d.Latest == nil {
			d.Latest = l
		}
		if l.UserID != "" {
			d.Known = l
			return nil
		}
	}
	return nil
}
