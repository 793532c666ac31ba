package insight_test

import (
	"encoding/json"

	"kith/internal/understand/insight"
)

// cell draws a number of the oracle's answer, to ask who is behind it; false
// when the answer has none.
func (d *dice) cell(q insight.Question, a *insight.Answer) (insight.Cell, bool) {
	c, ok := d.anyCell(q, a)
	// A cell comes from the wire: what JSON makes of it is what counts.
	text, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	var wire insight.Cell
	if err := json.Unmarshal(text, &wire); err != nil {
		panic(err)
	}
	return wire, ok
}

func (d *dice) anyCell(q insight.Question, a *insight.Answer) (insight.Cell, bool) {
	var c insight.Cell
	switch {
	case a.Trend != nil:
		if len(a.Trend.Lines) == 0 {
			return c, false
		}
		line := pick(d, a.Trend.Lines...)
		c.Series, c.Group = max(line.Series, 0), maybe(d, line.Group)
		c.Bucket = maybe(d, new(pick(d, a.Trend.Buckets...).Start))
	case a.Funnel != nil:
		g := pick(d, a.Funnel.Groups...)
		c.Group, c.Step = g.Group, 1+d.IntN(len(g.Steps))
		c.Dropped = c.Step < len(g.Steps) && d.chance(0.5)
		if len(g.Trend) > 0 {
			c.Bucket = maybe(d, new(pick(d, g.Trend...).Start))
		}
	case a.Retention != nil:
		g := pick(d, a.Retention.Groups...)
		c.Group = g.Group
		c.Bucket = maybe(d, new(pick(d, g.Cohorts...).Start))
		column := d.IntN(len(a.Retention.Columns))
		c.Column = maybe(d, &column)
		c.Lost = c.Column != nil && d.chance(0.4)
	case a.Paths != nil:
		return d.pathCell(a.Paths)
	case a.Stickiness != nil:
		c.Active = pick(d, a.Stickiness.Units...).Active
	case a.Lifecycle != nil:
		start := pick(d, a.Lifecycle.Buckets...).Start
		c.Bucket, c.State = &start, pick(d, "new", "returning", "resurrecting", "dormant")
	case a.Sessions != nil:
		g := pick(d, a.Sessions.Groups...)
		c.Group, c.Bounced = g.Group, d.chance(0.4)
		c.Bucket = maybe(d, new(pick(d, g.Buckets...).Start))
	case a.RFM != nil:
		if len(a.RFM.Cells) == 0 {
			return c, false
		}
		if len(a.RFM.Segments) > 0 && d.chance(0.5) {
			c.Segment = pick(d, a.RFM.Segments...).Segment
			return c, true
		}
		of := pick(d, a.RFM.Cells...)
		c.R, c.F, c.M = of.R*d.IntN(2), of.F*d.IntN(2), of.M*d.IntN(2)
	case a.Channels != nil:
		if len(a.Channels.Rows) > 0 {
			c.Place = maybe(d, new(pick(d, a.Channels.Rows...).PlaceRef))
		}
		c.Metric = pick(d, "", "people", "activated", "retained", "credit", "credit")
		c.Model = pick(d, q.Channels.Models...)
		c.Bucket = maybe(d, new(pick(d, a.Channels.Buckets...).Start))
	}
	return c, true
}

func (d *dice) pathCell(a *insight.PathsAnswer) (insight.Cell, bool) {
	ref := func(i int) *insight.PathRef {
		n := a.Nodes[i]
		return &insight.PathRef{Event: n.Event, Value: n.Value, Other: n.Other}
	}
	if len(a.Paths) > 0 && d.chance(0.3) {
		var c insight.Cell
		for _, i := range pick(d, a.Paths...).Nodes {
			c.Path = append(c.Path, *ref(i))
		}
		return c, true
	}
	if len(a.Links) > 0 && d.chance(0.5) {
		link := pick(d, a.Links...)
		return insight.Cell{Level: link.Level, Node: ref(link.From), Next: ref(link.To)}, true
	}
	if len(a.Nodes) == 0 {
		return insight.Cell{}, false
	}
	i := d.IntN(len(a.Nodes))
	return insight.Cell{Level: a.Nodes[i].Level, Node: ref(i), Ended: d.chance(0.4)}, true
}

// maybe is nil at times.
func maybe[T any](d *dice, v *T) *T {
	if d.chance(0.3) {
		return nil
	}
	return v
}
