// Package query answers SQL over a workspace's events and persons, for people
// who ask what no editor can say, and keeps the queries that they save.
//
// Three tables can be read: events, with every property that was seen as a
// column and all of them as JSON; persons, with first and last sight and their
// traits; ids. Merges are applied, days are the workspace's. An answer has
// everything that was acknowledged before it was asked, unsealed rows included.
//
// Statements run in query/sandbox, a process without anything; this room reads
// the record for it, says who may ask how much at once, and turns its refusals
// into errors that name the place. It writes the table saved_queries.
package query
