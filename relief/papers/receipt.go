package papers

import (
	"strings"

	"agora/customs"
	"agora/goods"
	"agora/relief"
)

// receipt says what came of what was packed, and names what did not.
func (s Set) receipt() customs.Sheet {
	out := s.sheet(Receipt)
	tally := map[relief.PackageState]int64{}
	var missing []relief.Parcel
	for _, p := range s.Parcels {
		if tally[p.State]++; p.State == relief.Absent {
			missing = append(missing, p)
		}
	}
	out.Parts = append(out.Parts, customs.Part{Boxes: []customs.Box{
		{Caption: s.say("relief.state_" + string(s.State)), Lines: []string{number(tally[relief.Arrived]+tally[relief.Stored]) + " / " + number(s.Consignment.Packages)}, Share: 0.34},
		{Caption: s.say("relief.missing"), Lines: []string{number(tally[relief.Absent])}, Share: 0.33}, {Caption: s.say("relief.lost"), Lines: []string{number(tally[relief.Wasted])}, Share: 0.33}}},
		customs.Part{Table: s.outcome()})
	if len(missing) > 0 {
		out.Parts = append(out.Parts, customs.Part{Words: s.say("relief.missing")}, customs.Part{Table: s.absent(missing)}, s.whole(missing))
	}
	out.Parts = append(out.Parts, s.signed()...)
	out.Parts = append(out.Parts, s.hands("relief.last_had", "relief.paper_receiver"))
	return out
}

// outcome is by item what was packed, came, is missing, was given up, and has not been
// counted yet: the last four make the first.
func (s Set) outcome() *customs.Table {
	t := &customs.Table{Cols: []customs.Col{{Caption: s.say("relief.item"), Share: 0.35}}}
	for _, key := range []string{"relief.state_packed", "relief.received", "relief.missing", "relief.lost", "relief.on_the_way"} {
		t.Cols = append(t.Cols, customs.Col{Caption: s.say(key), Share: 0.13, Number: true})
	}
	for _, l := range s.lines(s.Parcels) {
		came := map[relief.PackageState]int64{}
		for _, p := range s.Parcels {
			came[p.State] += unitsOf(p, l.item)
		}
		row := [][]string{{s.item(l.item)}}
		for _, n := range []int64{l.units, came[relief.Arrived] + came[relief.Stored], came[relief.Absent], came[relief.Wasted], came[relief.Sealed]} {
			row = append(row, []string{number(n)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// absent names packages that did not come, with who signed for each last.
func (s Set) absent(missing []relief.Parcel) *customs.Table {
	t := &customs.Table{Cols: []customs.Col{{Caption: s.say("relief.paper_package"), Share: 0.12, Number: true}, {Caption: s.say("relief.items"), Share: 0.38},
		{Caption: s.say("desk.col_value"), Share: 0.16, Number: true}, {Caption: s.say("relief.last_had"), Share: 0.34}}}
	for _, p := range missing {
		var inside, last []string
		for _, c := range p.Contents {
			inside = append(inside, s.content(c))
		}
		for _, h := range s.HandOvers {
			if h.ID == p.Custody {
				last = []string{h.Custodian + ", " + h.Person, h.Place + ", " + minute(h.At)}
			}
		}
		if last == nil {
			last = []string{s.giver()}
		}
		t.Rows = append(t.Rows, [][]string{{number(p.Number)}, inside, {s.or(p.Value > 0, s.sum(p.Value))}, last})
	}
	return t
}

// content is what there is of a lot, in one line.
func (s Set) content(c goods.Stock) string {
	text := []string{number(c.Units) + " × " + s.item(c.Lot.Item), c.Lot.Batch}
	return strings.Trim(strings.Join(text, " · "), " ·")
}
