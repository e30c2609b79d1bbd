package papers

import (
	"slices"
	"strings"

	"agora/country"
	"agora/customs"
	"agora/goods"
)

// gift is what the donor says of the goods, for customs: given for relief, and not sold.
func (s Set) gift() customs.Sheet {
	out := s.sheet(Gift)
	t := s.totals(s.Parcels)
	out.Parts = append(out.Parts, s.paragraphs("relief.paper_gift_words")...)
	out.Parts = append(out.Parts, customs.Part{Table: t}, s.whole(s.Parcels), s.hands("relief.paper_sign"))
	return out
}

// declaration asks customs to let the goods in as relief. It names the rule that treats
// relief consignments first; who waives duties is the country of arrival, whose decision
// is written in by hand.
func (s Set) declaration() customs.Sheet {
	out := s.sheet(Customs)
	t := &customs.Table{Cols: []customs.Col{{Caption: s.say("relief.hs"), Share: 0.14}, {Caption: s.say("relief.item"), Share: 0.3}, {Caption: s.say("desk.col_quantity"), Share: 0.18, Number: true},
		{Caption: s.say("relief.paper_package"), Share: 0.1, Number: true}, {Caption: s.say("desk.col_value"), Share: 0.14, Number: true}, {Caption: s.say("desk.map_origin"), Share: 0.14}}}
	for _, l := range s.linesBy(s.Parcels, madeOf) {
		hs := s.hs(l.item)
		if hs == "" {
			out.Lacks = append(out.Lacks, s.Speech[0].T("relief.hs")+": "+s.Items[l.item].Code)
		}
		if !l.known {
			out.Lacks = append(out.Lacks, s.Speech[0].T("desk.col_value")+": "+s.Items[l.item].Code)
		}
		if l.origin == "" {
			out.Lacks = append(out.Lacks, s.Speech[0].T("desk.map_origin")+": "+s.Items[l.item].Code)
		}
		t.Rows = append(t.Rows, [][]string{{s.or(hs != "", hs)}, {s.item(l.item)}, {number(l.units), s.say("relief.in_" + string(s.Items[l.item].Unit))}, {number(l.packages)},
			{s.or(l.known, s.sum(l.value))}, {s.made(l.origin)}})
	}
	out.Parts = append(out.Parts, customs.Part{Table: t}, s.whole(s.Parcels))
	out.Parts = append(out.Parts, s.paragraphs("relief.paper_customs_words")...)
	out.Parts = append(out.Parts, s.hands("relief.paper_decision"), s.hands("relief.paper_sign", "relief.paper_sign"))
	return out
}

// made says in which country goods were made; that nobody said it is said, too.
func (s Set) made(c country.Code) string {
	var names []string
	for _, l := range s.Speech {
		if name := c.Name(l.Lang()); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return s.or(c != "", string(c)+" "+strings.Join(names, " · "))
}

// hs is the code of an item in the Harmonized System; "" when nobody wrote it.
func (s Set) hs(id goods.ItemID) string {
	for _, c := range s.Items[id].Codes {
		if c.Scheme == "hs" {
			return c.Code
		}
	}
	return ""
}
