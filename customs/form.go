package customs

import (
	"agora/money"
)

// cn22 is the short declaration, of the size of a label.
func (s Shipment) cn22(w words) Sheet {
	out := s.sheet(w, CN22, "CN 22", "declaration", "category", "description", "quantity", "net", "value", "hs", "origin", "gross")
	out.Narrow, out.Bar = true, s.Number
	t := &Table{Cols: []Col{{w.say("quantity") + " · " + w.say("description"), 0.40, false}, {w.say("net"), 0.17, true}, {w.say("value"), 0.20, true},
		{w.short("hs") + " · " + w.short("origin"), 0.23, false}}}
	for i, v := range s.values() {
		l := s.Lines[i]
		names := l.names(w)
		t.Rows = append(t.Rows, [][]string{w.counted(l.Quantity, names), {w.kilos(l.Net())}, {w.or(v.Minor > 0, sum(v))}, {w.code(l.HS), w.made(l.Origin)}})
	}
	out.Parts = []Part{
		{Words: w.say("opened")},
		s.categories(w),
		{Table: t},
		{Boxes: []Box{{Caption: w.say("gross"), Lines: []string{w.kilos(s.Gross)}, Share: 0.5}, {Caption: w.say("total"), Lines: []string{sum(s.Goods())}, Share: 0.5}}},
	}
	out.Parts = append(out.Parts, w.paragraphs("certify")...)
	out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("signature"), Lines: []string{w.day(s.Day)}, Share: 1, Room: 24}}})
	return out
}

// counted puts the number of things before the first of their names.
func (w words) counted(n int64, names []string) []string {
	if len(names) == 0 {
		names = []string{w.or(false, "")}
	}
	return append([]string{number(n) + " × " + names[0]}, names[1:]...)
}

// categories are the ticks by which a form asks why the parcel is sent.
func (s Shipment) categories(w words) Part {
	box := Box{Caption: w.say("category"), Share: 1}
	for _, c := range Categories {
		box.Ticks = append(box.Ticks, Tick{w.say(string(c)), c == s.Category})
	}
	return Part{Boxes: []Box{box}}
}

// cn23 is the full declaration.
func (s Shipment) cn23(w words) Sheet {
	out := s.sheet(w, CN23, "CN 23", "declaration", "category", "sender.street", "sender.phone", "addressee.street", "addressee.phone",
		"description", "quantity", "net", "value", "hs", "origin", "gross")
	out.Bar = s.Number
	out.Parts = []Part{
		{Words: w.say("opened")},
		s.sides(w, "sender", "addressee"),
		{Boxes: []Box{{Caption: w.say("item"), Lines: one(s.Number), Share: 0.34}, {Caption: w.say("ref"), Lines: one(s.Ref), Share: 0.33},
			{Caption: w.say("carrier"), Lines: one(s.Carrier), Share: 0.33}}},
		{Table: s.goods(w, s.values(), false)},
		{Boxes: []Box{{Caption: w.say("gross"), Lines: []string{w.kilos(s.Gross)}, Share: 0.34}, {Caption: w.say("total"), Lines: []string{sum(s.Goods())}, Share: 0.33},
			{Caption: w.say("postage"), Lines: []string{sum(s.Freight)}, Share: 0.33}}},
		s.categories(w),
		{Boxes: []Box{{Caption: w.say("invoice"), Lines: one(s.Ref), Share: 0.5}, {Caption: w.say("incoterm"), Lines: one(s.Incoterm), Share: 0.5}}},
	}
	out.Parts = append(out.Parts, w.paragraphs("certify")...)
	out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("signature"), Lines: []string{w.day(s.Day)}, Share: 0.5, Room: 34}, {Caption: w.say("received"), Share: 0.5, Room: 34}}})
	return out
}

// sides are the two who write to each other.
func (s Shipment) sides(w words, from, to string) Part {
	return Part{Boxes: []Box{{Caption: w.say(from), Lines: w.party(s.Sender), Share: 0.5}, {Caption: w.say(to), Lines: w.party(s.Addressee), Share: 0.5}}}
}

// goods are the lines with what customs ask of each; values as they are to
// stand, with the price of one where an invoice wants it.
func (s Shipment) goods(w words, values []money.Amount, units bool) *Table {
	t := &Table{Cols: []Col{{w.say("description"), 0.32, false}, {w.say("quantity"), 0.1, true}, {w.say("net"), 0.11, true}, {w.say("value"), 0.16, true},
		{w.say("hs"), 0.13, false}, {w.say("origin"), 0.18, false}}}
	if units {
		t.Cols[0].Share = 0.19
		t.Cols = append(t.Cols[:3:3], append([]Col{{w.say("unit"), 0.13, true}}, t.Cols[3:]...)...)
	}
	for i, l := range s.Lines {
		names := l.names(w)
		if len(names) == 0 {
			names = []string{w.or(false, "")}
		}
		if units && l.SKU != "" {
			names = append(names, l.SKU)
		}
		row := [][]string{names, {number(l.Quantity)}, {w.kilos(l.Net())}}
		if units {
			row = append(row, []string{w.or(l.Unit.Minor > 0, sum(l.Unit))})
		}
		t.Rows = append(t.Rows, append(row, []string{w.or(values[i].Minor > 0, sum(values[i]))}, []string{w.code(l.HS)}, []string{w.made(l.Origin)}))
	}
	return t
}

// paragraphs are long words, those of each language for itself.
func (w words) paragraphs(key string) (list []Part) {
	for _, said := range w.each(key) {
		list = append(list, Part{Words: said})
	}
	return list
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
