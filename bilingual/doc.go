// Package bilingual carries a shop's texts to who translates them and back: as a
// file (XLIFF 1.2 or CSV; XLIFF 2 is read) to a person, or to a machine (package translate).
//
// Tables: translation_runs (what a machine was last asked for, by shop and
// language).
//
// Invariants:
//   - A file that is read back unchanged changes nothing.
//   - A text is taken only for the words that it was made from: what has another
//     source since is refused, row by row.
//   - A file names no document type and no entities, and memory is bounded.
//   - A machine fills only what is missing and what it makes is marked; it is
//     asked after the commit, and being asked again does no harm.
package bilingual

import (
	"context"
	"io"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/translate"
)

// The bounds of a file and of what is told of it.
const (
	MaxBytes = 16 << 20
	MaxUnits = catalog.MaxTranslations
	MaxTold  = 300
)

// Format is how a file is written.
type Format string

// The formats.
const (
	XLIFF Format = "xliff"
	CSV   Format = "csv"
)

// Unit is one text of a file.
type Unit struct {
	Product catalog.ProductID // 0 for the shop itself
	Field   string            // of a catalog.Passage
	From    string            // language of Source
	Source  string
	Lang    string // into which it is translated
	Text    string // "" while it is not
	Machine bool   // made by one, and not confirmed
}

// id names a unit in its file: "123/title".
func (u Unit) id() string { return strconv.FormatInt(int64(u.Product), 10) + "/" + u.Field }

// named reads what id has written.
func (u *Unit) named(id string) bool {
	product, field, ok := strings.Cut(id, "/")
	n, err := strconv.ParseInt(product, 10, 64)
	if !ok || err != nil || n < 0 || field == "" {
		return false
	}
	u.Product, u.Field = catalog.ProductID(n), field
	return true
}

// Service exports, imports, and has machines translate.
type Service struct {
	db       *db.DB
	catalog  *catalog.Service
	provider func() translate.Provider // nil while none is set
}

// New makes the service. provider gives the machine as it is set now, nil for
// none.
func New(d *db.DB, c *catalog.Service, provider func() translate.Provider) *Service {
	return &Service{d, c, provider}
}

// Export writes the texts of a shop for one who translates them into a language:
// all, or only those that are missing or a machine's. Archived products are left
// out. More than MaxUnits are cut off.
func (s *Service) Export(ctx context.Context, by identity.Actor, shop catalog.Shop, lang string, f Format, missing bool, w io.Writer) error {
	var units []Unit
	add := func(product catalog.ProductID, list []catalog.Passage, marks catalog.Marks) {
		for _, p := range list {
			source, from := p.Source(shop, lang)
			machine := marks.Has(p, lang)
			if source == "" || missing && p.Texts[lang] != "" && !machine || len(units) == MaxUnits {
				continue
			}
			units = append(units, Unit{product, p.Field, from, source, lang, p.Texts[lang], machine})
		}
	}
	add(0, shop.Passages(), shop.Machine)
	err := s.catalog.EachProduct(ctx, by, shop.ID, func(p catalog.Product) error {
		if p.Status != catalog.ProductArchived {
			add(p.ID, p.Passages(), p.Machine)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if f == CSV {
		return writeCSV(w, units)
	}
	return writeXLIFF(w, shop.Handle, lang, units)
}

// Report is what a file does, or would do.
type Report struct {
	Units, Empty, Same int
	Changed, Refused   int
	Rows               []Row // what is refused, then what is changed; at most MaxTold
}

// Row is one text of a file that changes something, or may not.
type Row struct {
	Unit
	Number int // of the text in its file, from 1
	Was    string
	Fault  *fault.Error // nil for a change
}

// Import reads a file and, unless dry, puts in the texts that may be. Those that
// may not are told with their reasons; they keep nothing else from being taken.
// An error is about the file as a whole, or about who asks.
func (s *Service) Import(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader, dry bool) (Report, error) {
	units, err := Read(r)
	if err != nil {
		return Report{}, err
	}
	rep := Report{Units: len(units)}
	var list []catalog.Translation
	var at []int
	for i, u := range units {
		if u.Text == "" { // not translated yet; a file takes nothing away
			rep.Empty++
			continue
		}
		list = append(list, catalog.Translation{Product: u.Product, Field: u.Field, Lang: u.Lang, Text: u.Text,
			From: catalog.Hash(u.Source), FromLang: u.From, Machine: u.Machine})
		at = append(at, i)
	}
	out, err := s.catalog.TakeTranslations(ctx, by, shop.ID, list, dry)
	if err != nil {
		return rep, err
	}
	var changed []Row
	for n, o := range out {
		row := Row{Unit: units[at[n]], Number: at[n] + 1, Was: o.Was, Fault: o.Fault}
		switch {
		case o.Fault != nil:
			rep.Refused++
			rep.Rows = append(rep.Rows, row)
		case o.Changed:
			rep.Changed++
			changed = append(changed, row)
		default:
			rep.Same++
		}
	}
	rep.Rows = append(rep.Rows, changed...)
	rep.Rows = rep.Rows[:min(len(rep.Rows), MaxTold)]
	return rep, nil
}
