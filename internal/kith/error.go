package kith

import "errors"

// Code is the kind of an error, stable for programs.
type Code string

const (
	Invalid      Code = "invalid"      // the caller must change the request
	Unauthorized Code = "unauthorized" // who are you?
	Forbidden    Code = "forbidden"    // you may not
	NotFound     Code = "not_found"
	Conflict     Code = "conflict"
	TooLarge     Code = "too_large"
	TooMany      Code = "too_many"    // rate limited; retry later
	Unavailable  Code = "unavailable" // cannot now; retry later
	Internal     Code = "internal"    // our fault; details are in the log
)

// Error tells the user what (Message), the operator where to look and what to
// do (Hint) and the program which kind (Code). Field names the part of the
// request at fault, as a path: trend.series[1].event.
type Error struct {
	Code    Code
	Message string
	Hint    string
	Field   string
	// Retry is true when the same request may succeed later.
	Retry bool
	Err   error // the cause, for logs only
}

func (e *Error) Error() string {
	s := e.Message
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first Error in err's chain, else Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
