// Package dashboard arranges questions on a page: cards on a grid of twelve
// columns that share a range, filters and a comparison.
//
// A [Dashboard] is one row, replaced as a whole with the version that the
// writer had read, so that nobody's work is overwritten unseen. An [Answerer]
// asks the questions of all cards, a few at a time, and keeps answers for a
// moment: many people who look at one page cost one. It also works out each
// card's headline figure, so that the console and mails say the same.
//
// It reads questions saved elsewhere through [Insights] and events through an
// insight.Asker; it writes only the table dashboards. Mailing dashboards is the
// room schedule within.
package dashboard
