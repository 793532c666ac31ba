package dashboard

import "kith/internal/understand/insight"

// templates are the pages that most teams begin with.
func templates() []Template {
	return []Template{coreTemplate(), acquisitionTemplate(), retentionTemplate(), contentTemplate(), commerceTemplate()}
}

func coreTemplate() Template {
	return Template{
		key: "core", last: "30d", slots: []Slot{signUp, paid, amount, channel},
		name:        Words{En: "Core metrics", Zh: "核心指标"},
		description: Words{En: "How many come, how many stay, what it brings", Zh: "来了多少人，留下多少，带来多少"},
		rows: [][]recipe{
			{activeNumber(), signUpNumber(), revenueNumber(Words{En: "Revenue", Zh: "交易额"}), nextDayNumber()},
			{activeLine(7), signUpsBy("channel", Words{En: "Where newcomers come from", Zh: "新用户从哪来"}, 5)},
			{weeklyRetention(6), lifecycle(6)},
		},
	}
}

func acquisitionTemplate() Template {
	return Template{
		key: "acquisition", last: "30d", slots: []Slot{needed(signUp), opened, paid, channel, platform},
		name:        Words{En: "Acquisition", Zh: "拉新"},
		description: Words{En: "Which channels bring people, and which of those people stay", Zh: "哪些渠道带来人，带来的人留没留下"},
		rows: [][]recipe{
			{signUpNumber(), nextDayNumber(), {title: Words{En: "Visitors who sign up", Zh: "打开到注册"}, needs: []string{"open", "signup"}, width: 3, form: "number",
				ask: func(f *filled) insight.Question { return funnel("7d", f.event("open"), f.event("signup")) }}},
			{signUpsBy("channel", Words{En: "Newcomers by channel", Zh: "各渠道的新用户"}, 7), signUpsBy("platform", Words{En: "Newcomers by platform", Zh: "各平台的新用户"}, 5)},
			{{title: Words{En: "From opening to paying", Zh: "从打开到支付"}, needs: []string{"open", "signup", "paid"}, width: 5, form: "funnel",
				ask: func(f *filled) insight.Question {
					return funnel("14d", f.event("open"), f.event("signup"), f.event("paid"))
				}},
				weeklyRetention(7)},
		},
	}
}

func retentionTemplate() Template {
	return Template{
		key: "retention", last: "30d", slots: []Slot{needed(signUp)},
		name:        Words{En: "Retention", Zh: "留存"},
		description: Words{En: "Whether people come back, and how their number is made up", Zh: "人会不会回来，每周的人是怎么构成的"},
		rows: [][]recipe{
			{nextDayNumber(), stickinessNumber(), activeNumber(), {title: Words{En: "Visits", Zh: "访问次数"}, width: 3, form: "number", unit: Words{Zh: "次"},
				ask: func(*filled) insight.Question { return insight.Question{Sessions: &insight.Sessions{}} }}},
			{weeklyRetention(6), {title: Words{En: "Newcomers, day by day", Zh: "新人日留存"}, needs: []string{"signup"}, width: 6, form: "heat", range_: "10d",
				ask: func(f *filled) insight.Question { return retention(f.event("signup"), anything, "day", 7) }}},
			{lifecycle(7), {title: Words{En: "Days with a visit", Zh: "一个月来几天"}, width: 5, form: "bar",
				ask: func(*filled) insight.Question {
					return insight.Question{Stickiness: &insight.Stickiness{Selector: anything}}
				}}},
		},
	}
}

func contentTemplate() Template {
	like := event("like", false, Words{En: "Like", Zh: "点赞"}, "like", "liked", "favorite", "favourite", "bookmark_add", "collect")
	comment := event("comment", false, Words{En: "Comment", Zh: "评论"}, "comment", "commented", "comment_created", "reply")
	share := event("share", false, Words{En: "Share", Zh: "分享"}, "share", "shared", "content_shared")
	category := property("category", Words{En: "Category", Zh: "类别"}, "category", "section", "topic", "tag", "pathname")
	title := property("title", Words{En: "Title", Zh: "标题"}, "work", "title", "content", "article", "name", "pathname", "path")
	return Template{
		key: "content", last: "30d", slots: []Slot{viewed, like, comment, share, category, title},
		name:        Words{En: "Content", Zh: "内容"},
		description: Words{En: "What people read, and what moves them to answer", Zh: "大家在看什么，什么让人愿意开口"},
		rows: [][]recipe{
			{
				{title: Words{En: "Daily readers", Zh: "日均读者"}, needs: []string{"view"}, width: 3, form: "number", figure: "average", unit: Words{Zh: "人"},
					ask: func(f *filled) insight.Question { return trend("day", people(f.event("view"))) }},
				{title: Words{En: "Views a reader", Zh: "人均看几次"}, needs: []string{"view"}, width: 3, form: "number", figure: "average", unit: Words{Zh: "次"},
					ask: func(f *filled) insight.Question {
						return trend("day", insight.Series{Selector: f.event("view"), Measure: "per_person"})
					}},
				{title: Words{En: "Comments", Zh: "评论"}, needs: []string{"comment"}, width: 3, form: "number", unit: Words{Zh: "条"},
					ask: func(f *filled) insight.Question { return trend("day", times(f.event("comment"))) }},
				{title: Words{En: "Shares", Zh: "分享"}, needs: []string{"share"}, width: 3, form: "number", unit: Words{Zh: "次"},
					ask: func(f *filled) insight.Question { return trend("day", times(f.event("share"))) }},
			},
			{
				{title: Words{En: "Views by category", Zh: "各类别的阅读"}, needs: []string{"view", "category"}, width: 7, form: "stacked",
					ask: func(f *filled) insight.Question {
						return by(trend("day", times(f.event("view"))), f.names["category"], 5)
					}},
				{title: Words{En: "Most read", Zh: "看的人最多的"}, needs: []string{"view", "title"}, width: 5, form: "table",
					ask: func(f *filled) insight.Question {
						return by(trend("total", people(f.event("view"))), f.names["title"], 10)
					}},
			},
			{
				{title: Words{En: "From reading to speaking", Zh: "从看到开口"}, needs: []string{"view", "like", "comment"}, width: 5, form: "funnel",
					ask: func(f *filled) insight.Question {
						return funnel("7d", f.event("view"), f.event("like"), f.event("comment"))
					}},
				{title: Words{En: "People who comment", Zh: "开口的人"}, needs: []string{"comment"}, width: 7, form: "line",
					ask: func(f *filled) insight.Question { return trend("day", people(f.event("comment"))) }},
			},
		},
	}
}

func commerceTemplate() Template {
	cart := event("cart", false, Words{En: "Add to cart", Zh: "加购"}, "cart_add", "add_to_cart", "product_added", "added_to_cart")
	refund := event("refund", false, Words{En: "Refund", Zh: "退款"}, "order_refunded", "refund", "refunded", "charge_refunded")
	goods := property("goods", Words{En: "Kind of goods", Zh: "商品类别"}, "item_type", "product_category", "product_type", "category", "sku")
	looked := viewed
	looked.Needed, looked.Label = false, Words{En: "Look", Zh: "浏览"}
	return Template{
		key: "commerce", last: "30d", slots: []Slot{needed(paid), amount, looked, cart, refund, goods},
		name:        Words{En: "Commerce", Zh: "交易"},
		description: Words{En: "What is sold, to how many, and who buys again", Zh: "卖了多少，多少人买，谁还会再买"},
		rows: [][]recipe{
			{revenueNumber(Words{En: "Revenue", Zh: "交易额"}),
				{title: Words{En: "Buyers", Zh: "付费人数"}, needs: []string{"paid"}, width: 3, form: "number", figure: "total", unit: Words{Zh: "人"},
					ask: func(f *filled) insight.Question { return trend("day", people(f.event("paid"))) }},
				{title: Words{En: "Average order", Zh: "客单价"}, needs: []string{"paid", "amount"}, width: 3, form: "number", figure: "total", unit: Words{En: "¥", Zh: "¥"},
					ask: func(f *filled) insight.Question {
						return trend("day", of("average", f.event("paid"), f.names["amount"]))
					}},
				{title: Words{En: "Refunds per 100 orders", Zh: "退款率"}, needs: []string{"paid", "refund"}, width: 3, form: "number", unit: Words{En: "%", Zh: "%"}, falls: true,
					ask: func(f *filled) insight.Question {
						return ratio(trend("day", times(f.event("refund")), times(f.event("paid"))), "A/B*100")
					}},
			},
			{
				{title: Words{En: "Revenue by day", Zh: "每天的交易额"}, needs: []string{"paid", "amount"}, width: 7, form: "line", unit: Words{En: "¥", Zh: "¥"},
					ask: func(f *filled) insight.Question {
						return trend("day", of("sum", f.event("paid"), f.names["amount"]))
					}},
				{title: Words{En: "Orders by kind of goods", Zh: "各类商品的订单"}, needs: []string{"paid", "goods"}, width: 5, form: "stacked",
					ask: func(f *filled) insight.Question {
						return by(trend("day", times(f.event("paid"))), f.names["goods"], 5)
					}},
			},
			{
				{title: Words{En: "From looking to paying", Zh: "从浏览到支付"}, needs: []string{"view", "cart", "paid"}, width: 5, form: "funnel",
					ask: func(f *filled) insight.Question {
						return funnel("7d", f.event("view"), f.event("cart"), f.event("paid"))
					}},
				{title: Words{En: "Who buys again", Zh: "谁还会再买"}, needs: []string{"paid"}, width: 7, form: "heat", range_: "6w",
					ask: func(f *filled) insight.Question { return retention(f.event("paid"), f.event("paid"), "week", 4) }},
			},
		},
	}
}

func needed(s Slot) Slot {
	s.Needed = true
	return s
}
