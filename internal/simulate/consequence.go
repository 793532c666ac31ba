package simulate

import "kith/internal/kith"

// consequence is something that will happen because of what happened.
type consequence struct {
	at     int64
	kind   kind
	amount float64 // CNY, of an order
	items  float64
	item   int // index of the item type
}

type kind uint8

const (
	_          kind = iota
	comesToPay      // a visit: the cart left behind is paid for
	comesToSign
	refunded // by the shop's server
	renewal  // of a membership, by the shop's server
)

// visit is true when the person comes for it.
func (c *consequence) visit() bool { return c.kind == comesToPay || c.kind == comesToSign }

// plans of membership; the first is none.
var plans = [...]struct {
	name   kith.Value
	amount float64
	lasts  int64
}{
	{},
	{text("monthly"), 19, 30 * day},
	{text("yearly"), 168, 365 * day},
}

// happen writes what the shop's server does without the person.
func (w *walker) happen(d *draft, at int64, c consequence) {
	w.last = max(w.last, at)
	if c.kind == refunded {
		w.beginServer(d, "order_refunded", at)
		d.number("amount", c.amount)
		d.text("item_type", itemTypes[c.item])
		d.text("reason", refundWhy[w.rnd.IntN(len(refundWhy))])
		d.end()
		return
	}
	plan := &plans[w.member]
	if w.rnd.Float64() < renewRate && at < w.leaves {
		w.beginServer(d, "membership_renew", at)
		d.number("amount", plan.amount)
		w.later = append(w.later, consequence{at: at + plan.lasts, kind: renewal})
	} else {
		w.beginServer(d, "membership_cancel", at)
		w.member = 0
	}
	d.text("plan", plan.name)
	d.end()
}

func (w *walker) beginServer(d *draft, name string, at int64) {
	d.begin(kith.Event{MessageID: w.messageID(), Name: name, UserID: w.user, Time: at, Server: true})
	d.text("platform", platforms[w.devices[0].platform])
	d.text("channel", w.person.source)
	d.text("city", w.city.name)
}
