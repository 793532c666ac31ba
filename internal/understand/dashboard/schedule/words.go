package schedule

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// words are what a mail says beside the dashboard's own.
type words struct {
	chinese                                                  bool
	test, open, unsubscribe, late, stale, failed, empty      string
	other, none, compared, noChange, new, rowsLeft, legendUp string
	cohort, size                                             string
	everyDay, everyWeek, everyMonth                          string
	state                                                    map[string]string
}

var inChinese = words{
	chinese: true, test: "试寄：", open: "打开看板", unsubscribe: "不再收这封信", late: "这封信寄晚了，本该 %s 寄出。", stale: "%s 的值", failed: "这张卡片没算出来：",
	empty: "这段时间没有数据。", other: "其他", none: "（空）", compared: "对比 %s", noChange: "持平", new: "新出现", rowsLeft: "还有 %d 行", legendUp: "虚框：还没满期，只会升",
	cohort: "起始", size: "人数", everyDay: "每天", everyWeek: "每周", everyMonth: "每月",
	state: map[string]string{"new": "新增", "returning": "持续", "resurrecting": "回归", "dormant": "沉默"},
}

var inEnglish = words{
	test: "Test: ", open: "Open the dashboard", unsubscribe: "Stop these mails", late: "This mail is late: it was due %s.", stale: "value of %s", failed: "This card could not be answered: ",
	empty: "Nothing happened in this time.", other: "Other", none: "(none)", compared: "against %s", noChange: "no change", new: "new", rowsLeft: "%d more rows", legendUp: "dashed: not over, only rises",
	cohort: "Started", size: "People", everyDay: "Daily", everyWeek: "Weekly", everyMonth: "Monthly",
	state: map[string]string{"new": "New", "returning": "Returning", "resurrecting": "Resurrected", "dormant": "Dormant"},
}

func wordsOf(language string) *words {
	if language == "en" {
		return &inEnglish
	}
	return &inChinese
}

// number is a figure as people write it: 48,216 · 412.6 万 · 1.3M · 8.56.
func (w *words) number(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "–"
	case w.chinese && a >= 1e8:
		return short(v/1e8) + " 亿"
	case w.chinese && a >= 1e6:
		return short(v/1e4) + " 万"
	case !w.chinese && a >= 1e9:
		return short(v/1e9) + "B"
	case !w.chinese && a >= 1e6:
		return short(v/1e6) + "M"
	case a >= 100 || v == math.Trunc(v):
		return grouped(math.Round(v))
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func short(v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	head, tail, _ := strings.Cut(s, ".")
	whole, _ := strconv.ParseFloat(head, 64)
	text := grouped(whole)
	if v < 0 && whole == 0 {
		text = "-0"
	}
	if tail == "0" {
		return text
	}
	return text + "." + tail
}

func grouped(v float64) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', 0, 64)
	var out []byte
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, s[i])
	}
	if v < 0 {
		return "−" + string(out)
	}
	return string(out)
}

func percent(v float64) string { return strconv.FormatFloat(v*100, 'f', 1, 64) + "%" }

// axis is a number on an axis, in figures that a Latin font has.
func axis(v float64) string {
	a := math.Abs(v)
	for _, unit := range []struct {
		size float64
		sign string
	}{{1e9, "B"}, {1e6, "M"}, {1e3, "k"}} {
		if a >= unit.size {
			return trimmed(v/unit.size) + unit.sign
		}
	}
	return trimmed(v)
}

func trimmed(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

func axisPercent(v float64) string { return trimmed(v*100) + "%" }

// withUnit sets a unit where it belongs: money before, the rest after.
func (w *words) withUnit(v float64, unit string) string {
	text := w.number(v)
	switch unit {
	case "":
		return text
	case "¥", "￥", "$", "€", "£":
		return unit + " " + text
	case "%":
		return text + "%"
	}
	return text + " " + unit
}

func (w *words) day(t time.Time) string {
	if w.chinese {
		return t.Format("1月2日")
	}
	return t.Format("Jan 2")
}

func (w *words) moment(t time.Time) string {
	if w.chinese {
		return t.Format("1月2日 15:04")
	}
	return t.Format("Jan 2, 15:04")
}

// period says a range of days, its last day included.
func (w *words) period(from, to time.Time) string {
	last := to.Add(-time.Second)
	if from.Format(time.DateOnly) == last.Format(time.DateOnly) {
		return w.day(from)
	}
	if w.chinese {
		return w.day(from) + "至" + w.day(last)
	}
	return w.day(from) + " – " + w.day(last)
}

// bucketLabel is a unit's start on an axis.
func bucketLabel(start, end time.Time) string {
	if end.Sub(start) <= 2*time.Hour {
		return start.Format("15:04")
	}
	if end.Sub(start) > 27*24*time.Hour {
		return start.Format("2006/1")
	}
	return start.Format("1/2")
}

func (w *words) value(v any) string {
	switch v := v.(type) {
	case nil:
		return w.none
	case string:
		if v == "" {
			return w.none
		}
		if r := []rune(v); len(r) > 40 {
			return string(r[:40]) + "…"
		}
		return v
	case float64:
		return trimmed(v)
	}
	return fmt.Sprint(v)
}
