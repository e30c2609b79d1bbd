package assembly

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"agora/fault"
	"agora/sheet"
)

// read gives the people of a list in its order, and notes the rows with something
// wrong. A file that is none, or too large, is refused whole.
func (out *Imported) read(r io.Reader) (people []Applicant, err error) {
	in, err := sheet.Open(r, MaxImportBytes)
	if err != nil {
		return nil, err
	}
	columns, err := heads(in)
	if err != nil {
		return nil, err
	}
	for rows := 0; ; rows++ {
		cells, err := in.Read()
		if err == io.EOF {
			return people, nil
		}
		if rows >= MaxImportRows {
			return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxImportRows))
		}
		var torn *csv.ParseError
		if errors.As(err, &torn) {
			out.fault(int64(torn.StartLine), fault.Fields{fault.New(fault.Invalid, "fault.feed_quote")})
			return people, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		if a, err := columns.applicant(cells).checked(); err != nil {
			out.fault(int64(line), fault.List(err))
		} else {
			people = append(people, a)
		}
	}
}

// fault notes what is wrong with a row.
func (out *Imported) fault(row int64, list fault.Fields) {
	out.Refused++
	for _, f := range list {
		if f.Field == "lang" { // as the form of one person calls it
			f.Field = "language"
		}
		if len(out.Faults) < maxImportFaults {
			out.Faults = append(out.Faults, RowFault{row, f})
		}
	}
}

// places are where the columns stand; -1 for one that is not there.
type places struct{ name, email, country, lang int }

// heads reads the names of the columns.
func heads(in *csv.Reader) (places, error) {
	cells, err := in.Read()
	var torn *csv.ParseError
	if err != nil && err != io.EOF && !errors.As(err, &torn) {
		return places{}, err
	}
	at := func(name string) int {
		return slices.IndexFunc(cells, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
	}
	p := places{at("name"), at("email"), at("country"), at("language")}
	if p.name < 0 || p.email < 0 {
		return p, fault.Field("file", "fault.seats_columns")
	}
	return p, nil
}

// applicant reads a row. Who is on a list has agreed: its host says so.
func (p places) applicant(cells []string) Applicant {
	cell := func(at int) string {
		if at < 0 || at >= len(cells) {
			return ""
		}
		return strings.TrimSpace(sheet.Unguard(cells[at]))
	}
	return Applicant{Name: cell(p.name), Email: cell(p.email), Country: cell(p.country), Lang: strings.ReplaceAll(cell(p.lang), "_", "-"), Agreed: true}
}
