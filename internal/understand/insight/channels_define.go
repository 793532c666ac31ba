package insight

import (
	"fmt"
	"iter"
	"strings"
)

var byWords = map[string][2]string{"channel": {"channel", "渠道"}, "source": {"channel and source", "渠道与来源"}, "campaign": {"channel, source and campaign", "渠道、来源与活动"}}

var modelWords = map[string][2]string{"first": {"first touch", "首次触点"}, "last": {"last touch", "末次触点"}, "last_non_direct": {"last touch that is not direct", "末次非直接触点"},
	"linear": {"linear", "线性"}, "position": {"position", "位置"}, "decay": {"time decay", "时间衰减"}}

func (c *channels) define() Definition {
	by := byWords[c.q.By]
	d := Definition{En: "People by the " + by[0] + " of their first touch in the range", Zh: "这段时间里第一次到来的人，按首次触点的" + by[1]}
	if c.q.Activation != nil {
		en, zh := c.q.Activation.define()
		we, wz := windowWords(c.q.Within)
		d.En, d.Zh = d.En+"; activated: "+en+" within "+we, d.Zh+"；激活："+wz+"内有"+zh
	}
	if c.q.Conversion != nil {
		en, zh := c.q.Conversion.define()
		we, wz := windowWords(c.q.Lookback)
		var ens, zhs []string
		for _, m := range c.q.Models {
			ens, zhs = append(ens, modelWords[m][0]), append(zhs, modelWords[m][1])
		}
		d.En += fmt.Sprintf("; %s credited by %s to the touches of the %s before", en, strings.Join(ens, " and by "), we)
		d.Zh += fmt.Sprintf("；%s按%s归给之前 %s内的触点", zh, strings.Join(zhs, "、"), wz)
	}
	return d.finish()
}

// channelsTable has a row a place and columns for every model.
func (a *Answer) channelsTable(say func(en, zh string) string) ([]string, iter.Seq[[]any]) {
	head := []string{say("Channel", "渠道"), say("Source", "来源"), say("Campaign", "活动"), say("Touches", "触点"), say("People acquired", "获得的人"), say("Activated", "激活"), say("Activation rate", "激活率"),
		say("Came back", "留存"), say("Retention", "留存率"), say("Value to date for each", "人均价值"), say("Cost", "成本") + currencyIn(a.Channels.Currency), say("CAC", "获客成本"), say("Payback in days", "回本天数")}
	for _, m := range a.Question.Channels.Models {
		name := say(modelWords[m][0], modelWords[m][1])
		for _, of := range []string{say("orders", "转化"), say("revenue", "收入"), say("cost for each order", "单次转化成本"), "ROAS", "ROI"} {
			head = append(head, name+say(": ", "：")+of)
		}
	}
	return head, func(yield func([]any) bool) {
		for i := range a.Channels.Rows {
			r := &a.Channels.Rows[i]
			channel := r.Channel
			if r.Other {
				channel = say("other", "其他")
			}
			if !yield(r.cells(channel)) {
				return
			}
		}
		yield(a.Channels.Total.cells(say("all", "全部")))
	}
}

func currencyIn(currency string) string {
	if currency == "" {
		return ""
	}
	return " " + currency
}

func (r *ChannelRow) cells(channel string) []any {
	row := []any{channel, r.Source, r.Campaign, r.Touches, r.People, r.Activated, opt(r.ActivationRate), r.Retained, opt(r.RetentionRate), opt(r.LTV), r.Cost, opt(r.CAC), nil}
	if r.PaybackDays != nil {
		row[len(row)-1] = *r.PaybackDays
	}
	for _, x := range r.Credits {
		row = append(row, x.Orders, x.Revenue, opt(x.CostPerOrder), opt(x.ROAS), opt(x.ROI))
	}
	return row
}
