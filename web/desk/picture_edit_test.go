package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
)

func TestAPictureIsTurnedAndCut(t *testing.T) {
	b := newBench(t)
	product := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	b.sendMany(product+"/picture", [2]string{"wide.jpg", string(photoOf(t, 1600, 800, 90))})
	was := b.cap().Media[0]
	at := product + "/pictures/" + was.Key
	if r := b.ask("sadia", product, nil); !strings.Contains(r.body, at) {
		t.Fatal("no way to the editor")
	}
	page := b.ask("sadia", at, nil)
	for _, want := range []string{`name="turn"`, `name="left"`, `name="at_y"`, `name="alt"`, "/media/" + was.Small} {
		if page.status != 200 || !strings.Contains(page.body, want) {
			t.Errorf("the editor lacks %s: %d", want, page.status)
		}
	}
	form := func(turn, left, top, right, bottom, x, y string) url.Values {
		return url.Values{"turn": {turn}, "left": {left}, "top": {top}, "right": {right}, "bottom": {bottom}, "at_x": {x}, "at_y": {y}, "alt": {"A cap"}}
	}
	if r := b.ask("sadia", at, form("90", "500", "0", "0", "0", "800", "300")); r.status != 303 {
		t.Fatalf("saved: %d %s", r.status, r.body)
	}
	now := b.cap().Media[0]
	if now.Key != was.Key || now.Source != was.Source || now.Large == was.Large || now.Alt["en"] != "A cap" || now.Turned == "" {
		t.Errorf("after the edit %+v", now)
	}
	if now.Edit != (catalog.Edit{Turn: 90, Crop: [4]int{0, 500, 1000, 500}, At: [2]int{701, 800}}) || now.Width != 800 || now.Height != 800 {
		t.Errorf("the edit %+v, %d × %d", now.Edit, now.Width, now.Height)
	}
	if r := b.ask("sadia", at, nil); !strings.Contains(r.body, "/media/"+now.Turned) {
		t.Error("the editor does not show it as it is turned")
	}
	if r := b.ask("sadia", product, nil); !strings.Contains(r.body, "/media/"+now.Thumb) || strings.Contains(r.body, "/media/"+was.Thumb) {
		t.Error("the product shows what was before")
	}
	if r := b.ask("sadia", at, form("270", "0", "0", "0", "0", "500", "500")); r.status != 303 {
		t.Fatalf("taken back: %d", r.status)
	}
	if m := b.cap().Media[0]; m.Edit != (catalog.Edit{}) || m.Width != was.Width || m.Height != was.Height {
		t.Errorf("the picture as it came is %+v, was %+v", m, was)
	}
	for name, bad := range map[string]url.Values{
		"turn":  form("45", "0", "0", "0", "0", "1", "1"),
		"left":  form("0", "600", "0", "500", "0", "1", "1"),
		"alt":   {"alt": {strings.Repeat("x", 201)}, "left": {"100"}},
		"left ": form("0", "-5", "0", "0", "0", "1", "1"),
		"top":   form("0", "0", "x", "0", "0", "1", "1"),
	} {
		name = strings.TrimSpace(name)
		if r := b.ask("sadia", at, bad); r.status != 422 || !strings.Contains(r.body, `href="#f-`+name+`"`) || !strings.Contains(r.body, `name="left"`) {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	for _, none := range []string{product + "/pictures/none", b.desk(b.shop) + "/products/1/pictures/" + was.Key} {
		if r := b.ask("sadia", none, nil); r.status != 404 {
			t.Errorf("%s: %d", none, r.status)
		}
	}
}
