package insight_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
)

// dice makes small worlds full of traps: equal times, late arrivals, merges,
// values of every kind, and clocks that change around the events.
type dice struct {
	*rand.Rand
	zone string
	loc  *time.Location
	hub  int64 // an instant of interest: a change of the zone's clock, or a midnight

	present []string // the properties that events of this world may have
	busy    bool     // few persons with long, dense histories
}

// Cairo and Santiago skip midnights, Havana repeats one, Lord Howe moves its
// clock by half an hour, Kolkata is half an hour off.
var oracleZones = []string{"UTC", "Asia/Shanghai", "Europe/London", "America/New_York", "Africa/Cairo", "America/Santiago",
	"America/Havana", "Asia/Kolkata", "Australia/Lord_Howe"}

func newDice(seed uint64) *dice {
	d := &dice{Rand: rand.New(rand.NewPCG(seed, 20_26))}
	d.zone = pick(d, oracleZones...)
	loc, err := time.LoadLocation(d.zone)
	if err != nil {
		panic(err)
	}
	d.loc = loc
	t := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(d.IntN(900*86400)) * time.Second).In(loc)
	if _, change := t.ZoneBounds(); !change.IsZero() && d.chance(0.7) {
		t = change
	} else {
		t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, loc)
	}
	d.hub = t.Unix()
	for _, key := range []string{"plan", "amount", "page", "$session_id", "utm_source", "utm_medium", "utm_campaign", "$referring_domain", "$host", "gclid", "$link_kind"} {
		if d.chance(0.7) {
			d.present = append(d.present, key)
		}
	}
	d.busy = d.chance(0.25)
	return d
}

func pick[T any](d *dice, from ...T) T       { return from[d.IntN(len(from))] }
func (d *dice) chance(p float64) bool        { return d.Float64() < p }
func (d *dice) around(t, spread int64) int64 { return t + d.Int64N(2*spread+1) - spread }
func (d *dice) calendar() oracleCalendar     { return oracleCalendar{loc: d.loc} }
func (d *dice) jitter() int64                { return pick(d, int64(-2), -1, 0, 0, 1, 59, 60) }
func (d *dice) names() []string {
	return []string{"view", "cart", "buy", "$pageview", "$screen", "$identify", "$set", "$link_clicked"}
}

// data draws a workspace. Events are in order of arrival; most arrive in order
// of time, some late.
func (d *dice) data() *oracleData {
	out := &oracleData{}
	persons, events := []uint32{1, 2, 3, 4, 5, 6, 7, 40, 4095, 4096, 5000, 9001}[:1+d.IntN(12)], d.IntN(150)
	if d.busy {
		persons, events = persons[:min(len(persons), 2)], 100+d.IntN(200)
	}
	spread := pick(d, int64(6*3600), 3*86400, 10*86400, 40*86400)
	last := map[uint32]int64{}
	for range events {
		person := pick(d, persons...)
		micros := d.instant(last[person], spread)*1e6 + pick(d, int64(0), 0, 1, 400, 999, 1000, 500_000, 999_999)
		if last[person] == 0 || d.chance(0.8) {
			last[person] = micros / 1e6
		}
		out.events = append(out.events, oracleEvent{person: person, micros: micros, name: d.name(), props: d.props()})
	}
	if d.chance(0.7) {
		slices.SortStableFunc(out.events, func(a, b oracleEvent) int { return cmp.Compare(a.micros, b.micros) })
		for range len(out.events) / 8 { // late arrivals
			i, j := d.IntN(len(out.events)), d.IntN(len(out.events))
			out.events[i], out.events[j] = out.events[j], out.events[i]
		}
	}
	for i := range out.events {
		out.events[i].seq = uint64(i + 1)
	}
	for range pick(d, 0, 3, 12) {
		at := time.Unix(d.around(d.hub, 10*86400), 0).In(d.loc)
		out.costs = append(out.costs, channel.Cost{Day: at.Format(time.DateOnly), Channel: pick(d, "direct", "paid_search", "mail"), Source: pick(d, "", "google", "odd"),
			Campaign: pick(d, "", "spring"), Currency: pick(d, "EUR", "EUR", "USD"), Amount: pick(d, 0.5, 10, 100)})
	}
	for range pick(d, 0, 0, 1, 2, 4) {
		out.merges = append(out.merges, timeline.Pair{From: pick(d, persons...), Into: pick(d, persons...)})
	}
	return out
}

// instant draws a time: soon after the person's last one, at the edge of a
// unit, near the hub, or anywhere.
func (d *dice) instant(last, spread int64) int64 {
	kind := d.IntN(10)
	if d.busy && d.chance(0.8) {
		return max(last, d.hub-spread) + pick(d, int64(0), 1, 5, 10, 60, 300, 1801, 3600)
	}
	switch kind {
	case 0, 1, 2, 3, 4:
		if last > 0 {
			return last + pick(d, int64(0), 0, 1, 5, 9, 10, 60, 600, 1799, 1800, 1801, 3600, 7200, 86399, 86400, 86401)
		}
	case 5:
		return d.hub + d.jitter()
	case 6, 7:
		unit := pick(d, "hour", "day", "day", "week", "month")
		return d.calendar().unitStart(unit, d.around(d.hub, spread)) + d.jitter()
	}
	return d.around(d.hub, spread)
}

func (d *dice) name() string {
	if d.chance(0.8) {
		return pick(d, d.names()[:4]...)
	}
	return pick(d, d.names()...)
}

// values are the alphabets of the properties; None is "absent".
var oracleValues = map[string][]kith.Value{
	"plan": {{}, kith.StringValue("free"), kith.StringValue("free"), kith.StringValue("pro"), kith.StringValue("Pro"), kith.StringValue("1"),
		kith.NumberValue(1), kith.StringValue("true"), kith.BoolValue(true), kith.BoolValue(false), kith.JSONValue(`["a"]`), kith.StringValue(`["a"]`)},
	"amount": {{}, kith.NumberValue(0), kith.NumberValue(1), kith.NumberValue(2.5), kith.NumberValue(-3), kith.NumberValue(10),
		kith.NumberValue(100), kith.StringValue("10"), kith.BoolValue(true)},
	"page":              {{}, kith.StringValue("/"), kith.StringValue("/a"), kith.StringValue("/a"), kith.NumberValue(9), kith.NumberValue(10), kith.StringValue("Ärger")},
	"utm_source":        {{}, {}, {}, {}, kith.StringValue("google"), kith.StringValue("Facebook"), kith.StringValue("fb"), kith.StringValue("odd"), kith.NumberValue(1)},
	"utm_medium":        {{}, {}, {}, {}, kith.StringValue("cpc"), kith.StringValue("email"), kith.StringValue("odd")},
	"utm_campaign":      {{}, {}, {}, kith.StringValue("spring"), kith.StringValue("Autumn")},
	"$referring_domain": {{}, {}, {}, kith.StringValue("www.baidu.com"), kith.StringValue("shop.example"), kith.StringValue("$direct"), kith.StringValue("a.example")},
	"$host":             {{}, kith.StringValue("www.shop.example")},
	"gclid":             {{}, {}, {}, {}, {}, {}, kith.StringValue("c1"), kith.StringValue("c2")},
	"$link_kind":        {{}, {}, {}, {}, {}, {}, kith.StringValue("link"), kith.StringValue("kol")},
	"$session_id":       {{}, {}, kith.StringValue("s1"), kith.StringValue("s1"), kith.StringValue("s2"), kith.NumberValue(1), kith.StringValue("1")},
}

func (d *dice) props() map[string]kith.Value {
	out := map[string]kith.Value{}
	for _, key := range d.present {
		if v := pick(d, oracleValues[key]...); v.Kind != kith.None {
			out[key] = v
		}
	}
	return out
}

// show lists the events person by person, in history order, local time first.
func (d *oracleData) show(loc *time.Location) string {
	var b strings.Builder
	for _, h := range d.histories() {
		fmt.Fprintf(&b, "person %d\n", h.person)
		for _, e := range h.events {
			t := time.UnixMicro(e.micros)
			fmt.Fprintf(&b, "  #%-3d raw %-5d %s = %d  %-10s", e.seq, e.person, t.In(loc).Format("2006-01-02 15:04:05.000000 -0700"), t.Unix(), e.name)
			for _, key := range sortedProps(e.props) {
				fmt.Fprintf(&b, " %s=%s:%s", key, [...]string{"none", "bool", "number", "text", "json"}[e.props[key].Kind], e.props[key].Text())
			}
			b.WriteString("\n")
		}
	}
	if len(d.merges) > 0 {
		fmt.Fprintf(&b, "merges (from, into) %v\n", d.merges)
	}
	return b.String()
}
