package console

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/landed"
	"agora/rates"
	"agora/web"
	"agora/web/ui"
)

// ratesView is the rates in force, the central banks, and the two ways to bring
// more.
type ratesView struct {
	listView
	banks  listView
	csv    ui.Field
	sheet  ui.Field
	source ui.Field // of the sheet
}

// rates shows the exchange rates in force with their days and sources.
func (c *Console) rates(r *web.Request) error { return c.showRates(r, nil, http.StatusOK) }

func (c *Console) showRates(r *web.Request, form *web.Form, status int) error {
	now := time.Now()
	list, err := c.Rates.Standing(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	banks, err := c.Rates.States(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	old := c.House.House().RateAge()
	v := ratesView{listView: listView{title: r.T("console.tab_rates"), intro: r.T("console.rates_words"), none: r.T("console.no_rates"), mishaps: form.Mishaps(r),
		cols: []ui.Col{{Head: r.T("console.currency")}, {Head: r.T("console.per_dollar"), Number: true}, {Head: r.T("console.day")}, {Head: r.T("console.age")}, {Head: r.T("console.source")}}}}
	for _, rate := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: string(rate.To), Code: true}, {Text: rate.String(), Code: true}, {Text: r.Locale.Date(rate.Day)},
			{Part: age(r, now, rate.Day, old)}, {Part: stacked(rate.Source, given(r, rate))}})
	}
	v.banks = banksView(r, banks, now, old)
	v.csv, v.sheet = form.Fill(r, ui.Field{Name: "file"}), form.Fill(r, ui.Field{Name: "sheet"})
	v.source = ui.Field{Name: "bank", Label: r.T("console.bank_name")}
	for _, b := range banks {
		v.source.Options = append(v.source.Options, ui.Option{Value: b.Key, Text: b.Name})
	}
	v.source = form.Fill(r, v.source)
	return c.page(r, status, "rates", v.title, ratesPage(v))
}

// given says of a rate that it was put in by hand, and what the bank says then.
func given(r *web.Request, s rates.Standing) string {
	switch {
	case s.Bank != "":
		return ""
	case s.Said.Value == 0:
		return r.T("console.by_hand")
	}
	return r.T("console.by_hand") + " · " + r.T("console.bank_says", "bank", s.Said.Source, "rate", s.Said.Rate.String())
}

// age says how old a rate is; one that is older than the setting is marked.
func age(r *web.Request, now, day time.Time, old int) templ.Component {
	days := int64(now.Sub(day) / (24 * time.Hour))
	switch {
	case days < 1:
		return ui.Badge("leaf", "", r.T("console.today"))
	case days > int64(old):
		return ui.Badge("saff", "warn", r.N("common.days", days))
	}
	return ui.Badge("", "", r.N("common.days", days))
}

// importRates adds dated rates from a file.
func (c *Console) importRates(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return c.showRates(r, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	list, err := landed.ReadRates(file)
	if err == nil {
		err = c.DB.Write(r.R.Context(), func(tx *db.Tx) error {
			if err := c.Landed.PutRates(tx, list); err != nil {
				return err
			}
			return audit.Note(tx, r.Actor, db.House, "rates.saved", "rates", map[string]int{"rates": len(list)})
		})
	}
	if fault.Is(err, fault.Invalid) {
		for _, e := range fault.List(err) {
			form.Add("file", e.Key, e.Args...)
		}
		return c.showRates(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.rates_saved")
	return r.Redirect("/console/rates")
}

// rules shows the dated rules of one destination with their sources.
func (c *Console) rules(r *web.Request) error { return c.showRules(r, nil, http.StatusOK) }

func (c *Console) showRules(r *web.Request, form *web.Form, status int) error {
	at := country.Code(r.Query("country"))
	if form != nil {
		at = country.Code(form.Get("country"))
	}
	if !at.Known() {
		at = r.Country
	}
	all, err := c.Landed.Rules(r.R.Context())
	if err != nil {
		return err
	}
	switches, err := c.Landed.Switches(r.R.Context())
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_rules"), intro: r.T("console.rules_words"), mishaps: form.Mishaps(r), none: r.T("console.no_rules"),
		cols: []ui.Col{{Head: r.T("console.rule")}, {Head: r.T("console.kind")}, {Head: r.T("console.applies")}, {Head: r.T("console.rate"), Number: true},
			{Head: r.T("console.in_force")}, {Head: r.T("console.sure")}, {Head: r.T("console.source")}}}
	for _, o := range r.Countries() {
		v.chips = append(v.chips, ui.Link{URL: "/console/rules?country=" + o.Value, Text: o.Text, Current: o.Value == string(at)})
	}
	slices.SortStableFunc(all, func(a, b landed.Rule) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.HS, b.HS), a.From.Compare(b.From))
	})
	for _, rule := range all {
		if rule.Destination == at {
			v.rows = append(v.rows, ruleRow(r, rule))
		}
	}
	sets := setsOf(r, all, switches, at, time.Now())
	for i, s := range sets {
		if form != nil && form.Get("set") == s.name {
			sets[i].from.ID = "" // the id to which the words above lead
			sets[i].from = form.Fill(r, sets[i].from)
		}
	}
	return c.page(r, status, "rules", v.title, rulesPage(v, sets, form.Fill(r, ui.Field{Name: "file"})))
}

func ruleRow(r *web.Request, rule landed.Rule) []ui.Cell {
	rate := r.Locale.Percent(int64(rule.Rate))
	switch {
	case rule.Kind == landed.DeMinimis:
		rate = r.Locale.Money(rule.Threshold)
	case !rule.Flat.IsZero():
		rate = r.Locale.Money(rule.Flat)
	}
	force := r.Locale.Date(rule.From) + " –"
	if rule.From.IsZero() {
		force = "–"
	}
	if !rule.Until.IsZero() {
		force += " " + r.Locale.Date(rule.Until)
	}
	if rule.Off {
		force = r.T("console.rule_off")
	}
	applies := rule.HS
	for _, o := range rule.Origins {
		applies += " " + string(o)
	}
	if rule.Channel != "" {
		applies += " " + rule.Channel
	}
	if len(rule.Sent) > 0 {
		applies += " " + r.T("console.sent_from", "codes", codes(rule.Sent))
	}
	if applies = strings.TrimSpace(applies); applies == "" {
		applies = r.T("console.all")
	}
	source := ui.Cell{Part: stacked(rule.Source, r.T("console.seen_on", "day", rule.Seen))}
	return []ui.Cell{{Text: rule.ID, Code: true}, {Text: r.T("console.rule_" + string(rule.Kind))}, {Text: applies}, {Text: rate, Code: true},
		{Text: force}, {Part: stacked(r.T("console.sure_"+string(rule.Status)), confidence(r, rule))}, source}
}

// confidence says how far the source of a rule is trusted.
func confidence(r *web.Request, rule landed.Rule) string {
	if key := "console.trust_" + rule.Confidence; r.Locale.Has(key) {
		return r.T(key)
	}
	return rule.Confidence
}

// codes writes countries by their codes.
func codes(list []country.Code) string {
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(c))
	}
	return b.String()
}
