package quarantine

import (
	"context"
	"time"
)

// QuarantineOverview is why events could not be accepted.
type QuarantineOverview struct {
	AsOf    time.Time         `json:"as_of"`
	Events  int               `json:"events" doc:"Open ones"`
	Reasons []QuarantineGroup `json:"reasons" doc:"The most frequent first"`
	Hours   int64             `json:"first_hour" doc:"Of each reason's hours: hours since 1970, UTC"`
}

// QuarantineGroup is one reason with its open events.
type QuarantineGroup struct {
	Reason  string             `json:"reason"`
	Events  int                `json:"events"`
	First   time.Time          `json:"first" doc:"By arrival, as latest"`
	Latest  time.Time          `json:"latest"`
	Names   []QuarantineName   `json:"names" doc:"Event names, the most frequent first, up to 5"`
	Sources []QuarantineSource `json:"sources"`
	Example *QuarantineEvent   `json:"example,omitempty" doc:"The newest"`
	Remedy  Remedy             `json:"remedy"`
	Hours   []int              `json:"hours" doc:"How many came in each of the last 168 hours, settled ones included"`
}

// QuarantineName counts an event name.
type QuarantineName struct {
	Name   string `json:"name"`
	Events int    `json:"events"`
}

// QuarantineSource counts a source.
type QuarantineSource struct {
	Source uint32 `json:"source"`
	Events int    `json:"events"`
}

const (
	hour  = int64(3600e6)
	hours = 7 * 24
)

func (h handlers) reasons(ctx context.Context, in *InWorkspace) (*struct{ Body QuarantineOverview }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	groups, err := h.store.Groups(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	now := h.now()
	out := QuarantineOverview{AsOf: now.UTC(), Reasons: []QuarantineGroup{}, Hours: now.UnixMicro()/hour - hours + 1}
	came, err := h.store.Hours(ctx, w.ID, out.Hours*hour)
	if err != nil {
		return nil, err
	}
	for i := range groups {
		group, err := h.group(ctx, w.ID, &groups[i])
		if err != nil {
			return nil, err
		}
		for _, c := range came {
			if at := c.Hour - out.Hours; c.Reason == group.Reason && at >= 0 && at < hours {
				group.Hours[at] += c.Events
			}
		}
		out.Events += group.Events
		out.Reasons = append(out.Reasons, group)
	}
	return &struct{ Body QuarantineOverview }{out}, nil
}

func (h handlers) group(ctx context.Context, workspace int64, g *Group) (QuarantineGroup, error) {
	out := QuarantineGroup{
		Reason: g.Reason, Events: g.Events, First: time.UnixMicro(g.First).UTC(), Latest: time.UnixMicro(g.Latest).UTC(),
		Names: []QuarantineName{}, Sources: []QuarantineSource{}, Remedy: remedy(g.Reason), Hours: make([]int, hours),
	}
	for _, n := range g.Names {
		out.Names = append(out.Names, QuarantineName(n))
	}
	for _, s := range g.Sources {
		out.Sources = append(out.Sources, QuarantineSource(s))
	}
	newest, _, err := h.store.List(ctx, Query{Workspace: workspace, Reason: g.Reason, Limit: 1})
	if err != nil {
		return out, err
	}
	if len(newest) > 0 {
		example := show(&newest[0])
		out.Example = &example
	}
	return out, nil
}
