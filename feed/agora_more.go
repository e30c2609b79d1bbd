package feed

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
)

// Further columns of Agora's own files, which stand in a file when one of its
// products uses them. "trait KEY" has choices parted by "|", yes or no, or a number
// with its unit ("1.25 kilogram"), "trait KEY:ru" a text. "parts" are those of a
// set, "2 sku:CAP-1|1 mat|3 rug\|red": how many, and the SKU or the handle and
// the choices of each. "picture words:ru" and "picture focus" go by the order of
// the pictures. "machine" names the texts that a machine made and nobody
// confirmed: "ru:title|ru:description".
const (
	colTrait, colParts, colDigital = "trait ", "parts", "digital"
	colAlt, colFocus, colMachine   = "picture words", "picture focus", "machine"
	skuMark, yes                   = "sku:", "yes"
)

// moreCells fills these cells of a product's first row.
func moreCells(row map[string]string, p catalog.Product, traits []catalog.Trait) {
	if p.Digital {
		row[colDigital] = yes
	}
	for _, v := range p.Traits {
		traitCells(row, v, traits)
	}
	alts, focus := map[string][]string{}, make([]string, len(p.Media))
	for n, m := range p.Media {
		for lang, s := range m.Alt {
			if alts[lang] == nil {
				alts[lang] = make([]string, len(p.Media))
			}
			alts[lang][n] = s
		}
		if at := m.Edit.At; at != [2]int{} {
			focus[n] = fmt.Sprintf("%d,%d", at[0], at[1])
		}
	}
	for lang, list := range alts {
		row[colAlt+":"+lang] = guarded(joined(list))
	}
	if strings.Join(focus, "") != "" {
		row[colFocus] = joined(focus)
	}
	var marked []string
	for _, passage := range p.Passages() {
		for _, lang := range passage.Texts.Languages() {
			if p.Machine.Has(passage, lang) {
				marked = append(marked, lang+":"+passage.Field)
			}
		}
	}
	row[colMachine] = guarded(joined(marked))
}

// traitCells fills the cells of what a product says to one trait.
func traitCells(row map[string]string, v catalog.TraitValue, traits []catalog.Trait) {
	column := colTrait + v.Trait
	switch {
	case len(v.Choices) > 0:
		row[column] = guarded(joined(v.Choices))
	case v.Text != nil:
		for lang, s := range v.Text {
			row[column+":"+lang] = guarded(s)
		}
	default:
		var usual catalog.Unit
		if i := slices.IndexFunc(traits, func(t catalog.Trait) bool { return t.Key == v.Trait }); i >= 0 {
			usual = traits[i].Unit
		}
		plain, in := usual.Plain(v.Number)
		row[column] = guarded(strings.TrimSpace(plain + " " + string(in)))
	}
}

// partCells fills the cell of what is in a set.
func partCells(row map[string]string, parts []catalog.PartDraft) {
	list := make([]string, len(parts))
	for i, p := range parts {
		name := skuMark + p.SKU
		if p.SKU == "" {
			name = joined(append([]string{p.Handle}, p.Values...))
		}
		list[i] = strconv.FormatInt(p.Quantity, 10) + " " + name
	}
	row[colParts] = joined(list)
}

// further gives the columns above that rows use, in a steady order.
func further(used map[string]bool) (columns []string) {
	for column, full := range used {
		if !full {
			continue
		}
		name, _, _ := strings.Cut(column, ":")
		if strings.HasPrefix(name, colTrait) || name == colAlt || slices.Contains([]string{colParts, colDigital, colFocus, colMachine}, name) {
			columns = append(columns, column)
		}
	}
	slices.Sort(columns)
	return columns
}

// more reads these cells of a product's first row, once its pictures are read; a
// column that is there and empty says that the product has none.
func (c *agoraColumns) more(f *file, d *catalog.Draft) {
	if c.index(colDigital) >= 0 {
		digital := c.cell(f, colDigital) == yes
		d.Digital = &digital
	}
	c.traits(f, d)
	c.looks(f, d)
	if at := c.index(colMachine); at >= 0 {
		d.Machine = &catalog.Marks{}
		for _, mark := range parted(c.cell(f, colMachine)) {
			lang, field, _ := strings.Cut(mark, ":")
			d.Mark(field, lang)
		}
	}
}

// traits reads what the product says to the traits of the market.
func (c *agoraColumns) traits(f *file, d *catalog.Draft) {
	for _, t := range f.traits {
		column := colTrait + t.Key
		at := c.index(column)
		if at < 0 && c.texts[column] == nil {
			continue
		}
		if d.Traits == nil {
			d.Traits = []catalog.TraitValue{}
		}
		v := catalog.TraitValue{Trait: t.Key}
		cell := c.cell(f, column)
		switch t.Kind {
		case catalog.TraitText:
			if v.Text = c.words(f, column); v.Text == nil {
				continue
			}
		case catalog.TraitNumber:
			if cell == "" {
				continue
			}
			number, unit, named := strings.Cut(cell, " ")
			in := t.Unit
			if named {
				in = catalog.Unit(strings.TrimSpace(unit))
			}
			n, err := in.Measure(strings.Replace(number, ",", ".", 1))
			if err == nil && !in.Same(t.Unit) {
				err = fault.New(fault.Invalid, "fault.measure")
			}
			if err != nil {
				f.wrong(at, err)
				continue
			}
			v.Number = n
		default:
			if v.Choices = parted(cell); v.Choices == nil {
				continue
			}
		}
		d.Traits = append(d.Traits, v)
	}
}

// looks reads the words and the focus of each picture.
func (c *agoraColumns) looks(f *file, d *catalog.Draft) {
	at, alts := c.index(colFocus), c.texts[colAlt]
	if at < 0 && alts == nil || len(d.Pictures) == 0 {
		return
	}
	d.Looks = make([]catalog.Look, len(d.Pictures))
	for n := range d.Looks {
		if alts != nil {
			d.Looks[n].Alt = catalog.Texts{}
		}
		if at >= 0 {
			d.Looks[n].At = &[2]int{}
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(alts)) {
		words := parted(f.text(alts[lang]))
		if len(words) > len(d.Looks) {
			f.wrong(alts[lang], fault.New(fault.Invalid, "fault.feed_values", "have", len(words), "want", len(d.Looks)))
			continue
		}
		for n, s := range words {
			if s != "" {
				d.Looks[n].Alt[lang] = s
			}
		}
	}
	if at < 0 {
		return
	}
	for n, point := range parted(c.cell(f, colFocus)) {
		if point == "" || n >= len(d.Looks) {
			continue
		}
		x, y, _ := strings.Cut(point, ",")
		var err, bad error
		d.Looks[n].At[0], err = strconv.Atoi(x)
		if d.Looks[n].At[1], bad = strconv.Atoi(y); err != nil || bad != nil {
			f.wrong(at, fault.New(fault.Invalid, "fault.number"))
		}
	}
}

// parts reads what is in a set; nil when no column tells.
func (c *agoraColumns) parts(f *file) *[]catalog.PartDraft {
	at := c.index(colParts)
	if at < 0 {
		return nil
	}
	list := []catalog.PartDraft{}
	for _, cell := range parted(c.cell(f, colParts)) {
		quantity, name, _ := strings.Cut(cell, " ")
		n, err := strconv.ParseInt(quantity, 10, 64)
		if name = strings.TrimSpace(name); err != nil || name == "" {
			f.wrong(at, fault.New(fault.Invalid, "fault.feed_parts"))
			break
		}
		p := catalog.PartDraft{Quantity: n}
		if sku, ok := strings.CutPrefix(name, skuMark); ok {
			p.SKU = sku
		} else if words := parted(name); len(words) > 1 {
			p.Handle, p.Values = words[0], words[1:]
		} else {
			p.Handle = words[0]
		}
		list = append(list, p)
	}
	return &list
}
