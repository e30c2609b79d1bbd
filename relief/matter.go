package relief

import (
	"slices"

	"agora/db"
	"agora/goods"
	"agora/match"
)

// matter is what is matched, at one moment.
type matter struct {
	weights Weights
	offers  []match.Offer
	needs   []match.Need
	at      map[int64]FacilityID  // by need
	left    map[Side][]match.Rest // what is more than one proposal takes
}

// horizon is for how many days a stock is no worry, as package match has it.
const horizon = 30

// matterIn reads what pledges promise still and what needs lack still.
func matterIn(tx *db.Tx, crisis CrisisID) (m matter, err error) {
	if m.weights, err = weightsIn(tx, crisis); err != nil {
		return m, err
	}
	items, err := itemsIn(tx, crisis)
	if err != nil {
		return m, err
	}
	known := map[goods.ItemID]Item{}
	for _, i := range items {
		known[i.ID] = i
	}
	pledges, err := db.List(tx, scanPledge, "SELECT "+pledgeWhole+" FROM relief_pledges WHERE crisis_id = $1 AND state = 'taken' AND units > allotted + sent + declined ORDER BY pledge_id LIMIT $2",
		int64(crisis), match.MostLines)
	if err != nil {
		return m, err
	}
	for _, p := range pledges {
		m.offers = append(m.offers, offer(p))
	}
	if err := m.readNeeds(tx, crisis, known); err != nil {
		return m, err
	}
	m.trim(mostGifts, mostPairs)
	return m, nil
}

func (m *matter) readNeeds(tx *db.Tx, crisis CrisisID, items map[goods.ItemID]Item) error {
	places, err := facilitiesIn(tx, crisis)
	if err != nil {
		return err
	}
	at := map[FacilityID]Facility{}
	for _, f := range places {
		at[f.ID] = f
	}
	list, err := shortages(tx, crisis)
	if err != nil {
		return err
	}
	unmet, err := unmetBefore(tx, crisis)
	if err != nil {
		return err
	}
	m.at = map[int64]FacilityID{}
	for _, s := range list {
		f := at[s.Facility]
		if s.lacks() == 0 || f.State == Refused {
			continue
		}
		n := s.matched(f, m.weights, s.daysLeft(tx.Now, horizon))
		n.Unmet = unmet[wants{s.Facility, s.Item}]
		accept(&n, f, items[s.Item])
		m.needs = append(m.needs, n)
		m.at[n.ID] = f.ID
	}
	return nil
}

// matched gives a need as package match takes it, but for what its facility accepts.
func (s shortage) matched(f Facility, w Weights, left int64) match.Need {
	first := s.Daily * w.Of(WeightFirstDays)
	if s.Daily == 0 {
		first = s.Gap() * w.Of(WeightFirstShare) / 100
	}
	return match.Need{ID: int64(s.ID), Item: int64(s.Item), Units: s.lacks(), First: min(max(first-s.covered(), 0), s.lacks()),
		DaysLeft: left, Exposed: s.Staff, Kind: w.Of(WeightOf(f.Kind)), Vulnerable: f.Vulnerable, Lat: f.Lat, Lon: f.Lon}
}

// offer gives a pledge as package match takes it.
func offer(p Pledge) match.Offer {
	return match.Offer{ID: int64(p.ID), Item: int64(p.Item), Units: p.Rest(), Lat: p.Lat, Lon: p.Lon, Homemade: p.Homemade,
		Certified: p.Certified == Certified, Expires: int64(p.Expires)}
}

// swapped is what a unit loses, in points, when it comes in the place of what was asked for.
const swapped = 100

// accept says what a facility takes in the place of an item, and of which make.
func accept(n *match.Need, f Facility, i Item) {
	n.Homemade, n.Certified = f.Takes.Homemade.Has(i.ID), f.WantsCertificate(i)
	for _, other := range i.Instead {
		if f.Accepts(other) {
			n.Accepts = append(n.Accepts, match.Accept{Item: int64(other), Penalty: swapped})
		}
	}
}

// unmetBefore gives how many percent a facility did not get of what the last proposal had
// for an item of it. What was refused, or never decided, is not got.
func unmetBefore(tx *db.Tx, crisis CrisisID) (map[wants]int64, error) {
	var last int64
	if err := tx.Row("SELECT COALESCE(MAX(proposal_id), 0) FROM relief_allotments WHERE crisis_id = $1 AND state IN ('allotted', 'sent')", []any{int64(crisis)}, &last); err != nil || last == 0 {
		return nil, err
	}
	type sum struct{ asked, got int64 }
	sums := map[wants]sum{}
	err := tx.Each(func(scan db.Scan) error {
		var w wants
		var asked, got int64
		err := scan((*int64)(&w.facility), (*int64)(&w.item), &asked, &got)
		sums[w] = sum{sums[w].asked + asked, sums[w].got + got}
		return err
	}, `SELECT n.facility_id, n.item_id, x.asked, x.got FROM (
			SELECT need_id, CAST(SUM(units) AS BIGINT) AS asked, CAST(SUM(CASE WHEN state IN ('allotted', 'sent') THEN units ELSE 0 END) AS BIGINT) AS got
			FROM relief_allotments WHERE crisis_id = $1 AND allotment_id > $2 AND proposal_id = $2 GROUP BY need_id
			UNION ALL SELECT subject_id, units, 0 FROM relief_rests WHERE crisis_id = $1 AND proposal_id = $2 AND side = 'need') x
		JOIN relief_needs n ON n.crisis_id = $1 AND n.need_id = x.need_id`, int64(crisis), last)
	unmet := map[wants]int64{}
	for w, s := range sums {
		unmet[w] = (s.asked - s.got) * 100 / s.asked
	}
	return unmet, err
}

// keep writes a proposal with its lines and its rests.
func (p Proposal) keep(tx *db.Tx, m matter, plan match.Plan) error {
	if _, err := tx.Exec("INSERT INTO relief_proposals (crisis_id, proposal_id, doc) VALUES "+db.Places(1, 3), int64(p.Crisis), int64(p.ID), text(p.Plan)); err != nil {
		return err
	}
	items := map[int64]int64{}
	for _, o := range m.offers {
		items[o.ID] = o.Item
	}
	var rows [][]any
	for _, l := range plan.Lines {
		rows = append(rows, []any{int64(p.Crisis), tx.ID(), int64(p.ID), l.Offer, l.Need, int64(m.at[l.Need]), items[l.Offer], l.Units, string(Suggested), int64(0), "", writeReasons(l.Reasons)})
	}
	err := insertAll(tx, "relief_allotments", "crisis_id, allotment_id, proposal_id, pledge_id, need_id, facility_id, item_id, units, state, consignment_id, why, reasons", rows, "")
	if err != nil {
		return err
	}
	rows = nil
	for side, rests := range map[Side][]match.Rest{NeedSide: slices.Concat(plan.Unmet, m.left[NeedSide]), PledgeSide: slices.Concat(plan.Unused, m.left[PledgeSide])} {
		for _, r := range rests {
			rows = append(rows, []any{int64(p.Crisis), int64(p.ID), string(side), r.ID, r.Units, string(r.Why), r.Sides})
		}
	}
	return insertAll(tx, "relief_rests", "crisis_id, proposal_id, side, subject_id, units, why, sides", rows, "")
}
