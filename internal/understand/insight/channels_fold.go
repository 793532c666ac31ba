package insight

import (
	"context"
	"slices"

	"kith/internal/observe/timeline"
)

// channelsFold counts one worker's persons.
type channelsFold struct {
	c    *channels
	walk *touchWalk
	rows []channelTally

	weights []float64
	parts   []uint64
}

type channelTally struct {
	touches                           uint64
	people, activated, ripe, retained uint64
	value                             []float64 // of the acquired, by day since the first touch, the last is all later
	acquired                          []uint64  // by bucket
	orders                            []uint64  // by bucket, parts of the first model
	credit                            []credited
}

type credited struct {
	parts   uint64
	spare   uint64 // whole conversions, so that parts never overflow
	revenue float64
}

func (c *channels) fold() *channelsFold {
	f := &channelsFold{c: c, walk: c.walker(), rows: make([]channelTally, c.rows.len())}
	for i := range f.rows {
		f.rows[i] = channelTally{value: make([]float64, c.days+1), acquired: make([]uint64, len(c.starts)-1), orders: make([]uint64, len(c.starts)-1), credit: make([]credited, len(c.q.Models))}
	}
	return f
}

func (f *channelsFold) visit(v *timeline.View) {
	c := f.c
	f.walk.find(v)
	for _, t := range f.walk.touches {
		if t.sec >= c.p.from && t.sec < c.p.to {
			f.rows[t.row].touches++
		}
	}
	if a, ok := f.walk.acquired(); ok {
		row := &f.rows[a.row]
		row.people++
		row.acquired[c.buckets.of(a.sec)]++
		f.follow(v, a, row)
	}
	if c.conversion != nil {
		f.walk.conversions(v, func(i int, window []touch) { f.credit(v, i, window) })
	}
}

// acquired is the first touch, if it lies in the range.
func (w *touchWalk) acquired() (touch, bool) {
	if len(w.touches) == 0 {
		return touch{}, false
	}
	t := w.touches[0]
	return t, t.sec >= w.c.p.from && t.sec < w.c.p.to
}

// follow counts what somebody acquired did from then on.
func (f *channelsFold) follow(v *timeline.View, a touch, row *channelTally) {
	c := f.c
	if c.activated(v, a) {
		row.activated++
	}
	if c.ripe(a) {
		row.ripe++
		if c.retained(v, a) {
			row.retained++
		}
	}
	if c.conversion == nil || c.amount < 0 {
		return
	}
	col := &v.Cols[c.amount]
	for i := a.at; i < len(v.Codes); i++ {
		if !c.conversion.match(v, i) {
			continue
		}
		if x := c.numbers[col.At(i)]; x == x {
			row.value[min(int((v.Secs[i]-a.sec)/86400), c.days)] += x * *c.q.Margin
		}
	}
}

func (c *channels) activated(v *timeline.View, a touch) bool {
	if c.activation == nil {
		return false
	}
	for i := a.at; i < len(v.Codes) && v.Secs[i]-a.sec <= c.within; i++ {
		if c.activation.match(v, i) {
			return true
		}
	}
	return false
}

// ripe reports whether the period of coming back is over.
func (c *channels) ripe(a touch) bool {
	return int64(a.sec)+int64(c.q.Periods+1)*int64(c.length) <= c.p.asOf
}

func (c *channels) retained(v *timeline.View, a touch) bool {
	for i := a.at; i < len(v.Codes); i++ {
		n := int((v.Secs[i] - a.sec) / c.length)
		if n > c.q.Periods {
			return false
		}
		if n == c.q.Periods && c.back.match(v, i) {
			return true
		}
	}
	return false
}

// credit shares a conversion among its touches; without any it is direct's.
func (f *channelsFold) credit(v *timeline.View, i int, window []touch) {
	c, amount, bucket := f.c, 0.0, f.c.buckets.of(v.Secs[i])
	if c.amount >= 0 {
		if x := c.numbers[v.Cols[c.amount].At(i)]; x == x {
			amount = x
		}
	}
	for m, model := range c.q.Models {
		if len(window) == 0 {
			f.give(m, c.direct, bucket, whole, amount)
			continue
		}
		f.shares(model, window)
		for t, parts := range f.parts {
			if parts > 0 {
				f.give(m, window[t].row, bucket, parts, amount)
			}
		}
	}
}

func (f *channelsFold) shares(model string, window []touch) {
	n := len(window)
	f.weights, f.parts = slices.Grow(f.weights[:0], n)[:n], slices.Grow(f.parts[:0], n)[:n]
	f.c.weigh(model, window, f.weights)
	share(f.weights, f.parts)
}

func (f *channelsFold) give(model, row, bucket int, parts uint64, amount float64) {
	r := &f.rows[row]
	r.credit[model].add(parts, 0)
	r.credit[model].revenue += amount * (float64(parts) / whole)
	if model == 0 {
		r.orders[bucket] += parts
	}
}

func (x *credited) add(parts, spare uint64) {
	parts += x.parts
	x.spare += spare + parts/whole
	x.parts = parts % whole
}

func (x *credited) orders() float64 { return float64(x.spare) + float64(x.parts)/whole }

func (f *channelsFold) merge(from *channelsFold) {
	for i := range f.rows {
		f.rows[i].merge(&from.rows[i])
	}
}

func (r *channelTally) merge(from *channelTally) {
	r.touches += from.touches
	r.people += from.people
	r.activated += from.activated
	r.ripe += from.ripe
	r.retained += from.retained
	for d, x := range from.value {
		r.value[d] += x
	}
	addAll(r.acquired, from.acquired)
	addAll(r.orders, from.orders)
	for m := range r.credit {
		r.credit[m].add(from.credit[m].parts, from.credit[m].spare)
		r.credit[m].revenue += from.credit[m].revenue
	}
}

func (c *channels) answer(ctx context.Context, a *Answer) error {
	sum, err := scan(ctx, c.p, c.fold, (*channelsFold).visit, (*channelsFold).merge)
	if err != nil {
		return err
	}
	out := &ChannelsAnswer{Buckets: c.p.bucketsOf(c.starts), Currency: c.currency}
	total, cost := c.fold().rows[0], make([]float64, len(c.starts)-1)
	for i := range c.rows.list {
		row := c.row(&sum.rows[i], c.costs[i])
		row.PlaceRef = c.rows.list[i]
		out.Rows = append(out.Rows, row)
		total.merge(&sum.rows[i])
		for b, x := range c.costs[i] {
			cost[b] += x
		}
	}
	out.Total = c.row(&total, cost)
	a.Channels = out
	return nil
}

func (c *channels) row(t *channelTally, cost []float64) ChannelRow {
	row := ChannelRow{Touches: t.touches, People: t.people, Activated: t.activated, Ripe: t.ripe, Retained: t.retained,
		ActivationRate: ratio(float64(t.activated), float64(t.people)), RetentionRate: ratio(float64(t.retained), float64(t.ripe)),
		PeopleBy: t.acquired, CostBy: cost, OrdersBy: make([]float64, len(t.orders))}
	for _, x := range cost {
		row.Cost += x
	}
	for _, x := range t.value {
		row.Value += x
	}
	people := float64(t.people)
	row.LTV = ratio(row.Value, people)
	if row.Cost > 0 {
		row.CAC = ratio(row.Cost, people)
		row.PaybackDays = payback(t.value[:len(t.value)-1], row.Cost)
	}
	for b, parts := range t.orders {
		row.OrdersBy[b] = float64(parts) / whole
	}
	for m := range t.credit {
		x := &t.credit[m]
		credit := ChannelCredit{Model: c.q.Models[m], Orders: x.orders(), Revenue: x.revenue}
		if row.Cost > 0 {
			credit.CostPerOrder = ratio(row.Cost, credit.Orders)
			credit.ROAS = ratio(credit.Revenue, row.Cost)
			credit.ROI = ratio(credit.Revenue**c.q.Margin-row.Cost, row.Cost)
		}
		row.Credits = append(row.Credits, credit)
	}
	return row
}

// payback is the first day by whose end the value so far covers the cost.
func payback(value []float64, cost float64) *int {
	sum := 0.0
	for d, x := range value {
		if sum += x; sum >= cost {
			return new(d + 1)
		}
	}
	return nil
}

func (c *channels) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	row, bucket := -1, -1
	if cell.Place != nil {
		if row = slices.Index(c.rows.list, *cell.Place); row < 0 {
			return nil, invalid("cell.place", "the answer has no row %s %s %s", clip(cell.Place.Channel), clip(cell.Place.Source), clip(cell.Place.Campaign))
		}
	}
	if cell.Bucket != nil {
		var err error
		if bucket, err = c.p.bucketIndex(cell, c.starts); err != nil {
			return nil, err
		}
	}
	metric, model := cell.Metric, cell.Model
	if err := oneOf("cell.metric", &metric, "people", "activated", "retained", "credit"); err != nil {
		return nil, err
	}
	if err := oneOf("cell.model", &model, c.q.Models...); err != nil {
		return nil, err
	}
	in := func(r int, sec uint32) bool {
		return (row < 0 || r == row) && (bucket < 0 || c.buckets.of(sec) == bucket)
	}
	return func() func(*timeline.View) bool {
		f := &channelsFold{c: c, walk: c.walker()}
		return func(v *timeline.View) bool {
			f.walk.find(v)
			if metric == "credit" {
				return f.hasCredit(v, model, in)
			}
			a, ok := f.walk.acquired()
			return ok && in(a.row, a.sec) && (metric == "people" || metric == "activated" && c.activated(v, a) || metric == "retained" && c.ripe(a) && c.retained(v, a))
		}
	}, nil
}

// hasCredit reports whether any part of a conversion goes to where in says.
func (f *channelsFold) hasCredit(v *timeline.View, model string, in func(row int, sec uint32) bool) (found bool) {
	if f.c.conversion == nil {
		return false
	}
	f.walk.conversions(v, func(i int, window []touch) {
		if found {
			return
		}
		if len(window) == 0 {
			found = in(f.c.direct, v.Secs[i])
			return
		}
		f.shares(model, window)
		for t, parts := range f.parts {
			found = found || parts > 0 && in(window[t].row, v.Secs[i])
		}
	})
	return found
}
