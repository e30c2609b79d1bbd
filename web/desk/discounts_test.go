package desk

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestASellerGivesADiscount(t *testing.T) {
	b := newBench(t)
	p, _, err := b.Catalog.Product(t.Context(), "loom", "cap")
	b.must(err)
	list := b.desk(b.shop) + "/discounts"
	form := url.Values{"title.en": {"Spring <i>sale</i>"}, "code": {"navruz10"}, "percent": {"10"}, "most": {"3"}, "scope": {"products"}, "products": {number(int64(p.ID))}, "combines": {"1"}}
	with := func(pairs ...string) url.Values {
		c := url.Values{}
		for k, v := range form {
			c[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			c.Set(pairs[i], pairs[i+1])
		}
		return c
	}
	for _, bad := range [][2]string{{"percent", "91"}, {"percent", "x"}, {"code", "a b"}, {"off", "-1"}, {"off", "5"}, {"first", "x"}, {"last", "2020-01-01"}, {"scope", "all"}, {"least", "x"}, {"title.en", ""}} {
		r := b.ask("sadia", list+"/new", with(bad[0], bad[1]))
		if r.status != 422 || !strings.Contains(r.body, `class="note note-pome`) || !strings.Contains(r.body, "navruz10") && bad[0] != "code" {
			t.Errorf("%v: %d", bad, r.status)
		}
	}
	if r := b.ask("sadia", list+"/new", form); r.status != 303 || r.to != list {
		t.Fatalf("adding: %d %s", r.status, r.to)
	}
	page := b.ask("sadia", list, nil).body
	at := regexp.MustCompile(`href="(` + list + `/\d+)"`).FindStringSubmatch(page)
	if at == nil || !strings.Contains(page, "NAVRUZ10") || !strings.Contains(page, "Spring &lt;i&gt;") || !strings.Contains(page, "In force") {
		t.Fatal("the list does not show it")
	}
	one := b.ask("sadia", at[1], nil).body
	if !strings.Contains(one, `value="`+number(int64(p.ID))+`" checked`) || !strings.Contains(one, `value="10"`) {
		t.Error("the form does not hold what it is")
	}
	if r := b.ask("sadia", list+"/new?product="+number(int64(p.ID)), nil).body; !strings.Contains(r, `value="`+number(int64(p.ID))+`" checked`) || !strings.Contains(r, `value="products" selected`) {
		t.Error("the way from the product does not choose it")
	}
	for who, want := range map[string]int{"bilal": 403, "": 401} {
		if r := b.ask(who, at[1]+"/end", url.Values{}); r.status != want {
			t.Errorf("%q ends it: %d", who, r.status)
		}
	}
	if r := b.ask("bilal", strings.Replace(at[1], b.desk(b.shop), b.desk(b.other), 1), nil); r.status != 404 {
		t.Errorf("by another desk: %d", r.status)
	}
	if r := b.ask("sadia", at[1], with("percent", "20")); r.status != 303 {
		t.Errorf("changing: %d", r.status)
	}
	if r := b.ask("sadia", at[1]+"/end", url.Values{}); r.status != 303 {
		t.Errorf("ending: %d", r.status)
	}
	if one = b.ask("sadia", at[1], nil).body; strings.Contains(one, at[1]+`/end"`) || !strings.Contains(one, "has ended") {
		t.Error("it can be ended again")
	}
	if r := b.ask("sadia", at[1], form); r.status != 409 {
		t.Errorf("changing what has ended: %d", r.status)
	}
}
