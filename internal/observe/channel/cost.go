package channel

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"kith/internal/kith"
)

// Cost is what a channel, a source or a campaign cost on a day.
type Cost struct {
	Day      string  `json:"day" format:"date" doc:"In the workspace's zone" example:"2026-03-01"`
	Channel  string  `json:"channel" enum:"paid_search,organic_search,paid_social,organic_social,display,video,mail,sms,push,partner,qr,link,referral,campaign,direct"`
	Source   string  `json:"source,omitempty" maxLength:"200" doc:"As people's touches have it; empty: the channel's as a whole"`
	Campaign string  `json:"campaign,omitempty" maxLength:"200"`
	Currency string  `json:"currency" example:"CNY"`
	Amount   float64 `json:"amount" minimum:"0" doc:"At most six decimals; 0 takes the cost away"`
}

// Kept is a cost with who entered it and when.
type Kept struct {
	Cost
	Changed   time.Time `json:"changed"`
	ChangedBy int64     `json:"changed_by" doc:"Operator; 0: a program"`
}

// Entry is a cost of one day, or of several over which it is spread evenly.
type Entry struct {
	Cost
	Until string `json:"until,omitempty" format:"date" doc:"Last day: the amount is spread evenly over the days; day alone when absent"`
}

// MaxEntries is how many costs are entered at once, and MaxDays over how many
// days one is spread at most.
const (
	MaxEntries = 5000
	MaxDays    = 366
	maxRows    = 100_000 // of all entries, spread
)

type costRow struct {
	bun.BaseModel `bun:"table:channel_costs"`
	Workspace     int64  `bun:",pk"`
	Day           string `bun:",pk"`
	Channel       string `bun:",pk"`
	Source        string `bun:",pk"`
	Campaign      string `bun:",pk"`
	Currency      string `bun:",pk"`
	Micros        int64
	Changed       int64
	ChangedBy     int64
}

func (r *costRow) cost() Cost {
	return Cost{Day: r.Day, Channel: r.Channel, Source: r.Source, Campaign: r.Campaign, Currency: r.Currency, Amount: float64(r.Micros) / 1e6}
}

// rows spreads an entry over its days; the parts add up to it exactly.
func (e *Entry) rows(field string) ([]costRow, error) {
	bad := func(name, message, hint string) ([]costRow, error) {
		return nil, &kith.Error{Code: kith.Invalid, Field: field + "." + name, Message: message, Hint: hint}
	}
	first, err := time.Parse(time.DateOnly, e.Day)
	if err != nil {
		return bad("day", fmt.Sprintf("%.40q is not a day", e.Day), "write it as 2026-03-01")
	}
	last := first
	if e.Until != "" {
		if last, err = time.Parse(time.DateOnly, e.Until); err != nil || last.Before(first) {
			return bad("until", fmt.Sprintf("%.40q is not a day from %s on", e.Until, e.Day), "write it as 2026-03-31")
		}
	}
	days := int64(last.Sub(first)/(24*time.Hour)) + 1
	if days > MaxDays {
		return bad("until", fmt.Sprintf("%d days; at most %d", days, MaxDays), "enter it in parts")
	}
	if !slices.Contains(Channels, e.Channel) {
		return bad("channel", fmt.Sprintf("there is no channel %.40q", e.Channel), "use one of "+strings.Join(Channels, ", "))
	}
	for name, text := range map[string]string{"source": e.Source, "campaign": e.Campaign} {
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 200 || strings.ContainsRune(text, 0) {
			return bad(name, "is too long or cannot be shown", "use at most 200 characters")
		}
	}
	currency := strings.ToUpper(strings.TrimSpace(e.Currency))
	if len(currency) < 2 || len(currency) > 12 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return bad("currency", fmt.Sprintf("%.40q is no currency", e.Currency), "use a code such as CNY or EUR")
	}
	if !(e.Amount >= 0 && e.Amount <= 1e12) {
		return bad("amount", fmt.Sprintf("%v is not between 0 and 10^12", e.Amount), "a refund is a smaller cost, not one below zero")
	}
	micros := int64(math.Round(e.Amount * 1e6))
	out := make([]costRow, days)
	for i := range days {
		part := micros / days
		if i < micros%days {
			part++
		}
		out[i] = costRow{Day: first.AddDate(0, 0, int(i)).Format(time.DateOnly), Channel: e.Channel, Source: sourceName(e.Source), Campaign: strings.TrimSpace(e.Campaign), Currency: currency, Micros: part}
	}
	return out, nil
}

// sourceName calls a source as touches do.
func sourceName(s string) string {
	s = small(s)
	if site := siteNamed(s); s != "" && site != nil {
		return site.name
	}
	return s
}
