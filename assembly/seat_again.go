package assembly

import (
	"time"

	"agora/db"
)

// mailEvery is how often a link is sent to the same address again: who knows an
// address can't fill its box.
const mailEvery = time.Hour

// again sends the link of a seat to its address once more, unless that was done a
// short while ago.
func (s *Seat) again(tx *db.Tx, host db.ShopID) error {
	if tx.Now.Sub(s.Again) < mailEvery {
		return nil
	}
	s.Again = tx.Now
	if err := s.keep(tx); err != nil {
		return err
	}
	return s.tell(tx, host, "again")
}
