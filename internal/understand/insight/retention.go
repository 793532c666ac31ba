package insight

import "fmt"

func (*Retention) Kind() string { return "retention" }

func (r *Retention) check(path string) error {
	if err := r.Start.check(join(path, "start")); err != nil {
		return err
	}
	if err := r.Return.check(join(path, "return")); err != nil {
		return err
	}
	if err := oneOf(join(path, "cohort"), &r.Cohort, "first_ever", "first_in_range", "every"); err != nil {
		return err
	}
	if err := oneOf(join(path, "unit"), &r.Unit, "day", "hour", "week", "month"); err != nil {
		return err
	}
	if err := oneOf(join(path, "window"), &r.Window, "calendar", "exact"); err != nil {
		return err
	}
	if err := oneOf(join(path, "mode"), &r.Mode, "on", "on_or_after", "brackets"); err != nil {
		return err
	}
	if err := between(join(path, "periods"), &r.Periods, 1, 366, 7); err != nil {
		return err
	}
	if err := r.checkBrackets(join(path, "brackets")); err != nil {
		return err
	}
	return r.Breakdown.check(join(path, "breakdown"))
}

func (r *Retention) checkBrackets(path string) error {
	if r.Mode != "brackets" {
		if len(r.Brackets) > 0 {
			return invalid(path, "only the mode brackets has them")
		}
		return nil
	}
	if len(r.Brackets) == 0 || len(r.Brackets) > 30 {
		return invalid(path, "%d brackets; 1 to 30 are possible", len(r.Brackets))
	}
	for i, b := range r.Brackets {
		if b[0] < 0 || b[0] > b[1] || b[1] > 366 {
			return invalid(fmt.Sprintf("%s[%d]", path, i), "[%d, %d] is not first and last period, between 0 and 366", b[0], b[1])
		}
	}
	return nil
}

func (r *Retention) props(need func(string)) {
	r.Start.props(need)
	r.Return.props(need)
	r.Breakdown.props(need)
}

func (c *retention) define() Definition {
	se, sz := c.q.Start.define()
	re, rz := c.q.Return.define()
	u := unitWords[c.q.Unit]
	cohort := map[string][2]string{
		"first_ever":     {"whose first " + se + " ever", "第一次" + sz},
		"first_in_range": {"whose first " + se + " of the range", "时间段内第一次" + sz},
		"every":          {"who had " + se, "有" + sz},
	}[c.q.Cohort]
	mode := map[string][2]string{
		"on":          {"in the nth " + u.noun + " after", "在其后第 n " + u.nounZh},
		"on_or_after": {"in the nth " + u.noun + " after or later", "在其后第 n " + u.nounZh + "或更晚"},
		"brackets":    {"within spans of " + u.noun + "s after", "在其后若干" + u.nounZh + "内"},
	}[c.q.Mode]
	exact := [2]string{"", ""}
	if c.q.Window == "exact" {
		exact = [2]string{" (exact lengths from each person's start)", "（从各人起点按整长计）"}
	}
	d := Definition{
		En: fmt.Sprintf("Of the people %s lay in a %s, those with %s %s%s", cohort[0], u.noun, re, mode[0], exact[0]),
		Zh: fmt.Sprintf("每%s%s的人中，%s又有%s的人%s", u.nounZh, cohort[1], mode[1], rz, exact[1]),
	}
	if c.q.Cohort == "every" {
		d.En = fmt.Sprintf("Of the people %s in a %s, those with %s %s%s", cohort[0], u.noun, re, mode[0], exact[0])
	}
	if c.q.Breakdown != nil {
		d.En, d.Zh = d.En+", split by "+c.q.Breakdown.Property, d.Zh+"，按 "+c.q.Breakdown.Property+" 拆分"
	}
	return d.finish()
}
