package papers

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/customs"
	"agora/goods"
	"agora/i18n"
	"agora/money"
	"agora/relief"
)

// Kind names a paper, in addresses too.
type Kind string

// The papers of a consignment.
const (
	Manifest Kind = "manifest"
	Packing  Kind = "packing"
	Gift     Kind = "gift"
	Customs  Kind = "customs"
	Waybill  Kind = "waybill"
	Receipt  Kind = "receipt"
	Labels   Kind = "labels"
	Proof    Kind = "proof" // of one hand-over
)

// Kinds are those of the whole consignment, in the order in which they are wanted.
var Kinds = []Kind{Manifest, Packing, Gift, Customs, Waybill, Receipt, Labels}

// Set is what the papers of a consignment are made from.
type Set struct {
	relief.Cargo
	Speech  []*i18n.Locale // of the captions, English first
	Origin  string         // of the node, "https://HOST": labels lead there
	Numbers []int64        // packages that Packing and Labels are for; none for all
	Over    relief.CustodyID
}

// Title gives the key of the words that a kind is called.
func (k Kind) Title() string {
	if k == Packing {
		return "desk.papers_packing"
	}
	return "relief.paper_" + string(k)
}

// Write writes a paper as PDF.
func (s Set) Write(w io.Writer, k Kind) error {
	if k == Labels {
		return s.labels(w)
	}
	return customs.Draw(w, s.Sheet(k))
}

// Sheet gives a paper as data; Labels have none.
func (s Set) Sheet(k Kind) customs.Sheet {
	switch k {
	case Packing:
		return s.packing()
	case Gift:
		return s.gift()
	case Customs:
		return s.declaration()
	case Waybill:
		return s.waybill()
	case Receipt:
		return s.receipt()
	case Proof:
		return s.proof()
	}
	return s.manifest()
}

// sheet begins a paper: its title, the consignment, and between whom it goes.
func (s Set) sheet(k Kind) customs.Sheet {
	out := customs.Sheet{Kind: customs.Kind(k), Title: s.Speech[0].T(k.Title()) + " " + s.Number, Words: s.say(k.Title()), Counts: true}
	out.Parts = []customs.Part{
		{Boxes: []customs.Box{{Caption: s.say("relief.number"), Lines: []string{s.Number}, Share: 0.3}, {Caption: s.say("store.col_day"), Lines: []string{day(s.At())}, Share: 0.2},
			{Caption: s.say("relief.title"), Lines: s.names(s.Case.Title), Share: 0.5}}},
		{Boxes: []customs.Box{{Caption: s.say("relief.from"), Lines: []string{s.giver(), s.Place}, Share: 0.5}, {Caption: s.say("relief.paper_to"), Lines: s.place(), Share: 0.5}}},
	}
	return out
}

// giver is who gives the consignment, as the public may read.
func (s Set) giver() string {
	if s.From == "" {
		return s.say("relief.pledge_unnamed")
	}
	return s.From
}

// place is where the consignment goes, as a driver finds it.
func (s Set) place() []string {
	lines := []string{s.Facility.Name, s.say("relief.kind_" + string(s.Facility.Kind)), s.Facility.Town + ", " + string(s.Facility.Country)}
	if s.Facility.Landmark != "" {
		lines = append(lines, s.Facility.Landmark)
	}
	return lines
}

// say gives words in each language of the paper, each text once.
func (s Set) say(key string, args ...any) string { return strings.Join(s.each(key, args...), " · ") }

// each is say as a list.
func (s Set) each(key string, args ...any) (list []string) {
	for _, l := range s.Speech {
		if t := l.T(key, args...); !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// paragraphs are long words, those of each language for itself.
func (s Set) paragraphs(key string) (list []customs.Part) {
	for _, said := range s.each(key) {
		list = append(list, customs.Part{Words: said})
	}
	return list
}

// names gives a text that people wrote in the languages of the paper; in whatever
// language there is when it is in none of these.
func (s Set) names(texts map[string]string) (list []string) {
	for _, l := range s.Speech {
		if t := texts[l.Lang()]; t != "" && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	if len(list) > 0 {
		return list
	}
	first := ""
	for lang, t := range texts {
		if t != "" && (first == "" || lang < first) {
			first = lang
		}
	}
	return []string{texts[first]}
}

// item names an item with its code, which the packing list has.
func (s Set) item(id goods.ItemID) string {
	i := s.Items[id]
	return strings.Join(s.names(i.Name), " · ") + " (" + i.Code + ")"
}

// or gives a text, or the words that say that it is not known.
func (s Set) or(known bool, text string) string {
	if known {
		return text
	}
	return "[" + s.say("store.not_known") + "]"
}

func (s Set) sum(minor int64) string { return money.Of(minor, s.Currency).String() }

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// until is the last day on which a lot is good; nothing for one that keeps.
func until(l goods.Lot) string {
	if l.Expires == 0 {
		return ""
	}
	return day(l.Expires.Time())
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// spans writes numbers of packages: "411–422, 430".
func spans(list []int64) string { return relief.Spans(list, "–", ", ") }
