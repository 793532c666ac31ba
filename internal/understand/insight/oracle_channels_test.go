package insight_test

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// oracleClassifier is that of every workspace of the tests.
var oracleClassifier = &channel.Classifier{Rules: []channel.Rule{{Source: "odd", Medium: "odd", Channel: "partner", NamedSource: "odd ones"}}}

// asker asks of a store that has the data, with its costs.
func (d *oracleData) asker(store timeline.Store, zone string, now time.Time) *insight.Asker {
	return &insight.Asker{Store: store, Zone: zone, Now: func() time.Time { return now },
		Classifier: func(context.Context) (*channel.Classifier, error) { return oracleClassifier, nil },
		Costs: func(_ context.Context, from, to string) ([]channel.Cost, error) {
			return slices.DeleteFunc(slices.Clone(d.costs), func(c channel.Cost) bool { return c.Day < from || c.Day > to }), nil
		}}
}

func (d *dice) channels(unit string) *insight.Channels {
	q := &insight.Channels{By: pick(d, "", "channel", "source", "campaign"), Unit: unit, Limit: pick(d, 0, 1, 2, 4)}
	some := func() *insight.Selector {
		if d.chance(0.3) {
			return nil
		}
		return new(d.selector())
	}
	q.Conversion, q.Activation, q.Return = some(), some(), some()
	if q.Conversion != nil && d.chance(0.8) {
		q.Property = "amount"
	}
	if d.chance(0.4) {
		q.Margin = new(pick(d, 0, 0.3, 1))
	}
	all := []string{"first", "last", "last_non_direct", "linear", "position", "decay"}
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if d.chance(0.8) {
		q.Models = all[:1+d.IntN(6)]
	}
	q.Lookback, q.HalfLife, q.Within = pick(d, "", "1d", "2d", "30d"), pick(d, "", "1h", "1d"), pick(d, "", "10m", "1d")
	if d.chance(0.4) {
		q.Position = pick(d, []float64{0, 0}, []float64{1, 0}, []float64{0, 1}, []float64{0.3, 0.2}, []float64{0.5, 0.5})
	}
	q.Period, q.Periods, q.Currency = pick(d, "", "day", "week"), pick(d, 0, 1, 2), pick(d, "", "", "EUR", "USD", "XXX")
	return q
}

// oracleTouch is the beginning of a visit.
type oracleTouch struct {
	at    int // in the history
	sec   int64
	place insight.PlaceRef
}

func oraclePlaceOf(q *insight.Channels, p channel.Place) insight.PlaceRef {
	switch q.By {
	case "channel":
		return insight.PlaceRef{Channel: p.Channel}
	case "source":
		return insight.PlaceRef{Channel: p.Channel, Source: p.Source}
	}
	return insight.PlaceRef{Channel: p.Channel, Source: p.Source, Campaign: p.Campaign}
}

// oracleTouches cuts a history into visits, in which following a link counts,
// and asks the events of each where it came from.
func oracleTouches(q *insight.Channels, h oracleHistory) []oracleTouch {
	var out []oracleTouch
	var visit oracleSession
	told := false
	for i, e := range h.events {
		if !e.active() && e.name != "$link_clicked" {
			continue
		}
		if len(out) == 0 || oracleCuts(visit, e, 1800) {
			visit, told = oracleSession{}, false
			out = append(out, oracleTouch{at: i, sec: e.sec(), place: insight.PlaceRef{Channel: "direct"}})
		}
		visit.events = append(visit.events, e)
		if told {
			continue
		}
		place, ok := oracleClassifier.Classify(channel.Read(func(name string) string {
			if e.props[name].Kind == kith.None {
				return ""
			}
			return e.props[name].Text()
		}))
		if ok {
			out[len(out)-1].place, told = oraclePlaceOf(q, place), true
		}
	}
	return out
}

// oracleCredit is a place's part of one conversion.
type oracleCredit struct {
	sec           int64
	place         insight.PlaceRef
	parts, amount float64
}

// oracleCredits shares a history's conversions by a model.
func (o *oracle) credits(q *insight.Channels, h oracleHistory, model string) []oracleCredit {
	var out []oracleCredit
	if q.Conversion == nil {
		return nil
	}
	touches := oracleTouches(q, h)
	for i, e := range h.events {
		if !o.inRange(&e) || !oracleMatches(q.Conversion, &e) {
			continue
		}
		amount := 0.0
		if v := e.props[q.Property]; q.Property != "" && v.Kind == kith.Number {
			amount = v.Num
		}
		var window []oracleTouch
		for _, t := range touches {
			if t.at <= i && e.sec()-t.sec <= oracleSeconds(q.Lookback) {
				window = append(window, t)
			}
		}
		if len(window) == 0 {
			out = append(out, oracleCredit{e.sec(), insight.PlaceRef{Channel: "direct"}, 1, amount})
			continue
		}
		weights := oracleWeights(q, model, window)
		sum, last := 0.0, 0
		for k, w := range weights {
			sum += w
			if w > 0 {
				last = k
			}
		}
		left := 1.0
		for k, w := range weights {
			if w == 0 || k == last {
				continue
			}
			parts := math.Floor(w/sum*4294967296) / 4294967296
			left -= parts
			out = append(out, oracleCredit{e.sec(), window[k].place, parts, amount * parts})
		}
		out = append(out, oracleCredit{e.sec(), window[last].place, left, amount * left})
	}
	return slices.DeleteFunc(out, func(c oracleCredit) bool { return c.parts == 0 })
}

func oracleWeights(q *insight.Channels, model string, window []oracleTouch) []float64 {
	n := len(window)
	out := make([]float64, n)
	for k, t := range window {
		switch model {
		case "first":
			if k == 0 {
				out[k] = 1
			}
		case "last":
			if k == n-1 {
				out[k] = 1
			}
		case "linear":
			out[k] = 1
		case "decay":
			out[k] = math.Pow(2, -float64(window[n-1].sec-t.sec)/float64(oracleSeconds(q.HalfLife)))
		case "position":
			first, last := q.Position[0], q.Position[1]
			switch {
			case n == 1, n == 2 && first+last == 0:
				out[k] = 1
			case k == 0:
				out[k] = first
			case k == n-1:
				out[k] = last
			default:
				out[k] = (1 - first - last) / float64(n-2)
			}
		case "last_non_direct":
			later := slices.ContainsFunc(window[k+1:], func(t oracleTouch) bool { return t.place.Channel != "direct" })
			any := slices.ContainsFunc(window, func(t oracleTouch) bool { return t.place.Channel != "direct" })
			if any && t.place.Channel != "direct" && !later || !any && k == n-1 {
				out[k] = 1
			}
		}
	}
	return out
}

// oracleAcquired is one person's first touch and what followed.
type oracleAcquired struct {
	oracleTouch
	activated, ripe, retained bool
	spent                     []oracleSpent
}

type oracleSpent struct {
	days   int64
	amount float64
}

// acquired is nil for who did not first come in the range.
func (o *oracle) acquired(q *insight.Channels, h oracleHistory) *oracleAcquired {
	touches := oracleTouches(q, h)
	if len(touches) == 0 || touches[0].sec < o.from || touches[0].sec >= o.to {
		return nil
	}
	a := &oracleAcquired{oracleTouch: touches[0]}
	length := map[string]int64{"day": 86400, "week": 7 * 86400}[q.Period]
	a.ripe = a.sec+int64(q.Periods+1)*length <= o.asOf
	back := q.Return
	if back == nil {
		back = &insight.Selector{Event: "*"}
	}
	for _, e := range h.events[a.at:] {
		since := e.sec() - a.sec
		if q.Activation != nil && since <= oracleSeconds(q.Within) && oracleMatches(q.Activation, &e) {
			a.activated = true
		}
		if a.ripe && since/length == int64(q.Periods) && oracleMatches(back, &e) {
			a.retained = true
		}
		if v := e.props[q.Property]; q.Conversion != nil && oracleMatches(q.Conversion, &e) && q.Property != "" && v.Kind == kith.Number {
			a.spent = append(a.spent, oracleSpent{since / 86400, v.Num * *q.Margin})
		}
	}
	return a
}

// usedCosts are those of days that begin in the range, in one currency.
func (o *oracle) usedCosts(q *insight.Channels) (used []channel.Cost, currency string) {
	uses := map[string]int{}
	for _, c := range o.costs {
		start, _ := o.moment(c.Day)
		if o.from <= start && start < o.to {
			used = append(used, c)
			uses[c.Currency]++
		}
	}
	currency = q.Currency
	if currency == "" {
		for _, c := range []string{"EUR", "USD"} {
			if uses[c] > uses[currency] {
				currency = c
			}
		}
	}
	return slices.DeleteFunc(used, func(c channel.Cost) bool { return c.Currency != currency }), currency
}

// places lists the rows: those kept apart, then other, if there is more.
func (o *oracle) places(q *insight.Channels) []insight.PlaceRef {
	touches := map[insight.PlaceRef]int{}
	for _, h := range o.people {
		for _, t := range oracleTouches(q, h) {
			if t.sec >= o.from-oracleSeconds(q.Lookback) && t.sec < o.to {
				touches[t.place]++
			}
		}
		for _, c := range o.credits(q, h, "last") {
			touches[c.place] += 0
		}
	}
	used, _ := o.usedCosts(q)
	for _, c := range used {
		touches[oraclePlaceOf(q, channel.Place{Channel: c.Channel, Source: c.Source, Campaign: c.Campaign})] += 0
	}
	var out []insight.PlaceRef
	for p := range touches {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b insight.PlaceRef) int {
		return cmp.Or(touches[b]-touches[a], cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Campaign, b.Campaign))
	})
	if len(out) > q.Limit {
		out = append(out[:q.Limit], insight.PlaceRef{Other: true})
	}
	return out
}

func (o *oracle) channels(q *insight.Channels) *insight.ChannelsAnswer {
	places := o.places(q)
	out := &insight.ChannelsAnswer{Total: o.channelRow(q, func(insight.PlaceRef) bool { return true })}
	_, out.Currency = o.usedCosts(q)
	for _, b := range o.buckets(q.Unit) {
		out.Buckets = append(out.Buckets, b.answer())
	}
	for _, place := range places {
		row := o.channelRow(q, oracleRowOf(places, place))
		row.PlaceRef = place
		out.Rows = append(out.Rows, row)
	}
	return out
}

// oracleRowOf tests whether a place is in the row.
func oracleRowOf(places []insight.PlaceRef, row insight.PlaceRef) func(insight.PlaceRef) bool {
	return func(p insight.PlaceRef) bool {
		return p == row || row.Other && !slices.Contains(places, p)
	}
}

func (o *oracle) channelRow(q *insight.Channels, in func(insight.PlaceRef) bool) insight.ChannelRow {
	var row insight.ChannelRow
	var spent []oracleSpent
	credits := map[string][]oracleCredit{}
	buckets := o.buckets(q.Unit)
	row.PeopleBy, row.CostBy, row.OrdersBy = make([]uint64, len(buckets)), make([]float64, len(buckets)), make([]float64, len(buckets))
	bucketOf := func(sec int64) int {
		return slices.IndexFunc(buckets, func(b oracleBucket) bool { return b.has(sec) })
	}
	for _, h := range o.people {
		for _, t := range oracleTouches(q, h) {
			if o.from <= t.sec && t.sec < o.to && in(t.place) {
				row.Touches++
			}
		}
		for _, model := range q.Models {
			for _, c := range o.credits(q, h, model) {
				if in(c.place) {
					credits[model] = append(credits[model], c)
				}
			}
		}
		a := o.acquired(q, h)
		if a == nil || !in(a.place) {
			continue
		}
		row.People++
		row.PeopleBy[bucketOf(a.sec)]++
		row.Activated += oracleOne(a.activated)
		row.Ripe += oracleOne(a.ripe)
		row.Retained += oracleOne(a.retained)
		spent = append(spent, a.spent...)
	}
	used, _ := o.usedCosts(q)
	for _, c := range used {
		if in(oraclePlaceOf(q, channel.Place{Channel: c.Channel, Source: c.Source, Campaign: c.Campaign})) {
			start, _ := o.moment(c.Day)
			row.Cost += c.Amount
			row.CostBy[bucketOf(start)] += c.Amount
		}
	}
	row.ActivationRate, row.RetentionRate = oracleShare(row.Activated, row.People), oracleShare(row.Retained, row.Ripe)
	share := func(a, b float64) *float64 {
		if b == 0 {
			return nil
		}
		return new(a / b)
	}
	for _, s := range spent {
		row.Value += s.amount
	}
	row.LTV = share(row.Value, float64(row.People))
	if row.Cost > 0 {
		row.CAC = share(row.Cost, float64(row.People))
		for d := int64(1); d <= 366 && row.PaybackDays == nil; d++ {
			sum := 0.0
			for _, s := range spent {
				if s.days < d {
					sum += s.amount
				}
			}
			if sum >= row.Cost-1e-9 {
				row.PaybackDays = new(int(d))
			}
		}
	}
	for m, model := range q.Models {
		x := insight.ChannelCredit{Model: model}
		for _, c := range credits[model] {
			x.Orders += c.parts
			x.Revenue += c.amount
			if m == 0 {
				row.OrdersBy[bucketOf(c.sec)] += c.parts
			}
		}
		if row.Cost > 0 {
			x.CostPerOrder, x.ROAS = share(row.Cost, x.Orders), share(x.Revenue, row.Cost)
			x.ROI = share(x.Revenue**q.Margin-row.Cost, row.Cost)
		}
		row.Credits = append(row.Credits, x)
	}
	return row
}

func oracleOne(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}

func (o *oracle) channelsCell(q *insight.Channels, c insight.Cell) func(oracleHistory) bool {
	in := func(insight.PlaceRef) bool { return true }
	if c.Place != nil {
		in = oracleRowOf(o.places(q), *c.Place)
	}
	bucket := o.bucketOf(o.buckets(q.Unit), (*time.Time)(c.Bucket))
	return func(h oracleHistory) bool {
		if c.Metric == "credit" {
			model := cmp.Or(c.Model, q.Models[0])
			return slices.ContainsFunc(o.credits(q, h, model), func(x oracleCredit) bool { return in(x.place) && bucket.has(x.sec) })
		}
		a := o.acquired(q, h)
		return a != nil && in(a.place) && bucket.has(a.sec) && (c.Metric == "" || c.Metric == "people" || c.Metric == "activated" && a.activated || c.Metric == "retained" && a.retained)
	}
}
