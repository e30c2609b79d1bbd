package relief

import (
	"encoding/json"
	"strings"

	"agora/db"
)

// consignmentRows are all consignments. The place of a pledge is not told: it may be the
// home of who gave.
func consignmentRows(tx *db.Tx, a *archive, row func(...string)) error {
	_, homes, err := giversIn(tx, a.crisis)
	if err != nil {
		return err
	}
	return each(tx, scanConsignment, func(c Consignment) {
		if homes[c.Place] {
			c.Place = ""
		}
		row(number(int64(c.ID)), c.Number, c.From, c.Place, number(int64(c.To)), a.place(c.To), string(c.State), number(c.Packages), string(c.Currency), day(c.At()))
	}, "SELECT "+consignmentColumns+" FROM relief_consignments WHERE crisis_id = $1 ORDER BY consignment_id", a.crisis)
}

// packageRows are the packages of all consignments.
func packageRows(tx *db.Tx, a *archive, row func(...string)) error {
	return tx.Each(func(scan db.Scan) error {
		var of int64
		var letter string
		p, err := scanPackage(func(to ...any) error { return scan(append([]any{&of, &letter}, to...)...) })
		var l Letter
		if err == nil {
			err = json.Unmarshal([]byte(letter), &l)
		}
		var w Worth
		w.Add(p)
		row(number(of), number(p.Number), string(p.State), w.plain(l.Currency), string(l.Currency), ref(p.Custody), ref(p.Scan))
		return err
	}, `SELECT p.consignment_id, c.doc, p.number, p.package_id, p.state, p.value, p.custody_id, p.scan_id FROM relief_packages p
		JOIN relief_consignments c ON c.crisis_id = p.crisis_id AND c.consignment_id = p.consignment_id
		WHERE p.crisis_id = $1 ORDER BY p.consignment_id, p.number`, int64(a.crisis))
}

// custodyRows are all hand-overs; of who signed there are initials.
func custodyRows(tx *db.Tx, a *archive, row func(...string)) error {
	return tx.Each(func(scan db.Scan) error {
		var of, id int64
		var doc string
		if err := scan(&of, &id, &doc); err != nil {
			return err
		}
		var s Signature
		err := json.Unmarshal([]byte(doc), &s)
		row(number(id), number(of), moment(db.TimeOfID(id)), s.Custodian, initials(s.Person), s.Place, string(s.Sign), Spans(s.Numbers, "-", " "))
		return err
	}, "SELECT consignment_id, custody_id, doc FROM relief_custody WHERE crisis_id = $1 ORDER BY consignment_id, custody_id", int64(a.crisis))
}

// scanRows are all scans, by the clock of the phone.
func scanRows(tx *db.Tx, a *archive, row func(...string)) error {
	return tx.Each(func(scan db.Scan) error {
		var of, id, n, at int64
		err := scan(&of, &id, &n, &at)
		row(number(id), number(of), number(n), moment(db.Time(at)))
		return err
	}, "SELECT consignment_id, scan_id, number, at FROM relief_scans WHERE crisis_id = $1 ORDER BY consignment_id, scan_id", int64(a.crisis))
}

// gapRows are all discrepancies, with what was missing when the count was closed.
func gapRows(tx *db.Tx, a *archive, row func(...string)) error {
	return tx.Each(func(scan db.Scan) error {
		var of, id, due int64
		var state, doc, letter string
		if err := scan(&of, &id, &state, &due, &doc, &letter); err != nil {
			return err
		}
		var f Finding
		var l Letter
		if err := json.Unmarshal([]byte(doc), &f); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(letter), &l)
		row(number(id), number(of), state, Spans(f.Numbers, "-", " "), Worth{f.Value, f.Unvalued}.plain(l.Currency), number(f.Unvalued), string(l.Currency), day(db.Time(due)))
		return err
	}, `SELECT d.consignment_id, d.discrepancy_id, d.state, d.due, d.doc, c.doc FROM relief_discrepancies d
		JOIN relief_consignments c ON c.crisis_id = d.crisis_id AND c.consignment_id = d.consignment_id
		WHERE d.crisis_id = $1 ORDER BY d.consignment_id, d.discrepancy_id`, int64(a.crisis))
}

// Spans writes numbers of packages, those in a row as one, with a dash: "1-410 432".
func Spans(list []int64, dash, between string) string {
	var out []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		one := number(list[i])
		if j > i {
			one += dash + number(list[j])
		}
		out, i = append(out, one), j+1
	}
	return strings.Join(out, between)
}
