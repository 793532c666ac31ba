// Package bench proves the speed that Kith claims: every question as a fold
// over the timeline index against the best SQL known to us, the index's size,
// how soon it is rebuilt and restarted, every kind of question on a small
// workspace, and ingestion over HTTP.
//
// Both sides of a comparison must give the same rows, or the run fails. CPU
// seconds (user and system, of the whole process) are compared, because they
// stay what they are when the machine is busy; wall time is shown beside them.
package bench
