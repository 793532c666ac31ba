package insight

import (
	"fmt"
	"iter"
)

// funnelTable has a row a group and, for each step, who reached it.
func (a *Answer) funnelTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	groups := a.Funnel.Groups
	head := []string{say("Group", "分组")}
	for i, s := range groups[0].Steps {
		step := fmt.Sprintf("%d %s", i+1, s.Label)
		head = append(head, step+say(", people", "人数"))
		if i > 0 {
			head = append(head, step+say(", of step 1", "占第 1 步"), step+say(", of the step before", "占上一步"), step+say(", median seconds from step 1", "距第 1 步中位秒数"))
		}
	}
	head = append(head, say("May still convert", "仍可能完成"))
	return head, func(yield func([]any) bool) {
		for _, g := range groups {
			row := []any{g.Group.name(say)}
			for i, s := range g.Steps {
				row = append(row, s.Persons)
				if i > 0 {
					row = append(row, opt(s.FromFirst), opt(s.FromPrevious), opt(s.TotalMedianSeconds))
				}
			}
			if !yield(append(row, g.Open)) {
				return
			}
		}
	}
}

// pathsTable lists the whole ways, a column a level.
func (a *Answer) pathsTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	p, depth := a.Paths, a.Question.Paths.Depth
	var head []string
	for level := range depth {
		head = append(head, fmt.Sprintf(say("Step %d", "第 %d 步"), level))
	}
	head = append(head, say("Sessions", "会话"), say("Share", "占比"), say("People", "人数"))
	return head, func(yield func([]any) bool) {
		for _, way := range p.Paths {
			row := make([]any, depth, depth+3)
			for _, n := range way.Nodes {
				node := &p.Nodes[n]
				row[node.Level] = node.Label
				if node.Other {
					row[node.Level] = say("other", "其他")
				}
			}
			if !yield(append(row, way.Sessions, opt(ratio(float64(way.Sessions), float64(p.Sessions))), way.Persons)) {
				return
			}
		}
	}
}

// rfmWords names the eleven groups in Chinese.
var rfmWords = map[string]string{
	"champions": "重要价值", "loyal": "忠诚", "potential_loyal": "潜力", "new": "新客", "promising": "有希望", "need_attention": "需要关注",
	"about_to_sleep": "将要沉睡", "cannot_lose": "重要挽留", "at_risk": "正在走远", "hibernating": "沉睡", "lost": "流失",
}

// rfmTable lists the named groups, or the scores when they have no names.
func (a *Answer) rfmTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	r := a.RFM
	stats := []string{say("People", "人数"), say("Share", "占比"), say("Average days since the last", "平均距上次天数"),
		say("Average times", "平均次数"), say("Average amount", "人均金额"), say("Amount", "金额")}
	row := func(s *RFMStats, first ...any) []any {
		return append(first, s.Persons, opt(ratio(float64(s.Persons), float64(r.Persons))), s.RecencyDays, s.Frequency, s.Monetary, s.Revenue)
	}
	if a.Question.RFM.Bins == 5 {
		return append([]string{say("Group", "分组")}, stats...), func(yield func([]any) bool) {
			for i := range r.Segments {
				if !yield(row(&r.Segments[i].RFMStats, say(r.Segments[i].Segment, rfmWords[r.Segments[i].Segment]))) {
					return
				}
			}
		}
	}
	return append([]string{"R", "F", "M"}, stats...), func(yield func([]any) bool) {
		for i := range r.Cells {
			c := &r.Cells[i]
			if !yield(row(&c.RFMStats, c.R, c.F, c.M)) {
				return
			}
		}
	}
}
