package peers

import (
	"encoding/json"
	"fmt"
	"strconv"

	"agora/load"
)

// vendure speaks to its shop API, which is GraphQL: what a person does in one
// step of a checkout goes in one request.
type vendure struct{ variants []string }

const (
	vendureCart = actOwn + iota
	vendureAddress
	vendureAsk
	vendureChoose
	vendurePay
)

func (*vendure) acts() []string {
	return append(firstActs[:3:3], "add to cart", "address", "ask delivery", "choose delivery", "pay")
}

func (*vendure) keep() string { return "vendure-auth-token" }

// ask sends a document with its variables and gives its data.
func (*vendure) ask(v *load.Visitor, act int, document string, variables any) (load.Answer, error) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		return load.Answer{}, err
	}
	header := ""
	if s := v.Kept(); s != "" {
		header = "Authorization: Bearer " + s + "\r\n"
	}
	a, err := v.Ask(act, "POST", "/shop-api", header, string(body))
	if err != nil {
		return a, err
	}
	if e := a.At("errors"); e.String() != "" { // GraphQL refuses with success
		return a, fmt.Errorf("%s", e)
	}
	return a.At("data"), nil
}

const vendureHits = `search(input:$in){totalItems items{productId productVariantId productName slug description currencyCode inStock ` +
	`productAsset{preview} priceWithTax{...on SinglePrice{value}...on PriceRange{min max}}}}`

func (d *vendure) find(v *load.Visitor, act int, in map[string]any) (load.Answer, error) {
	a, err := d.ask(v, act, `query($in:SearchInput!){`+vendureHits+`}`, map[string]any{"in": in})
	return a.At("search"), err
}

func (d *vendure) list(v *load.Visitor, shelf string, from int) (hits []string, total int, err error) {
	a, err := d.find(v, actList, map[string]any{"collectionSlug": shelf, "groupByProduct": true, "take": pageOf, "skip": from})
	if err != nil {
		return nil, 0, err
	}
	a.At("items").Each(func(i load.Answer) bool { hits = append(hits, i.At("productId").Text()); return true })
	total, err = strconv.Atoi(a.At("totalItems").String())
	return hits, total, err
}

func (d *vendure) product(v *load.Visitor, id string) error {
	a, err := d.ask(v, actProduct, `query($id:ID!){product(id:$id){id name slug description featuredAsset{preview} collections{slug breadcrumbs{name}} `+
		`variants{id name sku priceWithTax currencyCode stockLevel}}}`, map[string]any{"id": id})
	if err == nil && a.At("product", "id").Text() != id {
		err = errShape
	}
	return err
}

func (d *vendure) search(v *load.Visitor, word string) error {
	a, err := d.find(v, actSearch, map[string]any{"term": word, "groupByProduct": true, "take": pageOf})
	if err == nil && a.At("totalItems").String() == "0" {
		err = fmt.Errorf("%s was not found: %w", word, errShape)
	}
	return err
}

// What is asked of an order after each step, and of a refusal.
const vendureOrder = `{__typename ...on Order{id code state totalWithTax lines{id quantity linePriceWithTax}} ...on ErrorResult{errorCode message}}`

// change sends mutations that each must give an order.
func (d *vendure) change(v *load.Visitor, act int, document string, variables any, names ...string) error {
	a, err := d.ask(v, act, document, variables)
	if err != nil {
		return err
	}
	for _, n := range names {
		if a.At(n, "__typename").Text() != "Order" {
			return fmt.Errorf("%s: %s: %w", n, a.At(n), errShape)
		}
	}
	return nil
}

func (d *vendure) buy(v *load.Visitor) error {
	type vars = map[string]any
	if err := d.change(v, vendureCart, `mutation($id:ID!){addItemToOrder(productVariantId:$id,quantity:1)`+vendureOrder+`}`,
		vars{"id": one(v.Choice(), d.variants)}, "addItemToOrder"); err != nil {
		return err
	}
	if err := d.change(v, vendureAddress, `mutation($c:CreateCustomerInput!,$a:CreateAddressInput!){setCustomerForOrder(input:$c)`+vendureOrder+
		` setOrderShippingAddress(input:$a)`+vendureOrder+`}`,
		vars{"c": vars{"firstName": "Aida", "lastName": "Load", "emailAddress": fmt.Sprintf("load%d@example.com", v.Guest())},
			"a": vars{"fullName": "Aida Load", "streetLine1": "Chuy Avenue 136", "city": "Bishkek", "postalCode": "720001", "countryCode": "KG"}},
		"setCustomerForOrder", "setOrderShippingAddress"); err != nil {
		return err
	}
	a, err := d.ask(v, vendureAsk, `query{eligibleShippingMethods{id name priceWithTax} eligiblePaymentMethods{code isEligible}}`, nil)
	if err != nil {
		return err
	}
	way := a.At("eligibleShippingMethods").First().At("id").Text()
	pays := a.At("eligiblePaymentMethods").First().At("code").Text()
	if err := d.change(v, vendureChoose, `mutation($m:[ID!]!){setOrderShippingMethod(shippingMethodId:$m)`+vendureOrder+
		` transitionOrderToState(state:"ArrangingPayment")`+vendureOrder+`}`,
		vars{"m": []string{way}}, "setOrderShippingMethod", "transitionOrderToState"); err != nil {
		return err
	}
	return d.change(v, vendurePay, `mutation($p:String!){addPaymentToOrder(input:{method:$p,metadata:{}})`+vendureOrder+`}`,
		vars{"p": pays}, "addPaymentToOrder")
}

// learn finds the variants by the search, which gives one for each product.
func (d *vendure) learn(address string) error {
	for more := true; more; {
		var found struct {
			Data struct {
				Search struct {
					Total int `json:"totalItems"`
					Items []struct {
						Variant string `json:"productVariantId"`
					}
				}
			}
		}
		body := fmt.Sprintf(`{"query":"{search(input:{groupByProduct:true,take:100,skip:%d}){totalItems items{productVariantId}}}"}`, len(d.variants))
		if err := fetch("POST", address+"/shop-api", nil, body, &found); err != nil {
			return err
		}
		for _, i := range found.Data.Search.Items {
			d.variants = append(d.variants, i.Variant)
		}
		more = len(found.Data.Search.Items) > 0 && len(d.variants) < found.Data.Search.Total
	}
	return sold(len(d.variants))
}
