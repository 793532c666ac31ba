package simulate

import (
	"math/rand/v2"
	"slices"
	"strconv"
)

// walker lives one person's life, one visit or consequence a step, in order of
// time. It is a pure function of the product and the person's number.
type walker struct {
	product *Product
	rhythm  *rhythm
	stream  rand.PCG
	rnd     *rand.Rand

	person
	events  int // so far; numbers the message ids
	visits  int
	last    int64   // end of the last visit
	even    float64 // even time of the next visit
	next    int64   // and its moment
	later   []consequence
	signed  bool
	member  int // index of the plan, 0: none
	reading int // the work at hand
	chapter int
	checked int64 // local day of the last check-in
	streak  int   // of check-ins
	named   bool  // $identify was sent
}

func newWalker(p *Product, r *rhythm) *walker {
	w := &walker{product: p, rhythm: r}
	w.rnd = rand.New(&w.stream)
	return w
}

// be makes the walker person index, who arrives when given, else when drawn.
func (w *walker) be(index int, arrives int64) {
	*w = walker{product: w.product, rhythm: w.rhythm, rnd: w.rnd, later: w.later[:0]}
	w.stream.Seed(w.product.params.Seed, (uint64(index)+1)*0x9e3779b97f4a7c15)
	w.person = w.product.draw(index, arrives, w.rnd, w.rhythm)
	w.signed = w.settled
	w.reading, w.chapter = w.chooseWork(), 1
	w.even = w.rhythm.evenAt(w.shape, w.arrives)
	w.next = w.arrives
	if w.settled {
		w.plan()
	}
}

// plan sets the next visit.
func (w *walker) plan() {
	w.even += w.rnd.ExpFloat64() / w.pace
	w.next = w.rhythm.at(w.shape, w.even, w.leaves)
}

// betweenVisits is the least time from one visit to the next: a shorter pause
// would make them one by the usual definition.
const betweenVisits = 35 * minute

// due is when the next step happens, never when the life is over.
func (w *walker) due() int64 {
	at, _ := w.upcoming()
	return at
}

// upcoming returns the moment of the next step and which consequence it is, -1
// for a visit.
func (w *walker) upcoming() (at int64, which int) {
	at, which = w.next, -1
	if at != never {
		at = max(at, w.last+betweenVisits)
	}
	for i, c := range w.later {
		earliest := w.last + second
		if c.visit() {
			earliest = w.last + betweenVisits
		}
		if t := max(c.at, earliest); t < at {
			at, which = t, i
		}
	}
	return at, which
}

// step does what is due and writes its events, in order of time.
func (w *walker) step(d *draft) {
	at, which := w.upcoming()
	if which < 0 {
		w.plan()
		w.visit(d, at, consequence{})
		return
	}
	c := w.later[which]
	w.later = slices.Delete(w.later, which, which+1)
	if c.visit() {
		w.visit(d, at, c)
		return
	}
	w.happen(d, at, c)
}

// messageID is the next one: sim-<person>-<n>.
func (w *walker) messageID() string {
	var b [40]byte
	id := append(b[:0], "sim-"...)
	id = strconv.AppendInt(id, int64(w.index), 10)
	id = append(id, '-')
	id = strconv.AppendInt(id, int64(w.events), 10)
	w.events++
	return string(id)
}

// chooseWork prefers the person's taste, and everywhere the popular.
func (w *walker) chooseWork() int {
	category := w.taste
	if w.rnd.Float64() < 0.4 {
		category = w.rnd.IntN(len(categories))
	}
	u := w.rnd.Float64()
	return category*worksPerCategory + int(worksPerCategory*u*u*u)
}
