package relief

import (
	"context"
	"encoding/json"

	"agora/db"
)

// forgetGivers leaves initials of who gave a consignment where that is the donor of a
// pledge, who may be a person, and takes out where she had the goods. What the desk wrote
// of others stays: they are those that papers name.
func (s *Service) forgetGivers(ctx context.Context, id CrisisID) error {
	var donors, places map[string]bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		donors, places, err = giversIn(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := db.List(tx, scanConsignment, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1", int64(id))
		if err != nil {
			return err
		}
		for _, c := range list {
			was := c.Letter
			if donors[c.From] {
				c.From = initials(c.From)
			}
			if places[c.Place] {
				c.Place = ""
			}
			if c.Letter == was {
				continue
			}
			if _, err := tx.Exec("UPDATE relief_consignments SET doc = $3 WHERE crisis_id = $1 AND consignment_id = $2", int64(id), int64(c.ID), text(c.Letter)); err != nil {
				return err
			}
		}
		return nil
	})
}

// giversIn gives the donors of pledges, and where they had their goods.
func giversIn(tx *db.Tx, id CrisisID) (donors, places map[string]bool, err error) {
	donors, places = map[string]bool{}, map[string]bool{}
	return donors, places, tx.Each(func(scan db.Scan) error {
		var doc string
		if err := scan(&doc); err != nil {
			return err
		}
		var g Gift
		err := json.Unmarshal([]byte(doc), &g)
		donors[g.Donor], places[g.Place] = true, true
		return err
	}, "SELECT doc FROM relief_pledges WHERE crisis_id = $1", int64(id))
}
