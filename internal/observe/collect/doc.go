// Package collect is the door: it accepts events over HTTP from the clients
// that people already have, and says 200 only when the log has them on disk.
//
//	request → source of the write key → room in memory → body → unpack
//	        → decode → append to the log → 200
//
// A request leaves by 200 or by one [wire.Refusal]; an event in it is accepted
// or rejected with one [wire.Reason]; all are counted. Rejected events go into
// the log with the others, for the quarantine.
//
// It reads requests and writes to the log. Each wire is a folder with a decoder.
package collect
