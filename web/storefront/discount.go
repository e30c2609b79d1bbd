package storefront

import (
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/discount"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// offView is what a thing cost before discounts, and who lowered it; without
// names there are none.
type offView struct {
	before money.Amount
	names  string
}

// codesView is the field for codes in a cart, and those that it has.
type codesView struct {
	asked bool // a quotation takes none
	field ui.Field
	list  []codeView
	over  bool // an offer of a live sale is, whose code nobody sees
}

type codeView struct {
	code, why string // why it does not count; "" when it does
}

// offWords name discounts, with their codes.
func offWords(r *web.Request, offs []discount.Off) string {
	var names []string
	for _, o := range offs {
		name := o.Name(r.Locale.Lang())
		if o.Code != "" && !strings.EqualFold(name, o.Code) {
			name += " (" + o.Code + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// offOf is what discounts took off a line of a cart.
func offOf(r *web.Request, l market.CartLine, c market.Checkout) (v offView) {
	if len(l.Off) == 0 {
		return v
	}
	if v.names = offWords(r, l.Off); c.Before[int64(l.Variant.ID)] > 0 {
		v.before = money.Of(c.Before[int64(l.Variant.ID)]/l.Quantity, c.Quote.Currency)
	} else {
		v.before = inMoney(l.List(), l.Shop.ID, c.Quote)
	}
	return v
}

// lessOf shows what was taken off goods as a row of its own under them.
func lessOf(r *web.Request, rows []ui.Row, saved money.Amount) []ui.Row {
	if len(rows) == 0 || saved.IsZero() {
		return rows
	}
	rows[0].Amount.Minor += saved.Minor
	return slices.Insert(rows, 1, ui.Row{What: r.T("store.e_discount"), Amount: saved.Neg()})
}

// codesOf shows the codes of a cart.
func codesOf(r *web.Request, c market.Cart, form *web.Form) codesView {
	v := codesView{asked: c.Enquiry == nil, field: form.Fill(r, ui.Field{Name: "code", Label: r.T("store.code_field"), Max: 40, Dir: "ltr"})}
	for i, code := range c.Codes {
		if discount.LiveCode(code) {
			v.over = v.over || slices.ContainsFunc(c.Refused, func(r market.RefusedCode) bool { return r.At == i && r.Why != market.CodeDisallowed })
			continue
		}
		one := codeView{code: discount.Fold(code)}
		for _, refused := range c.Refused {
			if refused.At == i {
				one.why = r.Locale.Error(refused.Fault())
			}
		}
		v.list = append(v.list, one)
	}
	return v
}

// code gives the cart a code, or takes one back.
func (s *Store) code(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if form.Has("drop") {
		err = s.Market.DropCode(r.R.Context(), r.Cart(), form.Text("drop", 40))
	} else {
		err = s.Market.AddCode(r.R.Context(), r.Cart(), form.Text("code", 40))
	}
	if fault.Is(err, fault.Invalid) || form.Err() != nil {
		if err := form.Join("", err); err != nil {
			return err
		}
		return s.showCart(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/cart")
}

// boughtFor is what discounts took off a line of an order; of a set only the
// names, its price is divided among its parts.
func boughtFor(r *web.Request, l market.Line, shop catalog.ShopID, g market.Group) offView {
	if l.Set != nil {
		return offView{names: offWords(r, l.Set.Off)}
	}
	before := l.Unit
	for _, o := range l.Off {
		before.Minor += o.Amount
	}
	return offView{before: inMoney(before, shop, g.Quote), names: offWords(r, l.Off)}
}
