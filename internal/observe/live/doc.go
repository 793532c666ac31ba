// Package live shows operators what arrives, as it becomes part of answers:
// each event with its person, and each that went to the quarantine with the
// reason.
//
// It reads what the consumer of the log hands over and writes nothing. Whoever
// looks has a small buffer; what does not fit is counted and said, and ingestion
// waits for nobody. When nobody looks it costs nothing.
package live
