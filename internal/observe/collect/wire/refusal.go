package wire

import (
	"fmt"

	"kith/internal/kith"
)

// Refusal is why a request was refused as a whole. Clients keep what they sent
// or lose it by the kind of error: see each one's code.
type Refusal string

const (
	NoWriteKey      Refusal = "no_write_key"
	UnknownWriteKey Refusal = "unknown_write_key"
	SourceDisabled  Refusal = "source_disabled"
	BodyTooLarge    Refusal = "body_too_large"
	UnpackedTooBig  Refusal = "unpacked_too_large"
	TooManyEvents   Refusal = "too_many_events"
	TooManyValues   Refusal = "too_many_values"
	BodyUnread      Refusal = "body_unread"
	BadGzip         Refusal = "bad_gzip"
	BadForm         Refusal = "bad_form"
	Encrypted       Refusal = "encrypted"
	BadJSON         Refusal = "bad_json"
	NotEvents       Refusal = "not_events"
	EmptyBatch      Refusal = "empty_batch"
	Overloaded      Refusal = "overloaded"
	NotStored       Refusal = "not_stored"
	EntryTooLarge   Refusal = "entry_too_large"
)

const (
	// MaxBody bounds a request in bytes, as it comes and unpacked.
	MaxBody = 4 << 20
	// MaxEvents bounds the events of one request; clients are asked to send
	// 2,500 at most.
	MaxEvents = 50_000
)

// Refusals lists every Refusal with what its sender is told.
var Refusals = []struct {
	Refusal Refusal
	Code    kith.Code
	Message string
	Hint    string
}{
	{NoWriteKey, kith.Unauthorized, "no write key", "send the source's write key as the user of basic authentication, as a bearer token, as ?writeKey= or in the body, where its client puts it"},
	{UnknownWriteKey, kith.Unauthorized, "invalid write key", "copy the write key from the source's page in the console"},
	{SourceDisabled, kith.NotFound, "source is disabled", "enable the source in the console"},
	{BodyTooLarge, kith.TooLarge, fmt.Sprintf("request size exceeds max limit: it is larger than %d bytes", MaxBody), "send fewer events a request"},
	{UnpackedTooBig, kith.TooLarge, fmt.Sprintf("request size exceeds max limit: it is larger than %d bytes unpacked", MaxBody), "send fewer events a request"},
	{TooManyEvents, kith.TooLarge, fmt.Sprintf("request size exceeds max limit: it has more than %d events", MaxEvents), "send at most 2,500 events a request"},
	{TooManyValues, kith.TooLarge, fmt.Sprintf("request size exceeds max limit: its JSON has more than %d values", MaxValues), "send fewer events a request"},
	{BodyUnread, kith.Invalid, "the request ended before its body did", "send it again"},
	{BadGzip, kith.Invalid, "invalid gzip: the body begins as gzip and cannot be unpacked", "check that the body is sent whole"},
	{BadForm, kith.Invalid, "invalid form: no field data with JSON in it, plain or in base64", "send JSON, plain or gzipped, or a form with the field data"},
	{Encrypted, kith.Invalid, "the events are encrypted, for a key that is not here", "turn encryption off in the client"},
	{BadJSON, kith.Invalid, "invalid json", "send valid JSON"},
	{NotEvents, kith.Invalid, "invalid json: neither an event nor a batch of events", "send an object, or an object with an array named batch"},
	{EmptyBatch, kith.Invalid, "empty batch payload", "send at least one event in the array named batch"},
	{Overloaded, kith.TooMany, "max requests limit reached", "send again after the time in Retry-After"},
	{NotStored, kith.Unavailable, "the events could not be stored", "send again after the time in Retry-After"},
	{EntryTooLarge, kith.TooLarge, "request size exceeds max limit: its events take more room than one entry of the log", "send fewer events a request"},
}

// Refused is the error of a request that was refused as a whole.
type Refused struct {
	Refusal Refusal
	err     *kith.Error
}

// Refuse makes the error; cause, which may be nil, is for logs, but the
// sender is told of a *SyntaxError.
func Refuse(r Refusal, cause error) *Refused {
	for _, row := range Refusals {
		if row.Refusal != r {
			continue
		}
		e := &kith.Error{Code: row.Code, Message: row.Message, Hint: row.Hint, Err: cause}
		e.Retry = e.Code == kith.TooMany || e.Code == kith.Unavailable
		if syntax, ok := cause.(*SyntaxError); ok {
			e.Message += ": " + syntax.Error()
		}
		return &Refused{Refusal: r, err: e}
	}
	return &Refused{Refusal: r, err: &kith.Error{Code: kith.Internal, Message: string(r), Err: cause}}
}

func (r *Refused) Error() string { return r.err.Error() }
func (r *Refused) Unwrap() error { return r.err }
