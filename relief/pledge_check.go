package relief

import (
	"context"
	"fmt"

	"agora/db"
)

// PledgeReport is what CheckPledges found.
type PledgeReport struct {
	Pledges, Allotments int64
	Problems            []string // empty when all pledges are whole
}

// enough bounds how many problems are told.
const enough = 100

// checkAllotted wants that what is allotted goes to a place that was not refused, for a need
// that is not closed.
func (r *PledgeReport) checkAllotted(tx *db.Tx) error {
	return tx.Each(func(scan db.Scan) error {
		var crisis, allotment int64
		var need, place string
		err := scan(&crisis, &allotment, &need, &place)
		r.Problems = append(r.Problems, fmt.Sprintf("crisis %d: allotment %d is for a need that is %s, of a place that is %s", crisis, allotment, need, place))
		return err
	}, `SELECT a.crisis_id, a.allotment_id, COALESCE(n.state, ''), COALESCE(f.state, '') FROM relief_allotments a
		LEFT JOIN relief_needs n ON n.crisis_id = a.crisis_id AND n.need_id = a.need_id LEFT JOIN relief_facilities f ON f.crisis_id = a.crisis_id AND f.facility_id = a.facility_id
		WHERE a.state = 'allotted' AND (COALESCE(n.state, '') NOT IN ('open', 'asleep') OR COALESCE(f.state, 'refused') = 'refused') LIMIT $1`, enough)
}

// CheckPledges adds up what is allotted and sent of each pledge anew: it is what the
// pledge says, with what was declined no more than was promised, and goes to open needs.
func CheckPledges(ctx context.Context, d *db.DB) (r PledgeReport, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		r = PledgeReport{}
		if err := tx.Row("SELECT (SELECT COUNT(*) FROM relief_pledges), (SELECT COUNT(*) FROM relief_allotments WHERE state IN ('allotted', 'sent'))", nil, &r.Pledges, &r.Allotments); err != nil {
			return err
		}
		if err := r.checkAllotted(tx); err != nil {
			return err
		}
		return tx.Each(func(scan db.Scan) error {
			var crisis, pledge, units, allotted, sent, declined, held, gone int64
			err := scan(&crisis, &pledge, &units, &allotted, &sent, &declined, &held, &gone)
			r.Problems = append(r.Problems, fmt.Sprintf("crisis %d: of %d units of pledge %d, %d are allotted, %d sent, %d declined, and its allotments say %d and %d", crisis, units, pledge, allotted, sent, declined, held, gone))
			return err
		}, `SELECT p.crisis_id, p.pledge_id, p.units, p.allotted, p.sent, p.declined, COALESCE(a.held, 0), COALESCE(a.gone, 0)
			FROM relief_pledges p LEFT JOIN (SELECT crisis_id, pledge_id, CAST(SUM(CASE WHEN state = 'allotted' THEN units ELSE 0 END) AS BIGINT) AS held,
				CAST(SUM(CASE WHEN state = 'sent' THEN units ELSE 0 END) AS BIGINT) AS gone
				FROM relief_allotments WHERE state IN ('allotted', 'sent') GROUP BY crisis_id, pledge_id) a ON a.crisis_id = p.crisis_id AND a.pledge_id = p.pledge_id
			WHERE p.allotted <> COALESCE(a.held, 0) OR p.sent < COALESCE(a.gone, 0) OR p.allotted < 0 OR p.declined < 0 OR p.units < p.allotted + p.sent + p.declined
				OR (p.state IN ('sent', 'declined') AND p.units <> p.sent + p.declined)
			LIMIT $1`, enough)
	})
	return r, err
}
