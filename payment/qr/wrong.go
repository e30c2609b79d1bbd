package qr

import "errors"

// What may be wrong with a code; errors.Is finds them in any error of a reader
// or builder.
var (
	ErrCRC     = errors.New("qr: wrong check sum")
	ErrMissing = errors.New("qr: missing")
	ErrTwice   = errors.New("qr: given twice")
	ErrLength  = errors.New("qr: wrong length")
	ErrLetters = errors.New("qr: letters that may not stand here")
	ErrValue   = errors.New("qr: wrong value")
	ErrUnknown = errors.New("qr: unknown field")
	ErrFormat  = errors.New("qr: not such a code")
)

// Error is one thing wrong with a code.
type Error struct {
	Where string // the tag or key: "54", "62.01", "BIC"
	Why   error  // one of the errors above
}

// Error says where and why.
func (e *Error) Error() string { return e.Why.Error() + " (" + e.Where + ")" }

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Why }

func wrong(where string, why error) error { return &Error{where, why} }
