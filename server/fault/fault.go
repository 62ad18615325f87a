// Package fault holds the ways in which a request can fail; one table in graph turns them into the API's codes.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Code is the kind of a failure; the values are those of extensions.code in the API.
type Code string

// The codes, as the API's contract names them.
const (
	BadInput        Code = "BAD_USER_INPUT"
	TooComplex      Code = "TOO_COMPLEX"
	Unauthenticated Code = "UNAUTHENTICATED"
	NotFound        Code = "NOT_FOUND"
	Forbidden       Code = "FORBIDDEN"
	Closed          Code = "CLOSED"
	Conflict        Code = "CONFLICT"
	RateLimited     Code = "RATE_LIMITED"
	Internal        Code = "INTERNAL"
)

// Error is a failure that may be shown to whoever asked: it never holds internal text nor an echo of the input.
type Error struct {
	Code    Code
	Message string // for people, English; the PWA picks its own words from Code and Reason
	Field   string // the one argument at fault, in the API's spelling, dots between levels
	Reason  string // the rule that refused, in CAPITALS, for instance CLASH
	// RetryAfter is set with RateLimited.
	RetryAfter time.Duration
	// Details are further facts for the reader, such as the title of a clashing event that he may see.
	Details map[string]any
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// New makes a failure with a message for people.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Field makes a BadInput that names the argument at fault.
func Field(name, format string, args ...any) *Error { return New(BadInput, format, args...).At(name) }

// Missing is the answer for what does not exist or may not be known to exist.
func Missing() *Error { return New(NotFound, "Not found.") }

// SignInFirst is the answer to an anonymous viewer for what asks for somebody.
func SignInFirst() *Error { return New(Unauthenticated, "Please sign in.") }

// At names the argument at fault.
func (e *Error) At(field string) *Error { e.Field = field; return e }

// At names the argument at fault in a failure about what it points to: one that is not there, or that the viewer has no
// right over. Other failures, and those that name one already, stay as they are.
func At(err error, field string) error {
	var e *Error
	if errors.As(err, &e) && e.Field == "" && (e.Code == NotFound || e.Code == Forbidden) {
		e.Field = field
	}
	return err
}

// Because names the rule that refused.
func (e *Error) Because(reason string) *Error { e.Reason = reason; return e }

// With adds a fact for the reader.
func (e *Error) With(key string, value any) *Error {
	if e.Details == nil {
		e.Details = map[string]any{}
	}
	e.Details[key] = value
	return e
}

// Of returns the code of a failure: "" for nil, Internal for whatever this package did not make.
func Of(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
