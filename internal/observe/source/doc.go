// Package source tells how each source of a workspace does: when it sent first
// and last, how much came in the last hour, day and week, what share had to be
// rejected, and with which libraries it sends.
//
// Sources themselves are kept by the workspace room. This one reads the record,
// its tail and the quarantine, keeps its figures for a few seconds, and writes
// nothing.
package source
