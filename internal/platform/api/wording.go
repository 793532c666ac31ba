package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"kith/internal/kith"
)

const (
	unknownField  = "is not a field here"
	missingPrefix = "missing field "
)

// speakPlainly makes huma, whose settings are global, speak our errors. The
// values are the same for every API, so doing it once is enough.
var speakPlainly = sync.OnceFunc(func() {
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		// Made without a request, so there is nowhere to note the cause.
		ctx := context.WithValue(context.Background(), callKey{}, &call{})
		return failure(ctx, http.Header{}, translate(status, message, errs))
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, errs ...error) huma.StatusError {
		h := http.Header{}
		f := failure(c.Context(), h, translate(status, message, errs))
		for name := range h {
			c.SetHeader(name, h.Get(name))
		}
		return f
	}
	validation.MsgUnexpectedProperty = unknownField
	validation.MsgExpectedRequiredProperty = missingPrefix + "%s"
	validation.MsgExpectedBoolean = "must be true or false"
	validation.MsgExpectedNumber = "must be a number"
	validation.MsgExpectedInteger = "must be a whole number"
	validation.MsgExpectedString = "must be a string"
	validation.MsgExpectedArray = "must be a list"
	validation.MsgExpectedObject = "must be an object"
	validation.MsgExpectedOneOf = "must be one of \"%s\""
	validation.MsgExpectedMinimumNumber = "must be at least %v"
	validation.MsgExpectedMaximumNumber = "must be at most %v"
	validation.MsgExpectedExclusiveMinimumNumber = "must be more than %v"
	validation.MsgExpectedExclusiveMaximumNumber = "must be less than %v"
	validation.MsgExpectedMinLength = "must have at least %d characters"
	validation.MsgExpectedMaxLength = "must have at most %d characters"
	validation.MsgExpectedMinItems = "must have at least %d items"
	validation.MsgExpectedMaxItems = "must have at most %d items"
	validation.MsgExpectedArrayItemsUnique = "must not name the same item twice"
	validation.MsgExpectedMatchPattern = "must match the pattern %s"
	validation.MsgExpectedBePattern = "must be %s"
	validation.MsgExpectedRFC3339DateTime = "must be a time such as 2026-03-01T09:30:00Z"
	validation.MsgExpectedRFC3339Date = "must be a date such as 2026-03-01"
	validation.MsgExpectedRFC5322Email = "must be an e-mail address: %v"
})

// translate turns what huma found wrong into a kith.Error. What a room
// returned passes through.
func translate(status int, message string, errs []error) error {
	var details []*huma.ErrorDetail
	for _, err := range errs {
		var e *kith.Error
		if errors.As(err, &e) {
			return err
		}
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			details = append(details, d.ErrorDetail())
		}
	}
	cause := errors.Join(errs...)
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return &kith.Error{Code: kith.TooLarge, Message: message, Hint: "send it in parts"}
	case status == http.StatusRequestTimeout:
		return &kith.Error{Code: kith.Unavailable, Message: "the request's body came too slowly", Hint: "send it again", Retry: true}
	case status == http.StatusUnsupportedMediaType:
		return &kith.Error{Code: kith.Invalid, Message: "the body's Content-Type is not understood", Hint: "send JSON with Content-Type: application/json"}
	case errors.Is(cause, io.ErrUnexpectedEOF):
		return &kith.Error{Code: kith.Invalid, Message: "the request's body broke off", Hint: "send it again, whole", Err: cause}
	case len(details) > 0:
		return invalid(details)
	case status >= 400 && status < 500:
		return &kith.Error{Code: codeOf(status), Message: message, Hint: "the shape of requests is described in " + OpenAPIPath}
	case cause != nil:
		return cause // an error of ours, or http.MaxBytesError
	}
	return errors.New(message)
}

// codeOf is the inverse of status.
func codeOf(httpStatus int) kith.Code {
	for _, c := range []kith.Code{kith.Unauthorized, kith.Forbidden, kith.NotFound, kith.Conflict, kith.TooMany} {
		if status(c) == httpStatus {
			return c
		}
	}
	return kith.Invalid
}

// invalid reports the first of the faults as such and names the others.
func invalid(details []*huma.ErrorDetail) *kith.Error {
	faults := make([]kith.Error, len(details))
	for i, d := range details {
		faults[i] = fault(d)
	}
	slices.SortStableFunc(faults, func(a, b kith.Error) int { return cmp.Compare(a.Field, b.Field) })
	first := faults[0]
	const shown = 5
	var also []string
	for _, f := range faults[1:min(len(faults), shown)] {
		also = append(also, strings.TrimSpace(f.Field+" "+f.Message))
	}
	if more := len(faults) - shown; more > 0 {
		also = append(also, fmt.Sprintf("and %d more", more))
	}
	if also != nil {
		first.Hint += "; also: " + strings.Join(also, "; ")
	}
	return &first
}

func fault(d *huma.ErrorDetail) kith.Error {
	e := kith.Error{Code: kith.Invalid, Message: d.Message, Field: field(d.Location)}
	name, missing := strings.CutPrefix(d.Message, missingPrefix)
	switch {
	case missing:
		e.Field = strings.TrimPrefix(e.Field+"."+name, ".")
		e.Message = "is missing"
		e.Hint = "add it"
	case d.Message == unknownField:
		e.Hint = "remove it or correct its spelling; the known fields are in " + OpenAPIPath
	case d.Location == "body" && e.Field == "":
		e.Message = "the request's body " + d.Message
		e.Hint = "send one JSON value of the shape described in " + OpenAPIPath
	default:
		e.Hint = "correct the value"
	}
	return e
}

// field is huma's location without the word body; a name as long as a user
// cares to send is cut.
func field(location string) string {
	location = strings.TrimPrefix(strings.TrimPrefix(location, "body"), ".")
	if r := []rune(location); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return location
}
