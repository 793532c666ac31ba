package insight

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unitWords says a unit in both languages.
var unitWords = map[string]struct{ per, perZh, noun, nounZh string }{
	"hour":  {", by hour", "，按小时", "hour", "小时"},
	"day":   {", by day", "，按天", "day", "天"},
	"week":  {", by week", "，按周", "week", "周"},
	"month": {", by month", "，按月", "month", "月"},
	"total": {", over the whole range", "，整段时间合计", "", ""},
}

// define names what a selector picks.
func (s *Selector) define() (en, zh string) {
	switch {
	case s.Label != "":
		en, zh = s.Label, s.Label
	case s.Event == "*":
		en, zh = "any activity", "任意行为"
	case s.Event != "":
		en, zh = s.Event, s.Event
	default:
		en, zh = strings.Join(s.Events, " or "), strings.Join(s.Events, " 或 ")
	}
	zh = spaced(zh)
	if len(s.Where) > 0 {
		we, wz := defineFilters(s.Where)
		en, zh = en+" with "+we, zh+"（"+wz+"）"
	}
	return en, zh
}

// spaced sets Latin words apart from the Chinese around them.
func spaced(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if !unicode.Is(unicode.Han, first) {
		s = " " + s
	}
	if !unicode.Is(unicode.Han, last) {
		s += " "
	}
	return s
}

var opWords = map[string][2]string{
	"eq": {"is", "是"}, "ne": {"is not", "不是"}, "contains": {"contains", "包含"}, "not_contains": {"does not contain", "不包含"},
	"starts_with": {"starts with", "开头是"}, "gt": {">", "大于"}, "gte": {"≥", "不小于"}, "lt": {"<", "小于"}, "lte": {"≤", "不大于"},
	"between": {"between", "介于"}, "set": {"is set", "有值"}, "not_set": {"is not set", "无值"},
}

func defineFilters(filters []Filter) (en, zh string) {
	var ens, zhs []string
	for _, f := range filters {
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = fmt.Sprint(v)
		}
		words := opWords[f.Op]
		sepEn, sepZh := " or ", "、"
		if f.Op == "between" {
			sepEn, sepZh = " and ", " 与 "
		}
		ens = append(ens, strings.TrimSpace(f.Property+" "+words[0]+" "+strings.Join(values, sepEn)))
		zhs = append(zhs, strings.TrimSpace(f.Property+" "+words[1]+" "+strings.Join(values, sepZh)))
	}
	return strings.Join(ens, " and "), strings.Join(zhs, "，")
}

// finish makes one sentence of the parts: a capital first, a full stop last,
// no double spaces.
func (d Definition) finish() Definition {
	tidy := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	d.En, d.Zh = tidy(d.En), tidy(d.Zh)
	first, size := utf8.DecodeRuneInString(d.En)
	d.En = string(unicode.ToUpper(first)) + d.En[size:] + "."
	d.Zh = strings.NewReplacer(" ，", "，", " 。", "。", " ；", "；", " （", "（").Replace(d.Zh) + "。"
	return d
}

// windowWords says a window such as 7d in both languages.
func windowWords(window string) (en, zh string) {
	words := map[byte][2]string{'s': {"second", "秒"}, 'm': {"minute", "分钟"}, 'h': {"hour", "小时"}, 'd': {"day", "天"}, 'w': {"week", "周"}}
	n, unit := window[:len(window)-1], words[window[len(window)-1]]
	en, zh = n+" "+unit[0], n+" "+unit[1]
	if n != "1" {
		en += "s"
	}
	return en, zh
}
