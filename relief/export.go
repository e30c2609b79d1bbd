package relief

import (
	"context"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"

	"agora/db"
	"agora/sheet"
)

// tags are the row of HXL 1.1 under the names of the columns of Export.
var tags = []string{"#meta+id", "#loc+name", "#country+code", "#item+name", "#item+code", "#item+unit", "#inneed+quantity", "#output+intransit+quantity", "#reached+quantity", "#output+missing+quantity", "#output+lost+quantity", "#date+reported", "#geo+lat", "#geo+lon"}

var heads = []string{"id", "facility", "country", "item", "item_code", "unit", "needed", "on_the_way", "received", "missing", "written_off", "counted", "latitude", "longitude"}

// Export writes the totals of a crisis as CSV with a row of HXL tags: UTF-8 with a mark
// of order, which a spreadsheet needs, and no cell that it would take for a formula.
func (s *Service) Export(ctx context.Context, id CrisisID, w io.Writer) error {
	totals, err := s.Totals(ctx, id)
	if err != nil {
		return err
	}
	var items []Item
	var places map[FacilityID]Facility
	var now string
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now.Format("2006-01-02")
		if items, err = itemsIn(tx, id); err != nil {
			return err
		}
		places = map[FacilityID]Facility{}
		list, err := db.List(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 LIMIT $2", int64(id), maxFacilities)
		for _, f := range list {
			places[f.ID] = f
		}
		return err
	}); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(heads) // what goes wrong is kept until Flush
	_ = out.Write(tags)
	for _, t := range totals {
		i := slices.IndexFunc(items, func(i Item) bool { return i.ID == t.Item })
		f := places[t.Facility]
		if i < 0 || f.ID == 0 {
			continue
		}
		n := func(v int64) string { return strconv.FormatInt(v, 10) }
		row := []string{n(int64(t.Facility)) + "-" + n(int64(t.Item)), sheet.Guard(f.Name), string(f.Country), sheet.Guard(nameOf(items[i])), items[i].Code, string(items[i].Unit),
			n(t.Needed), n(t.OnTheWay), n(t.Received), n(t.Missing), n(t.Lost), now, degrees(f.Lat), degrees(f.Lon)}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// nameOf names an item in English, or in any language that it has.
func nameOf(i Item) string {
	if name := i.Name["en"]; name != "" {
		return name
	}
	for _, lang := range slices.Sorted(maps.Keys(i.Name)) {
		return i.Name[lang]
	}
	return i.Code
}

// degrees writes a coordinate; nothing for none.
func degrees(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n)/degree, 'f', -1, 64)
}
