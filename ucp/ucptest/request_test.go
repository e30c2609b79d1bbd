package ucptest

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestRequestsAreJudgedAsAnnotated(t *testing.T) {
	lines := `"line_items":[{"item":{"id":"var_1"},"quantity":2}]`
	for _, c := range []struct{ op, body, want string }{
		{"create_checkout", `{` + lines + `,"context":{"address_country":"PK","language":"ur"}}`, ""},
		{"create_checkout", `{` + lines + `,"cart_id":"cart_7"}`, ""},
		{"create_checkout", `{` + lines + `,"cart_id":7}`, "/cart_id"},
		{"create_checkout", `{}`, "line_items"},
		{"create_checkout", `{` + lines + `,"totals":"ours"}`, ""}, // omitted: not judged
		{"create_checkout", `{"line_items":[{"item":{},"quantity":2}]}`, "/line_items/0/item"},
		{"create_checkout", `{"line_items":[{"item":{"id":"var_1"},"quantity":0}]}`, "/line_items/0/quantity"},
		{"create_checkout", `{` + lines + `,"signals":{"IP":"::1"}}`, "'IP' does not match"},
		{"create_checkout", `{` + lines + `,"fulfillment":{"methods":[{"type":"shipping","destinations":[{"address_country":"PK"}]}]}}`, ""},
		{"create_checkout", `{` + lines + `,"fulfillment":{"methods":[{"destinations":[]}]}}`, "type"},
		{"update_checkout", `{` + lines + `,"fulfillment":{"methods":[{"line_item_ids":["li_1"],"groups":[{"selected_option_id":"post"}]}]}}`, "/groups/0"},
		{"update_checkout", `{` + lines + `,"fulfillment":{"methods":[{"line_item_ids":["li_1"],"groups":[{"id":"g1","selected_option_id":"post"}]}]}}`, ""},
		{"update_checkout", `{` + lines + `,"fulfillment":{"methods":[{"id":"m1"}]}}`, "line_item_ids"},
		{"update_checkout", `{` + lines + `,"discounts":{"codes":"NAVRUZ10"}}`, "/discounts/codes"},
		{"complete_checkout", `{"payment":{"instruments":[{"id":"pi_1","handler_id":"cod","type":"cash_on_delivery","selected":true}]}}`, ""},
		{"complete_checkout", `{}`, "payment"},
		{"complete_checkout", `{"payment":{"instruments":[{"id":"pi_1","type":"x"}]}}`, "handler_id"},
		{"create_cart", `{` + lines + `}`, ""},
		{"create_cart", `{}`, "line_items"},
		{"update_cart", `{` + lines + `}`, "id"},
		{"search_catalog", `{"query":"scarf","pagination":{"limit":10}}`, ""},
		{"search_catalog", `{"query":"scarf","pagination":{"limit":0}}`, "/pagination/limit"},
		{"search_catalog", `{"context":{}}`, "T31"},
		{"lookup_catalog", `{"ids":[]}`, "/ids"},
		{"get_product", `{"selected":[{"name":"Size"}],"id":"p"}`, "label"},
		{"get_order", `{}`, "no operation with a body"},
		{"create_cart", `{`, "not JSON"},
	} {
		err := Request(c.op, []byte(c.body))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.op, c.body, err, c.want)
		}
	}
}

// TestAnEchoedCheckoutIsARequest: what a business said may be sent back.
func TestAnEchoedCheckoutIsARequest(t *testing.T) {
	body, err := json.Marshal(example(t, Checkout))
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range []string{"create_checkout", "update_checkout", "complete_checkout"} {
		if err := Request(op, body); err != nil {
			t.Error(err)
		}
	}
}
