package demo

import "agora/market"

// deal is one placement of the demo: who buys what, how it is paid and how far
// its orders have come.
type deal struct {
	buyer string // e-mail without its domain; "" for a guest with a link
	pay   string // kind of the way to pay
	lines []line
	to    market.OrderState // of all orders of the deal
	note  string
}

// line names a product by "shop/product" with a variant by position.
type line struct {
	product  string
	variant  int
	quantity int64
}

// deals leave no page empty: orders in every state, several at the felt shop
// whose seller's account is printed, several for the buyer whose is.
var deals = []deal{
	{"saima", "play", []line{{"felt/slippers", 2, 1}, {"rishton/piyola", 0, 1}}, market.Placed, "Please wrap them apart: the bowls are a gift."},
	{"asel", "play", []line{{"felt/kalpak", 0, 1}}, market.Placed, ""},
	{"marat", "play", []line{{"felt/lamb", 0, 2}, {"felt/esparcet-honey", 0, 1}}, market.Accepted, ""},
	{"ananya", "play", []line{{"felt/shyrdak-cushion", 0, 1}}, market.Packed, ""},
	{"zeynep", "play", []line{{"felt/slippers", 4, 1}}, market.Shipped, ""},
	{"saima", "play", []line{{"felt/esparcet-honey", 0, 2}}, market.Delivered, ""},
	{"nodira", "play", []line{{"felt/kalpak", 1, 1}, {"felt/lamb", 0, 1}}, market.Completed, ""},
	{"xiaowen", "play", []line{{"felt/shyrdak-cushion", 0, 2}}, market.Completed, ""},
	{"asel", "transfer", []line{{"felt/lamb", 0, 3}}, market.AwaitingPayment, ""},
	{"marat", "play", []line{{"felt/kalpak", 2, 1}}, market.Cancelled, ""},
	{"asel", "cash", []line{{"felt/slippers", 9, 1}}, market.Refused, ""},
	{"nodira", "cash", []line{{"felt/esparcet-honey", 0, 1}}, market.Placed, ""},

	{"saima", "cash", []line{{"hala/ajrak", 0, 1}}, market.Shipped, ""},
	{"saima", "play", []line{{"kandy/ceylon-tea", 1, 2}, {"isfara/dried-apricots", 0, 1}}, market.Completed, ""},
	{"saima", "transfer", []line{{"meijia/gaiwan", 0, 1}}, market.AwaitingPayment, ""},
	{"", "play", []line{{"atlas/atlas-scarf", 0, 1}, {"bakir/laurel-soap", 0, 3}}, market.Placed, ""},
	{"asel", "play", []line{{"dala/altai-honey", 0, 1}, {"gobi/camel-socks", 1, 2}}, market.Accepted, ""},
	{"marat", "play", []line{{"len/rushnik", 0, 1}}, market.Delivered, ""},
	{"ananya", "play", []line{{"lalita/singing-bowl", 0, 1}}, market.Completed, ""},
	{"zeynep", "play", []line{{"buta/armudu", 0, 1}, {"mahtab/rosewater", 0, 1}}, market.Packed, ""},
	{"xiaowen", "play", []line{{"krama/kampot-pepper", 0, 2}}, market.Shipped, ""},
	{"nodira", "play", []line{{"zanan/saffron", 0, 1}}, market.Placed, ""},
	{"marat", "play", []line{{"ararat/sujukh", 0, 2}}, market.Completed, ""},
	{"ananya", "cash", []line{{"neel/lac-bangles", 0, 1}}, market.Completed, ""},
	{"zeynep", "play", []line{{"vologda/matryoshka", 0, 1}}, market.Accepted, ""},
}

// move is one event that brings an order on, by whom.
type move struct {
	event market.OrderEvent
	shop  bool // by the shop; by the buyer otherwise
}

// moves gives what happens to a placed order until it is in a state.
func moves(to market.OrderState) []move {
	road := []move{{market.Accept, true}, {market.Pack, true}, {market.Ship, true}, {market.Deliver, true}, {market.Receive, false}}
	switch to {
	case market.Accepted:
		return road[:1]
	case market.Packed:
		return road[:2]
	case market.Shipped:
		return road[:3]
	case market.Delivered:
		return road[:4]
	case market.Completed:
		return road
	case market.Refused:
		return append(road[:3:3], move{market.Refuse, true})
	case market.Cancelled:
		return []move{{market.Decline, true}}
	}
	return nil
}
