package desk

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/identity"
)

// TestAWayByTheTableOfACarrier lets a shop send by the prices of a carrier.
func TestAWayByTheTableOfACarrier(t *testing.T) {
	b := newBench(t)
	boss := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	if strings.Contains(b.ask("sadia", b.desk(b.shop)+"/shop", nil).body, "options.0.table") {
		t.Error("a table is offered before there is one")
	}
	id, err := b.Delivery.DraftTariff(t.Context(), boss, "post-pk", "PK", time.Now().UTC(), "PKR",
		strings.NewReader("kind,zone,to,grams,price,days\nzone,A,domestic *,,,2-4\nstep,A,,5000,310,\n"))
	b.must(err)
	b.must(b.Delivery.ApplyTariff(t.Context(), boss, id))
	form := url.Values{"options.0.key": {"post"}, "options.0.name": {"Post"}, "options.0.carrier": {"Pakistan Post"}, "options.0.to": {"domestic"},
		"options.0.service": {"post"}, "options.0.incoterm": {"DDP"}, "options.0.table": {"post-kz"}}
	if r := b.ask("sadia", b.desk(b.shop)+"/shop/delivery", form); r.status != 422 {
		t.Errorf("a carrier without prices: %d", r.status)
	}
	form.Set("options.0.table", "post-pk")
	if r := b.ask("sadia", b.desk(b.shop)+"/shop/delivery", form); r.status != 303 {
		t.Fatalf("saving: %d", r.status)
	}
	if o := b.sell(b.shop); o.Freight.Minor != 31_000 || o.Table != "post-pk" {
		t.Errorf("freight %v by %q", o.Freight, o.Table)
	}
}

// TestAProductKeepsItsSizeAndDanger saves both with the form of a product.
func TestAProductKeepsItsSizeAndDanger(t *testing.T) {
	b := newBench(t)
	p, _, err := b.Catalog.Product(t.Context(), b.shop.Handle, "cap")
	b.must(err)
	page := b.desk(b.shop) + "/products/" + number(int64(p.ID))
	form := url.Values{"title.en": {"Cap"}, "status": {"active"}, "origin": {"PK"}, "dangerous_asked": {"1"}, "dangerous": {"1"},
		"variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"}, "variants.0.size": {"30×20"}}
	if r := b.ask("sadia", page, form); r.status != 422 || !strings.Contains(r.body, `value="30×20"`) {
		t.Errorf("half a size: %d", r.status)
	}
	form.Set("variants.0.size", "۳۰۰×200 x50")
	if r := b.ask("sadia", page, form); r.status != 303 {
		t.Fatalf("saving: %d", r.status)
	}
	check := func(danger bool) {
		t.Helper()
		p, err = b.Catalog.ProductByID(t.Context(), identity.System(), b.shop.ID, p.ID)
		b.must(err)
		if v := p.Variants[0]; v.LengthMM != 300 || v.WidthMM != 200 || v.HeightMM != 50 || p.Dangerous != danger {
			t.Errorf("%+v, dangerous %v", v, p.Dangerous)
		}
	}
	check(true)
	if body := b.ask("sadia", page, nil).body; !strings.Contains(body, `value="300x200x50"`) {
		t.Error("the form does not show the size")
	}
	_, err = b.Catalog.SaveProduct(t.Context(), identity.System(), b.shop.ID, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Title: p.Title,
		Variants: p.Draft().Variants}) // an import says nothing of danger
	b.must(err)
	check(true)
	form.Del("dangerous")
	if r := b.ask("sadia", page, form); r.status != 303 {
		t.Fatalf("saving: %d", r.status)
	}
	check(false)
}
