package relief

import (
	"agora/db"
	"agora/goods"
)

// instead is, by place and item, what substitutes change of a pipeline ($1 is the crisis).
// In the books of goods a substitute is its own item: here it is added to the item that was
// needed and taken off its own. On its way it does so while its place needs that item; once
// it came for it (instead = 1) it stays so, whatever is needed later.
const instead = `(SELECT t.place AS at_place, t.item AS of_item, CAST(SUM(t.coming) AS BIGINT) AS coming, CAST(SUM(t.came) AS BIGINT) AS came
	FROM (SELECT a.facility_id AS place, CASE x.side WHEN 1 THEN n.item_id ELSE a.item_id END AS item,
			x.side * CASE WHEN l.account LIKE 'package:%' AND EXISTS (SELECT 1 FROM relief_needs o WHERE o.crisis_id = a.crisis_id AND o.facility_id = a.facility_id
				AND o.item_id = n.item_id AND o.state IN ('open', 'asleep')) THEN l.units ELSE 0 END AS coming,
			x.side * a.instead * CASE WHEN k.kind = '` + intoStock + `' AND l.account LIKE 'place:%' THEN l.units ELSE 0 END AS came
		FROM relief_allotments a JOIN relief_needs n ON n.crisis_id = a.crisis_id AND n.need_id = a.need_id
		CROSS JOIN ` + goods.Moved + ` CROSS JOIN (SELECT 1 AS side UNION ALL SELECT -1) x
		WHERE a.crisis_id = $1 AND a.state = 'sent' AND a.item_id <> n.item_id
			AND k.book_id = a.crisis_id AND k.kind IN ('` + packed + `', '` + missed + `', '` + foundAgain + `', '` + intoStock + `') AND k.subject = a.consignment_id) t
	GROUP BY t.place, t.item)`

// shortOf reads needs of a crisis ($1) with what substitutes change.
const shortOf = "SELECT " + needColumns + ", COALESCE(i.coming, 0), COALESCE(i.came, 0) FROM relief_needs LEFT JOIN " + instead +
	" i ON i.at_place = facility_id AND i.of_item = item_id WHERE crisis_id = $1 "

// scanShort reads a need of which nothing but substitutes is known to come, or came.
func scanShort(scan db.Scan) (s Shortage, err error) {
	s.Need, err = scanNeed(func(to ...any) error { return scan(append(to, &s.OnTheWay, &s.Came)...) })
	return s, err
}

// arrivals adds up what came for which item of which facility so far: what a need had when
// its numbers were said.
func arrivals(tx *db.Tx, crisis CrisisID) (map[wants]int64, error) {
	came, err := goods.Came(tx, book(crisis), intoStock)
	if err != nil {
		return nil, err
	}
	sums := map[wants]int64{}
	for _, s := range came {
		sums[wants{FacilityID(s.Party), s.Item}] += s.Units
	}
	return sums, tx.Each(func(scan db.Scan) error {
		var w wants
		var units int64
		err := scan((*int64)(&w.facility), (*int64)(&w.item), &units)
		sums[w] += units
		return err
	}, "SELECT i.at_place, i.of_item, i.came FROM "+instead+" i", int64(crisis))
}

// cameInstead notes that a consignment came in the place of what its facility needs, where
// that is so: before any of it is in stock, for what was decided stays.
func (c Consignment) cameInstead(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE relief_allotments SET instead = 1 WHERE crisis_id = $1 AND consignment_id = $2 AND instead = 0
		AND NOT EXISTS (SELECT 1 FROM goods_moves k WHERE k.book_id = relief_allotments.crisis_id AND k.kind = $3 AND k.subject = relief_allotments.consignment_id)
		AND EXISTS (SELECT 1 FROM relief_needs n JOIN relief_needs o ON o.crisis_id = n.crisis_id AND o.facility_id = n.facility_id AND o.item_id = n.item_id
			WHERE n.crisis_id = relief_allotments.crisis_id AND n.need_id = relief_allotments.need_id AND n.item_id <> relief_allotments.item_id AND o.state IN ('open', 'asleep'))`,
		int64(c.Crisis), int64(c.ID), intoStock)
	return err
}
