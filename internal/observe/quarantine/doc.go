// Package quarantine keeps the events that could not be accepted, as they were
// received, with the reason: so that whoever sent them can see what to change,
// and send them again; or so that an operator replays them, changed or as they
// are, or discards them.
//
// It reads nothing but the table quarantine, which the consumer of the log
// writes. Only the newest of each workspace are kept.
package quarantine
