package simulate

import "kith/internal/kith"

// BatchSize is the most events of a batch.
const BatchSize = 500

// maxVisit is more than the events of the longest visit.
const maxVisit = 150

// History hands over everything up to Now: person by person, each in order of
// time, all as received at Now. A batch and its slices are valid until yield
// returns (strings may be kept); yield returns false to end early.
func (p *Product) History(yield func(batch *kith.Batch) bool) {
	w, d := newWalker(p, p.newRhythm()), &draft{}
	hand := func() bool {
		more := yield(&kith.Batch{Source: p.params.Source, Received: p.now, Events: d.events})
		d.reset()
		return more
	}
	for i := range p.params.Persons {
		w.be(i, never)
		for w.due() <= p.now {
			w.step(d)
			d.trim(p.now)
			if len(d.events) > BatchSize-maxVisit && !hand() {
				return
			}
		}
	}
	if len(d.events) > 0 {
		hand()
	}
}
