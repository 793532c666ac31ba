package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"kith/internal/kith"
)

// Failure is the body of every answer that is not a success.
type Failure struct {
	Problem Problem `json:"error"`
	status  int
}

// Problem is a kith.Error as the wire shows it; its cause stays in the log.
type Problem struct {
	Code    kith.Code `json:"code" doc:"The kind of error, stable for programs"`
	Message string    `json:"message" doc:"What is wrong, fit for people"`
	Hint    string    `json:"hint,omitempty" doc:"What to do about it"`
	Field   string    `json:"field,omitempty" doc:"The part of the request at fault, as a path" example:"trend.series[1].event"`
	Retry   bool      `json:"retry" doc:"Whether the same request may succeed later"`
	// RetryAfter says the header's seconds to programs that do not see headers.
	RetryAfter int  `json:"retry_after,omitempty" doc:"Seconds to wait before trying again"`
	TriesLeft  *int `json:"tries_left,omitempty" doc:"How often one may try at once before having to wait, where guessing is held back"`
}

func (f *Failure) Error() string  { return f.Problem.Message }
func (f *Failure) GetStatus() int { return f.status }

// Later is an error that goes away by itself after a while.
type Later struct {
	Err   error
	After time.Duration
}

func (l *Later) Error() string { return l.Err.Error() }
func (l *Later) Unwrap() error { return l.Err }

// Left is an error of somebody who may guess wrong so many times more.
type Left struct {
	Err   error
	Tries int
}

func (l *Left) Error() string { return l.Err.Error() }
func (l *Left) Unwrap() error { return l.Err }

// defaultRetry is for errors that do not know when.
const defaultRetry = 5 * time.Second

// status is the one map from kinds of error to HTTP.
func status(c kith.Code) int {
	switch c {
	case kith.Invalid:
		return http.StatusBadRequest
	case kith.Unauthorized:
		return http.StatusUnauthorized
	case kith.Forbidden:
		return http.StatusForbidden
	case kith.NotFound:
		return http.StatusNotFound
	case kith.Conflict:
		return http.StatusConflict
	case kith.TooLarge:
		return http.StatusRequestEntityTooLarge
	case kith.TooMany:
		return http.StatusTooManyRequests
	case kith.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// WriteError answers with err: as it is when it is a kith.Error, else as an
// internal error of which the client learns only the request's id.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	f := failure(r.Context(), w.Header(), err)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Del("Content-Length")
	w.WriteHeader(f.status)
	_ = json.NewEncoder(w).Encode(f)
}

// failure makes the answer of an error, sets the headers that belong to it and
// leaves the cause to the request's log line.
func failure(ctx context.Context, h http.Header, err error) *Failure {
	e := explain(ctx, err)
	f := &Failure{status: status(e.Code), Problem: Problem{Code: e.Code, Message: e.Message, Hint: e.Hint, Field: e.Field, Retry: e.Retry}}
	switch e.Code {
	case kith.Unauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case kith.TooMany, kith.Unavailable:
		f.Problem.Retry = true
		after := defaultRetry
		var later *Later
		if errors.As(err, &later) {
			after = later.After
		}
		f.Problem.RetryAfter = max(1, int(math.Ceil(after.Seconds())))
		h.Set("Retry-After", strconv.Itoa(f.Problem.RetryAfter))
	}
	var left *Left
	if errors.As(err, &left) {
		f.Problem.TriesLeft = &left.Tries
	}
	note(ctx, err, e.Code == kith.Internal)
	return f
}

func explain(ctx context.Context, err error) *kith.Error {
	var e *kith.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &e):
		if e.Code != kith.Internal {
			return e
		}
	case errors.As(err, &tooLarge):
		return &kith.Error{Code: kith.TooLarge, Message: "the request is larger than " + strconv.FormatInt(tooLarge.Limit, 10) + " bytes", Hint: "send it in parts"}
	case errors.Is(err, context.DeadlineExceeded):
		return &kith.Error{Code: kith.Unavailable, Message: "this took too long and was stopped", Hint: "ask for less, such as a shorter period, or try again later"}
	case errors.Is(err, context.Canceled):
		return &kith.Error{Code: kith.Unavailable, Message: "the request was stopped before it was done", Hint: "try again"}
	}
	hint := "try again; if it stays, look in the server's log"
	if id := From(ctx).ID; id != "" {
		hint += " for request " + id
	}
	return &kith.Error{Code: kith.Internal, Message: "something went wrong on our side", Hint: hint}
}

// note hands err to the line that Protect logs for the request; outside of
// Protect a fault of ours is logged here, so that none is lost.
func note(ctx context.Context, err error, ours bool) {
	if c := callOf(ctx); c != nil {
		c.err, c.ours = err, ours
		return
	}
	if ours {
		slog.ErrorContext(ctx, "request failed", "err", err)
	}
}

// ProblemOf is err as a part of an answer that is otherwise a success. What
// went wrong on our side is logged here: the request's own line will not say it.
func ProblemOf(ctx context.Context, err error) *Problem {
	e := explain(ctx, err)
	if e.Code == kith.Internal {
		slog.ErrorContext(ctx, "part of a request failed", "id", From(ctx).ID, "err", err)
	}
	return &Problem{Code: e.Code, Message: e.Message, Hint: e.Hint, Field: e.Field, Retry: e.Retry || e.Code == kith.Unavailable || e.Code == kith.TooMany}
}
