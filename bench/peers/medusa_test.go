package peers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"agora/load"
)

// medusa speaks to its store API, step by step as its guide to storefronts
// does.
type medusa struct {
	folder      string            // where its load script left shop.json
	Region, Key string            // of shop.json
	shelves     map[string]string // ids by handle
	variants    []string
}

const (
	medusaCart = actOwn + iota
	medusaAddress
	medusaAsk
	medusaChoose
	medusaCollect
	medusaPay
	medusaComplete
)

func (*medusa) acts() []string {
	return append(firstActs[:3:3], "create cart", "address", "ask delivery", "choose delivery", "payment collection", "payment session", "complete")
}

func (*medusa) keep() string { return "" }

func (m *medusa) header() string { return "x-publishable-api-key: " + m.Key + "\r\n" }

// priced are the fields of a product that a page shows.
const priced = "&fields=*variants.calculated_price"

func (m *medusa) find(v *load.Visitor, act int, filter string) (load.Answer, error) {
	return v.Ask(act, "GET", "/store/products?region_id="+m.Region+"&limit="+strconv.Itoa(pageOf)+filter+priced, m.header(), "")
}

func (m *medusa) list(v *load.Visitor, shelf string, from int) (hits []string, total int, err error) {
	a, err := m.find(v, actList, "&category_id="+m.shelves[shelf]+"&offset="+strconv.Itoa(from))
	if err != nil {
		return nil, 0, err
	}
	a.At("products").Each(func(p load.Answer) bool { hits = append(hits, p.At("id").Text()); return true })
	total, err = strconv.Atoi(a.At("count").String())
	return hits, total, err
}

func (m *medusa) product(v *load.Visitor, id string) error {
	a, err := v.Ask(actProduct, "GET", "/store/products/"+id+"?region_id="+m.Region+priced+",%2Bvariants.inventory_quantity", m.header(), "")
	if err == nil && a.At("product", "id").Text() != id {
		err = errShape
	}
	return err
}

func (m *medusa) search(v *load.Visitor, word string) error {
	a, err := m.find(v, actSearch, "&q="+url.QueryEscape(word))
	if err == nil && a.At("products").First().String() == "" {
		err = fmt.Errorf("%s was not found: %w", word, errShape)
	}
	return err
}

func (m *medusa) buy(v *load.Visitor) error {
	a, err := v.Ask(medusaCart, "POST", "/store/carts", m.header(),
		`{"region_id":"`+m.Region+`","items":[{"variant_id":"`+one(v.Choice(), m.variants)+`","quantity":1}]}`)
	if err != nil {
		return err
	}
	id := a.At("cart", "id").Text()
	cart := "/store/carts/" + id
	if _, err = v.Ask(medusaAddress, "POST", cart, m.header(), fmt.Sprintf(`{"email":"load%d@example.com","shipping_address":{"first_name":"Aida","last_name":"Load",`+
		`"address_1":"Chuy Avenue 136","city":"Bishkek","postal_code":"720001","country_code":"kg"}}`, v.Guest())); err != nil {
		return err
	}
	if a, err = v.Ask(medusaAsk, "GET", "/store/shipping-options?cart_id="+id, m.header(), ""); err != nil {
		return err
	}
	way := a.At("shipping_options").First().At("id").Text()
	if _, err = v.Ask(medusaChoose, "POST", cart+"/shipping-methods", m.header(), `{"option_id":"`+way+`"}`); err != nil {
		return err
	}
	if a, err = v.Ask(medusaCollect, "POST", "/store/payment-collections", m.header(), `{"cart_id":"`+id+`"}`); err != nil {
		return err
	}
	pays := a.At("payment_collection", "id").Text()
	if _, err = v.Ask(medusaPay, "POST", "/store/payment-collections/"+pays+"/payment-sessions", m.header(), `{"provider_id":"pp_system_default"}`); err != nil {
		return err
	}
	if a, err = v.Ask(medusaComplete, "POST", cart+"/complete", m.header(), "{}"); err != nil {
		return err
	}
	if a.At("type").Text() != "order" {
		return fmt.Errorf("complete: %s: %w", a, errShape)
	}
	return nil
}

// learn reads what the load script left, and finds categories and variants.
func (m *medusa) learn(address string) error {
	text, err := os.ReadFile(filepath.Join(m.folder, "shop.json"))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, m); err != nil {
		return err
	}
	key := http.Header{"X-Publishable-Api-Key": {m.Key}}
	type named struct{ ID, Handle string }
	var c struct {
		List []named `json:"product_categories"`
	}
	if err := fetch("GET", address+"/store/product-categories?limit=100", key, "", &c); err != nil {
		return err
	}
	m.shelves = map[string]string{}
	for _, s := range c.List {
		m.shelves[s.Handle] = s.ID
	}
	for more := true; more; {
		var p struct{ Products []struct{ Variants []named } }
		if err := fetch("GET", fmt.Sprintf("%s/store/products?limit=100&offset=%d&fields=variants.id", address, len(m.variants)), key, "", &p); err != nil {
			return err
		}
		for _, product := range p.Products {
			m.variants = append(m.variants, product.Variants[0].ID)
		}
		more = len(p.Products) > 0
	}
	return sold(len(m.variants))
}
