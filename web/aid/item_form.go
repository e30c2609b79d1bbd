package aid

import (
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// itemFields are what is known about an item, and what is typed of it.
func itemFields(r *web.Request, i relief.Item, all []relief.Item, form *web.Form) (out []ui.Field) {
	langs := tongues(r)
	for _, l := range i.Name.Languages() {
		if !slices.Contains(langs, l) {
			langs = append(langs, l)
		}
	}
	out = filled(r, form, ui.Field{Name: "code", Label: r.T("relief.code"), Hint: r.T("relief.code_hint"), Value: i.Code, Max: 40, Dir: "ltr", Required: true})
	for n, name := range r.LanguageNames(langs) {
		out = append(out, form.Fill(r, ui.Field{Name: "item." + langs[n], Label: r.T("relief.item_name", "language", name), Value: i.Name[langs[n]], Max: 200, Lang: langs[n], Dir: ui.DirOf(langs[n])}))
	}
	out = append(out, filled(r, form, ui.Field{Name: "unit", Label: r.T("relief.unit"), Options: ui.Select(named(r, "relief.in_", relief.Units), string(i.Unit))},
		ui.Field{Name: "packs", Label: r.T("relief.packs"), Hint: r.T("relief.packs_hint"), Value: packLines(i), Type: "area", Rows: 2, Max: 1000, Dir: "auto"},
		ui.Field{Name: "most", Label: r.T("relief.most"), Hint: r.T("relief.most_hint"), Value: some(i.Most), Max: 9, Dir: "ltr", Mode: "numeric"},
		ui.Field{Name: "certificate", Label: r.T("relief.certificate"), Hint: r.T("relief.certificate_hint"), Value: i.Certificate, Max: 200, Dir: "auto"},
		ui.Field{Name: "instead", Label: r.T("relief.instead"), Hint: r.T("relief.codes_hint"), Value: codesOf(all, i.Instead), Max: 400, Dir: "ltr"},
		degree(r, "coldest", "relief.coldest", i.Cold, i.Coldest), degree(r, "warmest", "relief.warmest", i.Cold, i.Warmest))...)
	for _, scheme := range relief.Schemes {
		out = append(out, form.Fill(r, ui.Field{Name: "codes." + scheme, Label: r.T("relief.code_of", "scheme", strings.ToUpper(scheme)), Value: strings.Join(codesIn(i, scheme), ", "), Max: 200, Dir: "ltr"}))
	}
	return out
}

func degree(r *web.Request, name, label string, known bool, n int64) ui.Field {
	f := ui.Field{Name: name, Label: r.T(label), Max: 4, Dir: "ltr"}
	if known {
		f.Value = number(n)
	}
	return f
}

func packLines(i relief.Item) string {
	var lines []string
	for _, p := range i.Packs {
		lines = append(lines, p.Name+" "+number(p.Units))
	}
	return strings.Join(lines, "\n")
}

func codesIn(i relief.Item, scheme string) (list []string) {
	for _, c := range i.Codes {
		if c.Scheme == scheme {
			list = append(list, c.Code)
		}
	}
	return list
}

// listed parts what people write in a row: "mask-ii, mask-n95".
func listed(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;، \n\t", c) })
}

// codesOf writes items by their codes.
func codesOf(all []relief.Item, ids []goods.ItemID) string {
	var codes []string
	for _, i := range all {
		if slices.Contains(ids, i.ID) {
			codes = append(codes, i.Code)
		}
	}
	return strings.Join(codes, ", ")
}

// itemsCalled reads items by their codes; a code that there is not is a fault of the
// field.
func itemsCalled(f *web.Form, field string, all []relief.Item) (ids []goods.ItemID) {
	for _, code := range listed(strings.ToLower(f.Get(field))) {
		n := slices.IndexFunc(all, func(i relief.Item) bool { return i.Code == code })
		if n < 0 {
			f.Add(field, "fault.relief_item", "code", code)
			continue
		}
		ids = append(ids, all[n].ID)
	}
	return ids
}

// ofName says what is wrong with the name of an item at the first of its fields.
func ofName(r *web.Request, err error) error {
	var list fault.Fields
	for _, e := range fault.List(err) {
		if e.Field == "name" {
			e = &fault.Error{Kind: e.Kind, Field: "item." + tongues(r)[0], Key: e.Key, Args: e.Args}
		}
		list = append(list, e)
	}
	if len(list) > 0 && fault.KindOf(err) == fault.Invalid {
		return list.Err()
	}
	return err
}

// readItem reads what the form says of an item.
func (a *Aid) readItem(r *web.Request, c relief.Crisis, f *web.Form, i *relief.Item) error {
	all, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	i.Crisis, i.Code = c.ID, strings.ToLower(f.Get("code"))
	i.Sort = relief.Sort{Name: catalog.Texts(texts(f, "item")), Unit: relief.Unit(f.Get("unit")), Certificate: f.Get("certificate"), Keeps: f.Has("keeps"), Most: f.Int("most"),
		Cold: f.Has("coldest") || f.Has("warmest"), Coldest: f.Int("coldest"), Warmest: f.Int("warmest"), Instead: itemsCalled(f, "instead", all)}
	for field, other := range map[string]string{"coldest": "warmest", "warmest": "coldest"} {
		if i.Cold && !f.Has(field) && f.Has(other) {
			f.Add(field, "fault.required")
		}
	}
	for _, scheme := range relief.Schemes {
		for _, code := range listed(f.Get("codes." + scheme)) {
			i.Codes = append(i.Codes, relief.Code{Scheme: scheme, Code: code})
		}
	}
	if i.Packs, err = relief.ReadPacks(f.Get("packs")); err != nil {
		f.Add("packs", "fault.relief_packs")
	}
	return f.Err()
}

// packName says what a pack is and what is in it: "box (50 pairs)".
func packName(r *web.Request, i relief.Item, p relief.Pack) string {
	name := p.Name
	if slices.Contains(relief.Packings, name) {
		name = r.T("relief.pack_" + name)
	}
	return name + " (" + units(r, p.Units, i) + ")"
}

// counted gives an item as it is chosen in a form: in its unit, or in one of its packs.
func counted(r *web.Request, i relief.Item) []ui.Option {
	id, name := number(int64(i.ID)), itemName(r, i)
	list := []ui.Option{{Value: id, Text: name + " · " + r.T("relief.in_"+string(i.Unit))}}
	for _, p := range i.Packs {
		list = append(list, ui.Option{Value: id + "x" + number(p.Units), Text: name + " · " + packName(r, i, p)})
	}
	return list
}

// chosen reads an item as counted wrote it, and the pack in which it is counted.
func chosen(value string) (id goods.ItemID, each int64) {
	item, pack, packed := strings.Cut(value, "x")
	n, err := strconv.ParseInt(item, 10, 64)
	if err != nil {
		return 0, 0
	}
	if each = 1; packed {
		if each, err = strconv.ParseInt(pack, 10, 64); err != nil {
			return 0, 0
		}
	}
	return goods.ItemID(n), each
}
