package customs

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"agora/country"
	"agora/money"
)

// Kind names a paper, in addresses too.
type Kind string

// The papers of one parcel.
const (
	CN22    Kind = "cn22"
	CN23    Kind = "cn23"
	Invoice Kind = "invoice"
	Packing Kind = "packing"
	Origin  Kind = "origin"
	Return  Kind = "return"
)

// dispatch is the paper of many parcels.
const dispatch Kind = "dispatch"

// Kinds are the papers that a parcel wants, in the order of a bundle.
func (s Shipment) Kinds() []Kind {
	return []Kind{s.Declaration(), Invoice, Packing, Origin, Return}
}

// Sheet is one paper as data: what stands in which box.
type Sheet struct {
	Kind   Kind     `json:"kind"`
	Title  string   `json:"title"`
	Words  string   `json:"words"`         // the title in each language
	Bar    string   `json:"bar,omitempty"` // number that stands as a bar code, too
	Lacks  []string `json:"lacks,omitempty"`
	Parts  []Part   `json:"parts"`
	Narrow bool     `json:"narrow,omitempty"` // of the size of a label
	Label  bool     `json:"label,omitempty"`  // a label: a page of A6, and all on one
	Counts bool     `json:"counts,omitempty"` // its pages say how many there are
}

// Part is a row of boxes, or a table, or words across the paper.
type Part struct {
	Boxes []Box  `json:"boxes,omitempty"`
	Table *Table `json:"table,omitempty"`
	Words string `json:"words,omitempty"`
}

// Box is a place of a form under its caption.
type Box struct {
	Caption string   `json:"caption"`
	Lines   []string `json:"lines,omitempty"`
	Ticks   []Tick   `json:"ticks,omitempty"`
	Share   float64  `json:"share"`          // of the width; those of a row sum to 1
	Room    float64  `json:"room,omitempty"` // points left free for a hand
	Large   bool     `json:"large,omitempty"`
}

// Tick is a choice of a form.
type Tick struct {
	Text string `json:"text"`
	On   bool   `json:"on,omitempty"`
}

// Table has columns with their captions, and rows of cells of lines.
type Table struct {
	Cols []Col        `json:"cols"`
	Rows [][][]string `json:"rows"`
	Foot *Foot        `json:"foot,omitempty"`
}

// Col is a column of a table.
type Col struct {
	Caption string  `json:"caption"`
	Share   float64 `json:"share"`
	Number  bool    `json:"number,omitempty"`
}

// Sheet gives one paper of the parcel; a kind that is none gives the declaration.
func (s Shipment) Sheet(k Kind) Sheet {
	w := words(s.tongues())
	switch k {
	case CN22:
		return s.cn22(w)
	case Invoice:
		return s.invoice(w)
	case Packing:
		return s.packing(w)
	case Origin:
		return s.origin(w)
	case Return:
		return s.back(w)
	}
	return s.cn23(w)
}

// Sheets gives all papers of the parcel.
func (s Shipment) Sheets() (list []Sheet) {
	for _, k := range s.Kinds() {
		list = append(list, s.Sheet(k))
	}
	return list
}

// sheet begins a paper.
func (s Shipment) sheet(w words, k Kind, title, key string, wants ...string) Sheet {
	out := Sheet{Kind: k, Title: title + " " + s.Ref, Words: w.say(key)}
	for _, lack := range s.Missing() {
		for _, want := range wants {
			if lack.Field == want {
				out.Lacks = append(out.Lacks, lack.words())
			}
		}
	}
	return out
}

// words names what is missing as the captions do, in English and French.
func (l Lack) words() string {
	field, _, _ := strings.Cut(l.Field, ".")
	if field == "lines" {
		field = "description"
	}
	s := words{"en", "fr"}.say(field)
	if l.Line > 0 {
		s += " (" + strconv.Itoa(l.Line) + ")"
	}
	return s
}

// or gives a text, or the words that say it is missing.
func (w words) or(there bool, s string) string {
	if there {
		return s
	}
	return "[" + w.short("missing") + "]"
}

// kilos writes grams as kilograms.
func (w words) kilos(grams int64) string {
	return w.or(grams > 0, fmt.Sprintf("%d.%03d", grams/1000, grams%1000))
}

func (w words) code(hs string) string { return w.or(len(hs) >= 6, hs) }

func (w words) made(c country.Code) string { return w.or(c != "", land(c)) }

// land gives a country's code and its English name.
func land(c country.Code) string {
	if found, ok := country.Find(c); ok {
		return string(c) + " " + found.Name("en")
	}
	return string(c)
}

func sum(a money.Amount) string { return a.Plain() + " " + string(a.Currency) }

func (w words) day(t time.Time) string { return w.or(!t.IsZero(), t.UTC().Format(time.DateOnly)) }

// party gives the lines of a name and address, with the telephone.
func (w words) party(p Party) (lines []string) {
	if p.Trade != "" && p.Trade != p.Address.Name {
		lines = append(lines, p.Trade)
	}
	lines = append(lines, p.Address.Lines("en")...)
	lines = append(lines, w.or(p.Address.Phone != "", "Tel. "+country.ShowPhone(p.Address.Phone)))
	if p.Email != "" {
		lines = append(lines, p.Email)
	}
	return lines
}
