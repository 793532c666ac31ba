package insight_test

import "kith/internal/understand/insight"

// oracleDefaults fills in what a question left out, by the descriptions of its
// fields.
func oracleDefaults(q *insight.Question) {
	text := func(field *string, standard string) {
		if *field == "" {
			*field = standard
		}
	}
	number := func(field *int, standard int) {
		if *field == 0 {
			*field = standard
		}
	}
	breakdown := func(b *insight.Breakdown) {
		if b != nil {
			number(&b.Limit, 10)
		}
	}
	text(&q.WeekStart, "monday")
	if t := q.Trend; t != nil {
		text(&t.Unit, "day")
		for i := range t.Series {
			text(&t.Series[i].Measure, "total")
		}
		breakdown(t.Breakdown)
	}
	if f := q.Funnel; f != nil {
		text(&f.Order, "ordered")
		text(&f.Window, "14d")
		text(&f.ExcludeMode, "attempt")
		for i := range f.Exclude {
			number(&f.Exclude[i].After, 1)
			number(&f.Exclude[i].Before, len(f.Steps))
		}
		breakdown(f.Breakdown)
	}
	if r := q.Retention; r != nil {
		text(&r.Cohort, "first_ever")
		text(&r.Unit, "day")
		number(&r.Periods, 7)
		text(&r.Window, "calendar")
		text(&r.Mode, "on")
		breakdown(r.Breakdown)
	}
	if p := q.Paths; p != nil {
		number(&p.Depth, 5)
		number(&p.Top, 8)
	}
	if s := q.Stickiness; s != nil {
		text(&s.Unit, "day")
	}
	if l := q.Lifecycle; l != nil {
		text(&l.Unit, "day")
	}
	if s := q.Sessions; s != nil {
		text(&s.Unit, "day")
		text(&s.Idle, "30m")
		breakdown(s.Breakdown)
	}
	if c := q.Channels; c != nil {
		text(&c.By, "channel")
		text(&c.Lookback, "30d")
		text(&c.HalfLife, "7d")
		text(&c.Within, "7d")
		text(&c.Unit, "day")
		text(&c.Period, "day")
		number(&c.Periods, 7)
		number(&c.Limit, 20)
		if c.Margin == nil {
			c.Margin = new(1.0)
		}
		if c.Models == nil {
			c.Models = []string{"last_non_direct"}
		}
		if c.Position == nil {
			c.Position = []float64{0.4, 0.4}
		}
	}
	if r := q.RFM; r != nil {
		number(&r.Bins, 5)
	}
}
