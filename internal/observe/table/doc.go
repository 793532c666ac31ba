// Package table keeps what a business knows beside events: orders,
// subscriptions, and the catalogue of items. Rows are upserted by key; the
// newest by the time that the sender gives wins, in whatever order they come.
//
// It reads and writes table_rows, table_versions and table_events. What a row
// says has happened (an order was paid, a subscription ended) becomes an event
// on the timeline of the row's user, once for all: the event is written down in
// the same transaction as the row, and Run brings it to the log. Rows belong to
// a user id, and so to whichever person that id is of when they are read.
package table
