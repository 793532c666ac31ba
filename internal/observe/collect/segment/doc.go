// Package segment decodes what clients of the Segment HTTP Tracking API send,
// RudderStack's clients among them, to the common event. It reads texts and
// writes nothing.
//
// One bad event never fails its batch: it comes out as rejected, with the
// reason and its JSON.
package segment
