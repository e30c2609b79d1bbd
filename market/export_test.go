package market

import "agora/db"

// StillPriced is the check inside the placement, which a test cannot reach by
// chance: the moment between quote and transaction is too short. The shops of the
// orders ask the same of everybody.
func StillPriced(tx *db.Tx, orders ...Order) error {
	lines := make([][]Line, len(orders))
	for n, o := range orders {
		lines[n] = o.Lines
		for i := range o.Lines {
			o.Lines[i].listed = o.Lines[i].Unit.Minor
		}
	}
	return stillPriced(tx, orders, lines)
}
