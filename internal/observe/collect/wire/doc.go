// Package wire is what the decoders of all wires share: a strict JSON reader
// that makes no garbage ([Doc]), the forms in which clients write times, ids
// and texts, an event's properties being gathered ([Props]), and the two closed
// lists of how a request ([Refusal]) or an event ([Reason]) fails to come in.
//
// It knows no vendor's names.
package wire
