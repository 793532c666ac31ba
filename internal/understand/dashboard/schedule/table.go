package schedule

import (
	"fmt"
	"strconv"

	"kith/internal/platform/plot"
	"kith/internal/understand/insight"
)

// table lists an answer's rows: names left, figures right.
func (s *section) table(a *insight.Answer, w *words) {
	add := func(name string, figures ...string) {
		r := tableRow{Name: name}
		for _, f := range figures {
			r.Cells = append(r.Cells, cell{Text: f})
		}
		s.Rows = append(s.Rows, r)
	}
	switch {
	case a.Trend != nil:
		for _, l := range a.Trend.Lines {
			figure := "–"
			if l.Total != nil {
				figure = w.number(*l.Total)
			}
			add(w.lineName(&l, len(a.Question.Trend.Series) > 1), figure)
		}
	case a.Funnel != nil && len(a.Funnel.Groups) > 0:
		for _, st := range a.Funnel.Groups[0].Steps {
			add(st.Label, grouped(float64(st.Persons)), share(st.FromFirst))
		}
	case a.Lifecycle != nil:
		for _, b := range a.Lifecycle.Buckets {
			add(w.day(b.Start), grouped(float64(b.New)), grouped(float64(b.Returning)), grouped(float64(b.Resurrecting)))
		}
		s.Head = []string{"", w.state["new"], w.state["returning"], w.state["resurrecting"]}
	case a.Paths != nil:
		for _, p := range a.Paths.Paths {
			add(pathName(a.Paths, &p), grouped(float64(p.Sessions)))
		}
	case a.RFM != nil:
		for _, r := range a.RFM.Segments {
			add(r.Segment, grouped(float64(r.Persons)))
		}
	case a.Sessions != nil:
		for _, g := range a.Sessions.Groups {
			name := ""
			if g.Group != nil {
				name = w.value(g.Group.Value)
			}
			add(name, grouped(float64(g.Total.Sessions)), grouped(float64(g.Total.Persons)))
		}
	case a.Stickiness != nil:
		for _, u := range a.Stickiness.Units {
			add(strconv.Itoa(u.Active), grouped(float64(u.Persons)), share(u.Share))
		}
	case a.Retention != nil:
		s.heat(a, w)
		return
	}
	if more := len(s.Rows) - mostRows; more > 0 {
		s.Rows, s.Foot = s.Rows[:mostRows], fmt.Sprintf(w.rowsLeft, more)
	}
	if len(s.Rows) == 0 {
		s.Problem = w.empty
	}
}

func share(v *float64) string {
	if v == nil {
		return "–"
	}
	return percent(*v)
}

func pathName(p *insight.PathsAnswer, path *insight.Path) string {
	name := ""
	for i, n := range path.Nodes {
		if i > 0 {
			name += " → "
		}
		name += p.Nodes[n].Label
	}
	return name
}

// days draws how many people came on how many days.
func (s *section) days(a *insight.Answer) (err error) {
	chart := plot.Stacks{Width: pictureWidth, Height: pictureHeight, Format: axis, Layers: []plot.Stack{{Colour: plot.Series(0)}}}
	for _, u := range a.Stickiness.Units {
		n := float64(u.Persons)
		chart.Labels = append(chart.Labels, strconv.Itoa(u.Active))
		chart.Layers[0].Values = append(chart.Layers[0].Values, &n)
	}
	s.png, err = chart.PNG()
	s.Width, s.Height, s.Alt = pictureWidth, pictureHeight, s.Title
	return err
}
