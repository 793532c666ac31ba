package bench

import (
	"context"
	"fmt"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// kind is one form of question, which a console user waits for.
type kind struct {
	name     string
	question insight.Question
	wall     time.Duration
	cpu      time.Duration
}

// most is how long a user should wait at 5 million events.
const mostWait = 100 * time.Millisecond

// kinds are all forms of questions, over the whole range.
func kinds(d *dataset) []kind {
	whole := insight.Range{From: dataStart.Format(time.DateOnly), To: d.end().AddDate(0, 0, -1).Format(time.DateOnly)}
	steps := sequence("app_open", "search", "cart_add", "order_paid")
	platform := &insight.Breakdown{Property: "platform"}
	return []kind{
		{name: "trend, total by platform", question: insight.Question{Range: whole, Trend: &insight.Trend{Series: []insight.Series{{Selector: anything}}, Breakdown: platform}}},
		{name: "trend, people by platform", question: insight.Question{Range: whole, Trend: &insight.Trend{Series: []insight.Series{{Selector: anything, Measure: "unique"}}, Breakdown: platform}}},
		{name: "trend, sum of amount by hour", question: insight.Question{Range: whole, Trend: &insight.Trend{Unit: "hour", Series: []insight.Series{{Selector: named("order_paid"), Measure: "sum", Property: "amount"}}}}},
		{name: "trend, people of 7 rolling days", question: insight.Question{Range: whole, Trend: &insight.Trend{Series: []insight.Series{{Selector: anything, Measure: "unique", Rolling: 7}}}}},
		{name: "funnel, ordered, by platform", question: insight.Question{Range: whole, Funnel: &insight.Funnel{Steps: steps, Window: "7d", Breakdown: platform}}},
		{name: "funnel, any order", question: insight.Question{Range: whole, Funnel: &insight.Funnel{Steps: steps, Window: "7d", Order: "any"}}},
		{name: "funnel, strict", question: insight.Question{Range: whole, Funnel: &insight.Funnel{Steps: steps, Window: "7d", Order: "strict"}}},
		{name: "retention, first ever", question: insight.Question{Range: whole, Retention: &insight.Retention{Start: named("app_open"), Return: anything, Periods: 30}}},
		{name: "retention, every", question: insight.Question{Range: whole, Retention: &insight.Retention{Start: named("app_open"), Return: anything, Cohort: "every", Periods: 30}}},
		{name: "paths, by platform", question: insight.Question{Range: whole, Paths: &insight.Paths{By: "platform"}}},
		{name: "stickiness", question: insight.Question{Range: whole, Stickiness: &insight.Stickiness{Selector: anything}}},
		{name: "lifecycle", question: insight.Question{Range: whole, Lifecycle: &insight.Lifecycle{Selector: anything}}},
		{name: "sessions, by platform", question: insight.Question{Range: whole, Sessions: &insight.Sessions{Breakdown: platform}}},
		{name: "RFM", question: insight.Question{Range: whole, RFM: &insight.RFM{Selector: named("order_paid"), Property: "amount"}}},
		{name: "trend where platform is the first", question: insight.Question{Range: whole,
			Where: []insight.Filter{{Property: "platform", Op: "eq", Values: []any{d.platformNames[0]}}},
			Trend: &insight.Trend{Series: []insight.Series{{Selector: anything}}}}},
	}
}

// kindsAnswer is how long every kind takes.
type kindsAnswer struct {
	events, persons int
	load            cost // of the columns, once
	kinds           []kind
}

// measureKinds asks every kind of question, once its columns are in memory.
func measureKinds(ctx context.Context, store timeline.Store, d *dataset) (*kindsAnswer, error) {
	out := &kindsAnswer{events: d.len(), persons: d.people(), kinds: kinds(d)}
	var err error
	if out.load, err = loadColumns(ctx, store, "platform", "amount"); err != nil {
		return nil, err
	}
	a := newArena(store, d, nil)
	for i := range out.kinds {
		k := &out.kinds[i]
		took, err := best(foldRounds, func() error { _, err := a.asker.Ask(ctx, k.question); return err })
		if err != nil {
			return nil, fmt.Errorf("ask %s: %w", k.name, err)
		}
		k.wall, k.cpu = took.wall, took.cpu
	}
	return out, nil
}
