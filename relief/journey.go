package relief

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"agora/db"
	"agora/goods"
)

// Journey is a consignment with all that is known of its way, as it was at one moment.
type Journey struct {
	Consignment
	Case      Crisis
	Facility  Facility // to which it goes
	Tally     Tally
	HandOvers []Custody // in order; the first maxHandOvers
	Gap       Gap
}

// Gap is what is missing of a consignment now: package by package, with who had it
// last. Its discrepancy has no ID where nothing ever was.
type Gap struct {
	Discrepancy
	Packages []Lack
}

// Lack is one package that is missing.
type Lack struct {
	Package
	Contents []goods.Stock
	Last     Custody // zero for nobody
}

// Journey reads a consignment with its way.
func (s *Service) Journey(ctx context.Context, crisis CrisisID, id ConsignmentID) (j Journey, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if j, err = journeyIn(tx, crisis, id); err != nil {
			return err
		}
		tallies, err := talliesIn(tx, crisis, id, id)
		if err != nil {
			return err
		}
		j.Tally = tallies[id]
		if j.HandOvers, err = custodiesIn(tx, crisis, id); err != nil {
			return err
		}
		j.Gap, err = gapIn(tx, j.Consignment, j.HandOvers)
		return err
	})
	return j, err
}

// journeyIn reads a consignment with its crisis and its facility at once.
func journeyIn(tx *db.Tx, crisis CrisisID, id ConsignmentID) (Journey, error) {
	j, err := db.One(tx, func(scan db.Scan) (j Journey, err error) {
		c, f := &j.Consignment, &j.Facility
		var letter, about, profile string
		if err := scan((*int64)(&c.Crisis), (*int64)(&c.ID), (*int64)(&c.To), (*int64)(&c.Origin), (*string)(&c.State), &c.Packages, (*int64)(&c.Expects), &letter,
			(*string)(&j.Case.State), &about, (*string)(&f.State), (*string)(&f.Kind), &profile); err != nil {
			return j, err
		}
		j.Case.ID, f.ID, f.Crisis = c.Crisis, c.To, c.Crisis
		return j, errors.Join(json.Unmarshal([]byte(letter), &c.Letter), json.Unmarshal([]byte(about), &j.Case.Case), json.Unmarshal([]byte(profile), &f.Profile))
	}, `SELECT c.crisis_id, c.consignment_id, c.facility_id, c.origin, c.state, c.packages, c.expects, c.doc, x.state, x.doc, f.state, f.kind, f.doc
		FROM relief_consignments c JOIN relief_crises x ON x.crisis_id = c.crisis_id
		JOIN relief_facilities f ON f.crisis_id = c.crisis_id AND f.facility_id = c.facility_id
		WHERE c.crisis_id = $1 AND c.consignment_id = $2`, int64(crisis), int64(id))
	return j, none(err)
}

// gapIn tells what is missing of a consignment.
func gapIn(tx *db.Tx, c Consignment, overs []Custody) (g Gap, err error) {
	if g.Discrepancy, err = discrepancyIn(tx, c.Crisis, c.ID); errors.Is(err, errNone) {
		return g, nil
	}
	if err != nil {
		return g, err
	}
	missing, err := packagesIn(tx, c.Crisis, c.ID, Absent)
	if err != nil {
		return g, err
	}
	contents, err := goods.HoldsEach(tx, book(c.Crisis), goods.Missing, int64(c.To))
	for _, p := range missing {
		lack := Lack{Package: p, Contents: contents[c.lost(p)]}
		if i := slices.IndexFunc(overs, func(c Custody) bool { return c.ID == p.Custody }); i >= 0 {
			lack.Last = overs[i]
		}
		g.Packages = append(g.Packages, lack)
	}
	return g, err
}
