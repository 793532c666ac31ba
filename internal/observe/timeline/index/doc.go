// Package index keeps every person's history in memory, a few bytes an event,
// so that a question is a walk over flat columns. It is derived and disposable:
// the record on disk is the truth, and an index that is lost or damaged is
// built again from it.
//
// # Layout
//
// Persons are dealt to 64 shards by their raw number. A shard has one base, the
// histories of all its persons one after another, and a few runs on top: small
// sorted arrays of newer rows. Everything is immutable once published. The
// writer makes new runs beside the old ones and then replaces one pointer, the
// state, so whoever holds a state sees all shards at the same row and is never
// waited for. In the background runs are folded into a new base when they
// exceed a fiftieth of it.
//
// # Order
//
// Within a person: millisecond, then arrival. Arrival is not stored: the rows of
// the base arrived before those of the first run, and so on upwards.
//
// # Columns
//
// A property becomes a column when first asked for. From that moment the writer
// codes it for new rows, while the rows that are there already are read once
// from the record. Columns that nobody uses are dropped, the longest unused
// first, when all together exceed their budget.
//
// # Digests
//
// What questions would read all rows of a base for is worked out when first
// needed and kept beside the base as long as that lives: activity, excerpt, cuts.
// Newer rows and merges are put to it by each scan. Nothing of it is saved.
package index
