// Package kith is the vocabulary: the few types that cross rooms. It imports
// nothing but the standard library, so every floor may use it.
//
// An [Event] is one thing that happened on a person's timeline. A [Batch] is
// what one request brought and what the log keeps. An [Error] says what went
// wrong, to whom it matters and whether trying again helps.
package kith
