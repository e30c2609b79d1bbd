package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/commission"
)

func TestAProgrammeTakesNothing(t *testing.T) {
	o := newOffice(t)
	const page = "/console/commission"
	if r := o.ask("sadia", page, url.Values{"scope": {"house"}, "rate": {"1"}}); r.status != 403 {
		t.Errorf("a seller writes a rule: %d", r.status)
	}
	if r := o.ask("olga", page, url.Values{"scope": {"programme"}, "rate": {"99"}, "name": {"First year"}, "until": {"2020-01-01"}}); r.status != 422 ||
		!strings.Contains(r.body, `id="f-rate-e"`) || !strings.Contains(r.body, `value="First year"`) {
		t.Errorf("a bad rule: %d", r.status)
	}
	for _, form := range []url.Values{
		{"scope": {"programme"}, "rate": {"0"}, "name": {"First year"}, "until": {"2090-12-31"}},
		{"scope": {"enrol"}, "name": {"First year"}, "shop": {"loom"}},
		{"scope": {"tax"}, "country": {"KG"}, "rate": {"12"}},
	} {
		if r := o.ask("olga", page, form); r.status != 303 {
			t.Errorf("%v: %d %.3000s", form, r.status, r.body)
		}
	}
	b, err := o.Commission.Book(t.Context(), o.shop)
	if rule := b.For(o.shop, ""); err != nil || rule.Scope != commission.OfProgramme || rule.Rate != 0 {
		t.Errorf("%+v, %v", rule, err)
	}
	if r := o.ask("olga", page, nil); r.status != 200 || !strings.Contains(r.body, "First year") || !strings.Contains(r.body, "12%") {
		t.Errorf("list: %d", r.status)
	}
}
