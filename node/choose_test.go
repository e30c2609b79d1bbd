package node

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/assembly"
	"agora/identity"
)

// TestWhoBuysInTheHallChooses puts a thing of many variants on the table. She sees
// what each costs at her door and how many there are, buys a dearer one without a
// script for the price that stands beside it, and is told where it is now.
func TestWhoBuysInTheHallChooses(t *testing.T) {
	o := openSale(t, 0)
	p, shop, err := o.node.Catalog.Product(t.Context(), "felt", "slippers")
	o.must(err)
	dear := &p.Variants[5]
	d := p.Draft()
	d.Variants[5].Price.Minor += 100000
	_, err = o.node.Catalog.SaveProduct(t.Context(), identity.System(), shop.ID, d)
	o.must(err)

	host, hosts := o.seat("olga", assembly.HostRole)
	host.post(hosts("/begin"), nil)
	host.post(hosts("/table"), url.Values{"pin": {"/s/felt/slippers"}, "percent": {"20"}, "minutes": {"5"}})
	saima, saimas := o.seat("saima", assembly.Attendee)
	page := saima.page(saimas(""))
	opts := regexp.MustCompile(`(?s)<label class="opt">.*?</label>`).FindAllString(page, -1)
	if len(opts) != len(p.Variants) {
		t.Fatalf("%d of %d variants", len(opts), len(p.Variants))
	}
	for i, opt := range opts {
		v := p.Variants[i]
		gone := v.Available() == 0
		if !strings.Contains(opt, `value="`+number(int64(v.ID))+`"`) || strings.Contains(opt, " disabled") != gone || strings.Contains(opt, "Sold out") != gone ||
			!gone && !strings.Contains(opt, number(v.Available())+" left") || !strings.Contains(opt, v.Values[0]) || !strings.Contains(opt, "₨") {
			t.Errorf("%s: %s", v.SKU, opt)
		}
	}
	if n := strings.Count(strings.Join(opts, ""), " checked"); n != 1 || strings.Contains(opts[5], " checked") {
		t.Errorf("%d are chosen before she chooses", n)
	}
	price, usual := regexpOf(t, `<bdi dir="ltr">([^<]*)</bdi>`, opts[5]), regexpOf(t, `<bdi dir="ltr">([^<]*)</bdi>`, opts[4])
	if price == usual {
		t.Errorf("the dearer one costs %s too", price)
	}
	to := saima.post(saimas("/buy"), url.Values{"variant": {number(int64(dear.ID))}})
	part, _, _ := strings.Cut(saima.page(to), `class="table-thing"`)
	if _, part, _ = strings.Cut(part, `data-part="pin"`); !strings.Contains(part, "held for you until") || !strings.Contains(part, `href="/checkout"`) {
		t.Errorf("beside the thing stands %s", part)
	}
	if again := saima.page(to); strings.Contains(again, "held for you until") {
		t.Error("it is said again and again")
	}
	cart := saima.page("/cart")
	if sum := regexpOf(t, `(?s)class="sheet tiled.*?(?:class="sum|<b)[^>]*>(.*?)</section>`, cart); !strings.Contains(sum, price) || !strings.Contains(cart, "38") {
		t.Errorf("the cart does not cost %q: %.600s", price, sum)
	}
	if l := saima.places(t, o.node).Orders[0].Lines[0]; l.Variant != dear.ID {
		t.Errorf("ordered is %+v", l)
	}

	sold := p.Variants[6]
	if status, body := saima.tries(saimas("/buy"), url.Values{"variant": {number(int64(sold.ID))}}); status != http.StatusConflict && status != http.StatusUnprocessableEntity || !strings.Contains(body, "opt") {
		t.Errorf("what is sold out is bought: %d", status)
	}
	if status, _ := saima.tries(saimas("/buy"), url.Values{"variant": {number(int64(o.thing.Variants[0].ID))}}); status != http.StatusConflict {
		t.Errorf("what is not on the table is bought: %d", status)
	}
}
