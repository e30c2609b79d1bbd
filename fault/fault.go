// Package fault says what went wrong in words a person can act on: a kind,
// the field, the message key of the cure, and the cause for the log.
//
// A fault is made where the rule is broken and travels unchanged to the edge,
// where one table (Status) maps its kind to HTTP and i18n turns its key into a
// sentence. Errors that are not faults are internal: the person sees only a
// short id that the log repeats.
package fault

import (
	"errors"
	"net/http"
	"strings"
)

// Kind is the class of a fault; it decides the HTTP status and whether the
// person, the caller or the operator has to act.
type Kind int

// The kinds. Internal is the zero value: an error nobody classified.
const (
	Internal        Kind = iota // ours to mend; shown as an id
	Invalid                     // an input is wrong; Field names it
	Unauthenticated             // sign in first
	Forbidden                   // signed in, but not allowed
	NotFound                    // no such thing, or none that this actor may see
	Conflict                    // the world changed since the person looked
	TooLarge                    // the input is over its bound
	TooMany                     // slow down
	Unavailable                 // try again later
)

var statuses = [...]int{
	Internal:        http.StatusInternalServerError,
	Invalid:         http.StatusUnprocessableEntity,
	Unauthenticated: http.StatusUnauthorized,
	Forbidden:       http.StatusForbidden,
	NotFound:        http.StatusNotFound,
	Conflict:        http.StatusConflict,
	TooLarge:        http.StatusRequestEntityTooLarge,
	TooMany:         http.StatusTooManyRequests,
	Unavailable:     http.StatusServiceUnavailable,
}

// Error is one fault.
type Error struct {
	Kind  Kind
	Key   string // message key in i18n, for example "fault.required"
	Field string // form field or JSON path; empty when it concerns the whole
	Args  []any  // name, value pairs for the message
	Cause error  // for the log, never shown
}

// Error gives the fault in developer's words; people read i18n's sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	if e.Field != "" {
		b.WriteString(" (" + e.Field + ")")
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a fault of a kind; args are name, value pairs for its message.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Field makes an Invalid fault of one input field.
func Field(field, key string, args ...any) *Error {
	return &Error{Kind: Invalid, Key: key, Field: field, Args: args}
}

// In makes a fault inside err one of an input field, for what was found wrong where
// nobody knew by which field it came. Other errors stay as they are.
func In(field string, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	of := *e
	of.Field = field
	return &of
}

// Because attaches a cause for the log.
func (e *Error) Because(cause error) *Error { e.Cause = cause; return e }

// Fields are all faults of one form, so that a person mends them in one go.
type Fields []*Error

// Error joins the faults.
func (f Fields) Error() string {
	parts := make([]string, len(f))
	for i, e := range f {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Add appends a fault of a field.
func (f *Fields) Add(field, key string, args ...any) { *f = append(*f, Field(field, key, args...)) }

// Join appends err's faults, each field under prefix ("" for none). Other
// errors than faults are returned for the caller to pass on.
func (f *Fields) Join(prefix string, err error) error {
	if err == nil {
		return nil
	}
	list := List(err)
	if list == nil {
		return err
	}
	for _, e := range list {
		c := *e
		if prefix != "" {
			c.Field = strings.TrimSuffix(prefix+"."+c.Field, ".")
		}
		*f = append(*f, &c)
	}
	return nil
}

// Err gives the faults as an error, nil when there are none.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// List gives the faults inside err, nil when err holds none.
func List(err error) Fields {
	var many Fields
	if errors.As(err, &many) {
		return many
	}
	var one *Error
	if errors.As(err, &one) {
		return Fields{one}
	}
	return nil
}

// KindOf gives the kind of err: Internal when err is no fault.
func KindOf(err error) Kind {
	if list := List(err); len(list) > 0 {
		return list[0].Kind
	}
	return Internal
}

// Is reports whether err is a fault of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// HasKey reports whether err holds a fault with this message key.
func HasKey(err error, key string) bool {
	for _, e := range List(err) {
		if e.Key == key {
			return true
		}
	}
	return false
}

// Status gives the HTTP status of err; 200 for nil.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return statuses[KindOf(err)]
}
