package ingest

import (
	"fmt"
	"math/rand/v2"

	"kith/internal/kith"
)

// crowd makes batches as real clients send them: devices that turn out to be
// users, batches sent twice, late events, some events that were refused. The
// same seed makes the same batches.
type crowd struct {
	rand *rand.Rand
	sent []*kith.Batch
	at   int64           // µs: arrival of the next batch
	step int64           // µs between batches
	ids  map[string]bool // message ids of all events that are to be recorded
	dup  int             // events that are to be dropped
	bad  int             // events that were refused
}

func newCrowd(seed uint64, step int64) *crowd {
	return &crowd{rand: rand.New(rand.NewPCG(seed, 3)), at: noon.UnixMicro(), step: step, ids: map[string]bool{}}
}

// batch makes the next one; one in six repeats one of the last twenty, or a
// part of it along with something new.
func (c *crowd) batch() *kith.Batch {
	c.at += c.step
	b := &kith.Batch{Source: 1, Received: c.at}
	if len(c.sent) > 0 && c.rand.IntN(6) == 0 {
		old := c.sent[len(c.sent)-1-c.rand.IntN(min(20, len(c.sent)))]
		b.Events = append(b.Events, old.Events[:c.rand.IntN(len(old.Events)+1)]...)
		c.dup += len(b.Events)
	}
	if len(b.Events) == 0 || c.rand.IntN(2) == 0 {
		for range 1 + c.rand.IntN(12) {
			b.Events = append(b.Events, c.event(b, len(b.Events)))
		}
	}
	if c.rand.IntN(5) == 0 {
		b.Rejected = append(b.Rejected, kith.Rejected{MessageID: fmt.Sprintf("bad-%d", len(c.sent)), Name: "view", Reason: "time_out_of_range", Raw: []byte(`{"event":"view"}`)})
		c.bad++
	}
	c.sent = append(c.sent, b)
	return b
}

func (c *crowd) event(b *kith.Batch, i int) kith.Event {
	id := fmt.Sprintf("m-%d-%d", len(c.sent), i)
	c.ids[id] = true
	who := c.rand.IntN(40)
	e := kith.Event{
		MessageID: id, Name: []string{"view", "view", "pay", "$identify", "$alias"}[c.rand.IntN(5)],
		Time: b.Received - int64(c.rand.IntN(1e6)) - c.late(),
		Props: []kith.Property{
			{Name: "id", Value: kith.StringValue(id)},
			{Name: "plan", Value: kith.StringValue([]string{"free", "pro", "team"}[c.rand.IntN(3)])},
		},
	}
	if e.Name == "pay" {
		e.Props = append(e.Props, kith.Property{Name: "amount", Value: kith.NumberValue(float64(c.rand.IntN(900)) / 4)})
	}
	if c.rand.IntN(3) > 0 {
		e.AnonymousID = fmt.Sprintf("device-%d", who/2*3+c.rand.IntN(3))
	}
	if e.AnonymousID == "" || e.Name == "$identify" || c.rand.IntN(5) == 0 {
		e.UserID = fmt.Sprintf("user-%d", who)
	}
	if e.Name == "$alias" {
		e.UserID, e.PreviousID = fmt.Sprintf("user-%d", who), fmt.Sprintf("device-%d", c.rand.IntN(60))
	}
	if c.rand.IntN(40) == 0 {
		e.UserID, e.AnonymousID = "", "" // nobody: a person of its own
	}
	return e
}

// late is how much before its arrival an event happened, mostly nothing.
func (c *crowd) late() int64 {
	if c.rand.IntN(10) > 0 {
		return 0
	}
	return int64(c.rand.IntN(3 * 24 * 3600 * 1e6))
}
