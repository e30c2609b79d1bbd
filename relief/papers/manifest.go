package papers

import (
	"cmp"

	"agora/customs"
	"agora/relief"
)

// notSaid stands in a narrow column for what nobody said; a line below says so in words.
const notSaid = "[?]"

// manifest lists every package with all that is in it. Each page says what its rows sum
// to, and all so far, for a page gets lost.
func (s Set) manifest() customs.Sheet {
	out := s.sheet(Manifest)
	t := &customs.Table{Cols: []customs.Col{{Caption: s.say("relief.paper_package"), Share: 0.1, Number: true}, {Caption: s.say("relief.item"), Share: 0.3},
		{Caption: s.say("desk.col_quantity"), Share: 0.12, Number: true}, {Caption: s.say("relief.paper_batch"), Share: 0.13},
		{Caption: s.say("relief.paper_expires"), Share: 0.12}, {Caption: s.say("desk.map_origin"), Share: 0.09}, {Caption: s.say("desk.col_value"), Share: 0.14, Number: true}}}
	packages, units, values := customs.Sum{Column: 0}, customs.Sum{Column: 2}, customs.Sum{Column: 6, In: s.Currency, Unknown: s.or(false, "")}
	unknown := false
	for _, p := range s.Parcels {
		for i, c := range p.Contents {
			row := [][]string{{number(p.Number)}, {s.item(c.Lot.Item)}, {number(c.Units)}, {c.Lot.Batch}, {until(c.Lot)}, {cmp.Or(string(c.Lot.Origin), notSaid)}, nil}
			unknown = unknown || c.Lot.Origin == ""
			one, value := int64(0), int64(0)
			if i == 0 { // a package counts once, and its value stands in its first row
				one, value = 1, p.Value
				row[6] = []string{s.or(p.Value > 0, s.sum(p.Value))}
			}
			values.Open = append(values.Open, i == 0 && p.Value == 0)
			t.Rows = append(t.Rows, row)
			packages.Of, units.Of, values.Of = append(packages.Of, one), append(units.Of, c.Units), append(values.Of, value)
		}
	}
	t.Foot = &customs.Foot{Page: s.say("relief.paper_page"), All: s.say("relief.paper_to_here"), Column: 1, Sums: []customs.Sum{packages, units, values}}
	out.Parts = append(out.Parts, customs.Part{Table: t})
	if unknown {
		out.Parts = append(out.Parts, customs.Part{Words: notSaid + " " + s.say("desk.map_origin") + ": " + s.or(false, "")})
	}
	out.Parts = append(out.Parts, customs.Part{Words: s.say("relief.paper_total")}, customs.Part{Table: s.totals(s.Parcels)}, s.whole(s.Parcels), s.hands("relief.paper_sign"))
	return out
}

// totals sums packages up by item.
func (s Set) totals(parcels []relief.Parcel) *customs.Table {
	t := &customs.Table{Cols: []customs.Col{{Caption: s.say("relief.item"), Share: 0.52}, {Caption: s.say("relief.paper_package"), Share: 0.12, Number: true},
		{Caption: s.say("desk.col_quantity"), Share: 0.16, Number: true}, {Caption: s.say("relief.unit"), Share: 0.2}}}
	for _, l := range s.lines(parcels) {
		t.Rows = append(t.Rows, [][]string{{s.item(l.item)}, {number(l.packages)}, {number(l.units)}, {s.say("relief.in_" + string(s.Items[l.item].Unit))}})
	}
	return t
}

// whole is how many packages there are, and what they are worth.
func (s Set) whole(parcels []relief.Parcel) customs.Part {
	return customs.Part{Boxes: []customs.Box{{Caption: s.say("relief.paper_package"), Lines: []string{number(int64(len(parcels)))}, Share: 0.3}, {Caption: s.say("desk.col_value"), Lines: []string{s.total(parcels)}, Share: 0.7}}}
}

// hands are places to sign.
func (s Set) hands(keys ...string) (row customs.Part) {
	for _, key := range keys {
		row.Boxes = append(row.Boxes, customs.Box{Caption: s.say(key), Share: 1 / float64(len(keys)), Room: 44})
	}
	return row
}

// packing is a slip for the outside of each package, without a value: to be cut apart.
func (s Set) packing() customs.Sheet {
	out := customs.Sheet{Kind: customs.Kind(Packing), Title: s.Speech[0].T(Packing.Title()) + " " + s.Number, Words: s.say(Packing.Title()), Counts: true}
	for _, p := range s.chosen() {
		var inside []string
		for _, c := range p.Contents {
			text := number(c.Units) + " × " + s.item(c.Lot.Item)
			if c.Lot.Batch != "" {
				text += " · " + s.say("relief.batch", "batch", c.Lot.Batch)
			}
			if c.Lot.Expires != 0 {
				text += " · " + s.say("relief.paper_expires") + " " + until(c.Lot)
			}
			inside = append(inside, text+" · "+s.say("desk.map_origin")+": "+s.made(c.Lot.Origin))
		}
		out.Parts = append(out.Parts, customs.Part{Boxes: []customs.Box{
			{Caption: s.say("relief.paper_package"), Lines: []string{number(p.Number) + " / " + number(s.Consignment.Packages), s.Number}, Share: 0.2},
			{Caption: s.say("relief.paper_to"), Lines: s.place(), Share: 0.3}, {Caption: s.say("relief.items"), Lines: inside, Share: 0.5}}})
	}
	return out
}
