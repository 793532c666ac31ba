// Package link makes links that tell where people come from: short addresses
// for posts and messages, QR codes for paper, one for each partner, KOL or
// colleague. Whoever follows one is led on to its target, with the campaign in
// the address; that somebody did is an event, $link_clicked.
//
// It reads and writes the table links, and appends clicks to the log. A click
// carries an id that goes on to the target as kclid: the first event that names
// it there joins the click to the person, so that what comes before the first
// page view is on the timeline as well. What robots and previews open is led on
// too, and only counted.
package link
