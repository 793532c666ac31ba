package simulate

import "kith/internal/kith"

// draft takes down events, reusing its memory from one reset to the next. Call
// begin, any number of text and number, then end.
type draft struct {
	events []kith.Event
	props  []kith.Property
	start  int // first property of the event begun
}

func (d *draft) begin(e kith.Event) {
	d.start = len(d.props)
	d.events = append(d.events, e)
}

func (d *draft) text(name string, v kith.Value) {
	d.props = append(d.props, kith.Property{Name: name, Value: v})
}

func (d *draft) number(name string, f float64) {
	d.props = append(d.props, kith.Property{Name: name, Value: kith.Value{Kind: kith.Number, Num: f}})
}

func (d *draft) end() {
	d.events[len(d.events)-1].Props = d.props[d.start:len(d.props):len(d.props)]
}

// trim drops the last events that are after limit.
func (d *draft) trim(limit int64) {
	for n := len(d.events); n > 0 && d.events[n-1].Time > limit; n-- {
		d.events = d.events[:n-1]
	}
}

func (d *draft) reset() { d.events, d.props = d.events[:0], d.props[:0] }
