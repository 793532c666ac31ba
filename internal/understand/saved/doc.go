// Package saved keeps insights: questions that somebody wanted to keep, with a
// name, a description and how they like to look at the answer.
//
// It reads and writes the tables insights and insight_marks (who likes which,
// and who looked when). A question is checked as it comes in, and kept as it
// was asked, without defaults. Answers are not kept: opening an insight asks
// again. What is deleted can be restored for 30 days.
//
// Dashboards show insights by number; UsedBy is how this room hears of it.
package saved
