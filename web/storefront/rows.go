package storefront

import (
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/landed"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// sumRows are the sums of a quote, line by line, closed by what is paid in all.
// The lines add up to the total to the unit.
func sumRows(r *web.Request, q landed.Quote) []ui.Row {
	var rows []ui.Row
	for _, e := range q.Entries {
		if !e.AtDoor {
			rows = append(rows, entryRow(r, e))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return withInside(r, append(rows, ui.Row{What: r.T("store.in_all"), Amount: q.Total, Total: true}), q.Inside, q.Apart)
}

// withInside shows the VAT of home that prices hold: after the total, or before
// it and taken out of the goods where people read prices without it.
func withInside(r *web.Request, rows []ui.Row, tax money.Amount, apart bool) []ui.Row {
	if tax.IsZero() {
		return rows
	}
	if !apart {
		return append(rows, ui.Row{What: r.T("store.vat_inside"), Amount: tax})
	}
	rows[0].What, rows[0].Amount.Minor = r.T("store.goods_net"), rows[0].Amount.Minor-tax.Minor
	return slices.Insert(rows, len(rows)-1, ui.Row{What: r.T("store.vat_home"), Amount: tax})
}

// doorRows are the sums that a carrier asks for besides.
func doorRows(r *web.Request, q landed.Quote) []ui.Row {
	var rows []ui.Row
	for _, p := range q.Parcels {
		for _, e := range p.Entries {
			if e.AtDoor {
				rows = append(rows, entryRow(r, e))
			}
		}
	}
	if len(rows) > 0 {
		rows = append(rows, ui.Row{What: r.T("store.door_in_all"), Amount: q.DoorTotal, Sum: true, Guess: q.Status == landed.Estimate})
	}
	return rows
}

// parcelRows are the sums of one parcel with the reason of each, closed by the
// total at the door, or by the total alone where nothing is sent.
func parcelRows(r *web.Request, p landed.ParcelQuote, bare bool) []ui.Row {
	var rows []ui.Row
	for _, e := range p.Entries {
		row := entryRow(r, e)
		if e.Kind == landed.Goods && p.Rate.From != p.Rate.To {
			row.Why = rateWhy(r, p)
		}
		rows = append(rows, row)
	}
	return withInside(r, append(rows, ui.Row{What: totalWords(r, bare), Amount: p.DoorTotal, Total: true}), p.Inside, p.Apart)
}

// totalWords name what is paid in all; bare is for what no door is needed.
func totalWords(r *web.Request, bare bool) string {
	if bare {
		return r.T("store.in_all")
	}
	return r.T("store.e_total")
}

// placeOf heads the sums of a cart or an order.
func placeOf(r *web.Request, bare bool) string {
	if bare {
		return r.T("store.pay_total")
	}
	return r.T("store.total_at_door")
}

func entryRow(r *web.Request, e landed.Entry) ui.Row {
	row := ui.Row{What: r.T("store.e_" + string(e.Kind)), Amount: e.Amount, Guess: e.Status == landed.Estimate, Why: why(r, e)}
	way, fee := strings.CutPrefix(e.Note, "fee.")
	note := ""
	if r.Locale.Has("landed." + e.Note) {
		note = r.T("landed." + e.Note)
	}
	switch {
	case fee && note != "":
		row.What = note
	case fee && r.Locale.Has("store.pay_"+way):
		row.What = r.T("store.pay_" + way)
	case note != "" && row.Why != "":
		row.Why += " · " + note
	case note != "":
		row.Why = note
	}
	if e.Status == landed.Unknown {
		row.Value = r.T("store.not_known")
	}
	return row
}

// barWords say what goods meet at a border, under which condition, and who says so.
func barWords(r *web.Request, b landed.Bar, to country.Code) string {
	words := r.T("store.bar_"+string(b.Kind), "country", r.CountryName(to))
	if !b.Threshold.IsZero() {
		words = r.T("store.bar_above", "country", r.CountryName(to), "amount", b.Threshold)
	}
	if b.Note != "" && r.Locale.Has("landed."+b.Note) {
		words += " " + r.T("landed."+b.Note)
	}
	if b.Words != "" {
		words += " " + b.Words
	}
	return words + " " + r.T("store.why_source", "source", b.Source, "day", b.Seen)
}

// why gives the rule of an entry: rate, base, customs code, source, date.
func why(r *web.Request, e landed.Entry) string {
	switch {
	case e.Source == "":
		return ""
	case e.Rate == 0 || e.Base.Currency == "":
		return r.T("store.why_source", "source", e.Source, "day", e.Seen)
	case e.HS == "":
		return r.T("store.why_rule_nohs", "percent", r.Locale.Percent(int64(e.Rate)), "base", e.Base, "source", e.Source, "day", e.Seen)
	}
	return r.T("store.why_rule", "percent", r.Locale.Percent(int64(e.Rate)), "base", e.Base, "hs", e.HS, "source", e.Source, "day", e.Seen)
}

// rateWhy gives the goods of a parcel in the shop's money with the rate at which
// they were converted, and what of it is the market's.
func rateWhy(r *web.Request, p landed.ParcelQuote) string {
	return r.T("store.why_rate", "amount", p.ShopGoods, "rate", r.Locale.Decimal(p.Rate.String()), "day", p.Rate.Day, "source", p.Rate.Source) + marginIn(r, " · ", "store.margin_in", p.Margin)
}

// marginIn says behind a rate how much of it is the market's; nothing without.
func marginIn(r *web.Request, mark, key string, margin money.Bps) string {
	if margin == 0 {
		return ""
	}
	return mark + r.T(key, "percent", r.Locale.Percent(int64(margin)))
}

// ratesOf says of which day and source the rates of a quote are.
func ratesOf(r *web.Request, q landed.Quote) string {
	var day time.Time
	source, margin := "", money.Bps(0)
	for _, p := range q.Parcels {
		if p.Rate.From == p.Rate.To || p.Rate.Source == "" {
			continue
		}
		margin = max(margin, p.Margin)
		if day.IsZero() || p.Rate.Day.Before(day) {
			day, source = p.Rate.Day, p.Rate.Source
		}
	}
	if source == "" {
		return ""
	}
	return r.T("store.rates_of", "day", day, "source", source) + marginIn(r, " ", "store.margin_note", margin)
}

// inMoney gives an amount of a shop in the buyer's money, at the rate of the
// quote; as it is when the quote does not have the shop.
func inMoney(a money.Amount, shop catalog.ShopID, q landed.Quote) money.Amount {
	for _, p := range q.Parcels {
		if p.Shop == shop && p.Rate.From == a.Currency {
			if b, err := q.Rounding.Convert(a, p.Rate); err == nil {
				return b
			}
		}
	}
	return a
}

// guessed reports whether any sum of a quote is an estimate.
func guessed(q landed.Quote) bool {
	for _, e := range q.Entries {
		if e.Status == landed.Estimate {
			return true
		}
	}
	return false
}
