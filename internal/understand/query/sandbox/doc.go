// Package sandbox answers one SQL statement in a process of its own.
//
// The statement comes from a person and may be anything: a cross join without
// end, a string of a gigabyte, a function that reads files. So it never runs
// where events are kept. [Run] starts this same program again as a child that
// holds an empty DuckDB in memory, no environment, no files, and limits that the
// kernel keeps: memory, CPU time, no byte written to any file, the lowest
// claim to the processors. The tables in it are functions that ask the parent, over the
// child's standard input and output, for the columns that the statement needs;
// the parent reads them from the workspace's record, so there is nothing else in
// the child to find. To end a statement, at its time limit or because nobody
// waits for the answer any more, is to kill the child.
//
// The child checks the statement by DuckDB's own parser before it runs it, so that
// people are told what is not allowed rather than what failed; the walls do not
// depend on that check.
//
// [Work] is the child's part: cmd/kith calls it first thing in main when
// [IsChild] says so.
package sandbox
