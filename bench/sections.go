package bench

import (
	"fmt"
	"strings"
	"time"
)

// addContests shows folds beside SQL.
func (r *Report) addContests(d *dataset, outcomes []*outcome) {
	s := section{
		title: "Questions: folds against SQL",
		text: fmt.Sprintf("%s events of %s people over %d days, in sessions; 7 event names, 4 platforms, %s amounts. "+
			"Both sides gave the same rows. SQL runs in DuckDB on one table sorted by (person, time), with enums, native timestamps and %s of memory; "+
			"each question was put in the ways listed below, the plainest first, and the one with the least CPU counts. "+
			"The folds give more than is compared: a funnel's times between steps, the nodes and links between paths, whole-range totals. "+
			"The first time a fold is asked it works out what it then reads instead of all events; the next column is that first time, from an index that knows nothing but events and the two properties (the first daily active was asked at the restart below).",
			big(d.len()), big(d.people()), d.days, big(len(d.amountValues)), "8 GB"),
		head: []string{"question", "first CPU s", "fold CPU s", "fold wall s", "SQL CPU s", "SQL wall s", "ratio to plain SQL", "ratio (CPU)", "target", "reached"},
	}
	var says strings.Builder
	for _, o := range outcomes {
		c := o.contest
		s.rows = append(s.rows, []string{c.name, seconds(o.first.cpu), seconds(o.fold.cpu), seconds(o.fold.wall), seconds(o.sql.cpu), seconds(o.sql.wall),
			fmt.Sprintf("%.1f", o.plain()), fmt.Sprintf("%.1f", o.ratio()), fmt.Sprintf("%.0f", c.target),
			r.check(o.ratio() >= c.target, "%s: %.1f times less CPU than the best SQL (%.1f than the plainest), not %.0f; the fold takes %.2f ns of CPU an event, the SQL %.1f.",
				c.name, o.ratio(), o.plain(), c.target, perEvent(o.fold.cpu, d.len()), perEvent(o.sql.cpu, d.len()))})
		fmt.Fprintf(&says, "- **%s**: %s. SQL tried: ", c.name, c.says)
		for i, t := range o.tried {
			if i > 0 {
				says.WriteString("; ")
			}
			fmt.Fprintf(&says, "%s %s s", t.how, seconds(t.cost.cpu))
		}
		says.WriteString(".\n")
	}
	s.after = strings.TrimSuffix(says.String(), "\n")
	r.sections = append(r.sections, s)
}

func perEvent(d time.Duration, events int) float64 { return float64(d.Nanoseconds()) / float64(events) }

const (
	mostBytes   = 16   // of the index, an event, both columns included
	leastBuilt  = 20e6 // events a second
	mostRestart = 3 * time.Second
)

// addMemory shows the index.
func (r *Report) addMemory(m *memory) {
	bytes := float64(m.bare+m.columns+m.digests) / float64(m.events)
	built := per(m.events, m.rebuild.wall)
	s := section{
		title: "The index in memory",
		text: fmt.Sprintf("%s events in a record of %d segments, %s on disk, each segment with rows of everybody. "+
			"A restart opens the record and the index's snapshot and answers daily active.", big(m.events), m.segments, megabytes(m.record)),
		head: []string{"what", "seen", "target", "reached"},
	}
	s.rows = [][]string{
		{"bytes an event, with platform and amount and all that the questions above keep", fmt.Sprintf("%.1f (%.1f without what is kept, %.1f of that the two columns)", bytes, float64(m.bare+m.columns)/float64(m.events), float64(m.columns)/float64(m.events)), fmt.Sprint(mostBytes),
			r.check(bytes <= mostBytes, "The index takes %.1f bytes an event, more than %d.", bytes, mostBytes)},
		{"rebuilt from the record", fmt.Sprintf("%.1f M events/s (%s s wall, %s s CPU)", built/1e6, seconds(m.rebuild.wall), seconds(m.rebuild.cpu)), "20 M events/s",
			r.check(built >= leastBuilt, "The index is rebuilt at %.1f M events/s of wall time, not 20 M: one goroutine merges the segments' rows, at %.0f ns of CPU an event.", built/1e6, perEvent(m.rebuild.cpu, m.events))},
		{"restart to the first answer", fmt.Sprintf("%s s wall, %s s CPU", seconds(m.restart.wall), seconds(m.restart.cpu)), "3 s",
			r.check(m.restart.wall <= mostRestart, "A restart took %s s to the first answer, more than 3: the whole snapshot of %s is read and checked first.", seconds(m.restart.wall), megabytes(m.snapshot))},
		{"both columns loaded from the record", fmt.Sprintf("%s s wall, %s s CPU", seconds(m.load.wall), seconds(m.load.cpu)), "–", "–"},
		{"snapshot written and on disk", fmt.Sprintf("%s s wall, %s", seconds(m.save.wall), megabytes(m.snapshot)), "–", "–"},
	}
	r.sections = append(r.sections, s)
}

// addKinds shows what a console user waits for.
func (r *Report) addKinds(k *kindsAnswer) {
	s := section{
		title: "Every kind of question",
		text: fmt.Sprintf("%s events of %s people over 60 days, the whole range asked. Both property columns were loaded before, once, in %s.",
			big(k.events), big(k.persons), milliseconds(k.load.wall)),
		head: []string{"question", "wall", "CPU", "target", "reached"},
	}
	for i := range k.kinds {
		q := &k.kinds[i]
		s.rows = append(s.rows, []string{q.name, milliseconds(q.wall), milliseconds(q.cpu), "100 ms",
			r.check(q.wall <= mostWait, "%s takes %s at 5 million events, more than 100 ms.", q.name, milliseconds(q.wall))})
	}
	r.sections = append(r.sections, s)
}

const (
	leastBatched = 60_000 // events a second
	leastSingle  = 8_000
)

// addIngestion shows the door.
func (r *Report) addIngestion(in *ingestion) {
	s := section{
		title: "Ingestion over HTTP",
		text: fmt.Sprintf("`kith serve` and a load generator, two processes on the same %s, %d bytes of JSON an event, unique message ids, 200,000 users. "+
			"A request is answered when its events are on disk. Afterwards a question counted them all; then the server was killed (SIGKILL), started again, and counted the same.",
			"cores", in.bytes),
		head: []string{"what", "seen", "target", "reached"},
	}
	batched, single := in.batched.rate(), in.single.rate()
	s.rows = [][]string{
		{fmt.Sprintf("100 events a request, %d connections, %.0f s", in.batched.Connections, in.batched.Seconds), fmt.Sprintf("%s events/s", big(int(batched))), "60,000",
			r.check(batched >= leastBatched, "%s events a second in batches, not 60,000; the server used %.1f µs of CPU an event.", big(int(batched)), in.cpuPerEvent.Seconds()*1e6)},
		{fmt.Sprintf("1 event a request, %d connections, %.0f s", in.single.Connections, in.single.Seconds), fmt.Sprintf("%s events/s", big(int(single))), "8,000",
			r.check(single >= leastSingle, "%s events a second one by one, not 8,000: each request waits for a disk write that it shares with few others.", big(int(single)))},
		{"events in answers / acknowledged", fmt.Sprintf("%s / %s", big(in.counted), big(in.batched.Events)), "all", r.check(in.counted == in.batched.Events, "An answer counted %d events of %d.", in.counted, in.batched.Events)},
		{"the same after SIGKILL", big(in.recounted), "all", r.check(in.recounted == in.batched.Events, "After a kill an answer counted %d events of %d.", in.recounted, in.batched.Events)},
		{"last acknowledgement to everything in answers", milliseconds(in.lag), "–", "–"},
		{"99 of 100 requests of 100 events answered within", milliseconds(time.Duration(in.batched.P99)), "–", "–"},
		{"requests refused or failed", big(in.batched.Failed + in.single.Failed), "0", r.check(in.batched.Failed+in.single.Failed == 0, "%d requests were refused or failed.", in.batched.Failed+in.single.Failed)},
		{"most resident memory of the server", megabytes(in.resident), "–", "–"},
		{"server's CPU an event", fmt.Sprintf("%.1f µs", in.cpuPerEvent.Seconds()*1e6), "–", "–"},
		{"`kith serve` after SIGKILL to the count, index built anew and log read", seconds(in.restart) + " s", "–", "–"},
	}
	r.sections = append(r.sections, s)
}
