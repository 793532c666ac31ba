package quarantine

import (
	"context"
	"fmt"
)

// Group is the open entries of one reason.
type Group struct {
	Reason        string
	Events        int
	First, Latest int64    // arrival, µs UTC
	Names         []Named  // event names, the most frequent first, up to 5
	Sources       []Source // the most frequent first
}

// Named counts one event name.
type Named struct {
	Name   string
	Events int
}

// Source counts one source.
type Source struct {
	Source uint32
	Events int
}

// Groups returns the reasons of open entries, the most frequent first.
func (s *Store) Groups(ctx context.Context, workspace int64) ([]Group, error) {
	var rows []struct {
		Reason, Name  string
		Source        int64
		Events        int
		First, Latest int64
	}
	err := s.db.NewSelect().TableExpr("quarantine").
		ColumnExpr("reason, name, source, COUNT(*) AS events, MIN(received) AS first, MAX(received) AS latest").
		Where("workspace = ? AND settled = 0", workspace).GroupExpr("reason, name, source").OrderExpr("events DESC, name, source").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("group the quarantine: %w", err)
	}
	at := map[string]int{}
	groups := []Group{}
	for _, r := range rows {
		i, known := at[r.Reason]
		if !known {
			i = len(groups)
			at[r.Reason] = i
			groups = append(groups, Group{Reason: r.Reason, First: r.First})
		}
		groups[i].add(r.Name, uint32(r.Source), r.Events, r.First, r.Latest)
	}
	sortGroups(groups)
	return groups, nil
}

// Hour counts what one source or reason brought in an hour, open or not.
type Hour struct {
	Hour   int64 // since 1970, UTC
	Reason string
	Source uint32
	Events int
}

// Hours counts arrivals since a moment (µs UTC) by hour, reason and source.
func (s *Store) Hours(ctx context.Context, workspace, since int64) ([]Hour, error) {
	var hours []Hour
	err := s.db.NewSelect().TableExpr("quarantine").
		ColumnExpr("received / 3600000000 AS hour, reason, source, COUNT(*) AS events").
		Where("workspace = ? AND received >= ?", workspace, since).GroupExpr("1, reason, source").OrderExpr("1, reason, source").Scan(ctx, &hours)
	if err != nil {
		return nil, fmt.Errorf("count the quarantine by hour: %w", err)
	}
	return hours, nil
}

// Minutes counts one source's arrivals since a moment by minute since 1970.
func (s *Store) Minutes(ctx context.Context, workspace int64, source uint32, since int64) (map[int64]int, error) {
	var rows []struct {
		Minute int64
		Events int
	}
	err := s.db.NewSelect().TableExpr("quarantine").ColumnExpr("received / 60000000 AS minute, COUNT(*) AS events").
		Where("workspace = ? AND source = ? AND received >= ?", workspace, int64(source), since).GroupExpr("1").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the quarantine by minute: %w", err)
	}
	out := map[int64]int{}
	for _, r := range rows {
		out[r.Minute] = r.Events
	}
	return out, nil
}
