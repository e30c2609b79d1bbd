package customs

import (
	"slices"
	"strconv"
	"strings"

	"agora/country"
	"agora/money"
)

// label is the sheet that is stuck on a parcel.
const label Kind = "label"

// Label is what stands on one parcel for those who carry it, inside its country
// or across a border.
type Label struct {
	Ref       string
	Number    string // of the parcel, as its carrier gave it; "" while there is none
	Carrier   string
	Service   []string // what the way is called, in several languages
	Sender    Party
	Addressee Party
	Gross     int64        // grams with the packing; 0 when nobody weighed it
	Piece, Of int          // the first of two; both 0 or 1 for a single one
	Cash      money.Amount // to be taken from who receives it; zero for nothing
	Point     []string     // where it is fetched; none when it is brought
	Leave     string       // where to leave it without meeting
	Languages []string     // of the captions, besides English; BCP 47
}

// Sheet gives the label as data.
func (l Label) Sheet() Sheet {
	w := words{"en"}
	for _, lang := range l.Languages {
		if !slices.Contains(w, lang) {
			w = append(w, lang)
		}
	}
	out := Sheet{Kind: label, Title: "Label " + l.Ref, Bar: l.Number, Label: true}
	from := Box{Caption: w.say("sender"), Lines: l.sender(), Share: 0.6}
	by := Box{Caption: w.say("carrier"), Lines: append(one(l.Carrier), l.Service...), Share: 0.4}
	out.Parts = []Part{{Boxes: []Box{from, by}}, {Boxes: []Box{{Caption: w.say("addressee"), Lines: l.addressee(), Share: 1, Large: true}}}}
	if l.Cash.Minor > 0 {
		out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("cod"), Lines: []string{"COD " + sum(l.Cash)}, Share: 1, Large: true}}})
	}
	if len(l.Point) > 0 {
		out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("point"), Lines: l.Point, Share: 1}}})
	}
	if l.Leave != "" {
		out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("leave"), Lines: []string{l.Leave}, Share: 1}}})
	}
	weight := Box{Caption: w.say("gross"), Share: 0.4}
	if l.Gross > 0 { // else the clerk who weighs it writes here
		weight.Lines = []string{w.kilos(l.Gross)}
	}
	pieces := strconv.Itoa(max(l.Piece, 1)) + "/" + strconv.Itoa(max(l.Of, 1))
	out.Parts = append(out.Parts, Part{Boxes: []Box{{Caption: w.say("ref"), Lines: one(l.Ref), Share: 0.35},
		{Caption: w.say("packages"), Lines: []string{pieces}, Share: 0.25}, weight}})
	return out
}

// abroad reports whether other countries' posts read the label.
func (l Label) abroad() bool { return l.Sender.Address.Country != l.Addressee.Address.Country }

// addressee gives who receives it in Latin letters where they are asked for, and
// as she wrote it.
func (l Label) addressee() (lines []string) {
	a := l.Addressee.Address
	own := a.Lines(firstOf(a.Country))
	if len(own) == 0 {
		return phone(a)
	}
	if !l.abroad() { // a parcel that stays in its country does not name it
		return append(own[:len(own)-1:len(own)-1], phone(a)...)
	}
	latin, _ := a.InLatin()
	lines = latin.Lines("en")
	lines[len(lines)-1] = strings.ToUpper(lines[len(lines)-1])
	if !a.IsLatin() {
		lines = append(append(lines, "–"), own...)
	}
	return append(lines, phone(a)...)
}

// firstOf gives the first language of a country, besides English, that papers
// have letters for.
func firstOf(code country.Code) string {
	found, _ := country.Find(code)
	for _, lang := range found.Languages {
		if lang != "en" && Speaks(lang) {
			return lang
		}
	}
	return "en"
}

// sender gives who sends it: in Latin letters on the way abroad, where all of it
// can be written so.
func (l Label) sender() (lines []string) {
	p := l.Sender
	if latin, whole := p.Address.InLatin(); whole && l.abroad() {
		p.Address, p.Trade = latin, country.Romanise(p.Trade)
	}
	if p.Trade != p.Address.Name {
		lines = one(p.Trade)
	}
	return append(append(lines, p.Address.Lines("en")...), phone(p.Address)...)
}

func phone(a country.Address) []string {
	if a.Phone == "" {
		return nil
	}
	return []string{"Tel. " + country.ShowPhone(a.Phone)}
}
