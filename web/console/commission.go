package console

import (
	"net/http"
	"strconv"
	"time"

	"agora/catalog"
	"agora/commission"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// rulesView is the dated rules of commission with the form that adds one.
type rulesView struct {
	listView
	fields []ui.Field
	ends   bool
}

// commissions lists the rules of commission, newest first.
func (c *Console) commissions(r *web.Request) error {
	return c.showCommissions(r, nil, http.StatusOK)
}

func (c *Console) showCommissions(r *web.Request, form *web.Form, status int) error {
	at, before := commission.Scope(r.Query("scope")), r.QueryID("before")
	list, err := c.Commission.Rules(r.R.Context(), r.Actor, at, commission.RuleID(before))
	if err != nil {
		return err
	}
	shelves, err := c.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	v := rulesView{listView: listView{title: r.T("console.tab_commission"), intro: r.T("console.commission_words"), none: r.T("console.commission_none"), mishaps: form.Mishaps(r),
		cols: []ui.Col{{Head: r.T("console.rule_for")}, {Head: r.T("desk.col_what")}, {Head: r.T("console.commission"), Number: true}, {Head: r.T("console.rule_from")}, {Head: r.T("console.rule_until")}}}}
	v.chips = []ui.Link{{URL: "/console/commission", Text: r.T("console.all"), Current: at == ""}}
	for _, s := range commission.Scopes {
		v.chips = append(v.chips, ui.Link{URL: "/console/commission?scope=" + string(s), Text: r.T("console.scope_" + string(s)), Current: s == at})
	}
	for _, rule := range list {
		v.rows = append(v.rows, shareRow(r, rule))
	}
	if before > 0 {
		v.first = "/console/commission?scope=" + string(at)
	}
	if len(list) == commission.PageSize {
		v.next = "/console/commission?scope=" + string(at) + "&before=" + number(int64(list[len(list)-1].ID))
	}
	v.fields, v.ends = ruleFields(r, form, shelves), form != nil && form.Has("ended")
	return c.page(r, status, "commission", v.title, commissionPage(v))
}

func shareRow(r *web.Request, rule commission.Rule) []ui.Cell {
	about := ui.Cell{Text: rule.Name + rule.Category}
	switch {
	case rule.Shop != db.House:
		id := number(int64(rule.Shop))
		about = ui.Cell{Part: stacked("shop:"+id, rule.Name)}
	case rule.Country != "":
		about.Text = r.CountryName(rule.Country)
	}
	rate := r.T("console.rule_ended")
	if rule.Rate != commission.Ended {
		rate = r.Locale.Percent(int64(rule.Rate))
		if rule.Scope == commission.Enrolment {
			rate = ""
		}
	}
	row := []ui.Cell{{Text: r.T("console.scope_" + string(rule.Scope))}, about, {Text: rate}, {}, {}}
	if !rule.From.IsZero() {
		row[3].Text = r.Locale.Date(rule.From)
	}
	if !rule.Until.IsZero() {
		row[4].Text = r.Locale.Date(rule.Until.Add(-time.Microsecond)) // the last day with it
	}
	return row
}

func ruleFields(r *web.Request, form *web.Form, shelves []catalog.Category) []ui.Field {
	var scopes, shelf, lands []ui.Option
	for _, s := range commission.Scopes {
		scopes = append(scopes, ui.Option{Value: string(s), Text: r.T("console.scope_" + string(s))})
	}
	for _, s := range shelves {
		name, _ := s.Names.In(r.Locale.Lang())
		shelf = append(shelf, ui.Option{Value: s.Key, Text: name})
	}
	for _, code := range country.All() {
		lands = append(lands, ui.Option{Value: string(code.Code), Text: r.CountryName(code.Code)})
	}
	list := []ui.Field{
		{Name: "scope", Label: r.T("console.rule_for"), Options: scopes},
		{Name: "rate", Label: r.T("console.commission"), Mode: "decimal", Dir: "ltr"},
		{Name: "shop", Label: r.T("console.rule_shop"), Max: 80, Dir: "ltr"},
		{Name: "name", Label: r.T("console.scope_programme"), Max: 120, Dir: "auto"},
		{Name: "category", Label: r.T("desk.f_category"), Options: shelf, Empty: "–"},
		{Name: "country", Label: r.T("console.rule_country"), Options: lands, Empty: "–"},
		{Name: "from", Label: r.T("console.rule_from"), Type: "date", Dir: "ltr", Hint: r.T("console.rule_from_hint")},
		{Name: "until", Label: r.T("console.rule_until"), Type: "date", Dir: "ltr"},
	}
	for i := range list {
		list[i] = form.Fill(r, list[i])
	}
	return list
}

// addRule writes a rule; one of a shelf also for the shelves below it.
func (c *Console) addRule(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	rules, err := c.ruleOf(r, form)
	if err == nil && form.Err() == nil {
		err = c.Commission.Add(r.R.Context(), r.Actor, rules...)
	}
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showCommissions(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/commission")
}

func (c *Console) ruleOf(r *web.Request, form *web.Form) ([]commission.Rule, error) {
	rule := commission.Rule{Scope: commission.Scope(form.Get("scope")), From: day(form, "from")}
	if last := day(form, "until"); !last.IsZero() {
		rule.Until = last.AddDate(0, 0, 1)
	}
	switch {
	case form.Has("ended"):
		rule.Rate = commission.Ended
	case rule.Scope != commission.Enrolment:
		rate, err := r.Percent(form.Get("rate"))
		if err != nil {
			form.Add("rate", "fault.percent")
		}
		rule.Rate = rate
	}
	switch rule.Scope {
	case commission.OfShop, commission.Enrolment:
		if form.Get("shop") == "" {
			form.Add("shop", "fault.required")
			return nil, nil
		}
		shop, err := c.Catalog.Shop(r.R.Context(), form.Get("shop"))
		if fault.Is(err, fault.NotFound) {
			form.Add("shop", "fault.no_shop")
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		rule.Shop = shop.ID
		if rule.Scope == commission.Enrolment {
			rule.Name = form.Text("name", 120)
		}
	case commission.OfProgramme:
		rule.Name = form.Text("name", 120)
	case commission.OfTax:
		rule.Country = country.Code(form.Get("country"))
	case commission.OfCategory:
		return c.shelfRules(r, form, rule)
	}
	return []commission.Rule{rule}, nil
}

// shelfRules gives the rule of a shelf and of each below it.
func (c *Console) shelfRules(r *web.Request, form *web.Form, rule commission.Rule) (list []commission.Rule, err error) {
	shelves, err := c.Catalog.Categories(r.R.Context())
	for _, s := range shelves {
		if key := form.Get("category"); key != "" && (s.Key == key || s.Parent == key) {
			rule.Category = s.Key
			list = append(list, rule)
		}
	}
	if len(list) == 0 && err == nil {
		form.Add("category", "fault.choice")
	}
	return list, err
}

// day reads a day of a form, midnight UTC; zero for none.
func day(form *web.Form, name string) time.Time {
	s := form.Get(name)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		form.Add(name, "fault.day")
	}
	return t
}

// commission sets the house's share of one shop's goods from now on.
func (c *Console) commission(r *web.Request) error {
	form, id, err := formAndID(r)
	if err != nil {
		return err
	}
	rate, err := r.Percent(form.Get("rate"))
	if err == nil && form.Err() == nil {
		if _, err = c.Catalog.ShopByID(r.R.Context(), catalog.ShopID(id)); err == nil {
			err = c.Commission.Add(r.R.Context(), r.Actor, commission.Rule{Scope: commission.OfShop, Shop: catalog.ShopID(id), Rate: max(rate, 0)})
		}
	}
	if fault.Is(err, fault.Invalid) {
		form.Add("rate", "fault.percent")
	}
	if form.Err() != nil {
		return c.showShops(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/shops")
}

// plainPercent writes 550 as "5.5".
func plainPercent(rate int64) string { return strconv.FormatFloat(float64(rate)/100, 'f', -1, 64) }
