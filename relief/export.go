package relief

import (
	"context"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"

	"agora/db"
	"agora/goods"
	"agora/sheet"
)

// A file has a row of names, and under it one of tags of HXL 1.1.
var (
	totalHeads = []string{"id", "facility", "country", "item", "item_code", "unit", "needed", "on_the_way", "received", "missing", "written_off", "counted", "latitude", "longitude"}
	totalTags  = []string{"#meta+id", "#loc+name", "#country+code", "#item+name", "#item+code", "#item+unit", "#inneed+quantity", "#output+intransit+quantity", "#reached+quantity", "#output+missing+quantity", "#output+lost+quantity", "#date+counted", "#geo+lat", "#geo+lon"}

	needHeads = []string{"id", "facility", "facility_code", "country", "item", "item_code", "unspsc", "unit", "needed", "received", "reported", "latitude", "longitude"}
	needTags  = []string{"#meta+id", "#loc+name", "#loc+code", "#country+code", "#item+name", "#item+code", "#item+code+v_unspsc", "#item+unit", "#inneed+quantity", "#reached+quantity", "#date+reported", "#geo+lat", "#geo+lon"}
)

// record is what the files of a crisis are made of.
type record struct {
	day    string
	items  map[goods.ItemID]Item
	places map[FacilityID]Facility
	totals []Total
	needs  []Shortage // that are open
}

// record reads a crisis as it is at one moment.
func (s *Service) record(ctx context.Context, id CrisisID) (r record, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r = record{day: tx.Now.Format("2006-01-02"), items: map[goods.ItemID]Item{}, places: map[FacilityID]Facility{}}
		items, err := itemsIn(tx, id)
		if err != nil {
			return err
		}
		for _, i := range items {
			r.items[i.ID] = i
		}
		places, err := facilitiesIn(tx, id)
		if err != nil {
			return err
		}
		for _, f := range places {
			r.places[f.ID] = f
		}
		if r.needs, err = openNeeds(tx, id); err != nil {
			return err
		}
		r.totals, err = totalsIn(tx, id, r.needs)
		return err
	})
	return r, err
}

// Export writes the totals of a crisis as CSV with a row of HXL tags: UTF-8 with a mark
// of order, which a spreadsheet needs, and no cell that it would take for a formula.
func (s *Service) Export(ctx context.Context, id CrisisID, w io.Writer) error {
	r, err := s.record(ctx, id)
	if err != nil {
		return err
	}
	return r.writeTotals(w)
}

func (r record) writeTotals(w io.Writer) error {
	return tagged(w, totalHeads, totalTags, func(row func(...string)) {
		for _, t := range r.totals {
			i, f := r.items[t.Item], r.places[t.Facility]
			if i.ID == 0 || f.ID == 0 {
				continue
			}
			lat, lon := f.coordinates()
			row(number(int64(t.Facility))+"-"+number(int64(t.Item)), f.Name, string(f.Country), nameOf(i), i.Code, string(i.Unit),
				number(t.Needed), number(t.OnTheWay), number(t.Received), number(t.Missing), number(t.Lost), r.day, lat, lon)
		}
	})
}

// ExportNeeds writes the open needs of a crisis, one row for each facility and item, in
// the same way.
func (s *Service) ExportNeeds(ctx context.Context, id CrisisID, w io.Writer) error {
	r, err := s.record(ctx, id)
	if err != nil {
		return err
	}
	type key struct {
		facility FacilityID
		item     goods.ItemID
	}
	sums := map[key]Total{}
	for _, t := range r.totals {
		sums[key{t.Facility, t.Item}] = t
	}
	return tagged(w, needHeads, needTags, func(row func(...string)) {
		for _, n := range r.needs {
			i, f, t := r.items[n.Item], r.places[n.Facility], sums[key{n.Facility, n.Item}]
			lat, lon := f.coordinates()
			row(number(int64(n.ID)), f.Name, number(int64(f.ID)), string(f.Country), nameOf(i), i.Code, i.CodeIn("unspsc"), string(i.Unit),
				number(t.Needed), number(t.Received), db.TimeOfID(int64(n.ID)).Format("2006-01-02"), lat, lon)
		}
	})
}

// tagged writes a file of rows under their names and tags.
func tagged(w io.Writer, heads, tags []string, rows func(row func(...string))) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(heads) // what goes wrong is kept until Flush
	_ = out.Write(tags)
	rows(func(cells ...string) {
		for i, c := range cells {
			if _, err := strconv.ParseFloat(c, 64); err != nil { // a number that is below zero is no formula
				cells[i] = sheet.Guard(c)
			}
		}
		_ = out.Write(cells)
	})
	out.Flush()
	return out.Error()
}

// coordinates writes where a facility is; nothing where that is not known.
func (p Profile) coordinates() (lat, lon string) {
	if !p.Placed() {
		return "", ""
	}
	return degrees(p.Lat), degrees(p.Lon)
}

// nameOf names an item in English, or in any language that it has.
func nameOf(i Item) string { return i.Named("en") }

// Named names an item in a language, else in English, else in any that it has.
func (i Item) Named(lang string) string {
	for _, l := range append([]string{lang, "en"}, slices.Sorted(maps.Keys(i.Name))...) {
		if name := i.Name[l]; name != "" {
			return name
		}
	}
	return i.Code
}
