// Package ingest is the consumer of the log: it takes each workspace's events,
// in order, through the same few steps, and keeps what they become.
//
//	log → decode → drop duplicates → identity (which person?) → row
//	    → index (in answers at once) and tail (in memory)
//	    → seal (tail and position into the record, in one transaction) → trim the log
//
// Everything after the log can be lost and comes back from it: the record says
// up to which log entry it is complete, and whatever follows is read again. An
// event leaves by exactly one exit, each counted: recorded, duplicate,
// rejected, unreadable, or withdrawn: late, when its import is taken back already.
package ingest
