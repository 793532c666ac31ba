package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/mail"
)

// Plan is what people write of a schedule.
type Plan struct {
	Every     string   `json:"every" enum:"daily,weekly,monthly"`
	Weekday   int      `json:"weekday,omitempty" minimum:"0" maximum:"7" doc:"For weekly: 1 is Monday, 7 Sunday"`
	Day       int      `json:"day,omitempty" minimum:"0" maximum:"31" doc:"For monthly; the month's last day where it has fewer"`
	Hour      int      `json:"hour" minimum:"0" maximum:"23"`
	Minute    int      `json:"minute,omitempty" minimum:"0" maximum:"59"`
	Zone      string   `json:"zone,omitempty" doc:"IANA zone of the hour; the workspace's when absent"`
	Language  string   `json:"language" enum:"zh,en" doc:"Of the mail"`
	Operators []uint32 `json:"operators" maxItems:"50" doc:"Who gets it"`
	Addresses []string `json:"addresses,omitempty" maxItems:"50" doc:"And who gets it without being an operator; only who manages the workspace adds such"`
	Paused    bool     `json:"paused,omitempty"`
}

// Schedule is a plan for a dashboard.
type Schedule struct {
	ID        int64  `json:"id"`
	Workspace uint32 `json:"-"`
	Dashboard int64  `json:"dashboard"`
	Plan
	Owner   uint32    `json:"owner"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// Since is when the plan began to hold: what was due before is not sent.
	Since time.Time `json:"-"`
}

const maxRecipients = 50

func (p *Plan) check() error {
	_, err := time.LoadLocation(p.Zone)
	switch {
	case err != nil || p.Zone == "" || p.Zone == "Local":
		return &kith.Error{Code: kith.Invalid, Field: "zone", Message: "is not a time zone", Hint: "use an IANA name such as Asia/Shanghai", Err: err}
	case p.Every == "weekly" && (p.Weekday < 1 || p.Weekday > 7):
		return &kith.Error{Code: kith.Invalid, Field: "weekday", Message: "says no day of the week", Hint: "1 is Monday, 7 is Sunday"}
	case p.Every == "monthly" && (p.Day < 1 || p.Day > 31):
		return &kith.Error{Code: kith.Invalid, Field: "day", Message: "says no day of the month", Hint: "1 to 31"}
	case len(p.Operators)+len(p.Addresses) == 0:
		return &kith.Error{Code: kith.Invalid, Field: "operators", Message: "nobody would get it", Hint: "choose somebody"}
	case len(p.Operators)+len(p.Addresses) > maxRecipients:
		return &kith.Error{Code: kith.Invalid, Field: "operators", Message: fmt.Sprintf("has %d recipients", len(p.Operators)+len(p.Addresses)), Hint: fmt.Sprintf("at most %d are possible", maxRecipients)}
	}
	if p.Every != "weekly" {
		p.Weekday = 0
	}
	if p.Every != "monthly" {
		p.Day = 0
	}
	p.Operators = slices.Compact(slices.Sorted(slices.Values(p.Operators)))
	for i, text := range p.Addresses {
		if p.Addresses[i], err = mail.CheckAddress(fmt.Sprintf("addresses[%d]", i), text); err != nil {
			return err
		}
	}
	p.Addresses = slices.Compact(slices.SortedFunc(slices.Values(p.Addresses), strings.Compare))
	return nil
}

// Occurrence is one time that a schedule is due. Its name is the local date and hour, so
// an hour that the clock goes through twice is still one occurrence, and one
// that it jumps over is not lost.
type Occurrence struct {
	Name string // 2026-11-18T09:00
	Due  time.Time
}

// on is the occurrence of a date, if the plan has one on it.
func (p *Plan) on(y int, m time.Month, d int, loc *time.Location) (Occurrence, bool) {
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	switch p.Every {
	case "weekly":
		if int(date.Weekday()+6)%7 != p.Weekday-1 {
			return Occurrence{}, false
		}
	case "monthly":
		last := time.Date(date.Year(), date.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
		if date.Day() != min(p.Day, last) {
			return Occurrence{}, false
		}
	}
	return Occurrence{Name: fmt.Sprintf("%sT%02d:%02d", date.Format(time.DateOnly), p.Hour, p.Minute), Due: time.Date(date.Year(), date.Month(), date.Day(), p.Hour, p.Minute, 0, 0, loc)}, true
}

// farthest is more days than lie between two occurrences.
const farthest = 63

// Latest is the newest occurrence that is due at now.
func (p *Plan) Latest(now time.Time) (Occurrence, bool) {
	return p.seek(now, -1, func(due time.Time) bool { return !due.After(now) })
}

// Next is the first occurrence after now.
func (p *Plan) Next(now time.Time) (Occurrence, bool) {
	return p.seek(now, 1, func(due time.Time) bool { return due.After(now) })
}

func (p *Plan) seek(now time.Time, step int, found func(time.Time) bool) (Occurrence, bool) {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return Occurrence{}, false
	}
	y, m, d := now.In(loc).Date()
	// A day too early or late: the clock may have jumped over midnight.
	for i := -1; i <= farthest; i++ {
		if o, ok := p.on(y, m, d+step*i, loc); ok && found(o.Due) {
			return o, true
		}
	}
	return Occurrence{}, false
}
