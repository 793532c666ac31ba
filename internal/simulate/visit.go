package simulate

import (
	"strconv"

	"kith/internal/kith"
)

// visit is one coming of a person, on one device.
type visit struct {
	*walker
	draft   *draft
	device  *device
	at      int64 // moment of the next event
	session kith.Value
	version kith.Value
}

// visit writes a whole visit that begins at a moment, for a reason if it has one.
func (w *walker) visit(d *draft, at int64, why consequence) {
	v := visit{walker: w, draft: d, at: at, device: &w.devices[0], version: w.product.version(at, w.devices[0].lag)}
	if at >= w.second && w.signed && w.rnd.Float64() < 0.35 {
		v.device = &w.devices[1]
		v.version = w.product.version(at, v.device.lag)
	}
	w.visits++
	v.session = text("s" + strconv.Itoa(w.index) + "." + strconv.Itoa(w.visits))
	v.open()
	if w.signed && !v.device.known {
		v.signIn()
	}
	if w.signed && !w.named {
		v.identify()
	}
	switch {
	case why.kind == comesToPay:
		v.pay(why)
	case why.kind == comesToSign, w.visits == 1 && w.signs && !w.signed && w.rnd.Float64() < 0.75:
		v.read(1 + w.rnd.IntN(3))
		v.signUp()
		v.read(w.rnd.IntN(5))
	case w.visits == 1 && w.signs && !w.signed:
		w.later = append(w.later, consequence{at: at + 2*hour + int64(w.rnd.Float64()*float64(70*hour)), kind: comesToSign})
		v.read(v.length())
	default:
		v.checkIn()
		v.read(v.length())
		v.shop()
	}
	w.last = v.at
}

// length draws how many things are done: geometric about the person's depth.
func (v *visit) length() int {
	depth := v.depth
	if !v.signed {
		depth /= 2
	}
	return 1 + min(60, int(v.rnd.ExpFloat64()*depth))
}

// version is the newest release that a device with the lag has at a moment.
func (p *Product) version(at, lag int64) kith.Value {
	n := (at - lag - p.begin) / versionEvery
	return versions[max(0, min(int(n)+1, len(versions)-1))]
}

// begin starts an event with what every event of a visit carries.
func (v *visit) begin(name string) {
	e := kith.Event{MessageID: v.messageID(), Name: name, AnonymousID: v.device.anonymous, Time: v.at}
	if v.device.known {
		e.UserID = v.user
	}
	d := v.draft
	d.begin(e)
	d.text("platform", platforms[v.device.platform])
	d.text("channel", v.person.source)
	d.text("city", v.city.name)
	d.text("app_version", v.version)
	d.text("$session_id", v.session)
}

// pass lets about mean seconds go by, at least one.
func (v *visit) pass(mean float64) {
	v.at += second + int64(v.rnd.ExpFloat64()*mean*float64(second))
}

func (v *visit) page(path kith.Value) {
	v.begin(kith.EventPageview)
	v.draft.text("$pathname", path)
	v.draft.end()
}

var home, searchPage, cartPage, signUpPage = text("/"), text("/search"), text("/cart"), text("/sign-up")

func (v *visit) open() {
	if v.device.platform == web {
		v.page(home)
	} else {
		v.begin("app_open")
		v.draft.end()
	}
	v.pass(12)
}

// signUp turns a visitor into a user: what the device did before is theirs.
func (v *visit) signUp() {
	if v.device.platform == web {
		v.page(signUpPage)
		v.pass(25)
	}
	v.signed, v.device.known = true, true
	v.identify()
	v.begin("sign_up")
	v.draft.end()
	v.pass(8)
}

// signIn happens once on a second device.
func (v *visit) signIn() {
	v.read(1)
	v.device.known = true
	v.identify()
	v.begin("login")
	v.draft.end()
	v.pass(5)
}

// identify tells who is on the device, and their traits.
func (v *visit) identify() {
	v.named = true
	d := v.draft
	d.begin(kith.Event{MessageID: v.messageID(), Name: kith.EventIdentify, UserID: v.user, AnonymousID: v.device.anonymous, IDs: v.phone(), Time: v.at})
	d.text("nickname", v.nickname)
	d.text("channel", v.person.source)
	d.text("city", v.city.name)
	d.number("city_tier", v.city.tier)
	d.number("birth_year", v.birthYear)
	d.text("favourite_category", categories[v.taste])
	d.end()
	v.at += 20_000 // what the call does is there before what follows
}
