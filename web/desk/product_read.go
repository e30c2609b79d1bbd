package desk

import (
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/web"
)

// readProduct makes a draft of the form. rows tells for each variant of the
// draft which row of the form it came from, -1 for one that was added.
func readProduct(r *web.Request, shop catalog.Shop, p catalog.Product, asked []catalog.Trait, form *web.Form) (d catalog.Draft, rows []int) {
	d = p.Draft()
	d.Pictures = nil // pictures have forms of their own
	d.Title, d.Description = catalog.Texts{}, catalog.Texts{}
	for _, tag := range languagesOf(shop, textsOf(p)...) {
		d.Title[tag] = form.Text("title."+tag, catalog.MaxTitle)
		d.Description[tag] = form.Text("description."+tag, catalog.MaxDescription)
	}
	d.Category, d.HS, d.Origin = form.Get("category"), readCode(form), country.Code(form.Get("origin"))
	if d.Origin != "" && d.Origin != p.Origin && !d.Origin.Known() {
		form.Add("origin", "fault.choice")
	}
	d.Certificate = form.Text("certificate", catalog.MaxShort)
	d.Traits = readTraits(r, shop, p, asked, form)
	if form.Has("traits_asked") {
		brand, condition := form.Text("brand", catalog.MaxShort), catalog.Condition(form.Get("condition"))
		d.Brand, d.Condition = &brand, &condition
	}
	if s := catalog.ProductStatus(form.Get("status")); s.Valid() {
		d.Status = s
	}
	if form.Has("dangerous_asked") {
		yes := form.Has("dangerous")
		d.Dangerous = &yes
		files := form.Has("digital")
		d.Digital = &files
	}
	d.Attributes = readFacts(shop, p, form)
	d.Options = readOptions(shop, p, form)
	d.Variants, rows = readVariants(r, shop, p, d.Options, form)
	if form.List("few") != nil {
		few := int64(catalog.FewOfShop)
		if form.Has("few") {
			if few = form.Int("few"); few < 0 {
				form.Add("few", "fault.number_range", "min", int64(0), "max", int64(catalog.MaxFew))
			}
		}
		d.Few = &few
	}
	if form.List("lead_days") != nil {
		lead := int(form.Int("lead_days"))
		d.LeadDays = &lead
		for i, n := range rows { // what is made when ordered is counted only where somebody counts it
			if lead > 0 && n >= 0 && !form.Has(fmt.Sprintf("variants.%d.on_hand", n)) {
				d.Variants[i].OnHand = catalog.OpenStock
			}
		}
	}
	return d, rows
}

// maxAttributes bounds the lines about a product in the form; more that are
// there already are shown, too.
const maxAttributes = catalog.MaxAttributes

// readFacts reads the lines about a product; one without a value is none. A
// form without them changes nothing in them.
func readFacts(shop catalog.Shop, p catalog.Product, form *web.Form) (list []catalog.Attribute) {
	tags := languagesOf(shop, textsOf(p)...)
	sent := false
	for n := range maxAttributes {
		a := catalog.Attribute{Name: catalog.Texts{}, Value: catalog.Texts{}}
		for _, tag := range tags {
			at := fmt.Sprintf("attributes.%d.", n)
			sent = sent || len(form.List(at+"value."+tag)) > 0
			a.Name[tag], a.Value[tag] = form.Text(at+"name."+tag, catalog.MaxShort), form.Text(at+"value."+tag, catalog.MaxDescription)
		}
		if !a.Value.Empty() {
			list = append(list, a)
		}
	}
	if !sent {
		return p.Attributes
	}
	return list
}

// readOptions reads options by language. Values stand in the same line in
// every language; one whose name in the shop's language was there before keeps
// its key, so that variants keep their meaning.
func readOptions(shop catalog.Shop, p catalog.Product, form *web.Form) []catalog.Option {
	var list []catalog.Option
	tags := languagesOf(shop, textsOf(p)...)
	for n := range maxOptions {
		var before catalog.Option
		if n < len(p.Options) {
			before = p.Options[n]
		}
		o := catalog.Option{Name: catalog.Texts{}}
		lines := map[string][]string{}
		main := ""
		for _, tag := range tags {
			o.Name[tag] = form.Get(fmt.Sprintf("options.%d.name.%s", n, tag))
			lines[tag] = trimLines(form.Get(fmt.Sprintf("options.%d.values.%s", n, tag)))
			if main == "" && len(lines[tag]) > 0 {
				main = tag
			}
		}
		if main == "" {
			continue // an option without values is none
		}
		same := func(tag string) bool {
			return form.Get(fmt.Sprintf("options.%d.values.%s", n, tag)) == strings.TrimSpace(valueLines(before, tag))
		}
		names := lines[main]
		if same(main) { // a form does not keep empty lines above and beneath
			names = nil
			for _, v := range before.Values {
				names = append(names, v.Name[main])
			}
		}
		for i, name := range names {
			v := catalog.OptionValue{Key: keyOf(before, o.Values, main, name), Name: catalog.Texts{main: name}}
			if same(main) {
				v.Key = before.Values[i].Key
			}
			for _, tag := range tags {
				switch {
				case tag == main:
				case same(tag) && has(before.Values, v.Key): // it goes with its value, wherever that stands now
					v.Name[tag] = nameOf(before, v.Key, tag)
				case same(tag) && len(names) != len(before.Values): // nobody said it
				case i < len(lines[tag]):
					v.Name[tag] = lines[tag][i]
				}
			}
			o.Values = append(o.Values, v)
		}
		list = append(list, o)
	}
	return list
}

func has(list []catalog.OptionValue, key string) bool {
	return slices.ContainsFunc(list, func(v catalog.OptionValue) bool { return v.Key == key })
}

// nameOf gives the name of a value in a language; "" when there is none.
func nameOf(o catalog.Option, key, tag string) string {
	for _, v := range o.Values {
		if v.Key == key {
			return v.Name[tag]
		}
	}
	return ""
}

func trimLines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimRight(s, "\n \t"), "\n") {
		out = append(out, strings.TrimSpace(line))
	}
	if len(out) == 1 && out[0] == "" {
		return nil
	}
	return out
}

// keyOf gives the key that a value of this name has, or a new one.
func keyOf(before catalog.Option, taken []catalog.OptionValue, tag, name string) string {
	used := func(key string) bool { return has(taken, key) }
	for _, v := range before.Values {
		if v.Name[tag] == name && !used(v.Key) {
			return v.Key
		}
	}
	key := catalog.HandleOf(name)
	if key == "" {
		key = "value"
	}
	all := func(k string) bool { return used(k) || has(before.Values, k) }
	for i, stem := 2, key; all(key); i++ {
		key = fmt.Sprintf("%s-%d", stem, i)
	}
	return key
}

// amount reads money as people write it, in the digits of any script.
func amount(r *web.Request, form *web.Form, field string, c money.Currency) money.Amount {
	a, err := r.Amount(form.Get(field), c)
	if err == nil {
		return a
	}
	for _, e := range fault.List(err) {
		form.Add(field, e.Key, e.Args...)
	}
	return money.Of(0, c)
}
