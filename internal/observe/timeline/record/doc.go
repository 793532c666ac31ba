// Package record keeps every event of a workspace on disk: the events of
// record, from which everything else can be rebuilt.
//
// A record is one DuckDB file of immutable segments, each sorted by
// (person, millisecond, arrival). [Record.Seal] turns the unsealed rows held by
// the log's consumer into a new segment; [Record.Run] merges small segments
// into larger ones; [Record.Stream] merges all of them, and the unsealed tail,
// into one ordered sequence. A seal and the log position it reaches commit
// together, so a crash loses nothing and doubles nothing.
//
// A property found in enough of a segment's rows has a typed column there; all
// others are together in one JSON column, the tail. Each segment's catalogue
// row counts its properties by kind, so a reader knows where to look and a
// merge decides anew from the sums.
//
// It reads and writes record.duckdb and nothing else; nothing of DuckDB shows
// in its interface.
package record
