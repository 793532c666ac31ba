package simulate_test

import (
	"math"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/simulate"
)

// life is what an analyst could know of one person from the events.
type life struct {
	channel      string
	first, last  int64
	signed       bool
	arrived      bool // seen as an anonymous visitor first
	carts, pays  int
	cartThisTime string // session of the last cart
	refunds      int
	devices      map[string]bool
}

func lives(p simulate.Params) map[string]*life {
	all := map[string]*life{}
	settle := p.Now.Add(-9 * 24 * time.Hour).UnixMicro() // carts after it may yet be paid, orders refunded
	history(p, func(b *kith.Batch) {
		for i := range b.Events {
			e := &b.Events[i]
			l := all[personOf(e)]
			if l == nil {
				l = &life{first: e.Time, devices: map[string]bool{}, arrived: e.UserID == ""}
				all[personOf(e)] = l
			}
			l.see(e, settle)
		}
	})
	return all
}

func (l *life) see(e *kith.Event, settle int64) {
	for _, p := range e.Props {
		if p.Name == "channel" {
			l.channel = p.Value.Str
		}
	}
	if e.AnonymousID != "" {
		l.devices[e.AnonymousID] = true
	}
	if !e.Server {
		l.last = e.Time
	}
	switch e.Name {
	case "sign_up":
		l.signed = true
	case "cart_add":
		if s := session(e); s != l.cartThisTime && e.Time < settle {
			l.carts++
			l.cartThisTime = s
		}
	case "order_paid":
		if e.Time < settle {
			l.pays++
		}
	case "order_refunded":
		l.refunds++
	}
}

func personOf(e *kith.Event) string {
	for i := len(e.MessageID) - 1; ; i-- {
		if e.MessageID[i] == '-' {
			return e.MessageID[:i]
		}
	}
}

func session(e *kith.Event) string {
	for _, p := range e.Props {
		if p.Name == "$session_id" {
			return p.Value.Str
		}
	}
	return ""
}

// near allows four standard errors of a rate among n, and what the way of
// measuring costs: bias, a share of the truth.
func near(t *testing.T, what string, got, want, n, bias float64) {
	t.Helper()
	if math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/n)+bias*want {
		t.Errorf("%s: %.4f in the events, %.4f in truth (n = %.0f)", what, got, want, n)
	}
}

// Frequent visits, so that a last visit is close to the leaving itself.
func TestEventsShowTheTruth(t *testing.T) {
	p := simulate.Params{Seed: 3, Persons: 6000, Events: 1_200_000, Days: 180, Now: now}
	truth := simulate.New(p).Truth()
	all := lives(p)
	var orders, refunds, signed, two float64
	for _, c := range truth.Channels {
		var arrived, signs, carts, pays, left, weeks float64
		for _, l := range all {
			if l.channel != c.Name {
				continue
			}
			if l.arrived {
				arrived++
			}
			if l.signed {
				signs++
				days, gone := exposure(l)
				weeks += days / 7
				left += gone
				if len(l.devices) > 1 {
					two++
				}
			}
			carts += float64(l.carts)
			pays += float64(l.pays)
			refunds += float64(l.refunds)
		}
		signed += signs
		orders += pays
		near(t, c.Name+" sign-up", signs/arrived, c.SignUp, arrived, 0.02)
		near(t, c.Name+" pay", pays/carts, c.Pay, carts, 0.02)
		near(t, c.Name+" weekly churn", 1-math.Exp(-left/weeks), c.WeeklyChurn, weeks, 0.1)
	}
	near(t, "refund", refunds/orders, truth.Refund, orders, 0.02)
	if share := two / signed; share > truth.SecondDevice || share < truth.SecondDevice/2 {
		t.Errorf("%.3f of those who signed up were seen on two devices; %.3f will be, if they stay long enough", share, truth.SecondDevice)
	}
}

// exposure is for how many days a person could be seen to leave, and whether
// they did (1): nothing for four weeks.
func exposure(l *life) (days, left float64) {
	const quiet = 28 * 24 * time.Hour
	horizon := now.Add(-quiet).UnixMicro()
	if l.first >= horizon {
		return 0, 0
	}
	if l.last < horizon {
		left = 1
	}
	return float64(min(l.last, horizon)-l.first) / 86400e6, left
}

func TestSeasonsAndDaysShow(t *testing.T) {
	p := simulate.Params{Seed: 5, Persons: 6000, Events: 400_000, Days: 60, Now: now}
	shanghai := time.FixedZone("", 8*3600)
	var hours [24]int
	days := map[string]int{}
	history(p, func(b *kith.Batch) {
		for i := range b.Events {
			local := time.UnixMicro(b.Events[i].Time).In(shanghai)
			hours[local.Hour()]++
			days[local.Format("01-02")]++
		}
	})
	if hours[21] < 5*hours[4] {
		t.Errorf("%d events at 21h, %d at 4h: no evening", hours[21], hours[4])
	}
	if peak, plain := days["11-11"], days["10-28"]; float64(peak) < 1.25*float64(plain) {
		t.Errorf("%d events on 11-11, %d on 10-28, both Wednesdays: no peak", peak, plain)
	}
}
