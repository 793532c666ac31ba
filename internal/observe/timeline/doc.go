// Package timeline holds what a person's history looks like to whoever asks:
// the [View] a fold walks over, the [Snapshot] it walks in, the dictionaries
// that turn names and values into small numbers, and the [Overrides] by which
// merged persons share one history without a single event being rewritten.
//
// Two rooms below implement it: record keeps every event on disk in sorted,
// immutable segments; index keeps a few bytes an event in memory. A fold gives
// the same rows over either, because both keep one order:
//
//   - within a person, by millisecond, then by arrival (Row.Seq);
//   - in a merged history, by millisecond, then by member (ascending raw person
//     number), then by arrival.
package timeline
