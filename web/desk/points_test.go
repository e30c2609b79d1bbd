package desk

import (
	"net/url"
	"strings"
	"testing"
)

// TestAShopKeepsItsPoints adds one and takes it away.
func TestAShopKeepsItsPoints(t *testing.T) {
	b := newBench(t)
	to := b.desk(b.shop) + "/shop/points"
	form := url.Values{"point.name": {"Mall 1"}, "point.country": {"PK"}, "point.city": {""}, "point.street": {"Gate 3"}, "point.cash": {"1"}}
	if r := b.ask("sadia", to, form); r.status != 422 || !strings.Contains(r.body, `value="Gate 3"`) {
		t.Errorf("without a city: %d", r.status)
	}
	form.Set("point.city", "Lahore")
	if r := b.ask("sadia", to, form); r.status != 303 {
		t.Fatalf("adding: %d", r.status)
	}
	list, err := b.Delivery.Points(t.Context(), b.shop.ID, "")
	b.must(err)
	if len(list) != 1 || !list[0].Cash || !strings.Contains(b.ask("sadia", b.desk(b.shop)+"/shop", nil).body, "Mall 1") {
		t.Errorf("%+v", list)
	}
	drop := url.Values{"drop": {number(int64(list[0].ID))}}
	if r := b.ask("bilal", b.desk(b.other)+"/shop/points", drop); r.status != 303 {
		t.Errorf("another shop: %d", r.status)
	}
	if list, err = b.Delivery.Points(t.Context(), b.shop.ID, ""); err != nil || len(list) != 1 {
		t.Error("another shop took it away")
	}
	if r := b.ask("sadia", to, drop); r.status != 303 {
		t.Errorf("taking away: %d", r.status)
	}
	if list, err = b.Delivery.Points(t.Context(), b.shop.ID, ""); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestPointsComeByAFile looks at a file, says yes to it, and brings its export
// in again.
func TestPointsComeByAFile(t *testing.T) {
	b := newBench(t)
	shop := b.desk(b.shop) + "/shop"
	at := shop + "/points/file"
	send := func(who, text string) reply { return b.sendFile(who, at, nil, "file", []byte(text)) }
	if !strings.Contains(b.ask("sadia", shop, nil).body, `href="`+at+`"`) || !strings.Contains(b.ask("sadia", at, nil).body, shop+"/points/export") {
		t.Error("no way to the file")
	}
	const head = "id,country,city,postcode,name,street,hours,cash\n"
	if r := send("sadia", head+",PK,Lahore,,Mall 1,Gate 3,,yes\n,PK,,,Mall 2,Gate 4,,yes\n"); r.status != 422 || !strings.Contains(r.body, "Row 3, city: ") {
		t.Errorf("a faulty row: %d", r.status)
	}
	if r := send("sadia", "nothing"); r.status != 422 {
		t.Errorf("no file of points: %d", r.status)
	}
	yes := func(r reply) url.Values {
		t.Helper()
		token, seen := hidden(r.body, "token"), hidden(r.body, "seen")
		if r.status != 200 || token == "" || seen == "" {
			t.Fatalf("looked: %d", r.status)
		}
		return url.Values{"token": {token}, "seen": {seen}}
	}
	looked := send("sadia", head+",PK,Lahore,,Mall 1,Gate 3,,yes\n,PK,Lahore,54000,Fort,Gate 1,9–17,no\n")
	if !strings.Contains(looked.body, "New: 2. Changed: 0. Removed: 0.") || !strings.Contains(looked.body, "Gate 1") {
		t.Error("the page does not say what is new")
	}
	if list, err := b.Delivery.Points(t.Context(), b.shop.ID, ""); err != nil || len(list) != 0 {
		t.Errorf("looking wrote: %+v, %v", list, err)
	}
	form := yes(looked)
	if r := b.ask("sadia", shop+"/points/confirm", form); r.status != 303 {
		t.Fatalf("confirm: %d", r.status)
	}
	if r := b.ask("sadia", shop+"/points/confirm", form); r.status != 422 {
		t.Errorf("confirmed twice: %d", r.status)
	}
	export := b.ask("sadia", shop+"/points/export", nil)
	if export.status != 200 || strings.Count(export.body, "\n") != 3 {
		t.Fatalf("export: %d %s", export.status, export.body)
	}
	if r := send("sadia", export.body); r.status != 200 || !strings.Contains(r.body, "Nothing changes") {
		t.Errorf("the export changes something: %d", r.status)
	}
	looked = send("sadia", strings.Replace(export.body, "Gate 3", "Gate 5", 1))
	if !strings.Contains(looked.body, "New: 0. Changed: 1. Removed: 0.") {
		t.Error("a change is not seen")
	}
	form = yes(looked)
	form.Set("seen", "x")
	if r := b.ask("sadia", shop+"/points/confirm", form); r.status != 409 {
		t.Errorf("others were looked at: %d", r.status)
	}
	for _, who := range []string{"bilal", "guest-like"} {
		if r := send(who, export.body); r.status != 403 {
			t.Errorf("%s: %d", who, r.status)
		}
		for _, path := range []string{"/points/export", "/points/file"} {
			if r := b.ask(who, shop+path, nil); r.status != 403 {
				t.Errorf("%s asks %s: %d", who, path, r.status)
			}
		}
	}
	if r := b.ask("bilal", b.desk(b.other)+"/shop/points/confirm", form); r.status != 422 {
		t.Errorf("another shop takes the file: %d", r.status)
	}
}

// hidden gives the value of a hidden field of a page.
func hidden(page, name string) string {
	_, rest, _ := strings.Cut(page, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
