package customs

import (
	"strconv"

	"agora/money"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// invoice is the commercial invoice.
func (s Shipment) invoice(w words) Sheet {
	out := s.sheet(w, Invoice, "Invoice", "invoice", "sender.street", "addressee.street", "incoterm", "description", "quantity", "net", "value", "hs", "origin", "gross")
	plain := make([]money.Amount, len(s.Lines))
	for i, l := range s.Lines {
		plain[i] = l.Value()
	}
	due := money.Of(s.Total().Minor-s.Paid.Minor, s.Currency)
	sums := []Box{{Caption: w.say("total"), Lines: []string{sum(s.Goods())}, Share: 0.25}, {Caption: w.say("postage"), Lines: []string{sum(s.Freight)}, Share: 0.25},
		{Caption: w.say("sum"), Lines: []string{sum(s.Total())}, Share: 0.25}, {Caption: w.say("paid"), Lines: []string{sum(s.Paid)}, Share: 0.25}}
	if due.Minor > 0 {
		sums[3] = Box{Caption: w.say("due"), Lines: []string{sum(due)}, Share: 0.25}
	}
	out.Parts = []Part{
		{Boxes: []Box{{Caption: w.say("invoice"), Lines: one(s.Ref), Share: 0.34}, {Caption: w.say("date"), Lines: []string{w.day(s.Day)}, Share: 0.33},
			{Caption: w.say("incoterm"), Lines: []string{w.or(s.Incoterm != "", s.Incoterm)}, Share: 0.33}}},
		s.sides(w, "seller", "buyer"),
		{Table: s.goods(w, plain, true)},
	}
	if s.Discount.Minor > 0 {
		out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("discount"), Lines: []string{sum(s.Discount.Neg())}, Share: 1}}})
	}
	out.Parts = append(out.Parts, Part{Boxes: sums},
		Part{Boxes: []Box{{Caption: w.say("reason"), Lines: []string{w.reason(s)}, Share: 0.34}, {Caption: w.say("gross"), Lines: []string{w.kilos(s.Gross)}, Share: 0.33},
			{Caption: w.say("item"), Lines: one(s.Number), Share: 0.33}}},
		Part{Boxes: []Box{{Caption: w.say("signature"), Lines: []string{w.day(s.Day)}, Share: 1, Room: 34}}})
	return out
}

func (w words) reason(s Shipment) string { return w.or(s.Category != "", w.short(string(s.Category))) }

// packing is the packing list: what is in the parcel, without a price.
func (s Shipment) packing(w words) Sheet {
	out := s.sheet(w, Packing, "Packing list", "packing", "sender.street", "addressee.street", "description", "quantity", "net", "gross")
	t := &Table{Cols: []Col{{w.say("description"), 0.52, false}, {w.say("quantity"), 0.15, true}, {w.say("net"), 0.15, true}, {w.say("hs"), 0.18, false}}}
	for _, l := range s.Lines {
		names := l.names(w)
		if l.SKU != "" {
			names = append(names, l.SKU)
		}
		t.Rows = append(t.Rows, [][]string{names, {number(l.Quantity)}, {w.kilos(l.Net())}, {w.code(l.HS)}})
	}
	out.Parts = []Part{
		s.sides(w, "sender", "addressee"),
		{Boxes: []Box{{Caption: w.say("ref"), Lines: one(s.Ref), Share: 0.34}, {Caption: w.say("date"), Lines: []string{w.day(s.Day)}, Share: 0.33},
			{Caption: w.say("item"), Lines: one(s.Number), Share: 0.33}}},
		{Table: t},
		{Boxes: []Box{{Caption: w.say("packages"), Lines: []string{"1"}, Share: 0.34}, {Caption: w.say("net"), Lines: []string{w.kilos(s.Net())}, Share: 0.33},
			{Caption: w.say("gross"), Lines: []string{w.kilos(s.Gross)}, Share: 0.33}}},
	}
	return out
}

// origin is what the exporter says of where the goods were made.
func (s Shipment) origin(w words) Sheet {
	out := s.sheet(w, Origin, "Origin", "origin_statement", "sender.street", "description", "quantity", "hs", "origin")
	t := &Table{Cols: []Col{{w.say("description"), 0.42, false}, {w.say("quantity"), 0.14, true}, {w.say("hs"), 0.18, false}, {w.say("origin"), 0.26, false}}}
	for _, l := range s.Lines {
		t.Rows = append(t.Rows, [][]string{l.names(w), {number(l.Quantity)}, {w.code(l.HS)}, {w.made(l.Origin)}})
	}
	out.Parts = []Part{s.sides(w, "seller", "buyer"),
		{Boxes: []Box{{Caption: w.say("invoice"), Lines: one(s.Ref), Share: 0.5}, {Caption: w.say("date"), Lines: []string{w.day(s.Day)}, Share: 0.5}}},
		{Table: t}}
	out.Parts = append(out.Parts, w.paragraphs("origin_words")...)
	out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("signature"), Lines: []string{w.day(s.Day)}, Share: 1, Room: 44}}})
	return out
}

// back is the form that lies in the parcel for the goods to come back with: the
// buyer is its sender then. The hand fills in what is not known yet.
func (s Shipment) back(w words) Sheet {
	turned := s
	turned.Sender, turned.Addressee = s.Addressee, s.Sender
	out := turned.sheet(w, Return, "Return", "return", "description", "quantity", "value", "hs", "origin")
	why := Box{Caption: w.say("why"), Share: 1}
	for _, key := range []string{"damaged", "wrong", "size", "mind", "other"} {
		why.Ticks = append(why.Ticks, Tick{Text: w.say(key)})
	}
	category := Box{Caption: w.say("category"), Share: 0.5, Lines: []string{w.say(string(Returned))}}
	out.Parts = []Part{turned.sides(w, "sender", "addressee"),
		{Boxes: []Box{{Caption: w.say("ref"), Lines: one(s.Ref), Share: 0.5}, category}},
		{Table: s.goods(w, s.values(), false)},
		{Boxes: []Box{why}}}
	out.Parts = append(out.Parts, w.paragraphs("return_words")...)
	out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("signature"), Share: 1, Room: 44}}})
	return out
}
