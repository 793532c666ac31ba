// Package plot draws small charts as PNG pictures, for places that cannot run
// the console's own: mails.
//
// It knows numbers, labels and colours, not what they are of. Only figures and
// dates are written in a picture, by a Latin font that is part of the program:
// words belong into the text around it, where the reader's machine has the
// fonts for them. Pictures are drawn at twice their stated size.
package plot
