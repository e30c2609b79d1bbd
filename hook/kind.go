package hook

import (
	"slices"

	"agora/event"
)

// Kind is a kind of message, as programs know it: "order.placed".
type Kind string

// Tested is the kind of the message by which an endpoint is tried out.
const Tested Kind = "webhook.test"

// Area is what a message shows part of. Who may not read it may not have it
// sent anywhere.
type Area string

// The areas.
const (
	Orders    Area = "orders"
	Catalogue Area = "catalogue"
	Money     Area = "money"
)

// Offer is a kind that endpoints may want.
type Offer struct {
	Kind Kind
	Area Area

	from  event.Kind // the event that it tells of
	later bool       // one that nobody began to send takes in those that follow: only the newest state matters
}

// Offers are all kinds, in the order in which they are offered.
var Offers = []Offer{
	{"order.placed", Orders, "order.placed", false},
	{"order.accepted", Orders, "order.accepted", false},
	{"order.packed", Orders, "order.packed", false},
	{"order.shipped", Orders, "order.shipped", false},
	{"order.tracked", Orders, "order.tracked", false},
	{"order.late", Orders, "order.late", false},
	{"order.lost", Orders, "order.lost", false},
	{"order.delivered", Orders, "order.delivered", false},
	{"order.completed", Orders, "order.completed", false},
	{"order.cancelled", Orders, "order.cancelled", false},
	{"order.refused", Orders, "order.refused", false},
	{"order.disputed", Orders, "order.disputed", false},
	{"order.refunded", Orders, "order.given_back", false},
	{"product.changed", Catalogue, "product.saved", true},
	{"product.archived", Catalogue, "product.archived", true},
	{"stock.changed", Catalogue, "stock.changed", true},
	{"payout.planned", Money, "payout.planned", false},
	{"payout.sent", Money, "payout.sent", false},
	{"payout.settled", Money, "payout.settled", false},
	{"payout.returned", Money, "payout.returned", false},
	{"payout.withdrawn", Money, "payout.withdrawn", false},
}

// OfferOf gives the offer of a kind; ok is false for none.
func OfferOf(k Kind) (o Offer, ok bool) {
	i := slices.IndexFunc(Offers, func(o Offer) bool { return o.Kind == k })
	if i < 0 {
		return o, false
	}
	return Offers[i], true
}

// offerOf gives what tells of a kind of event.
func offerOf(k event.Kind) (o Offer, ok bool) {
	i := slices.IndexFunc(Offers, func(o Offer) bool { return o.from == k })
	if i < 0 {
		return o, false
	}
	return Offers[i], true
}
