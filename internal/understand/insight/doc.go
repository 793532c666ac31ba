// Package insight answers questions about behaviour: trend, funnel, retention,
// paths, stickiness, lifecycle, sessions, RFM and channels.
//
// A [Question] is typed JSON, checked by Parse, compiled to a fold and run over
// a timeline.Snapshot, in memory or from the record alike, over everyone or one
// person. An [Answer] carries its rows with the definition, zone, freshness and
// cost. docs/questions.md states what each number means; the tests hold every
// fold against a plain quadratic reading of that text.
package insight
