package relief

import (
	"agora/db"
	"agora/goods"
	"agora/money"
)

// archiveTables are the files of which each row is a row of a table.
func archiveTables() []archiveTable {
	return []archiveTable{
		{"facilities.csv", "id #meta+id facility #loc+name kind #loc+type country #country+code town #loc+town status #status source #meta+source checked #date+checked latitude #geo+lat longitude #geo+lon",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanFacility, func(f Facility) {
					lat, lon := f.coordinates()
					row(number(int64(f.ID)), f.Name, string(f.Kind), string(f.Country), f.Town, string(f.State), f.Source, day(f.Checked), lat, lon)
				}, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 ORDER BY facility_id", a.crisis)
			}},
		{"items.csv", "id #meta+id item #item+name item_code #item+code unit #item+unit hs #item+code+v_hs unspsc #item+code+v_unspsc",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanItem, func(i Item) {
					row(number(int64(i.ID)), nameOf(i), i.Code, string(i.Unit), i.CodeIn("hs"), i.CodeIn("unspsc"))
				}, "SELECT "+itemColumns+" FROM relief_items WHERE crisis_id = $1 ORDER BY item_id", a.crisis)
			}},
		{"needs.csv", "id #meta+id facility_id #loc+code facility #loc+name item #item+name item_code #item+code status #status units #inneed+quantity daily #inneed+daily+quantity days #inneed+days+num stock #capacity+quantity staff #affected+staff+num deadline #date+deadline reported #date+reported confirmed #date+confirmed",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanNeed, func(n Need) {
					name, code := a.thing(n.Item)
					row(number(int64(n.ID)), number(int64(n.Facility)), a.place(n.Facility), name, code, string(n.State), number(n.Gap()), number(n.Daily), number(n.Days), number(n.Want.Stock), number(n.Staff),
						day(n.Deadline), day(db.TimeOfID(int64(n.ID))), day(n.Confirmed))
				}, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 ORDER BY need_id", a.crisis)
			}},
		{"pledges.csv", "id #meta+id item #item+name item_code #item+code status #status units #output+pledged+quantity allotted #output+allotted+quantity sent #output+sent+quantity declined #output+declined+quantity from #org+donor expires #date+expires date #date",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanPledge, func(p Pledge) {
					name, code := a.thing(p.Item)
					row(number(int64(p.ID)), name, code, string(p.State), number(p.Units), number(p.Allotted), number(p.Sent), number(p.Declined), chosen(p.Public, p.Donor), day(p.Expires.Time()), day(db.TimeOfID(int64(p.ID))))
				}, "SELECT "+pledgeWhole+" FROM relief_pledges WHERE crisis_id = $1 ORDER BY pledge_id", a.crisis)
			}},
		{"allotments.csv", "id #meta+id pledge_id #meta+pledge need_id #meta+need facility #loc+name item #item+name item_code #item+code status #status units #output+allotted+quantity consignment_id #meta+consignment",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanAllotment, func(l Allotment) {
					name, code := a.thing(l.Item)
					row(number(int64(l.ID)), number(int64(l.Pledge)), number(int64(l.Need)), a.place(l.Facility), name, code, string(l.State), number(l.Units), ref(l.Consignment))
				}, "SELECT "+allotmentColumns+" FROM relief_allotments a WHERE a.crisis_id = $1 ORDER BY a.allotment_id", a.crisis)
			}},
		{"consignments.csv", "id #meta+id consignment #meta+consignment from #org+donor place #loc+origin facility_id #loc+code facility #loc+name status #status packages #output+packages+num currency #currency date #date",
			consignmentRows},
		{"packages.csv", "consignment_id #meta+consignment package #meta+package status #status value #value currency #currency custody_id #meta+custody scan_id #meta+scan",
			packageRows},
		{"custody.csv", "id #meta+id consignment_id #meta+consignment time #meta+time custodian #org+name person #contact+name place #loc+name sign #meta+sign packages #meta+packages", custodyRows},
		{"scans.csv", "id #meta+id consignment_id #meta+consignment package #meta+package time #meta+time", scanRows},
		{"discrepancies.csv", "id #meta+id consignment_id #meta+consignment status #status packages #meta+packages value #value unvalued #value+unvalued+num currency #currency due #date+due", gapRows},
		{"stock.csv", "facility_id #loc+code facility #loc+name item #item+name item_code #item+code batch #item+batch expires #date+expires origin #item+origin+code units #capacity+quantity recalled #description+recalled",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return goods.EachStock(tx, book(a.crisis), goods.Place, func(s goods.Stock) {
					party := s.Account.Party()
					name, code := a.thing(s.Lot.Item)
					row(number(party), a.place(FacilityID(party)), name, code, s.Lot.Batch, day(s.Lot.Expires.Time()), string(s.Lot.Origin), number(s.Units), s.Lot.Recalled)
				})
			}},
		{"moves.csv", "id #meta+id time #meta+time kind #activity+type account #meta+account item #item+name item_code #item+code batch #item+batch expires #date+expires origin #item+origin+code units #output+quantity",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return goods.EachEntry(tx, book(a.crisis), func(e goods.Entry) {
					name, code := a.thing(e.Lot.Item)
					row(number(int64(e.Move)), moment(db.TimeOfID(int64(e.Move))), e.Kind, string(e.Account), name, code, e.Lot.Batch, day(e.Lot.Expires.Time()), string(e.Lot.Origin), number(e.Units))
				})
			}},
		{"donations.csv", "id #meta+id date #date reference #meta+ref status #status from #org+donor currency #currency value #value+pledged received #value+received returned #value+returned",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanDonation, func(d Donation) {
					sum := func(minor int64) string { return money.Of(minor, d.Amount.Currency).Plain() }
					row(number(int64(d.ID)), day(d.At()), d.Ref, string(d.State), chosen(d.Public, d.Donor), string(d.Amount.Currency), d.Amount.Plain(), sum(d.Received), sum(d.Returned))
				}, "SELECT "+donationColumns+" FROM relief_donations WHERE crisis_id = $1 ORDER BY donation_id", a.crisis)
			}},
		{"carriage.csv", "id #meta+id date #date kind #activity+type from #loc+origin place #loc+destination kilograms #capacity+kg+num packages #capacity+packages+num status #status consignment_id #meta+consignment",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanCarriage, func(c Carriage) {
					row(number(int64(c.ID)), day(c.Day.Time()), string(c.Vehicle), c.From, c.To, number(c.Kilos), number(c.Room.Packages), string(c.State), ref(c.Consignment))
				}, "SELECT "+carriageColumns+" FROM relief_carriages WHERE crisis_id = $1 ORDER BY carriage_id", a.crisis)
			}},
		{"tasks.csv", "id #meta+id time #meta+time kind #activity+type what #activity+name place #loc+name wanted #capacity+people+num taken #reached+people+num status #status",
			func(tx *db.Tx, a *archive, row func(...string)) error {
				return each(tx, scanTask, func(t Task) {
					status := "open"
					if t.Closed {
						status = "closed"
					}
					row(number(int64(t.ID)), moment(t.Starts), string(t.Skill), t.What, t.Where, number(t.Places), number(t.Taken), status)
				}, "SELECT "+taskColumns+" FROM relief_tasks t WHERE t.crisis_id = $1 ORDER BY t.task_id", a.crisis)
			}},
	}
}

// each reads the rows of a crisis one by one.
func each[T any](tx *db.Tx, read func(db.Scan) (T, error), do func(T), query string, crisis CrisisID) error {
	return tx.Each(func(scan db.Scan) error {
		one, err := read(scan)
		if err == nil {
			do(one)
		}
		return err
	}, query, int64(crisis))
}

// chosen is the name of who chose to be named, and initials of others.
func chosen(public bool, name string) string {
	if public {
		return name
	}
	return initials(name)
}
