package people

import (
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// What people paid is told by an event that is called as such events are, and
// by a number of it. The first pair that was ever seen counts.
var (
	payments = []string{"orderpaid", "ordercompleted", "payorder", "orderpay", "purchase", "paymentsucceeded", "paymentcompleted", "paid", "支付成功", "支付订单", "订单支付", "购买"}
	amounts  = []string{"amount", "pay_amount", "order_amount", "revenue", "total", "value", "支付金额", "订单金额", "金额"}
)

// money is the event and property that say what was paid; false when there is
// none that looks like it.
func money(names *timeline.Names) (event, property string, ok bool) {
	for _, payment := range payments {
		for _, name := range names.Events.All() {
			if plainName(name) != payment {
				continue
			}
			for _, amount := range amounts {
				if _, seen := names.Properties.Find(amount); seen {
					return name, amount, true
				}
			}
		}
	}
	return "", "", false
}

// Spent is what a person paid.
type Spent struct {
	Event    string  `json:"event"`
	Property string  `json:"property"`
	Currency string  `json:"currency,omitempty" doc:"Of the last payment, when it says so"`
	Sum      float64 `json:"sum"`
	Times    int     `json:"times"`
	Mean     float64 `json:"mean"`
}

// payment is one payment of a history.
type payment struct {
	at     int // index of its event
	amount float64
}

func (v *view) payments(h *timeline.View, event, property string) []payment {
	code, ok := v.snap.Names().Events.Find(event)
	at, has := v.cols[property]
	if !ok || !has {
		return nil
	}
	values := v.snap.Dict(at).Values()
	var out []payment
	for i, c := range h.Codes {
		if c != uint16(code) {
			continue
		}
		if x := values[h.Cols[at].At(i)]; x.Kind == kith.Number {
			out = append(out, payment{i, x.Num})
		}
	}
	return out
}

// currency trims what clients send to a code such as CNY, else "".
func currency(s string) string {
	if s = strings.ToUpper(strings.TrimSpace(s)); len(s) == 3 {
		return s
	}
	return ""
}
