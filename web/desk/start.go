package desk

import (
	"net/http"
	"slices"

	"agora/academy"
	"agora/catalog"
	"agora/delivery"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// stages are the pages of the way to an open shop, in their order. Each asks
// one thing and keeps the answer at once, so that the way can be left and
// taken up again; nothing is asked twice.
var stages = [...]string{"shop", "product", "delivery", "pay", "review"}

// stageNames are the keys of their names.
var stageNames = map[string]string{"shop": "desk.tab_shop", "product": "desk.col_product", "delivery": "desk.step_delivery",
	"pay": "desk.money", "review": "desk.step_review"}

// progress is how far a new shop has come.
type progress struct {
	shop  catalog.Shop
	first catalog.Product // the newest one; zero for none
	ways  []delivery.Option
}

// progress reads how far the shop has come.
func (d *Desk) progress(r *web.Request, shop catalog.Shop) (p progress, err error) {
	p.shop = shop
	page, err := d.Catalog.Products(r.R.Context(), r.Actor, shop.ID, catalog.ProductFilter{Limit: 1})
	if err != nil {
		return p, err
	}
	if len(page.Items) > 0 {
		p.first = page.Items[0]
	}
	p.ways, err = d.Delivery.Options(r.R.Context(), shop.ID)
	return p, err
}

// done reports whether nothing more is asked at a stage.
func (p progress) done(stage string) bool {
	switch stage {
	case "shop":
		return true
	case "product":
		return p.first.ID != 0
	case "delivery":
		return len(p.ways) > 0 && p.shop.Origin.Street != ""
	case "pay":
		return p.shop.Payout != ""
	}
	return p.shop.Status != catalog.ShopDraft
}

// next gives the first stage at which something is asked.
func (p progress) next() string {
	for _, stage := range stages {
		if !p.done(stage) {
			return stage
		}
	}
	return ""
}

// ready reports whether an operator may be asked to look.
func (p progress) ready() bool { return p.next() == "review" }

// startView is what all pages of the way have in common.
type startView struct {
	base, count string // "2 of 5"
	steps       []ui.Step
	mishaps     []ui.Mishap
	fields      []ui.Field
}

// startOf says where on the way a stage is. p may be of no shop yet.
func startOf(r *web.Request, p progress, stage string, form *web.Form) startView {
	at := slices.Index(stages[:], stage)
	v := startView{base: base(r) + "/start", mishaps: form.Mishaps(r), count: r.T("desk.step_of", "n", at+1, "of", len(stages))}
	for i, key := range stages {
		s := ui.Step{Rest: r.T(stageNames[key])}
		switch {
		case i == at:
			s.State, s.Text, s.Rest = "now", s.Rest, ""
		case p.shop.ID != 0 && p.done(key):
			s.State = "done"
		}
		v.steps = append(v.steps, s)
	}
	return v
}

// start leads to the first stage at which something is asked.
func (d *Desk) start(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	p, err := d.progress(r, shop)
	if err != nil {
		return err
	}
	if next := p.next(); next != "" {
		return r.Redirect(base(r) + "/start/" + next)
	}
	return r.Redirect(base(r))
}

// stage shows one page of the way.
func (d *Desk) stage(r *web.Request) error { return d.showStage(r, nil, http.StatusOK) }

func (d *Desk) showStage(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	p, err := d.progress(r, shop)
	if err != nil {
		return err
	}
	stage := r.Path("stage")
	v := startOf(r, p, stage, form)
	switch stage {
	case "product":
		if len(p.first.Options) > 0 { // more than this page can show
			return r.Redirect(base(r) + "/products/" + number(int64(p.first.ID)))
		}
		return d.teaching(r, status, shop, "today", r.T("desk.first_product"), startProduct(v.product(r, p, form)), academy.ProductsPriced)
	case "delivery":
		return d.teaching(r, status, shop, "today", r.T("desk.start_delivery"), startDelivery(v.delivery(r, p, form)), academy.DeliveryDescribed)
	case "pay":
		v.fields = []ui.Field{form.Fill(r, ui.Field{Name: "payout", Label: r.T("desk.f_payout"), Hint: r.T("desk.f_payout_hint"),
			Value: shop.Payout, Max: catalog.MaxShort, Required: true, Span: true, Dir: "auto"})}
		return d.page(r, status, shop, "today", r.T("desk.start_pay"), startPay(v))
	case "review":
		review := reviewOf(r, p, v)
		if shop.Status == catalog.ShopDraft {
			if review.why, err = d.Catalog.SentBack(r.R.Context(), r.Actor, shop.ID); err != nil {
				return err
			}
		}
		return d.page(r, status, shop, "today", r.T("desk.start_review"), startReview(review))
	}
	return fault.New(fault.NotFound, "fault.page_not_found")
}

// answer takes what a page of the way was told, and goes on.
func (d *Desk) answer(r *web.Request) error {
	form, err := r.Form()
	if large := tooLarge(err, "picture"); form == nil && large != nil && r.Path("stage") == "product" {
		return d.showStage(r, large, http.StatusRequestEntityTooLarge)
	}
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	switch r.Path("stage") {
	case "product":
		err = d.takeProduct(r, shop, form)
	case "delivery":
		err = d.takeDelivery(r, shop, form)
	case "pay":
		err = d.takePayout(r, shop, form)
	case "review":
		return d.ask(r, shop)
	default:
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	switch {
	case form.Err() != nil:
		return d.showStage(r, form, http.StatusUnprocessableEntity)
	case err != nil:
		return err
	}
	return r.Redirect(base(r) + "/start")
}

// takePayout keeps the account of the shop.
func (d *Desk) takePayout(r *web.Request, shop catalog.Shop, form *web.Form) error {
	n := again(shop)
	n.Payout = form.Need("payout", catalog.MaxShort)
	if form.Err() != nil {
		return nil
	}
	return form.Join("", d.Catalog.SaveShop(r.R.Context(), r.Actor, shop.ID, n))
}

// again says of a shop what it says already, to change some of it.
func again(s catalog.Shop) catalog.NewShop {
	return catalog.NewShop{Name: s.Name, City: s.City, Languages: s.Languages, Origin: s.Origin, Tagline: s.Tagline, Story: s.Story,
		Tint: s.Tint, Initials: s.Initials, HandlingDays: s.HandlingDays, ReturnDays: s.ReturnDays, Payout: s.Payout}
}

// ask asks the operator to look at the shop, once all is there.
func (d *Desk) ask(r *web.Request, shop catalog.Shop) error {
	p, err := d.progress(r, shop)
	if err != nil {
		return err
	}
	if !p.ready() {
		return r.Redirect(base(r) + "/start")
	}
	if err := d.Catalog.MoveShop(r.R.Context(), r.Actor, shop.ID, catalog.ShopSubmit, ""); err != nil {
		return err
	}
	r.Say("desk.opened")
	return r.Redirect(base(r))
}
