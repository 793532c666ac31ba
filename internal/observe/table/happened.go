package table

import (
	"encoding/json"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

// happening is a thing that a row says has happened.
type happening struct {
	State string // names it among those of its row: each becomes an event once
	Event kith.Event
}

var (
	paid      = words("paid completed complete fulfilled shipped delivered refunded partially_refunded 已支付 已付款 已完成 已发货 已收货 已退款")
	refunded  = words("refunded partially_refunded 已退款")
	cancelled = words("cancelled canceled 已取消")
	expired   = words("expired 已过期 已到期")
	running   = words("active trialing 生效中 有效")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// happened lists what a version of a row says has happened, by its times and,
// where those are missing, by its status. It depends on the version alone, so
// that versions may come in any order.
func (t Table) happened(r *Row) []happening {
	if r.Owner == "" {
		return nil
	}
	status := strings.ToLower(strings.ReplaceAll(text(r, "status"), " ", "_"))
	var out []happening
	add := func(state, name string, at int64, more ...kith.Property) {
		props := append(t.props(r), more...)
		out = append(out, happening{state, kith.Event{MessageID: MessageID(t, r.Key, state), Name: name, UserID: r.Owner, Time: at, Server: true, Props: props}})
	}
	switch t {
	case Orders:
		if at, ok := r.when("paid_at", paid[status], "created_at"); ok {
			add("completed", "Order Completed", at)
		}
		if at, ok := r.when("refunded_at", refunded[status]); ok {
			add("refunded", "Order Refunded", at)
		}
		if at, ok := r.when("cancelled_at", cancelled[status]); ok {
			add("cancelled", "Order Cancelled", at)
		}
	case Subscriptions:
		if at, ok := r.when("started_at", running[status]); ok {
			add("started", "Subscription Started", at)
		}
		if at, ok := r.when("renewed_at", false); ok {
			add("renewed "+text(r, "renewed_at"), "Subscription Renewed", at)
		}
		if at, ok := r.when("cancelled_at", cancelled[status]); ok {
			add("cancelled", "Subscription Cancelled", at)
		}
		if at, ok := r.when("ended_at", expired[status]); ok && expired[status] {
			add("expired", "Subscription Expired", at)
		}
	}
	return out
}

// MessageID is the message id of the event that a row's state becomes.
func MessageID(t Table, key, state string) string {
	if t == Orders {
		return ingest.OrderMessage(state, key)
	}
	return "table/" + string(t) + "/" + state + "/" + key
}

// when is the time in a field that says by itself that something happened, or,
// when status says so, in the first of the others that is set, or that of the
// version.
func (r *Row) when(field string, status bool, others ...string) (int64, bool) {
	if at, ok := r.time(field); ok {
		return at, true
	}
	if !status {
		return 0, false
	}
	for _, other := range others {
		if at, ok := r.time(other); ok {
			return at, true
		}
	}
	return r.Updated, true
}

func (r *Row) time(field string) (int64, bool) {
	at, err := time.Parse(time.RFC3339Nano, text(r, field))
	return at.UnixMicro(), err == nil
}

func text(r *Row, field string) string {
	s, _ := r.Fields[field].(string)
	return s
}

// props says of an order what the e-commerce events of Segment's spec say.
func (t Table) props(r *Row) []kith.Property {
	props := []kith.Property{{Name: t.Key(), Value: kith.StringValue(r.Key)}}
	add := func(field, as string) {
		switch v := r.Fields[field].(type) {
		case string:
			props = append(props, kith.Property{Name: as, Value: kith.StringValue(v)})
		case float64:
			props = append(props, kith.Property{Name: as, Value: kith.NumberValue(v)})
		}
	}
	if t == Subscriptions {
		for _, field := range [...]string{"plan", "amount", "currency", "interval"} {
			add(field, field)
		}
		return props
	}
	add("total", "revenue")
	for _, field := range [...]string{"total", "discount", "currency", "coupon", "refunded"} {
		add(field, field)
	}
	if lines, ok := r.Fields["lines"].([]any); ok && len(lines) > 0 {
		products := make([]map[string]any, len(lines))
		for i, line := range lines {
			products[i] = map[string]any{}
			for field, v := range line.(map[string]any) { // readLines made it
				if field == "item_id" {
					field = "product_id"
				}
				products[i][field] = v
			}
		}
		if text, err := json.Marshal(products); err == nil {
			props = append(props, kith.Property{Name: "products", Value: kith.JSONValue(string(text))})
		}
	}
	return props
}
