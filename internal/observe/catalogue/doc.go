// Package catalogue says what there is in a workspace: the events and
// properties that were really seen, how many, how often, of what types and with
// which values, and what operators know of them (a title, a description, an
// owner, whether they are to be seen and whether they are right).
//
// It reads histories for what needs persons and time, and the record and its
// tail for what needs properties and values; it keeps these figures in memory
// for as long as computing them took, times twenty, and a few seconds at least.
// It writes nothing but the table catalogue_notes.
package catalogue
