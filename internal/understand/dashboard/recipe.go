package dashboard

import "kith/internal/understand/insight"

// Ways to ask, shared by the recipes.

var anything = insight.Selector{Event: "*"}

func trend(unit string, series ...insight.Series) insight.Question {
	return insight.Question{Trend: &insight.Trend{Unit: unit, Series: series}}
}

func people(s insight.Selector) insight.Series {
	return insight.Series{Selector: s, Measure: "unique"}
}

func times(s insight.Selector) insight.Series { return insight.Series{Selector: s, Measure: "total"} }

func of(measure string, s insight.Selector, property string) insight.Series {
	return insight.Series{Selector: s, Measure: measure, Property: property}
}

func by(q insight.Question, property string, limit int) insight.Question {
	q.Trend.Breakdown = &insight.Breakdown{Property: property, Limit: limit}
	return q
}

func ratio(q insight.Question, formula string) insight.Question {
	q.Trend.Formula = formula
	return q
}

func retention(start, back insight.Selector, unit string, periods int) insight.Question {
	return insight.Question{Retention: &insight.Retention{Start: start, Return: back, Unit: unit, Periods: periods, Cohort: "first_in_range"}}
}

func funnel(window string, steps ...insight.Selector) insight.Question {
	return insight.Question{Funnel: &insight.Funnel{Steps: steps, Window: window}}
}

// The cards that several templates have.

func activeNumber() recipe {
	return recipe{title: Words{En: "Daily active", Zh: "日活跃"}, width: 3, form: "number", figure: "average", unit: Words{Zh: "人"},
		ask: func(*filled) insight.Question { return trend("day", people(anything)) }}
}

func signUpNumber() recipe {
	return recipe{title: Words{En: "New users", Zh: "新用户"}, needs: []string{"signup"}, width: 3, form: "number", figure: "total", unit: Words{Zh: "人"},
		ask: func(f *filled) insight.Question { return trend("day", people(f.event("signup"))) }}
}

func stickinessNumber() recipe {
	return recipe{title: Words{En: "Stickiness", Zh: "粘性"}, width: 3, form: "number",
		ask: func(*filled) insight.Question {
			return insight.Question{Stickiness: &insight.Stickiness{Selector: anything}}
		}}
}

func revenueNumber(title Words) recipe {
	return recipe{title: title, needs: []string{"paid", "amount"}, width: 3, form: "number", figure: "total", unit: Words{En: "¥", Zh: "¥"},
		ask: func(f *filled) insight.Question {
			return trend("day", of("sum", f.event("paid"), f.names["amount"]))
		}}
}

func nextDayNumber() recipe {
	return recipe{title: Words{En: "Back next day", Zh: "次日留存"}, needs: []string{"signup"}, width: 3, form: "number",
		ask: func(f *filled) insight.Question { return retention(f.event("signup"), anything, "day", 7) }}
}

func weeklyRetention(width int) recipe {
	return recipe{title: Words{En: "Newcomers, week by week", Zh: "新人周留存"}, needs: []string{"signup"}, width: width, form: "heat", range_: "6w",
		ask: func(f *filled) insight.Question { return retention(f.event("signup"), anything, "week", 4) }}
}

func lifecycle(width int) recipe {
	return recipe{title: Words{En: "Who comes, who goes", Zh: "谁来了，谁走了"}, width: width, form: "stacked", range_: "8w",
		ask: func(*filled) insight.Question {
			return insight.Question{Lifecycle: &insight.Lifecycle{Selector: anything, Unit: "week"}}
		}}
}

func signUpsBy(property string, title Words, width int) recipe {
	return recipe{title: title, needs: []string{"signup", property}, width: width, form: "stacked",
		ask: func(f *filled) insight.Question {
			return by(trend("day", people(f.event("signup"))), f.names[property], 4)
		}}
}

func activeLine(width int) recipe {
	return recipe{title: Words{En: "Daily active", Zh: "日活跃"}, width: width, form: "line",
		ask: func(*filled) insight.Question { return trend("day", people(anything)) }}
}

func event(key string, needed bool, label Words, usual ...string) Slot {
	return Slot{Key: key, Kind: "event", Label: label, Needed: needed, usual: usual}
}

func property(key string, label Words, usual ...string) Slot {
	return Slot{Key: key, Kind: "property", Label: label, usual: usual}
}

var (
	signUp = event("signup", false, Words{En: "Sign up", Zh: "注册"}, "sign_up", "signup", "signed_up", "register", "registered", "user_registered", "account_created", "user_created", "first_open")
	paid   = event("paid", false, Words{En: "Pay", Zh: "支付"}, "order_paid", "order_completed", "purchase", "purchased", "payment_succeeded", "checkout_completed", "pay", "charge")
	opened = event("open", false, Words{En: "Open", Zh: "打开"}, "app_open", "application_opened", "app_launch", "session_start", "pageview", "page_view", "page", "screen")
	viewed = event("view", true, Words{En: "Read or watch", Zh: "看内容"}, "chapter_view", "content_view", "article_view", "post_view", "video_play", "product_viewed", "view_item", "pageview", "page_view", "screen")

	amount   = property("amount", Words{En: "Amount", Zh: "金额"}, "amount", "revenue", "value", "total", "price")
	channel  = property("channel", Words{En: "Channel", Zh: "渠道"}, "channel", "utm_source", "source", "first_source", "referrer", "initial_referring_domain")
	platform = property("platform", Words{En: "Platform", Zh: "平台"}, "platform", "os", "device_type", "browser")
)
