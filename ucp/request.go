package ucp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"

	"agora/ucp/platform"
)

// Bounds of a request. A cart of the market has as many lines.
const (
	maxBody         = 256 << 10
	maxLines        = 100
	maxDestinations = 20
	maxInstruments  = 10
	maxText         = 1_000 // bytes of one text
	maxQuantity     = 9_999
)

// failure is what is wrong with a request before business begins: a status of
// HTTP and a code of the protocol. Its words are for who writes the platform.
type failure struct {
	status  int
	code    string
	content string
	wait    time.Duration // when to try again; 0 does not say
}

// rpc is the code of the failure in JSON-RPC.
func (f *failure) rpc() int64 {
	switch f.code {
	case "invalid_request", "request_too_large":
		return jsonrpc.CodeInvalidParams
	case "internal_error":
		return jsonrpc.CodeInternalError
	}
	return int64(platform.Code(f.code).RPC())
}

func (f *failure) Error() string { return f.code + ": " + f.content }

func malformed(format string, args ...any) error {
	return &failure{status: http.StatusBadRequest, code: "invalid_request", content: fmt.Sprintf(format, args...)}
}

// body reads all of a request, within its bound. A zero character is in no text
// of people, and no database keeps it.
func body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &failure{status: http.StatusRequestEntityTooLarge, code: "request_too_large", content: fmt.Sprintf("a body has at most %d KiB", maxBody>>10)}
	case err != nil:
		return nil, malformed("the body ends too early")
	case bytes.Contains(text, []byte(`\u0000`)) && zero.Match(text):
		return nil, malformed("a text holds the character U+0000")
	}
	return text, nil
}

// zero is the character U+0000 as JSON writes it.
var zero = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u0000`)

// lookable reports whether a text of an address may be looked up.
func lookable(s string) bool {
	return len(s) <= 255 && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// kinds are what the values of JSON are called.
var kinds = map[reflect.Kind]string{reflect.String: "text", reflect.Bool: "true or false", reflect.Int: "whole number", reflect.Int64: "whole number",
	reflect.Slice: "list", reflect.Struct: "object", reflect.Map: "object"}

// read reads a body; members that nobody knows are passed over, as the protocol
// wants it.
func read[T any](body []byte) (v T, err error) {
	err = json.Unmarshal(body, &v)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return v, malformed("%s: this is a %s where a %s must be", wrong.Field, wrong.Value, kinds[wrong.Type.Kind()])
	case err != nil:
		return v, malformed("the body is no JSON: %v", err)
	}
	return v, nil
}

// wantedLine is a line as a platform asks for it: of the item only the id counts.
type wantedLine struct {
	ID   string `json:"id"`
	Item *struct {
		ID string `json:"id"`
	} `json:"item"`
	Quantity *int64 `json:"quantity"`
}

// wanted is the body that makes or replaces a cart or a checkout.
type wanted struct {
	ID          string        `json:"id"`
	CartID      string        `json:"cart_id"`
	Lines       *[]wantedLine `json:"line_items"`
	Buyer       *buyer        `json:"buyer"`
	Context     *hints        `json:"context"`
	Fulfillment *fulfillment  `json:"fulfillment"`
	Payment     *paying       `json:"payment"`
	Discounts   *codes        `json:"discounts"`
}

type codes struct {
	Codes []string `json:"codes"`
}

// paying is how a person wants to pay.
type paying struct {
	Instruments []struct {
		ID         string          `json:"id"`
		Handler    string          `json:"handler_id"`
		Type       string          `json:"type"`
		Selected   bool            `json:"selected"`
		Credential json.RawMessage `json:"credential"`
	} `json:"instruments"`
}

// check finds what is missing, too long or too many.
func (w wanted) check() error {
	if w.CartID == "" && w.Lines == nil {
		return malformed("line_items is missing")
	}
	if w.Lines != nil {
		if len(*w.Lines) == 0 && w.CartID == "" || len(*w.Lines) > maxLines {
			return malformed("line_items must have 1 to %d lines", maxLines)
		}
		for i, l := range *w.Lines {
			switch {
			case l.Item == nil || l.Item.ID == "":
				return malformed("line_items[%d].item.id is missing", i)
			case l.Quantity == nil:
				return malformed("line_items[%d].quantity is missing", i)
			case *l.Quantity < 1 || *l.Quantity > maxQuantity:
				return malformed("line_items[%d].quantity must be 1 to %d", i, maxQuantity)
			case len(l.ID) > maxText || len(l.Item.ID) > maxText:
				return malformed("line_items[%d] has an id of more than %d bytes", i, maxText)
			}
		}
	}
	if w.Fulfillment != nil {
		for i, m := range w.Fulfillment.Methods {
			if len(m.Destinations) > maxDestinations || len(m.Groups) > maxLines {
				return malformed("fulfillment.methods[%d] has too many destinations or groups", i)
			}
			if m.Type != "" && m.Type != "shipping" && m.Type != "pickup" {
				return malformed("fulfillment.methods[%d].type must be shipping or pickup", i)
			}
		}
		if len(w.Fulfillment.Methods) > 2 {
			return malformed("fulfillment.methods has more than one method of a type")
		}
	}
	if w.Payment != nil && len(w.Payment.Instruments) > maxInstruments {
		return malformed("payment.instruments has more than %d", maxInstruments)
	}
	if w.Discounts != nil && len(w.Discounts.Codes) > maxInstruments {
		return malformed("discounts.codes has more than %d", maxInstruments)
	}
	if w.Discounts != nil && slices.ContainsFunc(w.Discounts.Codes, func(s string) bool { return len(s) > maxText }) {
		return malformed("discounts.codes has one of more than %d bytes", maxText)
	}
	return w.short()
}

// short bounds the texts of people.
func (w wanted) short() error {
	texts := map[string]string{}
	if b := w.Buyer; b != nil {
		texts["buyer.first_name"], texts["buyer.last_name"], texts["buyer.email"], texts["buyer.phone_number"] = b.First, b.Last, b.Email, b.Phone
	}
	if h := w.Context; h != nil {
		texts["context.address_country"], texts["context.language"], texts["context.currency"] = h.Country, h.Language, h.Currency
		texts["context.intent"], texts["context.postal_code"], texts["context.address_region"] = h.Intent, h.Postcode, h.Region
		if len(h.Eligibility) > maxLines {
			return malformed("context.eligibility has more than %d claims", maxLines)
		}
	}
	if w.Fulfillment != nil {
		for i, m := range w.Fulfillment.Methods {
			for j, d := range m.Destinations {
				at := "fulfillment.methods[" + strconv.Itoa(i) + "].destinations[" + strconv.Itoa(j) + "]"
				texts[at] = strings.Join([]string{d.ID, d.First, d.Last, d.Phone, d.Street, d.Extended, d.City, d.Region, d.Postcode, d.Country}, "")
			}
		}
	}
	for path, text := range texts {
		if len(text) > maxText {
			return malformed("%s has more than %d bytes", path, maxText)
		}
	}
	return nil
}
