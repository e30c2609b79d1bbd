package api

import (
	"time"

	"agora/catalog"
	"agora/claim"
	"agora/ledger"
	"agora/money"
	"agora/setting"
	"agora/treasury"
)

// Shop is a shop as the operator sees it.
type Shop struct {
	ID       string     `json:"id"`
	Handle   string     `json:"handle"`
	Name     string     `json:"name"`
	Status   string     `json:"status" enum:"draft,submitted,open,paused,closed,rehearsal"`
	Owner    string     `json:"owner" doc:"Id of the person"`
	Country  string     `json:"country"`
	City     string     `json:"city"`
	Currency string     `json:"currency"`
	Opened   *time.Time `json:"opened,omitempty"`
	Moves    []string   `json:"moves,omitempty" doc:"What may be done with it now"`
}

// OrderOfShop is an order with the shop that it is of.
type OrderOfShop struct {
	Shop  string `json:"shop"`
	Order Order  `json:"order"`
}

// PayoutOfShop is a payout with the shop that it goes to.
type PayoutOfShop struct {
	Shop   string `json:"shop"`
	Holder string `json:"holder" doc:"Name of the shop"`
	Payout Payout `json:"payout"`
}

// Claim is what a buyer says is wrong with an order.
type Claim struct {
	ID       string     `json:"id"`
	Shop     string     `json:"shop"`
	Order    string     `json:"order"`
	OrderRef string     `json:"order_ref"`
	State    string     `json:"state"`
	Reason   string     `json:"reason"`
	Turn     string     `json:"turn,omitempty" doc:"The side that has to answer"`
	Most     Money      `json:"most" doc:"The goods' price that offers may reach"`
	Offer    *Offer     `json:"offer,omitempty" doc:"The last one"`
	Verdict  *Offer     `json:"verdict,omitempty" doc:"Of an arbiter"`
	Opened   time.Time  `json:"opened"`
	Updated  time.Time  `json:"updated"`
	Deadline *time.Time `json:"deadline,omitempty" doc:"When the clock moves it; nothing when it has ended"`
	Words    string     `json:"words,omitempty" doc:"Of the buyer; where one claim is read"`
	Steps    []Step     `json:"steps,omitempty" doc:"Where one claim is read"`
}

// Offer is what a side proposes in a claim, or an arbiter decides.
type Offer struct {
	Kind   string `json:"kind"`
	Policy string `json:"policy,omitempty" doc:"What goes back with the price"`
	Goods  *Money `json:"goods,omitempty"`
	By     string `json:"by"`
}

// Account is what one account of the ledger stands at, over all shops.
type Account struct {
	Account  string `json:"account"`
	Currency string `json:"currency"`
	Minor    int64  `json:"minor"`
	Held     int64  `json:"held,omitempty" doc:"The part that may not be moved"`
}

// Setting is one setting of the node.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value" doc:"Nothing for secrets"`
	Set   bool   `json:"set" doc:"It differs from the default"`
}

// Rate is what a currency is worth in another.
type Rate struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Value  string `json:"value" doc:"What one of “from” is in “to”, a decimal"`
	Day    string `json:"day" format:"date"`
	Source string `json:"source"`
}

func shopOf(s catalog.Shop, moves []catalog.ShopMove) Shop {
	out := Shop{ID: id(s.ID), Handle: s.Handle, Name: s.Name, Status: string(s.Status), Owner: id(s.Owner), Country: string(s.Country), City: s.City,
		Currency: string(s.Currency), Opened: at(s.Opened)}
	for _, m := range moves {
		out.Moves = append(out.Moves, string(m))
	}
	return out
}

func payoutOfShop(p treasury.Payout) PayoutOfShop {
	return PayoutOfShop{Shop: id(p.Shop), Holder: p.Holder, Payout: payoutOf(p)}
}

func claimOf(c claim.Claim) Claim {
	return Claim{ID: id(c.ID), Shop: id(c.Shop), Order: id(c.Order), OrderRef: c.OrderRef, State: string(c.State), Reason: string(c.Reason), Turn: string(c.Turn),
		Most: moneyOf(c.Most), Offer: claimOfferOf(c.Offer), Verdict: claimOfferOf(c.Verdict), Opened: c.Opened().UTC(), Updated: c.Updated.UTC(), Deadline: at(c.Deadline)}
}

func wholeClaim(c claim.Claim) Claim {
	out := claimOf(c)
	out.Words = c.Words
	for _, s := range c.Steps {
		out.Steps = append(out.Steps, Step{At: s.At.UTC(), Event: string(s.Event), State: string(s.State), Who: string(s.Side), Note: s.Note})
	}
	return out
}

func claimOfferOf(o claim.Offer) *Offer {
	if o.Kind == "" {
		return nil
	}
	return &Offer{string(o.Kind), string(o.Policy), some(o.Goods), string(o.By)}
}

func accountOf(b ledger.Balance) Account {
	return Account{string(b.Account), string(b.Amount.Currency), b.Amount.Minor, b.Held.Minor}
}

func settingOf(l setting.Line) Setting { return Setting{l.Key, l.Value, l.Set} }

func rateOf(r money.Rate) Rate {
	return Rate{string(r.From), string(r.To), r.String(), r.Day.UTC().Format(time.DateOnly), r.Source}
}
