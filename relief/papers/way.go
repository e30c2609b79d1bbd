package papers

import (
	"slices"
	"time"

	"agora/customs"
	"agora/relief"
)

// blankLegs are the hand-overs for which a waybill has room.
const blankLegs = 4

// waybill says who took over what so far, with room for who comes next to sign.
func (s Set) waybill() customs.Sheet {
	out := s.sheet(Waybill)
	out.Parts = append(out.Parts, s.whole(s.Parcels))
	out.Parts = append(out.Parts, s.signed()...)
	for range blankLegs {
		out.Parts = append(out.Parts, s.hands("relief.custodian", "relief.where", "relief.packages", "relief.paper_sign"))
	}
	return out
}

// signed are the hand-overs so far: who took over, and who signed how.
func (s Set) signed() []customs.Part {
	t := &customs.Table{Cols: []customs.Col{{Caption: "№", Share: 0.05, Number: true}, {Caption: s.say("relief.custodian"), Share: 0.25}, {Caption: s.say("relief.person"), Share: 0.2},
		{Caption: s.say("relief.where"), Share: 0.2}, {Caption: s.say("relief.sign"), Share: 0.15}, {Caption: s.say("relief.packages"), Share: 0.15}}}
	for i, h := range s.HandOvers {
		t.Rows = append(t.Rows, [][]string{{number(int64(i + 1))}, {h.Custodian}, {h.Person}, {h.Place, minute(h.At)}, {s.say("relief.sign_" + string(h.Sign))}, {s.taken(h)}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []customs.Part{{Table: t}}
}

// minute writes when something was.
func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// taken are the packages of a hand-over. One without numbers is of all.
func (s Set) taken(h relief.Custody) string {
	if len(h.Numbers) == 0 {
		return "1–" + number(s.Consignment.Packages)
	}
	return spans(h.Numbers)
}

// proof says that packages changed hands once: who gave them, who took them, what is in
// them. Goods that nobody asked for have it too, for it is all that tells of them.
func (s Set) proof() customs.Sheet {
	out := s.sheet(Proof)
	i := slices.IndexFunc(s.HandOvers, func(c relief.Custody) bool { return c.ID == s.Over })
	if i < 0 {
		return out
	}
	h, parcels := s.HandOvers[i], s.Parcels
	if len(h.Numbers) > 0 {
		parcels = s.among(h.Numbers)
	}
	if !s.Asked {
		out.Parts = append(out.Parts, s.paragraphs("relief.paper_unasked")...)
	}
	before := []string{s.giver(), s.Place}
	if i > 0 {
		before = []string{s.HandOvers[i-1].Custodian, s.HandOvers[i-1].Place}
	}
	out.Parts = append(out.Parts,
		customs.Part{Boxes: []customs.Box{{Caption: s.say("relief.last_had"), Lines: before, Share: 0.5}, {Caption: s.say("relief.custodian"), Lines: []string{h.Custodian, h.Person}, Share: 0.5}}},
		customs.Part{Boxes: []customs.Box{{Caption: s.say("relief.where"), Lines: []string{h.Place, minute(h.At)}, Share: 0.5}, {Caption: s.say("relief.sign"), Lines: []string{s.say("relief.sign_" + string(h.Sign))}, Share: 0.5}}},
		customs.Part{Boxes: []customs.Box{{Caption: s.say("relief.packages"), Lines: []string{s.taken(h)}, Share: 1}}},
		customs.Part{Table: s.totals(parcels)}, s.whole(parcels), s.hands("relief.last_had", "relief.custodian"))
	return out
}
