package market

import "agora/db"

// StillPriced is the check inside the placement, which a test cannot reach by
// chance: the moment between quote and transaction is too short. The lines are
// of shops that ask the same of everybody.
func StillPriced(tx *db.Tx, lines [][]Line) error {
	for _, list := range lines {
		for i := range list {
			list[i].listed = list[i].Unit.Minor
		}
	}
	return stillPriced(tx, lines)
}
