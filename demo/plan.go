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

// early are the deals of the weeks before: all came, so that buyers could write
// about them.
var early = []deal{
	{"asel", "play", []line{{"felt/slippers", 5, 1}, {"atlas/doppi", 0, 1}, {"rishton/lagan", 0, 1}}, market.Completed, ""},
	{"marat", "play", []line{{"felt/slippers", 10, 1}, {"vologda/birch-basket", 0, 1}, {"tula/pryanik", 0, 2}}, market.Completed, ""},
	{"xiaowen", "play", []line{{"felt/slippers", 7, 1}, {"gobi/yak-hat", 0, 1}, {"kandy/green-cardamom", 0, 2}}, market.Completed, ""},
	{"farrukh", "play", []line{{"felt/lamb", 0, 1}, {"dala/shankobyz", 0, 1}, {"krama/kampot-pepper", 0, 1}}, market.Completed, ""},
	{"saima", "play", []line{{"felt/felt-coasters", 0, 1}, {"dali/tie-dye-bag", 0, 1}}, market.Completed, ""},
	{"nodira", "play", []line{{"felt/felt-coasters", 0, 1}, {"bakir/cezve", 1, 1}, {"buta/sheki-pakhlava", 0, 1}}, market.Completed, ""},
	{"ananya", "play", []line{{"felt/esparcet-honey", 0, 1}, {"zanan/saffron", 1, 1}, {"meijia/longjing", 0, 1}}, market.Completed, ""},
	{"zeynep", "play", []line{{"felt/felt-waistcoat", 2, 1}, {"isfara/apricot-oil", 0, 1}, {"mahtab/minakari-plate", 0, 1}}, market.Completed, ""},
	{"bolormaa", "play", []line{{"dala/passport-cover", 0, 1}, {"vologda/cloudberry-jam", 0, 2}, {"lalita/rope-incense", 0, 1}}, market.Completed, ""},
	{"parisa", "play", []line{{"atlas/ikat-tie", 0, 1}, {"hala/ajrak-cushion", 0, 2}, {"ararat/obsidian-pendant", 0, 1}}, market.Completed, ""},
	{"asel", "play", []line{{"gobi/cashmere-mittens", 0, 1}, {"tula/apple-pastila", 0, 2}, {"len/linen-napkins", 0, 1}}, market.Delivered, ""},
	{"marat", "play", []line{{"neel/block-kurta", 1, 1}, {"dali/puer-cake", 0, 1}, {"rishton/kosa", 0, 1}}, market.Completed, ""},
	{"saima", "play", []line{{"zanan/green-raisins", 0, 1}, {"buta/armudu", 0, 1}, {"krama/krama-scarf", 0, 1}}, market.Delivered, ""},
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
	{"saima", "qr", []line{{"hala/ajrak-cushion", 0, 1}, {"isfara/dried-apricots", 0, 1}}, market.AwaitingPayment, ""},
	{"ananya", "qr", []line{{"neel/lac-bangles", 0, 1}}, market.AwaitingPayment, ""},
	{"asel", "play", []line{{"felt/slipper-pattern", 1, 1}}, market.Shipped, ""}, // by link: as soon as it is paid
	{"nodira", "play", []line{{"felt/evening-set", 0, 1}}, market.Accepted, ""},
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
