package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kith/internal/kith"
	"kith/internal/observe/collect"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/platform/workspace"
	"kith/internal/understand/insight"
)

// sources lets the door look write keys up.
type sources struct{ store *workspace.Store }

func (s sources) Lookup(writeKey string) (collect.Source, bool) {
	src, ok := s.store.Lookup(writeKey)
	if !ok {
		return collect.Source{}, false
	}
	w, ok := s.store.Workspace(src.Workspace)
	return collect.Source{ID: src.ID, Workspace: src.Workspace, Slug: w.Slug, Enabled: src.Enabled()}, ok
}

// logs lets the door write to the log of a workspace.
type logs struct{ house *house }

func (l logs) Append(ctx context.Context, slug string, payload []byte) (uint64, error) {
	w, ok := l.house.workspaces.BySlug(slug)
	if !ok {
		return 0, &kith.Error{Code: kith.NotFound, Message: "There is no workspace " + slug}
	}
	space, err := l.house.engine.Ensure(ctx, w)
	if err != nil {
		return 0, err
	}
	return space.AppendEncoded(ctx, payload)
}

// space returns the workspace a request is about, if the caller belongs to it.
// What they may do there, auth.Guard has seen to.
func (h *house) space(ctx context.Context, slug string) (*ingest.Workspace, workspace.Workspace, error) {
	w, err := h.named(ctx, slug)
	if err != nil {
		return nil, w, err
	}
	space, err := h.engine.Ensure(ctx, w)
	return space, w, err
}

// find gives the API what it needs to answer questions.
func (h *house) find(ctx context.Context, slug string) (*insight.Workspace, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	return &insight.Workspace{
		ID:    w.ID,
		Asker: insight.Asker{Store: space, Zone: w.Zone, Now: time.Now, Aliases: h.aliases(w.ID), Names: space.Names()},
		Names: space.Names(),
		IDs: func(ctx context.Context, persons []uint32) ([][]insight.PersonID, error) {
			ids, err := space.IDsOf(ctx, persons)
			return plain(ids, space.Identity().TypeName), err
		},
	}, nil
}

// findID is find for rooms that need no more than the workspace's number.
func (h *house) findID(ctx context.Context, slug string) (int64, error) {
	_, w, err := h.space(ctx, slug)
	return int64(w.ID), err
}

func plain(ids [][]identity.ID, name func(identity.Kind) string) [][]insight.PersonID {
	out := make([][]insight.PersonID, len(ids))
	for i, of := range ids {
		out[i] = []insight.PersonID{}
		for _, id := range of {
			out[i] = append(out[i], insight.PersonID{Kind: name(id.Kind), ID: id.ID})
		}
	}
	return out
}

// workspaceMetrics shows Prometheus where every workspace stands.
type workspaceMetrics struct{ engine *ingest.Engine }

func gauge(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("kith_"+name, help, []string{"workspace"}, nil)
}

var (
	metricRows       = gauge("rows", "Events in answers")
	metricUnsealed   = gauge("rows_unsealed", "Rows only in the log and in memory")
	metricBehind     = gauge("log_entries_behind", "Log entries acknowledged and not yet in answers")
	metricDuplicates = gauge("events_duplicate_total", "Events dropped since start because they had come before")
	metricRejected   = gauge("events_rejected_total", "Events put into quarantine since start")
	metricUnreadable = gauge("log_payloads_unreadable_total", "Log payloads that could not be read since start")
	metricIDs        = gauge("ids", "Ids of persons known")
	metricIndex      = gauge("index_bytes", "Memory of the timeline index with its columns; 0 when it is not in memory")
	metricRecord     = gauge("record_bytes", "Size of the record on disk")
	metricLog        = gauge("log_bytes", "Size of the log on disk")
)

func (m workspaceMetrics) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, ch) }

func (m workspaceMetrics) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, w := range m.engine.All() {
		s, err := w.Status(ctx)
		if err != nil {
			ch <- prometheus.NewInvalidMetric(metricRows, err)
			continue
		}
		send := func(d *prometheus.Desc, kind prometheus.ValueType, v float64) {
			ch <- prometheus.MustNewConstMetric(d, kind, v, s.Workspace)
		}
		send(metricRows, prometheus.GaugeValue, float64(s.Rows))
		send(metricUnsealed, prometheus.GaugeValue, float64(s.Unsealed))
		send(metricBehind, prometheus.GaugeValue, float64(s.Behind))
		send(metricDuplicates, prometheus.CounterValue, float64(s.Duplicates))
		send(metricRejected, prometheus.CounterValue, float64(s.Rejected))
		send(metricUnreadable, prometheus.CounterValue, float64(s.Unreadable))
		send(metricIDs, prometheus.GaugeValue, float64(s.IDs))
		send(metricIndex, prometheus.GaugeValue, float64(s.IndexBytes))
		send(metricRecord, prometheus.GaugeValue, float64(s.Record.Bytes))
		send(metricLog, prometheus.GaugeValue, float64(s.Log.Bytes))
	}
}
