package insight

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
)

func (*Channels) Kind() string { return "channels" }

// Models are the ways to share the credit for a conversion among touches.
var Models = []string{"last_non_direct", "first", "last", "linear", "position", "decay"}

func (q *Channels) check(path string) error {
	if err := oneOf(join(path, "by"), &q.By, "channel", "source", "campaign"); err != nil {
		return err
	}
	for name, s := range map[string]*Selector{"conversion": q.Conversion, "activation": q.Activation, "return": q.Return} {
		if s == nil {
			continue
		}
		if err := s.check(join(path, name)); err != nil {
			return err
		}
	}
	if q.Property != "" && q.Conversion == nil {
		return invalid(join(path, "property"), "an amount needs a conversion that has it")
	}
	if q.Margin == nil {
		q.Margin = new(1.0)
	}
	if !(*q.Margin >= 0 && *q.Margin <= 1) {
		return invalid(join(path, "margin"), "%v is not between 0 and 1", *q.Margin)
	}
	if err := q.checkModels(path); err != nil {
		return err
	}
	for _, w := range [...]struct {
		name     string
		text     *string
		standard string
		least    int64
	}{{"lookback", &q.Lookback, "30d", 86400}, {"half_life", &q.HalfLife, "7d", 1}, {"within", &q.Within, "7d", 1}} {
		if *w.text == "" {
			*w.text = w.standard
		}
		n, err := parseWindow(join(path, w.name), *w.text, 0)
		if err != nil {
			return err
		}
		if n < w.least {
			return invalid(join(path, w.name), "%s is too short; a session can last a day", clip(*w.text))
		}
	}
	if err := oneOf(join(path, "unit"), &q.Unit, "day", "week", "month"); err != nil {
		return err
	}
	if err := oneOf(join(path, "period"), &q.Period, "day", "week"); err != nil {
		return err
	}
	if err := between(join(path, "periods"), &q.Periods, 1, 366, 7); err != nil {
		return err
	}
	if len(q.Currency) > 12 {
		return invalid(join(path, "currency"), "%q is no currency's code", clip(q.Currency))
	}
	return between(join(path, "limit"), &q.Limit, 1, 100, 20)
}

func (q *Channels) checkModels(path string) error {
	if len(q.Models) == 0 {
		q.Models = []string{Models[0]}
	}
	for i, m := range q.Models {
		at := join(path, "models")
		if err := oneOf(at, &q.Models[i], Models...); err != nil {
			return err
		}
		if slices.Contains(q.Models[:i], m) {
			return invalid(at, "%s is named twice", clip(m))
		}
	}
	if len(q.Position) == 0 {
		q.Position = []float64{0.4, 0.4}
	}
	if p := q.Position; len(p) != 2 || !(p[0] >= 0 && p[1] >= 0 && p[0]+p[1] <= 1) {
		return invalid(join(path, "position"), "two shares, of the first and the last touch, of at most 1 together")
	}
	return nil
}

func (q *Channels) props(need func(string)) {
	need(sessionID)
	for _, name := range channel.Properties {
		need(name)
	}
	for _, s := range []*Selector{q.Conversion, q.Activation, q.Return} {
		if s != nil {
			s.props(need)
		}
	}
	need(q.Property)
}

// channels is the compiled question.
type channels struct {
	p          *plan
	q          *Channels
	classifier *channel.Classifier
	signs      *signReader
	cutter     sessionCutter
	conversion *matcher // nil: none
	activation *matcher
	back       *matcher
	amount     int // column of the amount, -1: none
	numbers    []float64
	lookback   int64
	halfLife   float64
	within     uint32
	length     uint32 // of a period
	starts     []int64
	buckets    *buckets
	rows       *placeRows
	direct     int // the row of direct
	currency   string
	costs      [][]float64 // by row and bucket
	days       int         // how far back payback is looked for
}

// paybackDays is how many days after the first touch payback is looked for.
const paybackDays = 366

func compileChannels(ctx context.Context, p *plan, q *Channels) (compiled, error) {
	c := &channels{p: p, q: q, classifier: &channel.Classifier{}, amount: -1, days: paybackDays}
	var err error
	if f := p.asker.Classifier; f != nil {
		if c.classifier, err = f(ctx); err != nil {
			return nil, err
		}
	}
	c.signs = newSignReader(p)
	active := *p.active
	if code, ok := p.snap.Names().Events.Find(kith.EventClicked); ok {
		active[code] = true // following a link is how a visit begins
	}
	c.cutter = *p.cutter(standardIdle)
	c.cutter.active = &active
	if q.Conversion != nil {
		c.conversion = p.matcher(q.Conversion)
	}
	if q.Property != "" {
		c.amount = p.cols[q.Property]
		c.numbers = numbersOf(p.snap.Dict(c.amount))
	}
	if q.Activation != nil {
		c.activation = p.matcher(q.Activation)
	}
	c.back = p.matcher(cmp.Or(q.Return, &Selector{Event: "*"}))
	c.lookback, _ = parseWindow("", q.Lookback, 0)
	halfLife, _ := parseWindow("", q.HalfLife, 0)
	within, _ := parseWindow("", q.Within, 0)
	c.halfLife, c.within, c.length = float64(halfLife), uint32(within), exactLength[q.Period]
	if c.starts, err = p.cal.cut(int64(p.from), int64(p.to), q.Unit); err != nil {
		return nil, err
	}
	c.buckets = newBuckets(c.starts)
	costs, err := c.readCosts(ctx)
	if err != nil {
		return nil, err
	}
	if c.rows, err = c.rank(ctx, costs); err != nil {
		return nil, err
	}
	c.direct, p.rows = c.rows.of(rowKey{channel: channel.Direct}), c.rows
	if len(c.starts)*c.rows.len() > maxCells {
		return nil, &kith.Error{Code: kith.Invalid, Field: "channels.unit", Message: "the range and the rows make too large a table", Hint: "take a shorter range, a longer unit or fewer rows"}
	}
	c.spread(costs)
	return c, nil
}

// rowKey is what tells rows apart; fields finer than the question's by are "".
type rowKey struct{ channel, source, campaign string }

func (q *Channels) key(p channel.Place) rowKey {
	k := rowKey{channel: p.Channel}
	if q.By != "channel" {
		k.source = p.Source
	}
	if q.By == "campaign" {
		k.campaign = p.Campaign
	}
	return k
}

// placeRows are the rows of an answer, other last if there is more.
type placeRows struct {
	list  []PlaceRef
	at    map[rowKey]int
	other int // where keys without a row go; -1: there are none
}

func (r *placeRows) len() int { return max(1, len(r.list)) }

func (r *placeRows) of(k rowKey) int {
	if i, ok := r.at[k]; ok {
		return i
	}
	return max(0, r.other)
}

// rank makes the rows: those with the most touches that can have credit in the
// range, ties by name.
func (c *channels) rank(ctx context.Context, costs []channel.Cost) (*placeRows, error) {
	c.rows = &placeRows{other: -1}
	from := int64(c.p.from) - c.lookback
	type tally map[rowKey]uint64
	sum, err := scan(ctx, c.p, func() *ranking { return &ranking{walk: c.walker(), tally: tally{}} }, func(r *ranking, v *timeline.View) {
		r.walk.find(v)
		for _, t := range r.walk.touches {
			if int64(t.sec) >= from && t.sec < c.p.to {
				r.tally[c.q.key(t.place)]++
			}
		}
		if c.conversion != nil {
			r.walk.conversions(v, func(_ int, window []touch) {
				if len(window) == 0 {
					r.tally[rowKey{channel: channel.Direct}] += 0
				}
			})
		}
	}, func(into, from *ranking) {
		for k, n := range from.tally {
			into.tally[k] += n
		}
	})
	if err != nil {
		return nil, err
	}
	for _, x := range costs {
		sum.tally[c.q.key(channel.Place{Channel: x.Channel, Source: x.Source, Campaign: x.Campaign})] += 0
	}
	keys := make([]rowKey, 0, len(sum.tally))
	for k := range sum.tally {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(sum.tally[b], sum.tally[a]), cmp.Compare(a.channel, b.channel), cmp.Compare(a.source, b.source), cmp.Compare(a.campaign, b.campaign))
	})
	limit := c.q.Limit
	if c.p.pinnedRows != nil {
		keys, limit = c.p.pinnedRows.pin(keys)
	}
	rows := &placeRows{at: map[rowKey]int{}, other: -1}
	for i, k := range keys {
		if i == limit {
			rows.other = i
			rows.list = append(rows.list, PlaceRef{Other: true})
			break
		}
		rows.at[k] = i
		rows.list = append(rows.list, PlaceRef{Channel: k.channel, Source: k.source, Campaign: k.campaign})
	}
	return rows, nil
}

// pin puts the keys of these rows before the others, and says how many they are.
func (r *placeRows) pin(keys []rowKey) ([]rowKey, int) {
	first := make([]rowKey, len(r.at))
	for k, i := range r.at {
		first[i] = k
	}
	rest := slices.DeleteFunc(keys, func(k rowKey) bool { _, pinned := r.at[k]; return pinned })
	return append(first, rest...), len(first)
}

type ranking struct {
	walk  *touchWalk
	tally map[rowKey]uint64
}

// readCosts reads the costs of the days that begin in the range, in the
// currency asked for.
func (c *channels) readCosts(ctx context.Context) ([]channel.Cost, error) {
	if c.p.asker.Costs == nil {
		c.currency = c.q.Currency
		return nil, nil
	}
	from, to := c.p.at(int64(c.p.from)), c.p.at(int64(c.p.to)-1)
	all, err := c.p.asker.Costs(ctx, from.Format(time.DateOnly), to.Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(x channel.Cost) bool {
		at, ok := c.dayOf(x.Day)
		return !ok || at < int64(c.p.from) || at >= int64(c.p.to)
	})
	c.currency = c.q.Currency
	if c.currency == "" {
		c.currency = mostUsed(all)
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(x channel.Cost) bool { return x.Currency != c.currency })
	if len(kept) < len(all) {
		c.p.warn("%d costs are in other currencies than %s and left out", len(all)-len(kept), c.currency)
	}
	return kept, nil
}

func mostUsed(costs []channel.Cost) string {
	uses, best := map[string]int{}, ""
	for _, x := range costs {
		uses[x.Currency]++
	}
	for currency, n := range uses {
		if best == "" || n > uses[best] || n == uses[best] && currency < best {
			best = currency
		}
	}
	return best
}

func (c *channels) dayOf(day string) (int64, bool) {
	t, err := time.Parse(time.DateOnly, day)
	return c.p.cal.dayStart(t.Year(), t.Month(), t.Day()), err == nil
}

// spread lays the costs out by row and bucket.
func (c *channels) spread(costs []channel.Cost) {
	c.costs = make([][]float64, c.rows.len())
	for i := range c.costs {
		c.costs[i] = make([]float64, len(c.starts)-1)
	}
	for _, x := range costs {
		at, _ := c.dayOf(x.Day)
		row := c.rows.of(c.q.key(channel.Place{Channel: x.Channel, Source: x.Source, Campaign: x.Campaign}))
		c.costs[row][c.buckets.of(uint32(at))] += x.Amount
	}
}

// model weighs the touches of a conversion at sec, into weights.
func (c *channels) weigh(model string, window []touch, weights []float64) {
	clear(weights)
	n := len(window)
	switch model {
	case "first":
		weights[0] = 1
	case "last":
		weights[n-1] = 1
	case "last_non_direct":
		at := n - 1
		for i := n - 1; i >= 0; i-- {
			if window[i].place.Channel != channel.Direct {
				at = i
				break
			}
		}
		weights[at] = 1
	case "linear":
		for i := range weights {
			weights[i] = 1
		}
	case "position":
		c.position(weights)
	case "decay":
		for i := range weights {
			weights[i] = math.Exp2(-float64(window[n-1].sec-window[i].sec) / c.halfLife)
		}
	}
}

func (c *channels) position(weights []float64) {
	first, last, n := c.q.Position[0], c.q.Position[1], len(weights)
	switch {
	case n == 1:
		weights[0] = 1
	case n == 2 && first+last == 0:
		weights[0], weights[1] = 1, 1
	case n == 2:
		weights[0], weights[1] = first, last
	default:
		for i := range weights {
			weights[i] = (1 - first - last) / float64(n-2)
		}
		weights[0], weights[n-1] = first, last
	}
}

// whole is a conversion's credit, shared in whole parts so that they add up to
// it exactly.
const whole = 1 << 32

// share turns weights into parts of whole: rounded down, what is left goes to
// the last touch that has any weight.
func share(weights []float64, parts []uint64) {
	sum, last := 0.0, 0
	for i, w := range weights {
		sum += w
		if w > 0 {
			last = i
		}
	}
	left := uint64(whole)
	for i, w := range weights {
		parts[i] = 0
		if w > 0 && i != last {
			parts[i] = min(left, uint64(whole*(w/sum)))
			left -= parts[i]
		}
	}
	parts[last] = left
}
