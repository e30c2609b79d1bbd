package peers

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/load"
)

// canned answers as a platform does, with no more than a buyer reads, and notes
// what was asked.
type canned struct {
	t     *testing.T
	steps []step
	mu    sync.Mutex
	asked map[string]int
}

// step is an answer to what matches: method, path and body in one line.
type step struct{ match, answer string }

func (c *canned) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	line := r.Method + " " + r.URL.String() + " " + string(body)
	for _, s := range c.steps {
		if regexp.MustCompile(s.match).MatchString(line) {
			c.mu.Lock()
			c.asked[s.match]++
			c.mu.Unlock()
			if r.Header.Get("Authorization") == "" {
				w.Header().Set("Vendure-Auth-Token", "guest-1")
			} else if r.Header.Get("Authorization") != "Bearer guest-1" {
				c.t.Errorf("%s: %s", line, r.Header.Get("Authorization"))
			}
			if strings.HasPrefix(r.URL.Path, "/store") && r.Header.Get("X-Publishable-Api-Key") != "pk_1" {
				c.t.Errorf("%s: key %q", line, r.Header.Get("X-Publishable-Api-Key"))
			}
			fmt.Fprint(w, s.answer)
			return
		}
	}
	http.Error(w, "nobody asked for "+line, http.StatusNotFound)
}

// workers are few: at the end of a run each leaves at most one purchase whose
// last requests are not counted.
const workers = 2

// drive lets a dialect do a scenario at canned answers.
func drive(t *testing.T, d dialect, scenario string, steps []step) (*load.Report, *canned) {
	t.Helper()
	c := &canned{t: t, steps: steps, asked: map[string]int{}}
	server := httptest.NewServer(c)
	defer server.Close()
	s := load.Settings{Target: server.URL, Scenario: scenario, Workers: workers, Duration: 200 * time.Millisecond, Timeout: 10 * time.Second,
		Seed: 1, Country: "KG", Language: "en", Goods: 1}
	r, err := load.Drive(t.Context(), s, load.Trade{Acts: d.acts(), Keep: d.keep(), Turn: turn(d, scenario)})
	if err != nil {
		t.Fatal(err)
	}
	return r, c
}

var vendureSteps = []step{
	{`POST /shop-api .*"collectionSlug"`, `{"data":{"search":{"totalItems":50,"items":[{"productId":"7","productVariantId":"8"}]}}}`},
	{`POST /shop-api .*"term"`, `{"data":{"search":{"totalItems":1,"items":[{"productId":"7"}]}}}`},
	{`POST /shop-api .*"id":"7"`, `{"data":{"product":{"id":"7"}}}`},
	{`POST /shop-api .*addItemToOrder.*"id":"8"`, `{"data":{"addItemToOrder":{"__typename":"Order"}}}`},
	{`POST /shop-api .*setCustomerForOrder`, `{"data":{"setCustomerForOrder":{"__typename":"Order"},"setOrderShippingAddress":{"__typename":"Order"}}}`},
	{`POST /shop-api .*eligibleShippingMethods`, `{"data":{"eligibleShippingMethods":[{"id":"3"}],"eligiblePaymentMethods":[{"code":"dummy"}]}}`},
	{`POST /shop-api .*setOrderShippingMethod.*"m":\["3"\]`, `{"data":{"setOrderShippingMethod":{"__typename":"Order"},"transitionOrderToState":{"__typename":"Order"}}}`},
	{`POST /shop-api .*addPaymentToOrder.*"p":"dummy"`, `{"data":{"addPaymentToOrder":{"__typename":"Order"}}}`},
}

var medusaSteps = []step{
	{`GET /store/products\?region_id=reg_1&limit=24&category_id=pcat_1`, `{"products":[{"id":"prod_7"}],"count":50}`},
	{`GET /store/products\?region_id=reg_1&limit=24&q=`, `{"products":[{"id":"prod_7"}],"count":1}`},
	{`GET /store/products/prod_7\?`, `{"product":{"id":"prod_7"}}`},
	{`POST /store/carts .*"variant_id":"variant_8"`, `{"cart":{"id":"cart_1"}}`},
	{`POST /store/carts/cart_1 .*"country_code":"kg"`, `{"cart":{"id":"cart_1"}}`},
	{`GET /store/shipping-options\?cart_id=cart_1`, `{"shipping_options":[{"id":"so_1"}]}`},
	{`POST /store/carts/cart_1/shipping-methods .*so_1`, `{"cart":{"id":"cart_1"}}`},
	{`POST /store/payment-collections .*cart_1`, `{"payment_collection":{"id":"pay_1"}}`},
	{`POST /store/payment-collections/pay_1/payment-sessions .*pp_system_default`, `{"payment_collection":{"id":"pay_1"}}`},
	{`POST /store/carts/cart_1/complete`, `{"type":"order","order":{"id":"order_1"}}`},
}

func newMedusa() *medusa {
	m := &medusa{Region: "reg_1", Key: "pk_1", shelves: map[string]string{}, variants: []string{"variant_8"}}
	for _, s := range shelves {
		m.shelves[s] = "pcat_1"
	}
	return m
}

// TestDialectsShop: each scenario comes to its end, and a purchase asks for all
// of its steps and nothing else.
func TestDialectsShop(t *testing.T) {
	for _, c := range []struct {
		name  string
		speak dialect
		steps []step
		buys  int // how many of the last steps are those of a purchase
	}{{"vendure", &vendure{variants: []string{"8"}}, vendureSteps, 5}, {"medusa", newMedusa(), medusaSteps, 7}} {
		for _, s := range scenarios {
			r, asked := drive(t, c.speak, s, c.steps)
			if r.Ends["done"] == 0 || len(r.Ends) != 1 || len(r.Failures) > 0 {
				t.Errorf("%s, %s: ends %v, %+v", c.name, s, r.Ends, r.Failures)
			}
			for i, step := range c.steps {
				if buys := i >= len(c.steps)-c.buys; (s == load.Purchase) != (asked.asked[step.match] > 0) && buys {
					t.Errorf("%s, %s: %s was asked for %d times", c.name, s, step.match, asked.asked[step.match])
				}
			}
			if whole := actOf(r, "whole"); s == load.Purchase && (r.Requests > whole.Count*int64(c.buys) || r.Requests < (whole.Count-workers)*int64(c.buys)) {
				t.Errorf("%s: %d requests in %d purchases", c.name, r.Requests, whole.Count)
			}
		}
	}
}

// TestDialectsSeeRefusals: what a platform refuses with success is no purchase.
func TestDialectsSeeRefusals(t *testing.T) {
	spoil := func(steps []step, at int, answer string) []step {
		out := append([]step(nil), steps...)
		out[len(out)+at].answer = answer
		return out
	}
	for _, c := range []struct {
		name  string
		speak dialect
		steps []step
		says  string
	}{
		{"refused", &vendure{variants: []string{"8"}}, spoil(vendureSteps, -1, `{"data":{"addPaymentToOrder":{"__typename":"PaymentDeclinedError","errorCode":"PAYMENT_DECLINED_ERROR"}}}`), "PAYMENT_DECLINED_ERROR"},
		{"errors", &vendure{variants: []string{"8"}}, spoil(vendureSteps, -5, `{"errors":[{"message":"no such variant"}],"data":null}`), "no such variant"},
		{"no order", newMedusa(), spoil(medusaSteps, -1, `{"type":"cart","error":{"message":"payment is missing"}}`), "payment is missing"},
	} {
		r, _ := drive(t, c.speak, load.Purchase, c.steps)
		if r.Ends["done"] > 0 || len(r.Failures) != 1 || !strings.Contains(r.Failures[0].Example, c.says) {
			t.Errorf("%s: ends %v, %+v", c.name, r.Ends, r.Failures)
		}
	}
}

// TestMedusaLearns reads shop.json, the categories and all variants, page by page.
func TestMedusaLearns(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "shop.json"), []byte(`{"region":"reg_1","key":"pk_1"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := &canned{t: t, asked: map[string]int{}, steps: []step{
		{`GET /store/product-categories`, `{"product_categories":[{"id":"pcat_1","handle":"tea"}]}`},
		{`GET /store/products\?limit=100&offset=1000`, `{"products":[]}`},
		{`GET /store/products\?limit=100&offset=\d00&|offset=0&`, `{"products":[` + strings.TrimSuffix(strings.Repeat(`{"variants":[{"id":"variant_8"}]},`, 100), ",") + `]}`}}}
	server := httptest.NewServer(c)
	defer server.Close()
	m := &medusa{folder: dir}
	if err := m.learn(server.URL); err != nil || m.shelves["tea"] != "pcat_1" || m.Region != "reg_1" || len(m.variants) != howMany {
		t.Errorf("%v %+v", err, m.shelves)
	}
}
