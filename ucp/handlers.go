package ucp

import (
	"encoding/json"
	"slices"

	"agora/market"
)

// handler is a way to pay as platforms know it.
type handler struct {
	way        string // kind of the way, and the handler's id
	name       string // below the namespace
	instrument string // type of its instrument
	page       bool   // a person has to go to a page of the provider
}

// handlers are the ways that platforms may offer.
var handlers = []handler{
	{"play", "pay.play_money", "play_money", false},
	{"cash", "pay.cash_on_delivery", "cash_on_delivery", false},
	{"transfer", "pay.bank_transfer", "bank_transfer", false},
	{"qr", "pay.bank_transfer", "qr", false},
	{"payme", "pay.provider_page", "payme", true},
	{"click", "pay.provider_page", "click", true},
	{"hosted", "pay.provider_page", "card", true},
}

// HandlerVersion is the version of our own handlers and their schemas.
const HandlerVersion = "2026-11-01"

// handlerResponse is a handler in an answer.
type handlerResponse struct {
	ID          string           `json:"id"`
	Version     string           `json:"version"`
	Spec        string           `json:"spec,omitempty"`
	Schema      string           `json:"schema,omitempty"`
	Instruments []instrumentKind `json:"available_instruments"`
	Config      map[string]any   `json:"config,omitempty"`
}

type instrumentKind struct {
	Type string `json:"type"`
}

// Tokens of play money and what becomes of them.
const (
	tokenSucceeds  = "success_token"
	tokenDeclines  = "fail_token"
	tokenEscalates = "challenge_token"
)

func (h handler) response() handlerResponse {
	r := handlerResponse{ID: h.way, Version: HandlerVersion, Instruments: []instrumentKind{{h.instrument}}}
	if h.way == "play" {
		r.Config = map[string]any{"tokens": map[string]string{"succeeds": tokenSucceeds, "declines": tokenDeclines, "escalates": tokenEscalates}}
	}
	return r
}

// offered are the handlers by which a checkout may be paid.
func (b *Binding) offered(c market.Checkout) map[string][]handlerResponse {
	out := map[string][]handlerResponse{}
	for _, h := range handlers {
		if slices.ContainsFunc(c.Ways, func(w market.Way) bool { return w.Kind == h.way }) {
			name := b.namespace() + "." + h.name
			out[name] = append(out[name], h.response())
		}
	}
	return out
}

// declaredHandlers are all that a checkout of this node may offer.
func (b *Binding) declaredHandlers() map[string][]handlerResponse {
	out := map[string][]handlerResponse{}
	kinds := b.Market.WayKinds()
	for _, h := range handlers {
		if !slices.Contains(kinds, h.way) {
			continue
		}
		r := h.response()
		page := h.name[len("pay."):]
		r.Spec, r.Schema = b.own("/ucp/spec/"+page), b.own("/ucp/schemas/"+page+".json")
		name := b.namespace() + "." + h.name
		out[name] = append(out[name], r)
	}
	return out
}

func handlerOf(id string) (handler, bool) {
	for _, h := range handlers {
		if h.way == id {
			return h, true
		}
	}
	return handler{}, false
}

// token reads the token of a credential; "" for none.
func token(credential json.RawMessage) string {
	var t struct {
		Token string `json:"token"`
	}
	_ = json.Unmarshal(credential, &t) // what is no token pays nothing
	return t.Token
}
