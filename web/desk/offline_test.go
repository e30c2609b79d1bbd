package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/identity"
	"agora/market"
)

// formKey gives the key that a page's form carries.
func formKey(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no key")
	}
	return m[1]
}

// queue sends a form as the queue of a phone does.
func (b *bench) queue(who, path string, form url.Values) (status int, to, words string) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.server.URL+path, strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.AddCookie(&http.Cookie{Name: "agora_session", Value: b.tokens[who]})
	w, err := http.DefaultTransport.RoundTrip(r)
	b.must(err)
	defer w.Body.Close()
	var a struct {
		To    string
		Words []string
	}
	b.must(json.NewDecoder(w.Body).Decode(&a))
	return w.StatusCode, a.To, strings.Join(a.Words, " ")
}

// TestAFormSentTwiceIsDoneOnce posts each form of an order twice with the same
// key: the answers are the same, and the step is made once.
func TestAFormSentTwiceIsDoneOnce(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	for _, step := range []struct {
		act  string
		form url.Values
	}{{"accept", url.Values{}}, {"pack", url.Values{}}, {"ship", url.Values{"carrier": {"pakpost"}, "tracking": {"EE473124829PK"}}}, {"deliver", url.Values{}}} {
		key := formKey(t, b.ask("sadia", at, nil).body)
		step.form.Set("key", key)
		for range 2 {
			if r := b.ask("sadia", at+"/"+step.act, step.form); r.status != 303 || r.to != at {
				t.Fatalf("%s: %d %s", step.act, r.status, r.to)
			}
			if status, to, words := b.queue("sadia", at+"/"+step.act, step.form); status != 200 || to != at || words == "" {
				t.Fatalf("%s by the queue: %d %s %q", step.act, status, to, words)
			}
		}
		step.form.Set("carrier", "another")
		if status, _, words := b.queue("sadia", at+"/"+step.act, step.form); status != 409 || words == "" {
			t.Errorf("%s with other words under the same key: %d %q", step.act, status, words)
		}
	}
	got, _, err := b.Market.Order(context.Background(), b.actor("sadia"), o.ID)
	b.must(err)
	seen := map[market.OrderState]int{}
	for _, s := range got.Steps {
		if seen[s.State]++; seen[s.State] > 1 {
			t.Errorf("the order was %s twice", s.State)
		}
	}
	if got.State != market.Delivered {
		t.Errorf("the order is %s", got.State)
	}
}

func TestAQueueIsToldWhatWentWrong(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	key := formKey(t, b.ask("sadia", at, nil).body)
	form := url.Values{"key": {key}}
	if status, _, _ := b.queue("bilal", at+"/accept", form); status != 403 {
		t.Errorf("another seller: %d", status)
	}
	if status, _, _ := b.queue("", at+"/accept", form); status != 401 {
		t.Errorf("a stranger: %d", status)
	}
	if status, _, _ := b.queue("bilal", b.desk(b.other)+"/stock", url.Values{"key": {key}, "variant": {"1"}, "on_hand": {"2"}}); status != 401 {
		t.Errorf("another's key: %d", status)
	}
	b.must(b.Market.Cancel(context.Background(), identity.Actor{Link: market.LinkSubject(o.Group)}, o.ID, ""))
	for range 2 {
		status, to, words := b.queue("sadia", at+"/accept", form)
		if status != 409 || to != "" || !strings.Contains(words, "Cancelled") {
			t.Errorf("accept what is cancelled: %d %q %q", status, to, words)
		}
	}
}

func TestACountSaysWhatItSaw(t *testing.T) {
	b := newBench(t)
	p, _, err := b.Catalog.Product(context.Background(), "loom", "cap")
	b.must(err)
	v := p.Variants[0]
	list := b.desk(b.shop) + "/products"
	page := b.ask("sadia", list, nil).body
	if !strings.Contains(page, `name="saw" value="5"`) {
		t.Fatal("the form does not say what it shows")
	}
	form := url.Values{"variant": {number(int64(v.ID))}, "saw": {"5"}, "on_hand": {"7"}, "key": {formKey(t, page)}, "back": {list}}
	for range 2 {
		if status, to, words := b.queue("sadia", b.desk(b.shop)+"/stock", form); status != 200 || to != list || words == "" {
			t.Errorf("count: %d %s %q", status, to, words)
		}
	}
	form.Set("key", formKey(t, b.ask("sadia", list, nil).body))
	form.Set("on_hand", "6") // from a page that still shows 5
	if status, _, words := b.queue("sadia", b.desk(b.shop)+"/stock", form); status != 409 || !strings.Contains(words, "7") {
		t.Errorf("count what moved: %d %q", status, words)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/stock", form); r.status != 409 || !strings.Contains(r.body, `name="saw" value="7"`) {
		t.Errorf("count what moved, on the page: %d", r.status)
	}
}

func TestManyCountsAreSentOnceToo(t *testing.T) {
	b := newBench(t)
	page := b.desk(b.shop) + "/products/edit"
	p, _, err := b.Catalog.Product(context.Background(), "loom", "cap")
	b.must(err)
	at := "v." + number(int64(p.Variants[0].ID)) + "."
	old := b.ask("sadia", page, nil).body
	form := url.Values{at + "was": {"500.00 5"}, at + "price": {"500.00"}, at + "on_hand": {"9"}, "key": {formKey(t, old)}}
	for range 2 {
		if status, to, words := b.queue("sadia", page, form); status != 200 || to != page || words == "" {
			t.Errorf("counts: %d %s %q", status, to, words)
		}
	}
	form.Set("key", formKey(t, b.ask("sadia", page, nil).body))
	form.Set(at+"on_hand", "8") // from a page that still shows 5
	if status, _, words := b.queue("sadia", page, form); status != 422 || !strings.Contains(words, "9") {
		t.Errorf("counts of what moved: %d %q", status, words)
	}
}
