package node

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agora/academy"
	"agora/catalog"
	"agora/course"
	"agora/event"
	"agora/identity"
)

// practiced is a course that asks for each thing that the node counts.
func practiced() *course.Course {
	c := &course.Course{ID: "hands", Version: 1, Languages: []string{"en"}, Title: course.Text{"en": "From your hands"}, Modules: []course.Module{{ID: "all"}}}
	for _, t := range []course.Task{{Check: "products_priced", Need: 3}, {Check: "described_twice", Need: 1}, {Check: "delivery_described", Need: 1},
		{Check: "question_answered", Need: 1}, {Check: "order_shipped", Need: 1}, {Check: "refund_handled", Need: 1}, {Check: "found_in_script", Need: 1}} {
		t.Say = course.Text{"en": "Do " + t.Check}
		id := strings.ReplaceAll(t.Check, "_", "-")
		c.Modules[0].Lessons = append(c.Modules[0].Lessons, course.Lesson{ID: id, Title: course.Text{"en": "How to " + t.Check}, Body: course.Text{"en": "So."}, Tasks: []course.Task{t}})
	}
	return c
}

// learnt follows what a learner does in the events of a node.
type learnt struct {
	*testing.T
	n     *Node
	at    int64 // event read last
	by    identity.Actor
	class academy.CourseID
}

// react counts what followed from the events since it was asked last, twice each, as jobs
// may run more than once.
func (l *learnt) react() {
	l.Helper()
	kinds := l.n.reactions()
	for {
		list, err := event.After(l.Context(), l.n.DB, l.at, 500)
		if err != nil {
			l.Fatal(err)
		}
		if len(list) == 0 {
			return
		}
		for _, e := range list {
			l.at = e.ID
			for _, r := range kinds[e.Kind] {
				if r.Name != "count-practice" {
					continue
				}
				if r.Idle != nil {
					if idle, err := r.Idle(l.Context(), e); err != nil || idle {
						if err != nil {
							l.Fatal(err)
						}
						continue
					}
				}
				for range 2 {
					if err := r.Do(l.Context(), e); err != nil {
						l.Fatal(err)
					}
				}
			}
		}
	}
}

// done fails unless these checks are done, and no other.
func (l *learnt) done(want ...academy.Check) {
	l.Helper()
	l.react()
	list, err := l.n.Academy.Practices(l.Context(), l.by)
	if err != nil {
		l.Fatal(err)
	}
	var have []academy.Check
	for _, p := range list {
		if p.Done {
			have = append(have, p.Check())
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		l.Fatalf("done is %v, want %v", have, want)
	}
}

// upload posts a form with a picture.
func (v *visit) upload(path string, form url.Values, field string) string {
	v.Helper()
	var body, picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		v.Fatal(err)
	}
	w := multipart.NewWriter(&body)
	for name, list := range form {
		for _, value := range list {
			_ = w.WriteField(name, value)
		}
	}
	part, err := w.CreateFormFile(field, "photo.jpg")
	if err != nil {
		v.Fatal(err)
	}
	_, _ = part.Write(picture.Bytes())
	w.Close()
	res, err := v.http.Post(v.url+path, w.FormDataContentType(), &body)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		text, _ := io.ReadAll(res.Body)
		_, after, _ := strings.Cut(string(text), `class="error`)
		v.Fatalf("%s: %d %.1500s", path, res.StatusCode, after)
	}
	return res.Header.Get("Location")
}

// TestTasksTickInTheShop has somebody who joined a course do by the pages of the desk, and
// in a rehearsal, all that it asks for: each task ticks when it is done and not before.
func TestTasksTickInTheShop(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	ctx := t.Context()
	who, err := n.Identity.ByLogin(ctx, identity.System(), "saima@demo.agora.example")
	if err != nil {
		t.Fatal(err)
	}
	l := &learnt{T: t, n: n, by: who.Actor()}
	if l.class, _, err = n.Academy.Keep(ctx, identity.System(), practiced()); err != nil {
		t.Fatal(err)
	}
	if err := n.Academy.Publish(ctx, identity.System(), l.class); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Academy.Join(ctx, l.by, "hands"); err != nil {
		t.Fatal(err)
	}
	l.done()
	if _, err := n.Search.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if err := n.Search.Open(); err != nil {
		t.Fatal(err)
	}
	defer n.Search.Close()

	seller := newVisit(t, n, site).signIn("saima")
	desk := regexp.MustCompile(`/desk/\d+`).FindString(seller.post("/desk/open", url.Values{"name": {"Saima Felt"}, "country": {"KG"}, "was": {"KG"}, "languages": {"en", "ru"}}))
	seller.upload(desk+"/start/product", url.Values{"title": {"Quilted zhoosh cushion"}, "price": {"1450"}, "on_hand": {"9"}, "grams": {"600"}}, "picture")
	l.done() // without a code it is not ready
	if body, _ := seller.get(desk); !strings.Contains(body, "Learn next:") || !strings.Contains(body, `href="/academy/hands/products-priced"`) {
		t.Error("the desk does not say what to learn next")
	}
	if body, _ := seller.get(desk + "/products/new"); !strings.Contains(body, "Your course teaches this:") || !strings.Contains(body, "has not seen it yet") {
		t.Error("the form of a product does not say where it is taught")
	}
	first := regexp.MustCompile(`/products/(\d+)`)
	product := func(path string) string {
		t.Helper()
		m := first.FindStringSubmatch(path)
		if m == nil {
			t.Fatalf("no product in %.300s", path)
		}
		return desk + "/products/" + m[1]
	}
	list, _ := seller.get(desk + "/products")
	one := product(list)
	seller.post(desk+"/start/delivery", url.Values{"origin.name": {"Saima"}, "origin.phone": {"0555 123456"}, "origin.street": {"Chuy 3"},
		"origin.city": {"Bishkek"}, "origin.postcode": {"720000"}, "home.0": {"170"}, "home.1": {"340"}, "abroad.0": {"1200"}, "abroad.1": {"2900"}})
	l.done(academy.DeliveryDescribed)

	save := func(at string, words map[string]string) string {
		t.Helper()
		body, _ := seller.get(at)
		form := sent(t, body, at)
		for name, value := range words {
			form.Set(name, value)
		}
		return seller.post(at, form)
	}
	put := func(title string) string {
		t.Helper()
		return product(save(desk+"/products/new", map[string]string{"title.en": title, "hs": "560290", "origin": "KG", "status": "active",
			"variants.0.price": "900", "variants.0.on_hand": "5", "variants.0.grams": "400"}))
	}
	seller.upload(put("Felt rug")+"/picture", nil, "picture")
	seller.upload(put("Felt hat")+"/picture", nil, "picture")
	l.done(academy.DeliveryDescribed) // the first of three has no code
	save(one, map[string]string{"description.en": "Soft.", "title.ru": "Стёганая жужжащая подушечка"})
	bag := put("Felt bag")
	l.done(academy.DeliveryDescribed) // nor has this one a picture
	seller.upload(bag+"/picture", nil, "picture")
	l.done(academy.DeliveryDescribed, academy.ProductsPriced)
	save(one, map[string]string{"hs": "940490"})
	save(one, map[string]string{"description.ru": "Мягкая."})
	l.done(academy.DeliveryDescribed, academy.ProductsPriced, academy.DescribedTwice)

	shop, err := n.Catalog.ShopByID(ctx, catalog.ShopID(numberIn(t, desk)))
	if err != nil {
		t.Fatal(err)
	}
	for _, move := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		if err := n.Catalog.MoveShop(ctx, identity.System(), shop.ID, move, ""); err != nil {
			t.Fatal(err)
		}
	}
	done := []academy.Check{academy.DeliveryDescribed, academy.ProductsPriced, academy.DescribedTwice, academy.FoundInScript}
	l.done(done...)

	if body, _ := seller.get(desk + "/shop"); !strings.Contains(body, `href="/academy/hands/delivery-described"`) || !strings.Contains(body, "The market has seen it") {
		t.Error("the desk does not say that a task is done")
	}
	page := "/s/" + shop.Handle + "/quilted-zhoosh-cushion"
	voices := func() string {
		t.Helper()
		body, _ := seller.get(desk + "/voices")
		return regexp.MustCompile(regexp.QuoteMeta(desk) + `/voices/\d+`).FindString(body)
	}
	seller.post(page+"/ask", url.Values{"body": {"Do I like it?"}})
	seller.post(voices(), url.Values{"reply": {"I do."}})
	l.done(done...) // who asks herself has not answered a buyer
	newVisit(t, n, site).signIn("aizada").post(page+"/ask", url.Values{"body": {"Is it washable?"}})
	seller.post(voices(), url.Values{"reply": {"By hand."}})
	done = append(done, academy.QuestionAnswered)
	l.done(done...)

	order := l.rehearse(seller, shop)
	for _, step := range []string{"accept", "pack", "ship"} {
		seller.post(order+"/"+step, url.Values{"carrier": {"Post"}})
		l.done(done...) // nobody weighed the parcel
	}
	seller.post(order+"/papers", url.Values{"gross": {"900"}})
	done = append(done, academy.OrderShipped)
	l.done(done...)
	seller.post(order+"/back", url.Values{"policy": {"all"}, "why": {"to see how"}})
	l.done(append(done, academy.RefundHandled)...)
	l.shown(page)
	if body, queries := seller.get("/academy/hands/products-priced"); !strings.Contains(body, "/s/"+shop.Handle+"/felt-rug") || queries > mostQueries {
		t.Errorf("the lesson does not show what was done, in %d statements", queries)
	}
}

// rehearse opens a rehearsal of a shop and buys in it, and gives where the desk has the order.
func (l *learnt) rehearse(seller *visit, shop catalog.Shop) string {
	l.Helper()
	seller.post("/desk/"+strconv.FormatInt(int64(shop.ID), 10)+"/rehearsal", nil)
	copied, ok, err := l.n.Catalog.Rehearsal(l.Context(), identity.System(), shop.ID)
	if err != nil || !ok {
		l.Fatal(ok, err)
	}
	seller.take([]string{"/s/" + copied.Handle + "/quilted-zhoosh-cushion"})
	seller.place()
	desk := "/desk/" + strconv.FormatInt(int64(copied.ID), 10)
	body, _ := seller.get(desk + "/orders")
	return regexp.MustCompile(regexp.QuoteMeta(desk) + `/orders/\d+`).FindString(body)
}

// shown looks at what shows the tasks: products where others see them, orders by their
// reference, and nobody's name.
func (l *learnt) shown(product string) {
	l.Helper()
	proofs, err := l.n.Academy.Proofs(l.Context(), l.by, l.class)
	if err != nil {
		l.Fatal(err)
	}
	of := func(c academy.Check) []academy.Proof {
		return proofs[academy.LeftToDo{Lesson: strings.ReplaceAll(string(c), "_", "-"), Part: academy.TaskPart(0)}]
	}
	if p := of(academy.FoundInScript); len(p) != 1 || p[0].Words != "Стёганая жужжащая подушечка" || p[0].Path != product {
		l.Errorf("found: %+v", p)
	}
	if p := of(academy.ProductsPriced); len(p) != 3 || p[0].Text == "" || p[0].Lang != "en" {
		l.Errorf("priced: %+v", p)
	}
	for _, c := range []academy.Check{academy.OrderShipped, academy.RefundHandled} {
		if p := of(c); len(p) != 1 || !strings.HasPrefix(p[0].Text, "AG-") || p[0].Path != "" {
			l.Errorf("%s: %+v", c, p)
		}
	}
	all, _ := json.Marshal(of(academy.OrderShipped))
	more, _ := json.Marshal(of(academy.QuestionAnswered))
	if s := string(all) + string(more); strings.Contains(s, "Saima") || strings.Contains(s, "Aizada") {
		l.Errorf("a name in %s", s)
	}
}

// numberIn gives the first number of an address.
func numberIn(t *testing.T, path string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(regexp.MustCompile(`\d+`).FindString(path), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
