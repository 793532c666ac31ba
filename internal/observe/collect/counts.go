package collect

import (
	"errors"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"kith/internal/observe/collect/wire"
)

// counts says how often each way out was taken since the program began.
// Events count when the log has them.
type counts struct {
	requests, bytes, accepted, repaired, large atomic.Uint64
	irregular, ids, damaged                    atomic.Uint64

	rejected map[wire.Reason]*atomic.Uint64  // keys never change
	refused  map[wire.Refusal]*atomic.Uint64 // keys never change
}

func newCounts() *counts {
	c := &counts{rejected: map[wire.Reason]*atomic.Uint64{}, refused: map[wire.Refusal]*atomic.Uint64{}}
	for _, r := range wire.Reasons {
		c.rejected[r.Reason] = new(atomic.Uint64)
	}
	for _, r := range wire.Refusals {
		c.refused[r.Refusal] = new(atomic.Uint64)
	}
	return c
}

func (c *counts) add(got *decoded, bytes int) {
	c.requests.Add(1)
	c.bytes.Add(uint64(bytes))
	c.accepted.Add(uint64(got.accepted))
	c.repaired.Add(uint64(got.tally.Repaired))
	c.large.Add(uint64(got.tally.Large))
	c.irregular.Add(uint64(got.tally.Irregular))
	c.ids.Add(uint64(got.tally.IDs))
	c.damaged.Add(uint64(got.tally.Damaged))
	for reason, n := range got.rejected {
		c.rejected[reason].Add(uint64(n))
	}
}

func (c *counts) refuse(err error) {
	var refused *wire.Refused
	if errors.As(err, &refused) {
		c.refused[refused.Refusal].Add(1)
	}
}

// Counts is what a Door has done since the program began.
type Counts struct {
	Requests uint64 // answered with 200
	Bytes    uint64 // their bodies, as they came
	Accepted uint64 // events
	Rejected map[wire.Reason]uint64
	Refused  map[wire.Refusal]uint64 // requests
	Repaired uint64                  // texts that were not valid UTF-8 without NUL
	Large    uint64                  // accepted events beyond kith.SoftEventSize
	// Irregular names are those that the vendor's own server would not take,
	// IDsLeftOut further ids that could not be kept, and Damaged bodies that are
	// not what their checksum was made of. Their events were accepted.
	Irregular, IDsLeftOut, Damaged uint64
	InFlight                       int64 // bytes of requests in memory now
}

// Counts may be called at any time.
func (d *Door) Counts() Counts {
	c := d.counts
	out := Counts{
		Requests: c.requests.Load(), Bytes: c.bytes.Load(), Accepted: c.accepted.Load(),
		Repaired: c.repaired.Load(), Large: c.large.Load(), Irregular: c.irregular.Load(), IDsLeftOut: c.ids.Load(), Damaged: c.damaged.Load(), InFlight: d.inFlight.used.Load(),
		Rejected: map[wire.Reason]uint64{}, Refused: map[wire.Refusal]uint64{},
	}
	for reason, n := range c.rejected {
		out.Rejected[reason] = n.Load()
	}
	for refusal, n := range c.refused {
		out.Refused[refusal] = n.Load()
	}
	return out
}

var _ prometheus.Collector = (*counts)(nil)

var (
	requestsDesc  = prometheus.NewDesc("kith_collect_requests_total", "Requests answered with 200.", nil, nil)
	bytesDesc     = prometheus.NewDesc("kith_collect_bytes_total", "Bytes of the bodies answered with 200, as they came.", nil, nil)
	acceptedDesc  = prometheus.NewDesc("kith_collect_events_accepted_total", "Events accepted and in the log.", nil, nil)
	rejectedDesc  = prometheus.NewDesc("kith_collect_events_rejected_total", "Events in the log for the quarantine.", []string{"reason"}, nil)
	refusedDesc   = prometheus.NewDesc("kith_collect_requests_refused_total", "Requests refused as a whole.", []string{"reason"}, nil)
	repairedDesc  = prometheus.NewDesc("kith_collect_texts_repaired_total", "Texts that were not valid UTF-8 without NUL.", nil, nil)
	irregularDesc = prometheus.NewDesc("kith_collect_names_irregular_total", "Names of events and properties that the vendor's own server would not take.", nil, nil)
	idsDesc       = prometheus.NewDesc("kith_collect_ids_left_out_total", "Further ids that could not be kept, of events that were accepted.", nil, nil)
	damagedDesc   = prometheus.NewDesc("kith_collect_bodies_damaged_total", "Accepted bodies that are not what their checksum was made of.", nil, nil)
	largeDesc     = prometheus.NewDesc("kith_collect_events_large_total", "Accepted events larger than clients should send.", nil, nil)
)

func (c *counts) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{requestsDesc, bytesDesc, acceptedDesc, rejectedDesc, refusedDesc, repairedDesc, largeDesc, irregularDesc, idsDesc, damagedDesc} {
		out <- d
	}
}

func (c *counts) Collect(out chan<- prometheus.Metric) {
	send := func(d *prometheus.Desc, n *atomic.Uint64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n.Load()), labels...)
	}
	send(requestsDesc, &c.requests)
	send(bytesDesc, &c.bytes)
	send(acceptedDesc, &c.accepted)
	send(repairedDesc, &c.repaired)
	send(largeDesc, &c.large)
	send(irregularDesc, &c.irregular)
	send(idsDesc, &c.ids)
	send(damagedDesc, &c.damaged)
	for reason, n := range c.rejected {
		send(rejectedDesc, n, string(reason))
	}
	for refusal, n := range c.refused {
		send(refusedDesc, n, string(refusal))
	}
}
