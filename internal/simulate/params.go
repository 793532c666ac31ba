package simulate

import "time"

// Params say which product. Zero fields take the defaults named. Keep Now from
// run to run: another Now is another history.
type Params struct {
	Seed    uint64
	Persons int       // who came up to Now, visitors who never signed up included; 50,000
	Events  int       // up to Now, approximately; 3,000,000
	Days    int       // of history before Now; 180
	Now     time.Time // where History ends and Live begins; the clock's now
	Source  uint32    // goes into every batch
	// LiveRate is the events a second of Live at an average hour; 2. The
	// history's own pace at the default size is about 0.3, so a live day is
	// busier than those before it; a rate of Events/Days/86,400 is like them.
	LiveRate float64
}

// Product is one simulated product. It is immutable: any number of goroutines
// may ask it for history at once.
type Product struct {
	params  Params
	begin   int64   // µs UTC, start of the history
	now     int64   // µs UTC, its end
	scale   float64 // of everybody's pace, to meet Params.Events
	tempo   float64 // of everything after now, to meet Params.LiveRate
	settled int     // persons who had come before the history begins
}

const (
	second = int64(1e6) // µs
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
	never  = int64(1<<63 - 1)
)

// settledShare of the persons had come before the history begins: a product
// with a past does not start at nobody.
const settledShare = 0.22

// growth is by how much arrivals rise from the first day to the last.
const growth = 1.0

// New makes the product and finds the pace at which its people must live to
// make the events asked for.
func New(params Params) *Product {
	if params.Persons <= 0 {
		params.Persons = 50_000
	}
	if params.Events <= 0 {
		params.Events = 3_000_000
	}
	if params.Days <= 0 {
		params.Days = 180
	}
	if params.Now.IsZero() {
		params.Now = time.Now()
	}
	if params.LiveRate <= 0 {
		params.LiveRate = 2
	}
	p := &Product{params: params, now: params.Now.UnixMicro(), tempo: 1}
	p.begin = max(0, p.now-int64(params.Days)*day)
	p.settled = int(settledShare * float64(params.Persons))
	p.calibrate()
	perDay := float64(params.Events) / float64(params.Days) * (1 + growth/2)
	p.tempo = params.LiveRate * 86400 / perDay
	return p
}

// calibrate sets the scale by living a sample of the persons: events are very
// nearly a line in it, so three steps along it meet the target.
func (p *Product) calibrate() {
	target := float64(p.params.Events) / float64(p.params.Persons)
	sample := min(p.params.Persons, max(200, min(4000, int(300_000/target))))
	least := p.eventsPerPerson(0, sample)
	p.scale = 1
	for range 3 {
		if more := p.eventsPerPerson(p.scale, sample) - least; more > 0 {
			p.scale = max(0.01, p.scale*(target-least)/more)
		}
	}
}

func (p *Product) eventsPerPerson(scale float64, sample int) float64 {
	trial := *p
	trial.scale = scale
	w, d := newWalker(&trial, trial.newRhythm()), &draft{}
	total := 0
	for i := range sample {
		w.be(i*p.params.Persons/sample, never)
		for w.due() <= p.now {
			w.step(d)
			d.trim(p.now)
			total += len(d.events)
			d.reset()
		}
	}
	return float64(total) / float64(sample)
}
