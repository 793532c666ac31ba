// Package people is for looking at persons one by one: a list of them with the
// columns that the asker chooses, searched, filtered, sorted and read from any
// place in it; one person's page; and their timeline, session by session.
//
// It reads histories (timeline.Store), rows of the record, ids and merges. What
// operators decide of who is who it puts into the log; else it writes nothing. It lies on the floor of understanding because it folds
// histories as insight does; nothing below needs to know of it.
//
// # Traits
//
// $identify, $set and their like carry traits as properties. What a person's
// traits are now is kept in memory, a few bytes a trait ([Traits]), by event time
// and by the rules of observe/trait. It is a fold over those events alone, made
// from the record when first asked and brought up to the last event at each
// request; merges are followed when it is read. Nothing of it is on disk.
//
// # Lists
//
// A search folds everybody once, keeps the order of the persons it found for
// some minutes ([results]), and hands out rows from any place of it. What the
// rows show is worked out when they are shown, a few microseconds a person; so
// the order is that of the search while the figures are those of now.
package people
