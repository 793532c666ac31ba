package simulate

import (
	"math"
	"slices"
)

// Channel is a way people come by, and how good the people are that it brings.
// Rates are probabilities.
type Channel struct {
	Name        string
	Share       float64 // of all arrivals
	SignUp      float64 // that an arrival signs up, within three days
	WeeklyChurn float64 // that a person who signed up leaves in any given week
	Pace        float64 // visits, relative to others
	Cart        float64 // that a visit of a signed-up person fills a cart, on a plain day
	Pay         float64 // that a filled cart is paid for, within two days
}

// Truth is what the events were made with: what an analysis of them must find.
type Truth struct {
	Channels     []Channel
	VisitorChurn float64 // weekly, of people who never sign up
	Refund       float64 // that a paid order is refunded within a week
	Renew        float64 // that a monthly membership of a person still here goes on
	SecondDevice float64 // of people who sign up
}

const (
	visitorChurn = 0.60
	refundRate   = 0.03
	renewRate    = 0.82
	secondDevice = 0.18
)

var channels = [...]Channel{
	{Name: "organic_search", Share: 0.28, SignUp: 0.52, WeeklyChurn: 0.050, Pace: 1.00, Cart: 0.100, Pay: 0.46},
	{Name: "ads", Share: 0.26, SignUp: 0.34, WeeklyChurn: 0.140, Pace: 0.70, Cart: 0.070, Pay: 0.31},
	{Name: "wechat_share", Share: 0.20, SignUp: 0.58, WeeklyChurn: 0.070, Pace: 1.05, Cart: 0.090, Pay: 0.42},
	{Name: "kol_code", Share: 0.11, SignUp: 0.63, WeeklyChurn: 0.100, Pace: 0.95, Cart: 0.140, Pay: 0.55},
	{Name: "offline_qr", Share: 0.07, SignUp: 0.44, WeeklyChurn: 0.085, Pace: 0.80, Cart: 0.080, Pay: 0.38},
	{Name: "referral", Share: 0.08, SignUp: 0.71, WeeklyChurn: 0.030, Pace: 1.30, Cart: 0.130, Pay: 0.58},
}

// Truth returns the parameters.
func (p *Product) Truth() Truth {
	return Truth{
		Channels: slices.Clone(channels[:]), VisitorChurn: visitorChurn,
		Refund: refundRate, Renew: renewRate, SecondDevice: secondDevice,
	}
}

// Shares to draw a channel by, cumulative. Of the settled, those channels have
// more whose people sign up and stay.
var arrivals, settlers = channelShares()

func channelShares() (arrive, settle [len(channels)]float64) {
	var a, s float64
	for i, c := range channels {
		a += c.Share
		s += c.Share * c.SignUp / hazard(c.WeeklyChurn)
		arrive[i], settle[i] = a, s
	}
	for i := range channels {
		arrive[i] /= a
		settle[i] /= s
	}
	return arrive, settle
}

// hazard is the rate a week of leaving that makes a weekly probability.
func hazard(weekly float64) float64 { return -math.Log1p(-weekly) }
