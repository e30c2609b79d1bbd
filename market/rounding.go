package market

import (
	"agora/db"
	"agora/ledger"
	"agora/money"
)

// smallest is what banks move at least of the money whose parts they do not,
// in minor units: codes of KHQR ask for whole riel, so that a buyer who pays
// one pays up to a riel more than her order costs.
var smallest = map[money.Currency]int64{"KHR": 100}

// tooSmall reports whether no bank could send a sum back.
func tooSmall(a money.Amount) bool { return a.Minor > 0 && a.Minor < smallest[a.Currency] }

// round books the crumb that came in above what a group asked for as the
// house's gain.
func round(tx *db.Tx, g *Group) error {
	crumb := g.Received
	g.Received.Minor = 0
	return postHouse(tx, "group.rounded", int64(g.ID), leg(ledger.Received, crumb.Neg()), leg(ledger.Result, crumb))
}
