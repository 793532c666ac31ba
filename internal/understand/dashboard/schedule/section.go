package schedule

import (
	"fmt"
	"html/template"
	"strconv"
	"time"

	"kith/internal/platform/plot"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/insight"
)

// section is what a mail shows of a card.
type section struct {
	Title, Note  string
	Figure       string // of a number card
	Change       string
	ChangeColour string
	Before       string
	CID          string // of its picture
	Alt          string
	Width        int // of the picture
	Height       int
	Keys         []key
	Steps        []step
	Head         []string
	Rows         []tableRow
	Cells        bool // the rows are a heat table
	Foot         string
	HTML         template.HTML
	Problem      string

	png []byte
}

// step is one step of a funnel.
type step struct {
	Name, People, Share, CID string
	png                      []byte
}

type tableRow struct {
	Name  string
	Cells []cell
}

type cell struct {
	Text, Ground, Ink string
	Open              bool // dashed: it is not over
}

// sectionOf makes a card's section; a chart or number also gets its picture.
func sectionOf(c *dashboard.Card, a *dashboard.CardAnswer, w *words, loc *time.Location) (section, error) {
	s := section{Title: c.Title}
	if s.Title == "" {
		s.Title = a.Name
	}
	if c.Kind == "text" {
		s.HTML = template.HTML(a.HTML) //nolint:gosec // dashboard.HTMLOf made it safe
		return s, nil
	}
	if a.Answer == nil {
		s.Problem = w.failed
		if a.Error != nil {
			s.Problem += a.Error.Message
		}
		return s, nil
	}
	d := a.Answer.Definition.En
	if w.chinese {
		d = a.Answer.Definition.Zh
	}
	s.Note = d
	if a.Stale && a.At != nil {
		s.Foot = fmt.Sprintf(w.stale, w.moment(a.At.In(loc)))
	}
	return s, s.show(c, a, w)
}

func (s *section) show(c *dashboard.Card, a *dashboard.CardAnswer, w *words) (err error) {
	switch a.Form {
	case "number":
		return s.number(c, a, w)
	case "funnel":
		return s.funnel(a.Answer)
	case "heat":
		s.heat(a.Answer, w)
		return nil
	case "table":
		s.table(a.Answer, w)
		return nil
	}
	if a.Answer.Stickiness != nil {
		return s.days(a.Answer)
	}
	if s.png, s.Keys, err = draw(a, w); err != nil {
		return err
	}
	s.Width, s.Height = pictureWidth, pictureHeight
	if s.Alt = s.Title; a.Headline != nil && a.Headline.Value != nil {
		s.Alt += ": " + w.figure(c, a.Headline, *a.Headline.Value)
	}
	if s.png == nil {
		s.Problem = w.empty
	}
	return nil
}

func (w *words) figure(c *dashboard.Card, h *dashboard.Headline, v float64) string {
	if h.Rate {
		return percent(v)
	}
	return w.withUnit(v, c.Unit)
}

func (s *section) number(c *dashboard.Card, a *dashboard.CardAnswer, w *words) (err error) {
	h := a.Headline
	s.Figure = "–"
	if h == nil || h.Value == nil {
		return nil
	}
	s.Figure = w.figure(c, h, *h.Value)
	if h.Previous != nil {
		s.Before = fmt.Sprintf(w.compared, w.figure(c, h, *h.Previous))
		s.Change, s.ChangeColour = w.change(h, c.Falls)
	}
	if len(h.Spark) > 1 {
		s.png, err = sparkline(h)
		s.Width, s.Height = 88, 26
	}
	return err
}

// The colours of better and worse.
const (
	good    = "#1E7458"
	bad     = "#B01E45"
	neutral = "#746C65"
)

func (w *words) change(h *dashboard.Headline, falls bool) (text, colour string) {
	if h.Change == nil {
		return w.new, neutral
	}
	v := *h.Change * 100
	size, unit := strconv.FormatFloat(max(v, -v), 'f', 1, 64), "%"
	if h.Rate {
		unit = " pp"
	}
	switch {
	case size == "0.0":
		return w.noChange, neutral
	case v > 0 == !falls:
		colour = good
	default:
		colour = bad
	}
	if v > 0 {
		return "▲ " + size + unit, colour
	}
	return "▼ " + size + unit, colour
}

func (s *section) funnel(a *insight.Answer) error {
	if len(a.Funnel.Groups) == 0 {
		return nil
	}
	for _, st := range a.Funnel.Groups[0].Steps {
		one := step{Name: st.Label, People: grouped(float64(st.Persons))}
		share := 0.0
		if st.FromFirst != nil {
			share = *st.FromFirst
			one.Share = percent(share)
		}
		var err error
		if one.png, err = (&plot.Bar{Width: pictureWidth, Height: 10, Share: share, Colour: plot.Series(0)}).PNG(); err != nil {
			return err
		}
		s.Steps = append(s.Steps, one)
	}
	return nil
}

func columnName(c insight.RetentionColumn) string {
	if c.First == c.Last {
		return strconv.Itoa(c.First)
	}
	return fmt.Sprintf("%d–%d", c.First, c.Last)
}

// mostColumns and mostRows of a table have room in a mail.
const (
	mostColumns = 8
	mostRows    = 12
)

func (s *section) heat(a *insight.Answer, w *words) {
	s.Cells = true
	s.Head = []string{w.cohort, w.size}
	columns := a.Retention.Columns[:min(len(a.Retention.Columns), mostColumns)]
	for _, c := range columns {
		s.Head = append(s.Head, columnName(c))
	}
	if len(a.Retention.Groups) == 0 {
		return
	}
	cohorts := a.Retention.Groups[0].Cohorts
	for _, c := range cohorts[max(0, len(cohorts)-mostRows):] {
		r := tableRow{Name: w.day(c.Start), Cells: []cell{{Text: grouped(float64(c.Size))}}}
		for i, v := range c.Cells[:min(len(columns), len(c.Cells))] {
			r.Cells = append(r.Cells, heatCell(v, i == 0))
			s.openLegend(v, w)
		}
		s.Rows = append(s.Rows, r)
	}
}

func (s *section) openLegend(v insight.RetentionCell, w *words) {
	if v.Incomplete && !v.Future {
		s.Foot = w.legendUp
	}
}

func heatCell(v insight.RetentionCell, start bool) cell {
	if v.Future || v.Rate == nil {
		return cell{}
	}
	c := cell{Text: strconv.FormatFloat(*v.Rate*100, 'f', 0, 64), Open: v.Incomplete}
	switch {
	case start:
		c.Ground, c.Ink = "#F0EEEA", "#57514B"
	case v.Incomplete:
		c.Ground, c.Ink = "#FFFFFF", neutral
	default:
		ground, ink := plot.Heat(min(*v.Rate/0.6, 0.999))
		c.Ground, c.Ink = css(ground), css(ink)
	}
	return c
}
