package ingest

import (
	"context"
	"time"

	"kith/internal/observe/timeline/record"
	"kith/internal/platform/bus"
)

// Status is where a workspace stands.
type Status struct {
	Workspace  string       `json:"workspace"`
	Rows       uint64       `json:"rows" doc:"Events in answers"`
	Unsealed   int          `json:"unsealed" doc:"Rows in the log and in memory that the record may not have yet"`
	Latest     time.Time    `json:"latest" doc:"Arrival of the last event in answers"`
	Behind     uint64       `json:"behind" doc:"Log entries acknowledged and not yet in answers"`
	IDs        int          `json:"ids"`
	IDBytes    int64        `json:"id_bytes"`
	Merged     int          `json:"merged" doc:"Persons that stand for another"`
	Window     int          `json:"window" doc:"Message ids remembered against duplicates"`
	Recorded   uint64       `json:"recorded" doc:"Since start, as the next four"`
	Duplicates uint64       `json:"duplicates"`
	Rejected   uint64       `json:"rejected"`
	Unreadable uint64       `json:"unreadable"`
	Withdrawn  uint64       `json:"withdrawn" doc:"Since start; events of an import that came after it had been taken back"`
	Erased     uint64       `json:"erased" doc:"Since start; events that came after their person had been erased, and were dropped"`
	IndexBytes int64        `json:"index_bytes" doc:"0 when the index is not in memory"`
	Columns    int          `json:"columns" doc:"Properties in memory"`
	Record     record.Stats `json:"record"`
	Log        bus.Stats    `json:"log"`
}

// Status takes a look.
func (w *Workspace) Status(ctx context.Context) (Status, error) {
	at := w.applied.Load()
	s := Status{
		Workspace: w.slug, Rows: at.seq - w.record.Hidden(), Unsealed: w.tail.unsealed(), Latest: at.arrived(),
		IDs: w.identity.Len(), IDBytes: w.identity.Bytes(), Merged: w.overrides.View().Len(),
		Window: int(w.remembered.Load()), Recorded: w.counts.Recorded.Load(), Duplicates: w.counts.Duplicate.Load(),
		Rejected: w.counts.Rejected.Load(), Unreadable: w.counts.Unreadable.Load(), Withdrawn: w.counts.Withdrawn.Load(),
		Erased: w.counts.Erased.Load(),
	}
	if x := w.index.Load(); x != nil {
		stats := x.Stats()
		s.IndexBytes, s.Columns = stats.BaseBytes+stats.DeltaBytes, len(stats.Columns)
		for _, c := range stats.Columns {
			s.IndexBytes += c.Bytes + c.DictBytes
		}
		for _, d := range stats.Digests {
			s.IndexBytes += d.Bytes
		}
	}
	var err error
	if s.Record, err = w.record.Stats(ctx); err != nil {
		return s, err
	}
	if s.Log, err = w.log.Stats(ctx); err != nil {
		return s, err
	}
	if visible := w.visible.Load(); s.Log.Last > visible {
		s.Behind = s.Log.Last - visible
	}
	return s, nil
}
