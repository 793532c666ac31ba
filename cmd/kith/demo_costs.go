package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/simulate"
)

// demoCosts are what the demo's campaigns cost a day, in its currency.
var demoCosts = []channel.Cost{
	{Channel: channel.PaidSearch, Source: "baidu", Campaign: "brand-words", Amount: 46},
	{Channel: channel.PaidSearch, Source: "baidu", Campaign: "new-books", Amount: 88},
	{Channel: channel.PaidSocial, Source: "douyin", Campaign: "reading-month", Amount: 120},
	{Channel: channel.PaidSocial, Source: "douyin", Campaign: "new-books", Amount: 96},
	{Channel: channel.PaidSocial, Source: "wechat", Campaign: "moments", Amount: 74},
	{Channel: channel.Partner, Source: "xiaohongshu", Campaign: "bookworm", Amount: 52},
	{Channel: channel.Partner, Source: "bilibili", Campaign: "night-reader", Amount: 38},
	{Channel: channel.QR, Source: "store", Campaign: "shelf-poster", Amount: 12},
	{Channel: channel.QR, Source: "fair", Campaign: "book-fair", Amount: 21},
	{Channel: channel.SMS, Source: "crm", Campaign: "cart-reminder", Amount: 6.5},
}

// demoCostDays is how far back the demo's costs go.
const demoCostDays = 180

// demoCostPersons is the size of the demo that the costs are for; another's are
// in proportion.
const demoCostPersons = 12_000

// keepDemoCosts enters the demo's costs as an import would, once: weekdays cost
// more than weekends, and all a little more with time.
func (h *house) keepDemoCosts(ctx context.Context, operator uint32, params simulate.Params) error {
	done := filepath.Join(h.dir, "demo.costs")
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	w, ok := h.workspaces.BySlug("demo")
	if !ok {
		return &kith.Error{Code: kith.NotFound, Message: "There is no workspace demo"}
	}
	var entries []channel.Entry
	for i := range demoCostDays {
		day := params.Now.AddDate(0, 0, i+1-demoCostDays)
		pace := (0.8 + 0.4*float64(i)/demoCostDays) * float64(params.Persons) / demoCostPersons
		if d := day.Weekday(); d == time.Saturday || d == time.Sunday {
			pace *= 0.6
		}
		for _, c := range demoCosts {
			c.Day, c.Currency, c.Amount = day.Format(time.DateOnly), "CNY", float64(int(c.Amount*pace*100))/100
			entries = append(entries, channel.Entry{Cost: c})
		}
	}
	if _, err := h.channels.Enter(ctx, channel.Who{Workspace: int64(w.ID), Operator: int64(operator)}, entries); err != nil {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}
