package insight

import (
	"fmt"
	"iter"
)

// trendTable has a row a bucket and a column a line, and the totals last.
func (a *Answer) trendTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	t := a.Trend
	head := []string{say("From", "时间"), say("Unfinished", "未走完")}
	for _, l := range t.Lines {
		name := l.Label
		if l.Group != nil {
			name += " · " + l.Group.name(say)
		}
		head = append(head, name)
	}
	return head, func(yield func([]any) bool) {
		for i, b := range t.Buckets {
			row := []any{a.when(b.Start), yes(b.Incomplete, say)}
			for _, l := range t.Lines {
				row = append(row, opt(l.Values[i]))
			}
			if !yield(row) {
				return
			}
		}
		row := []any{say("whole range", "整段"), nil}
		for _, l := range t.Lines {
			row = append(row, opt(l.Total))
		}
		yield(row)
	}
}

func yes(is bool, say func(en, zh string) string) any {
	if is {
		return say("yes", "是")
	}
	return nil
}

// retentionTable has a row a cohort of each group, and each column's people
// and share.
func (a *Answer) retentionTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	r := a.Retention
	head := []string{say("Group", "分组"), say("Cohort", "起始"), say("People", "人数")}
	for _, c := range r.Columns {
		name := fmt.Sprint(c.First)
		if c.Last != c.First {
			name = fmt.Sprintf("%d–%d", c.First, c.Last)
		}
		unit := unitWords[a.Question.Retention.Unit]
		name = say(unit.noun+" "+name, "第 "+name+" "+unit.nounZh)
		head = append(head, name+say(", people", "人数"), name+say(", share", "比例"), name+say(", unfinished", "未走完"))
	}
	return head, func(yield func([]any) bool) {
		for _, g := range r.Groups {
			for _, c := range g.Cohorts {
				row := []any{g.Group.name(say), a.when(c.Start), c.Size}
				for _, cell := range c.Cells {
					if cell.Future {
						row = append(row, nil, nil, nil)
						continue
					}
					row = append(row, cell.Persons, opt(cell.Rate), yes(cell.Incomplete, say))
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

func (a *Answer) stickinessTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	unit := unitWords[a.Question.Stickiness.Unit]
	head := []string{say("Active "+unit.noun+"s", "活跃"+unit.nounZh+"数"), say("People", "人数"), say("Share", "占比"), say("At least so many", "至少这么多")}
	return head, func(yield func([]any) bool) {
		for _, u := range a.Stickiness.Units {
			if !yield([]any{u.Active, u.Persons, opt(u.Share), u.AtLeast}) {
				return
			}
		}
	}
}

func (a *Answer) lifecycleTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	head := []string{say("From", "时间"), say("Unfinished", "未走完"), say("New", "新来"), say("Returning", "留下"), say("Resurrecting", "回来"), say("Dormant", "没来")}
	return head, func(yield func([]any) bool) {
		for _, b := range a.Lifecycle.Buckets {
			if !yield([]any{a.when(b.Start), yes(b.Incomplete, say), b.New, b.Returning, b.Resurrecting, b.Dormant}) {
				return
			}
		}
	}
}

// sessionsTable has the whole range of each group first, then its buckets.
func (a *Answer) sessionsTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	head := []string{say("Group", "分组"), say("From", "时间"), say("Unfinished", "未走完"), say("Sessions", "会话"), say("People", "人数"), say("Events", "事件"),
		say("Bounced", "跳出"), say("Bounce rate", "跳出率"), say("Average seconds", "平均秒数"), say("Median seconds", "中位秒数"), say("Events a session", "每次事件数"), say("Sessions a person", "人均会话")}
	return head, func(yield func([]any) bool) {
		for _, g := range a.Sessions.Groups {
			for i := -1; i < len(g.Buckets); i++ {
				r, when, open := g.Total, say("whole range", "整段"), any(nil)
				if i >= 0 {
					r = g.Buckets[i]
					when, open = a.when(r.Start), yes(r.Incomplete, say)
				}
				if !yield([]any{g.Group.name(say), when, open, r.Sessions, r.Persons, r.Events, r.Bounced, opt(r.BounceRate),
					opt(r.AverageSeconds), opt(r.MedianSeconds), opt(r.EventsPerVisit), opt(r.SessionsPerHead)}) {
					return
				}
			}
		}
	}
}
