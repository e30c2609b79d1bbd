package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Mapped is a table of nobody's format, whose columns a person has named.
const Mapped Format = "mapped"

// Mapping says which field each column fills, by the column's name; columns that
// it does not name are left. Texts in a language of their own are "title:ur".
type Mapping map[string]Field

// Column is a column of a table with what stands in its first rows.
type Column struct {
	Name    string
	Samples []string // at most three, not empty
	Field   Field    // the first guess, or what was chosen before; "" for none
}

// maxMappings bounds how many headers are remembered for a shop.
const maxMappings = 100

// Fields gives the fields that a column may fill, in the order in which a page
// offers them.
func Fields() []Field {
	return []Field{FieldTitle, FieldPrice, FieldStock, FieldSKU, FieldDescription, FieldPicture, FieldOption, FieldAttribute, FieldCategory, FieldBrand, FieldCondition,
		FieldCompareAt, FieldCurrency, FieldBarcode, FieldWeight, FieldLength, FieldWidth, FieldHeight, FieldHS, FieldOrigin, FieldStatus, FieldHandle}
}

// valid reports whether a person may choose a field.
func (f Field) valid() bool {
	name, lang, texts := strings.Cut(string(f), ":")
	if texts {
		return (Field(name) == FieldTitle || Field(name) == FieldDescription) && lang != "" && len(lang) < 20
	}
	return slices.Contains(Fields(), f)
}

// mappedLayout reads a table by a person's mapping.
func mappedLayout(header []string, m Mapping) *sheet {
	s := &sheet{format: Mapped, header: header, grams: 1, mm: 1, free: true}
	for i, h := range header {
		field, ok := m[norm(h)]
		if !ok || !field.valid() {
			continue
		}
		name, lang, _ := strings.Cut(string(field), ":")
		b := bind{field: Field(name), column: i, name: strings.TrimSpace(h), lang: lang}
		switch b.field {
		case FieldPicture:
			b.field = fieldPictures
		case FieldWeight:
			b.unit = unitOf(h, grams)
		case FieldLength, FieldWidth, FieldHeight:
			b.unit = unitOf(h, millimetres)
		}
		s.binds = append(s.binds, b)
	}
	if s.at(FieldTitle) < 0 || s.at(FieldPrice) < 0 {
		return nil
	}
	return s
}

// unitOf reads a unit from a header: "Weight, kg", "Вес (г)".
func unitOf(header string, units map[string]float64) float64 {
	words := strings.FieldsFunc(norm(header), func(r rune) bool { return strings.ContainsRune(" ,;:()[]/_", r) })
	for _, w := range slices.Backward(words) {
		if one, ok := units[strings.Trim(w, ".")]; ok {
			return one
		}
	}
	return 0
}

// Columns gives the columns of a table that no format is known of, each with a
// first guess.
func (s *Service) Columns(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader) ([]Column, error) {
	t, err := tableOf(r, shop)
	if err != nil {
		return nil, err
	}
	if t.close != nil {
		defer t.close()
	}
	header, err := t.next()
	if err != nil {
		return nil, broken(err)
	}
	columns := make([]Column, min(len(header), maxColumns))
	for i := range columns {
		columns[i].Name = header[i]
	}
	header = slices.Clone(header)
	for range 50 {
		row, err := t.next()
		if err != nil {
			break // what is wrong with rows is said when they are read
		}
		for i, cell := range row[:min(len(row), len(columns))] {
			if cell = strings.TrimSpace(strings.ToValidUTF8(cell, "")); cell != "" && len(columns[i].Samples) < 3 {
				columns[i].Samples = append(columns[i].Samples, bare(cell))
			}
		}
	}
	known, err := s.mapping(ctx, shop.ID, header)
	if err != nil {
		return nil, err
	}
	if known == nil {
		guess(columns)
		return columns, nil
	}
	for i := range columns {
		columns[i].Field = known[norm(columns[i].Name)]
	}
	return columns, nil
}

// SaveMapping remembers what a shop's columns of these names are.
func (s *Service) SaveMapping(ctx context.Context, by identity.Actor, shop catalog.Shop, columns []Column) error {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return catalog.ErrForbidden
	}
	m := Mapping{}
	header := make([]string, len(columns))
	var f fault.Fields
	for i, c := range columns {
		header[i] = c.Name
		if c.Field == "" {
			continue
		}
		if !c.Field.valid() {
			f.Add(columnField(i), "fault.choice")
		}
		m[norm(c.Name)] = c.Field
	}
	for _, need := range []Field{FieldTitle, FieldPrice} {
		if !slices.ContainsFunc(columns, func(c Column) bool {
			return cmp.Or(strings.HasPrefix(string(c.Field), string(need)+":"), c.Field == need)
		}) {
			f.Add(columnField(0), "fault.feed_field")
			break
		}
	}
	if f != nil {
		return f
	}
	document, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO feed_mappings (shop_id, header, updated, mapping) VALUES ($1, $2, $3, $4)
			ON CONFLICT (shop_id, header) DO UPDATE SET updated = $3, mapping = $4`, int64(shop.ID), headerKey(header), db.Micro(tx.Now), string(document))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM feed_mappings WHERE shop_id = $1 AND header NOT IN
			(SELECT header FROM feed_mappings WHERE shop_id = $1 ORDER BY updated DESC, header LIMIT `+strconv.Itoa(maxMappings)+`)`, int64(shop.ID))
		return err
	})
}

// columnField names the form's field of a column.
func columnField(n int) string { return "column." + strconv.Itoa(n) }

// mapping gives what a shop chose for columns of these names; nil when it never
// did.
func (s *Service) mapping(ctx context.Context, shop catalog.ShopID, header []string) (m Mapping, err error) {
	var document string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT mapping FROM feed_mappings WHERE shop_id = $1 AND header = $2", []any{int64(shop), headerKey(header)}, &document)
	})
	if errors.Is(err, db.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return m, json.Unmarshal([]byte(document), &m)
}

// headerKey names a set of columns, whatever their order.
func headerKey(header []string) string {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = norm(h)
	}
	slices.Sort(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:16])
}
