package simulate

import "math"

// read does n things that readers do.
func (v *visit) read(n int) {
	for range n {
		switch u := v.rnd.Float64(); {
		case u < 0.74:
			v.readChapter()
		case u < 0.83:
			v.search()
		case u < 0.905:
			v.about("like")
		case u < 0.955:
			v.about("bookmark_add")
		case u < 0.98:
			v.comment()
		default:
			v.share()
		}
	}
}

func (v *visit) readChapter() {
	if v.rnd.Float64() < 0.12 {
		v.reading, v.chapter = v.chooseWork(), 0
		if v.device.platform == web {
			v.page(works[v.reading].path)
			v.pass(10)
		}
	}
	v.chapter++
	seconds := math.Floor(20 + v.rnd.ExpFloat64()*110)
	v.begin("chapter_view")
	w := &works[v.reading]
	v.draft.text("work", w.title)
	v.draft.text("category", w.category)
	v.draft.number("seconds", seconds)
	v.draft.end()
	v.at += int64(seconds) * second
	v.pass(3)
}

// about is something done to the work at hand.
func (v *visit) about(name string) {
	v.begin(name)
	v.draft.text("work", works[v.reading].title)
	v.draft.text("category", works[v.reading].category)
	v.draft.end()
	v.pass(6)
}

func (v *visit) search() {
	if v.device.platform == web {
		v.page(searchPage)
		v.pass(4)
	}
	v.begin("search")
	v.draft.text("query", queries[v.rnd.IntN(len(queries))])
	v.draft.number("results", float64(v.rnd.IntN(40)))
	v.draft.end()
	v.pass(15)
}

func (v *visit) comment() {
	v.begin("comment")
	v.draft.text("work", works[v.reading].title)
	v.draft.text("category", works[v.reading].category)
	v.draft.number("length", float64(4+v.rnd.IntN(120)))
	v.draft.end()
	v.pass(20)
}

func (v *visit) share() {
	v.begin("share")
	v.draft.text("work", works[v.reading].title)
	v.draft.text("to", shareTargets[v.rnd.IntN(len(shareTargets))])
	v.draft.end()
	v.pass(10)
}

// checkIn is done by some, once a local day.
func (v *visit) checkIn() {
	today := (v.at + 8*hour) / day
	if u := v.rnd.Float64(); !v.signed || u > 0.3 || today == v.checked {
		return
	}
	if today == v.checked+1 {
		v.streak++
	} else {
		v.streak = 1
	}
	v.checked = today
	v.begin("check_in")
	v.draft.number("streak", float64(v.streak))
	v.draft.end()
	v.pass(4)
}

// shop may fill a cart, pay for it now or in the next two days, and may make
// the person a member.
func (v *visit) shop() {
	if !v.signed {
		return
	}
	if v.rnd.Float64() < v.channel.Cart*v.rhythm.shopping(v.at) {
		order := v.fillCart()
		switch u := v.rnd.Float64(); {
		case u < v.channel.Pay*0.75:
			v.pass(90)
			v.pay(order)
		case u < v.channel.Pay:
			order.at = v.at + hour + int64(v.rnd.Float64()*float64(46*hour))
			v.later = append(v.later, order)
		}
	}
	if v.member == 0 && v.rnd.Float64() < 0.006 {
		v.join()
	}
}

func (v *visit) fillCart() consequence {
	if v.device.platform == web {
		v.page(cartPage)
		v.pass(5)
	}
	order := consequence{kind: comesToPay, item: pick([]float64{0.5, 0.82, 1}, v.rnd.Float64())}
	for range 1 + v.rnd.IntN(3) {
		w := &works[v.chooseWork()]
		price := math.Round(w.price*itemDiscount[order.item]*100) / 100
		v.begin("cart_add")
		v.draft.text("work", w.title)
		v.draft.text("item_type", itemTypes[order.item])
		v.draft.number("price", price)
		v.draft.end()
		v.pass(30)
		order.amount += price
		order.items++
	}
	order.amount = math.Round(order.amount*100) / 100
	return order
}

func (v *visit) pay(order consequence) {
	v.begin("order_paid")
	v.draft.number("amount", order.amount)
	v.draft.number("items", order.items)
	v.draft.text("item_type", itemTypes[order.item])
	v.draft.end()
	v.pass(10)
	if v.rnd.Float64() < refundRate {
		order.kind, order.at = refunded, v.at+day+int64(v.rnd.Float64()*6*float64(day))
		v.later = append(v.later, order)
	}
}

func (v *visit) join() {
	v.member = pick([]float64{0, 0.8, 1}, v.rnd.Float64())
	plan := &plans[v.member]
	v.begin("membership_start")
	v.draft.text("plan", plan.name)
	v.draft.number("amount", plan.amount)
	v.draft.end()
	v.pass(5)
	v.later = append(v.later, consequence{at: v.at + plan.lasts, kind: renewal})
}
