package payment

import "errors"

// ErrUnknown is the answer of a provider that was asked what became of an
// attempt and can't tell: a person has to find out.
var ErrUnknown = errors.New("payment: the provider can't tell")

// Elsewhere is a way whose buyer pays on a provider's page.
type Elsewhere interface {
	Handler
	// Page gives the address of the page on which a bill is paid; "" when there
	// is none. back is where the provider sends the buyer afterwards.
	Page(in Instructions, b Bill, back string) string
}
