package insight

import (
	"fmt"
	"iter"
	"time"
)

// Table is an answer as rows under one head, in one language: what the console
// shows below its chart, and what an export holds.
type Table struct {
	Head []string
	// Rows hold texts, numbers, times and nil for nothing. They are made as they
	// are read, for an answer may have millions of cells.
	Rows iter.Seq[[]any]
}

// Table lays the answer out; zh for Chinese, anything else for English. With
// compare a first column tells the two periods apart.
func (a *Answer) Table(language string) Table {
	say := saying(language)
	head, rows := a.table(say)
	if a.Previous == nil {
		return Table{head, rows}
	}
	_, before := a.Previous.table(say)
	return Table{append([]string{say("Period", "时段")}, head...), func(yield func([]any) bool) {
		for row := range rows {
			if !yield(append([]any{say("this", "本期")}, row...)) {
				return
			}
		}
		for row := range before {
			if !yield(append([]any{say("previous", "上期")}, row...)) {
				return
			}
		}
	}}
}

// saying picks a language's words.
func saying(language string) func(en, zh string) string {
	return func(en, zh string) string {
		if language == "zh" {
			return zh
		}
		return en
	}
}

func (a *Answer) table(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	switch {
	case a.Trend != nil:
		return a.trendTable(say)
	case a.Funnel != nil:
		return a.funnelTable(say)
	case a.Retention != nil:
		return a.retentionTable(say)
	case a.Paths != nil:
		return a.pathsTable(say)
	case a.Stickiness != nil:
		return a.stickinessTable(say)
	case a.Lifecycle != nil:
		return a.lifecycleTable(say)
	case a.Sessions != nil:
		return a.sessionsTable(say)
	case a.RFM != nil:
		return a.rfmTable(say)
	case a.Channels != nil:
		return a.channelsTable(say)
	}
	return nil, func(func([]any) bool) {}
}

// unit is the unit of the answer's buckets.
func (q *Question) unit() string {
	switch {
	case q.Trend != nil:
		return q.Trend.Unit
	case q.Retention != nil:
		return q.Retention.Unit
	case q.Stickiness != nil:
		return q.Stickiness.Unit
	case q.Lifecycle != nil:
		return q.Lifecycle.Unit
	case q.Sessions != nil:
		return q.Sessions.Unit
	case q.Channels != nil:
		return q.Channels.Unit
	}
	return ""
}

// when says a bucket as people write it.
func (a *Answer) when(t time.Time) string {
	if a.Question.unit() == "hour" {
		return t.Format("2006-01-02 15:04")
	}
	return t.Format(time.DateOnly)
}

// name says a group; everyone without one.
func (g *Group) name(say func(en, zh string) string) string {
	switch {
	case g == nil:
		return say("everyone", "全部")
	case g.Other:
		return say("other", "其他")
	case g.Value == nil:
		return say("(none)", "（无）")
	}
	return fmt.Sprint(decoded(g.Value))
}

// opt is the number, or nothing.
func opt(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}
