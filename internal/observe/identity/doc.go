// Package identity says who is who: it gives every id that a client sends (a
// user id, a device, an openid, a phone number) one raw person number, and
// decides when two persons turn out to be one.
//
// It reads events in the order of the log and writes tables of the operational
// database: ids, merges and what took them back, ids taken away, rules,
// suggestions, and the log position that all include. The memory held here is a
// cache of them.
//
//   - An id keeps its raw number until it is taken from its person. Events of
//     record carry raw numbers, so nothing that happened is ever rewritten.
//   - Two persons that turn out to be one are joined by a merge, an edge between
//     the raw numbers whose ids proved it. Whoever is connected by edges that
//     hold is one person; readers follow as timeline.Overrides. A person's edges
//     are a tree: without any one of them it is exactly two persons.
//   - A machine may introduce itself to one person. Two persons with user ids are
//     never merged by a rule, whatever a device, an alias or a phone says: that
//     is a suggestion, and operators decide.
//   - What operators decide, and the rules they set, are events of the log too.
//
// Decision 17 has the rules and their reasons.
//
// # Replay
//
// [Directory.Commit] stores ids, merges and position in one transaction, and
// may run ahead of the record of events. After a crash the consumer reads the
// log again from the record's position. Entries up to [Directory.Position] are
// only looked up; the rules are such that the number an event first got can be
// found from its ids, the rules that held then, and what was taken away since. Entries after it are decided anew, by the same
// state, and so get the same numbers. This holds as long as the directory is
// committed before the record: its position is never behind the record's.
package identity
