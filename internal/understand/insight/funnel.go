package insight

import (
	"fmt"
	"reflect"
	"strings"
)

const standardWindow = 14 * 86400 // seconds

func (*Funnel) Kind() string { return "funnel" }

func (f *Funnel) check(path string) error {
	if len(f.Steps) < 2 || len(f.Steps) > 20 {
		return invalid(join(path, "steps"), "%d steps; a funnel has 2 to 20", len(f.Steps))
	}
	for i := range f.Steps {
		if err := f.Steps[i].check(fmt.Sprintf("%s[%d]", join(path, "steps"), i)); err != nil {
			return err
		}
	}
	if err := oneOf(join(path, "order"), &f.Order, "ordered", "strict", "any"); err != nil {
		return err
	}
	if f.Window == "" {
		f.Window = "14d"
	}
	if _, err := parseWindow(join(path, "window"), f.Window, standardWindow); err != nil {
		return err
	}
	if err := oneOf(join(path, "exclude_mode"), &f.ExcludeMode, "attempt", "person"); err != nil {
		return err
	}
	if f.Trend != "" {
		if err := oneOf(join(path, "trend"), &f.Trend, "hour", "day", "week", "month"); err != nil {
			return err
		}
	}
	if err := f.checkAny(path); err != nil {
		return err
	}
	if err := f.checkExclusions(join(path, "exclude")); err != nil {
		return err
	}
	return f.Breakdown.check(join(path, "breakdown"))
}

// checkAny refuses what the order any gives no meaning to.
func (f *Funnel) checkAny(path string) error {
	if f.Order != "any" {
		return nil
	}
	if len(f.Exclude) > 0 {
		return invalid(join(path, "exclude"), "exclusions need an order: ordered or strict")
	}
	for i := range f.Steps {
		for j := range i {
			a, b := f.Steps[i], f.Steps[j]
			a.Label, b.Label = "", ""
			if reflect.DeepEqual(a, b) {
				return invalid(fmt.Sprintf("%s[%d]", join(path, "steps"), i), "is the same as step %d; in any order each step must be its own", j+1)
			}
		}
	}
	return nil
}

func (f *Funnel) checkExclusions(path string) error {
	if len(f.Exclude) > 10 {
		return invalid(path, "%d exclusions; at most 10", len(f.Exclude))
	}
	for i := range f.Exclude {
		x, at := &f.Exclude[i], fmt.Sprintf("%s[%d]", path, i)
		if err := x.Selector.check(at); err != nil {
			return err
		}
		if err := between(join(at, "after"), &x.After, 1, len(f.Steps)-1, 1); err != nil {
			return err
		}
		if err := between(join(at, "before"), &x.Before, 2, len(f.Steps), len(f.Steps)); err != nil {
			return err
		}
		if x.After >= x.Before {
			return invalid(join(at, "before"), "step %d does not come after step %d", x.Before, x.After)
		}
	}
	return nil
}

func (f *Funnel) props(need func(string)) {
	for i := range f.Steps {
		f.Steps[i].props(need)
	}
	for i := range f.Exclude {
		f.Exclude[i].Selector.props(need)
	}
	f.Breakdown.props(need)
}

func (c *funnel) define() Definition {
	en, zh := make([]string, len(c.q.Steps)), make([]string, len(c.q.Steps))
	for i := range c.q.Steps {
		en[i], zh[i] = c.p.define(&c.q.Steps[i])
	}
	within, inside := windowWords(c.q.Window)
	way := map[string][2]string{
		"ordered": {"in this order", "按顺序"},
		"strict":  {"with nothing in between", "一步紧接一步"},
	}[c.q.Order]
	d := Definition{
		En: fmt.Sprintf("People who went from %s %s within %s; the time runs from step 1 of each one's best attempt", strings.Join(en, " to "), way[0], within),
		Zh: fmt.Sprintf("从%s，在 %s内%s走完的人；时间从每人最好一次的第 1 步算起", strings.Join(zh, "到"), inside, way[1]),
	}
	if c.q.Order == "any" {
		for i := range zh {
			zh[i] = strings.TrimSpace(zh[i])
		}
		d.En = fmt.Sprintf("People who did %s in any order within %s; the time runs from the first of them in each one's best attempt", strings.Join(en, ", "), within)
		d.Zh = fmt.Sprintf("在 %s内做过 %s 的人，不论先后；时间从每人最好一次的第一个行为算起", inside, strings.Join(zh, "、"))
	}
	for i := range c.q.Exclude {
		x := &c.q.Exclude[i]
		e, z := c.p.define(&x.Selector)
		d.En += fmt.Sprintf("; without %s between steps %d and %d", e, x.After, x.Before)
		d.Zh += fmt.Sprintf("；第 %d 步到第 %d 步之间不得有%s", x.After, x.Before, z)
	}
	if c.person {
		d.En, d.Zh = d.En+", and whoever had one is left out", d.Zh+"，有过的人整个不计"
	}
	if c.q.Breakdown != nil {
		d.En, d.Zh = d.En+"; split by "+c.q.Breakdown.Property, d.Zh+"；按 "+c.q.Breakdown.Property+" 拆分"
	}
	return d.finish()
}
