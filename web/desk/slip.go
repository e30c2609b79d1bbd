package desk

import (
	"net/http"

	"agora/country"
	"agora/i18n"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// slipView is the paper that goes into the parcel, in the seller's language
// and in the buyer's.
type slipView struct {
	ref, back string
	two       []*i18n.Locale // the seller's, then the buyer's when it differs
	from, to  []string
	phone     string
	lines     []slipLine
	weight    string
	carrier   string
	note      string
	leave     string // where to leave it without meeting
	day       string
}

type slipLine struct {
	titles     []ui.Link // one for each language
	sku, facts string
	quantity   int64
	total      ui.Cell
}

// slip shows the packing slip of an order.
func (d *Desk) slip(r *web.Request) error {
	shop, o, g, err := d.find(r)
	if err != nil {
		return err
	}
	v := slipView{ref: o.Ref, back: base(r) + "/orders/" + number(int64(o.ID)), two: []*i18n.Locale{r.Locale}, carrier: o.Carrier,
		from: shop.Origin.Lines(r.Locale.Lang()), to: g.Address.Lines("en"), phone: country.ShowPhone(g.Address.Phone), note: g.Note, leave: g.Leave, day: r.Locale.Date(g.Placed)}
	if buyer := d.Words.Locale(d.Words.Match(g.Lang)).Exact(); buyer.Lang() != r.Locale.Lang() {
		v.two = append(v.two, buyer)
	}
	grams := int64(0)
	for _, l := range o.Lines {
		grams += l.Quantity * l.Grams
		v.lines = append(v.lines, v.line(l, shop.Languages))
	}
	v.weight = r.Locale.Weight(grams)
	f := r.Frame(r.T("desk.slip_of", "ref", o.Ref))
	f.Room, f.Home, f.Place, f.NoCart, f.Private = r.T("desk.room"), base(r), "shop", true, true
	return r.Page(http.StatusOK, f, slipPage(v))
}

func (v slipView) line(l market.Line, fallback []string) slipLine {
	out := slipLine{sku: l.SKU, facts: l.HS, quantity: l.Quantity, total: ui.Cell{Amount: l.Total()}}
	if l.Origin != "" {
		out.facts += " " + string(l.Origin)
	}
	for _, locale := range v.two {
		title, tag := l.Title.In(locale.Lang(), fallback...)
		if choice, _ := l.Choice.In(locale.Lang(), fallback...); choice != "" {
			title += ", " + choice
		}
		if l.Set != nil {
			set, _ := l.Set.Title.In(locale.Lang(), fallback...)
			title += " – " + locale.T("store.in_set", "title", set)
		}
		out.titles = append(out.titles, ui.Link{Text: title, Lang: tag, Dir: ui.DirOf(tag)})
	}
	return out
}

// say gives a message in each language of the slip, once when they agree.
func (v slipView) say(key string) string {
	s := v.two[0].T(key)
	for _, l := range v.two[1:] {
		if t := l.T(key); t != s {
			s += " · " + t
		}
	}
	return s
}
