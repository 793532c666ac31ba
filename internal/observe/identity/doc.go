// Package identity says who is who: it gives every id that a client sends (a
// user id, or the anonymous id of a device) one raw person number, and decides
// when two persons turn out to be one.
//
// It reads events in the order of the log and writes three tables of the
// operational database: ids, merges, and the log position that both include.
// The memory held here is a cache of them.
//
//   - An id keeps its raw number for ever. Events of record carry raw numbers,
//     so nothing that happened is ever rewritten.
//   - Two persons that turn out to be one are joined by a merge (raw → raw),
//     appended to a list that readers apply as timeline.Overrides.
//   - A device may introduce itself to one user. Two persons with user ids are
//     never merged, whatever a device or an alias says.
//
// Only persons without a user id are merged, and such a person has exactly one
// id; so a merge's Into is canonical for good and overrides are one step deep.
//
// # Replay
//
// [Directory.Commit] stores ids, merges and position in one transaction, and
// may run ahead of the record of events. After a crash the consumer reads the
// log again from the record's position. Entries up to [Directory.Position] are
// only looked up; the rules are such that the number an event first got can be
// found from its ids alone. Entries after it are decided anew, by the same
// state, and so get the same numbers. This holds as long as the directory is
// committed before the record: its position is never behind the record's.
package identity
