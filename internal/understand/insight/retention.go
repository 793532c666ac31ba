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
	se, sz := c.p.define(&c.q.Start)
	re, rz := c.p.define(&c.q.Return)
	u := unitWords[c.q.Unit]
	cohort := map[string][4]string{
		"first_ever":     {"their first " + se + " ever", "by the " + u.noun + " of that first", "第一次有" + sz + "之后", "按第一次所在的" + u.nounZh + "分组"},
		"first_in_range": {"their first " + se + " of the range", "by the " + u.noun + " of that first", "这段时间里第一次有" + sz + "之后", "按这一次所在的" + u.nounZh + "分组"},
		"every":          {"their first " + se + " of a " + u.noun, "by that " + u.noun + ", so that one person may be in many groups", "一" + u.nounZh + "里第一次有" + sz + "之后", "按所在的" + u.nounZh + "分组，一人可在多组"},
	}[c.q.Cohort]
	mode := map[string][2]string{
		"on":          {"in the nth " + u.noun, "第 n " + u.nounZh + "里"},
		"on_or_after": {"in the nth " + u.noun + " or later", "第 n " + u.nounZh + "或更晚"},
		"brackets":    {"within the given spans of " + u.noun + "s", "给定的几段" + u.nounZh + "里"},
	}[c.q.Mode]
	d := Definition{
		En: fmt.Sprintf("People with %s %s after %s, grouped %s", re, mode[0], cohort[0], cohort[1]),
		Zh: fmt.Sprintf("%s，%s又有%s的人；%s", cohort[2], mode[1], rz, cohort[3]),
	}
	if c.q.Window == "exact" {
		length := map[string][2]string{"hour": {"60 minutes", "60 分钟"}, "day": {"24 hours", "24 小时"}, "week": {"7 days", "7 天"}, "month": {"30 days", "30 天"}}[c.q.Unit]
		d.En += "; a " + u.noun + " is " + length[0] + " from each one's own start"
		d.Zh += "；每" + u.nounZh + "从各人自己的起点算整 " + length[1]
	}
	if c.q.Breakdown != nil {
		d.En, d.Zh = d.En+"; split by "+c.q.Breakdown.Property, d.Zh+"；按 "+c.q.Breakdown.Property+" 拆分"
	}
	return d.finish()
}
