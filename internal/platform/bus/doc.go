// Package bus is the durable log between the stages: what makes "200" mean "on
// disk". It reads and writes nothing but its own folder.
//
// A [Bus] runs NATS JetStream inside the process (or speaks to an external
// server) and keeps one [Log] a workspace. Append returns once the payload has
// been written and synced; while one write is being synced, the payloads that
// arrive gather into the next, so many callers share one sync. Read hands over
// every entry after a position, in order, without a hole or a double, first
// those that are there and then those that come. Trim forgets what its readers
// have safely stored elsewhere.
//
// The log never drops what it acknowledged: when it is full, or more is waiting
// than may wait, Append refuses.
package bus
