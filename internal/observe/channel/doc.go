// Package channel knows by which channel people come, and what channels cost.
//
// A [Classifier] turns what an event says of an arrival (campaign parameters,
// click ids, the page before, a link of ours) into a [Place]: channel, source,
// campaign and medium. It is pure and goes by tables; a workspace's own rules
// come before them. Costs are amounts a day, channel, source, campaign and
// currency, entered by hand or by a program.
//
// It reads and writes the tables channel_rules and channel_costs.
package channel
