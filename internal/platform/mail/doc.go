// Package mail hands messages to an SMTP server that the operator of the
// program named on its command line.
//
// It keeps nothing. Whoever sends decides what happens when handing over
// fails; a [Failure] says whether the message may be handed over again. The
// server's password is never printed or logged.
package mail
