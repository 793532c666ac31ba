// Package importer brings files of events in and out.
//
// In: CSV, JSON Lines and Parquet, each also in gzip, known by their content
// and not by their names. A [Mapping] says what the columns are; [Guess]
// proposes one and [Preview] shows what it would make. [Run] then takes the file
// row by row:
//
//	row → rules (which rows?) → event → message id → (group) → already there? → log
//
// A row leaves by exactly one exit, each counted: into an event, skipped by a
// rule, bad (with its place and reason in the error report), or a repeat of a
// row of the same file. An event is either written or was there already. The
// message id comes from the row itself, so a file that is run twice, or goes on
// after a crash, leaves the same events once.
//
// Out: [Export] writes the record as CSV, JSON Lines or Parquet; the first two
// can be brought in again with a guessed mapping.
//
// It writes the table imports, which remembers what was imported, and hands
// events to whatever [Sink] it is given.
package importer
