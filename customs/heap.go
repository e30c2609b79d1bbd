package customs

import (
	"strconv"
	"time"
)

// Dispatch is the list with which a heap of parcels of one sender goes to the
// post office. Its captions are in the languages that the first of them has.
func Dispatch(list []Shipment) Sheet {
	if len(list) == 0 {
		return Sheet{Kind: dispatch, Title: "Dispatch"}
	}
	first := list[0]
	w := words(first.tongues())
	return w.heap("Dispatch", w.say("dispatch"), false, list, Part{Boxes: []Box{
		{Caption: w.say("sender"), Lines: w.party(first.Sender), Share: 0.6}, {Caption: w.say("date"), Lines: []string{w.day(first.Day)}, Share: 0.4}}})
}

// Crossing is how parcels of several senders cross a border together.
type Crossing struct {
	From, To []string  // where they were gathered, and where they go, in lines
	Carrier  string    // who takes them
	Number   string    // the carrier's, of the whole; empty when there is none yet
	Day      time.Time // on which they left, UTC
}

// Manifest is the list that goes with parcels which cross a border together. Its
// captions are in the languages that the first of them has.
func Manifest(c Crossing, list []Shipment) Sheet {
	if len(list) == 0 {
		return Sheet{Kind: dispatch, Title: "Manifest"}
	}
	w := words(list[0].tongues())
	return w.heap("Manifest", w.say("manifest"), true, list,
		Part{Boxes: []Box{{Caption: w.say("sender"), Lines: c.From, Share: 0.5}, {Caption: w.say("destination"), Lines: c.To, Share: 0.5}}},
		Part{Boxes: []Box{{Caption: w.say("carrier"), Lines: one(c.Carrier), Share: 0.4}, {Caption: w.say("item"), Lines: one(c.Number), Share: 0.3},
			{Caption: w.say("date"), Lines: []string{w.day(c.Day)}, Share: 0.3}}})
}

// heap lists parcels below the parts that say whose they are. Where they have
// several senders, each is named in place of the country, which is the same.
func (w words) heap(title, caption string, senders bool, list []Shipment, above ...Part) Sheet {
	out := Sheet{Kind: dispatch, Title: title + " " + w.day(list[0].Day), Words: caption}
	t := &Table{Cols: []Col{{"№", 0.06, true}, {w.say("item"), 0.19, false}, {w.say("ref"), 0.15, false}, {w.say("addressee"), 0.2, false},
		{w.say("destination"), 0.14, false}, {w.say("gross"), 0.12, true}, {w.say("value"), 0.14, true}}}
	if senders {
		t.Cols[4] = Col{w.say("sender"), 0.14, false}
	}
	grams, known := int64(0), true
	for i, s := range list {
		weight := []string{""} // for the hand of the clerk who weighs it
		if s.Gross > 0 {
			weight[0] = w.kilos(s.Gross)
		} else {
			known = false
			out.Lacks = append(out.Lacks, Lack{"gross", i + 1}.words())
		}
		grams += s.Gross
		to := s.Addressee.Address
		fifth := []string{land(to.Country)}
		if senders {
			fifth = []string{s.Sender.Trade, s.Sender.Address.City}
		}
		t.Rows = append(t.Rows, [][]string{{strconv.Itoa(i + 1)}, one(s.Number), {s.Ref}, {to.Name, to.City}, fifth, weight, {sum(s.Goods())}})
	}
	total := Box{Caption: w.say("gross"), Share: 0.3}
	if known {
		total.Lines = one(w.kilos(grams))
	}
	out.Parts = append(above, Part{Table: t},
		Part{Boxes: []Box{{Caption: w.say("packages"), Lines: []string{strconv.Itoa(len(list))}, Share: 0.3}, total,
			{Caption: w.say("received"), Share: 0.4, Room: 44}}})
	return out
}
