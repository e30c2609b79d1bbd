package ucptest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// change is what is spoilt: values of JSON by path; "" removes.
type change map[string]string

// TestEachRuleCanFail spoils the examples, one rule at a time, and wants the
// complaint that names it.
func TestEachRuleCanFail(t *testing.T) {
	for _, c := range []struct {
		root, want string
		change     change
	}{
		// What schemas say.
		{Checkout, "missing property 'links'", change{"links": ""}},
		{Checkout, "'/expires_at': 'tomorrow' is not valid date-time", change{"expires_at": `"tomorrow"`}},
		{Checkout, "/fulfillment/methods/0/destinations/0", change{"fulfillment/methods/0/destinations/0/name": `"Shop"`}}, // T24
		{Checkout, "/fulfillment/methods/0/groups/0/options/0", change{"fulfillment/methods/0/groups/0/options/0/totals": ""}},
		{Checkout, "/discounts/applied/0", change{"discounts/applied/0/title": ""}},
		{Lookup, "missing property 'inputs'", change{"products/0/variants/0/inputs": ""}},
		{Search, "missing property 'cursor'", change{"pagination/cursor": ""}}, // T33
		{Profile, "missing property 'payment_handlers'", change{"ucp/payment_handlers": ""}},
		{Profile, "'example.my-node.x' does not match", change{"ucp/capabilities/example.my-node.x": `[{"version":"2026-04-08"}]`}}, // T3
		{"error", "additional properties 'id' not allowed", change{"id": `"chk_1"`}},
		{"error", "missing property 'messages'", change{"messages": ""}},

		// T7, T8, T10, T11: what an answer is about.
		{Checkout, "lacks dev.ucp.shopping.discount (T7)", change{"ucp/capabilities/dev.ucp.shopping.discount": ""}},
		{Checkout, "dev.ucp.shopping.order does not concern", change{"ucp/capabilities/dev.ucp.shopping.order": `[{"version":"2026-04-08"}]`}},
		{Cart, "dev.ucp.shopping.fulfillment does not concern", change{"ucp/capabilities/dev.ucp.shopping.fulfillment": `[{"version":"2026-04-08"}]`}},
		{Cart, "in 2 versions, not one (T7)", change{"ucp/capabilities/dev.ucp.shopping.cart": `[{"version":"2026-04-08"},{"version":"2026-01-23"}]`}},
		{Checkout, "buyer.consent, and dev.ucp.shopping.buyer_consent was not negotiated (T7)", change{"buyer/consent": `{"marketing":true}`}},
		{Cart, "payment_handlers there: true", change{"ucp/payment_handlers": `{}`}},
		{Checkout, "missing property 'payment_handlers'", change{"ucp/payment_handlers": ""}},
		{Cart, `ucp.version is "2026-01-23"`, change{"ucp/version": `"2026-01-23"`}},
		{"error", "without an error among its messages (T11)", change{"messages": `[{"type":"info","content":"Hello"}]`}},
		{"error", "payment_handlers in an error envelope (T8)", change{"ucp/payment_handlers": `{}`}},
		{"error", "dev.ucp.shopping.order does not concern", change{"ucp/capabilities/dev.ucp.shopping.order": `[{"version":"2026-04-08"}]`}},

		// T16, T17: states.
		{Checkout, "continue_url in the terminal state canceled (T16)", change{"status": `"canceled"`}},
		{Checkout, `continue_url "" is no absolute`, change{"continue_url": ""}},
		{Checkout, "is no absolute https address (T16)", change{"continue_url": `"http://bazaar.example/c"`}},
		{Checkout, "without a message that requires the buyer (T16)", change{"status": `"requires_escalation"`}},
		{Checkout, "with a message that requires the buyer (T16)", change{"messages": `[{"type":"error","code":"x","content":"Look","severity":"requires_buyer_review"}]`}},
		{Checkout, "unrecoverable error in the open state", change{"messages": `[{"type":"error","code":"x","content":"No","severity":"unrecoverable"}]`}},
		{Checkout, "no error says what is missing", change{"status": `"incomplete"`}},
		{Checkout, "completed has it, no other (T17)", change{"status": `"completed"`, "continue_url": ""}},
		{Checkout, "completed has it, no other (T17)", change{"order": `{"id":"o","permalink_url":"https://bazaar.example/o"}`}},
		{Checkout, "order.permalink_url is no absolute", change{"order": `{"id":"o","permalink_url":"ftp://bazaar.example/o"}`, "status": `"completed"`, "continue_url": ""}},
		{Checkout, "messages[0] says nothing", change{"messages": `[{"type":"info","content":" "}]`}},
		{Checkout, `messages[0].path "line_items" is no JSONPath`, change{"messages": `[{"type":"info","content":"Hm","path":"line_items"}]`}},
		{Checkout, "messages[0] is a disclosure without a path", change{"messages": `[{"type":"warning","code":"x","content":"Hm","presentation":"disclosure"}]`}},

		// T21: totals. Signs, counts and texts are the schema's too; the
		// functions are tried below.
		{Checkout, "totals: entries add up to 1714201, total is 1714200 (T21)", change{"totals/4/amount": "259201"}},
		{Checkout, "the lines of fulfillment add up to 180001, not 180000 (T21)", change{"totals/2/lines/1/amount": "80001"}},
		{Checkout, "line_items[1].totals: entries add up to 420000, total is 1 (T21)", change{"line_items/1/totals/1/amount": "1"}},
		{Checkout, "the subtotals of lines add up to 1120001", change{"line_items/1/totals/0/amount": "420001"}},
		{Checkout, "the items_discount of lines add up to -70001", change{"line_items/0/totals/1/amount": "-70001"}},
		{Checkout, "price times quantity 1050000 (T21)", change{"line_items/0/quantity": "3"}},
		{Checkout, "option post costs -1 (T21)", change{"fulfillment/methods/0/groups/0/options/0/totals/0/amount": "-1"}},
		{Checkout, "totals of option post", change{"fulfillment/methods/0/groups/0/options/0/totals": `[{"type":"fulfillment","amount":1},{"type":"total","amount":2}]`}},
		{Order, "totals: entries add up to 600000, total is 600001 (T21)", change{"totals/2/amount": "600001"}},

		// T22, T24 and what refers to what.
		{Checkout, `two options "Tracked post" (T22)`, change{"fulfillment/methods/0/groups/0/options": `[{"id":"post","title":"Tracked post","totals":[{"type":"total","amount":1}]},{"id":"b","title":"Tracked post","totals":[{"type":"total","amount":2}]}]`}},
		{Checkout, "option post has no title (T22)", change{"fulfillment/methods/0/groups/0/options/0/title": `" "`}},
		{Checkout, "the description repeats the title (T22)", change{"fulfillment/methods/0/groups/0/options/0/description": `"By tracked post"`}},
		{Checkout, `selected_option_id is "x", which is not offered`, change{"fulfillment/methods/0/groups/0/selected_option_id": `"x"`}},
		{Checkout, `selected_destination_id is "x", which is not offered`, change{"fulfillment/methods/0/selected_destination_id": `"x"`}},
		{Checkout, `method m1 names "x"`, change{"fulfillment/methods/0/line_item_ids/0": `"x"`}},
		{Checkout, "line li_2 is in two methods", change{"fulfillment/methods/0/line_item_ids/0": `"li_2"`}},
		{Checkout, "line li_2 is in two groups", change{"fulfillment/methods/0/groups/0/line_item_ids/0": `"li_2"`}},
		{Checkout, "two lines have the id li_2", change{"line_items/0/id": `"li_2"`}},

		// T25: discounts.
		{Checkout, "allocations add up to 69999, not 70000 (T25)", change{"discounts/applied/0/allocations/0/amount": "69999"}},
		{Checkout, "line_items[0]: 70000 taken off, 0 allocated (T25)", change{"discounts/applied/0/allocations/0/path": `"$.line_items[1]"`}},
		{Checkout, "leads nowhere (T25)", change{"discounts/applied/0/allocations/0/path": `"$.line_items[9]"`}},
		{Checkout, "totals take off 70000, the discounts applied are 0 (T25)", change{"discounts/applied": `[]`}},
		{Checkout, "nobody gave the code NAVRUZ10 (T25)", change{"discounts/codes": `["OTHER"]`}},
		{Checkout, "is automatic and has the code NAVRUZ10 (T25)", change{"discounts/applied/0/automatic": "true"}},
		{Checkout, "takes off 0 (T25)", change{"discounts/applied/0/amount": "0"}},
		{Cart, "of no code (T25)", change{"messages": `[{"type":"warning","code":"discount_code_expired","content":"Over","path":"$.discounts.codes[1]"}]`}},
		{Cart, "discount_code_expired is no warning (T25)", change{"messages": `[{"type":"error","code":"discount_code_expired","content":"Over","path":"$.discounts.codes[0]","severity":"recoverable"}]`}},

		// T26, T27: payment.
		{Checkout, `handler "card" is not offered (T26)`, change{"payment/instruments/0/handler_id": `"card"`}},
		{Checkout, "gives the credential back (T27)", change{"payment/instruments/0/credential": `{"type":"token"}`}},
		{Checkout, "2 instruments are selected", change{"payment/instruments": `[{"id":"a","handler_id":"cod","type":"x","selected":true},{"id":"b","handler_id":"cod","type":"x","selected":true}]`}},
		{Checkout, "two payment handlers have the id cod", change{"ucp/payment_handlers/example.bazaar.pay.other": `[{"id":"cod","version":"2026-11-01"}]`}},

		// Currency and catalogue.
		{Checkout, `currency "pkr" is not three capitals`, change{"currency": `"pkr"`}},
		{Search, "prices in 2 currencies", change{"products/0/variants/0/price/currency": `"USD"`}},
		{Search, "outside the range", change{"products/0/variants/0/price/amount": "419999"}},
		{Search, "price_range from 450001 to 450000", change{"products/0/price_range/min/amount": "450001"}},
		{Search, "product prod_slippers appears twice (T35)", change{"products/1/id": `"prod_slippers"`}},
		{Search, "variant var_slippers_38 appears twice (T34)", change{"products/0/variants/1/id": `"var_slippers_38"`}},
		{Search, "is out_of_stock and available", change{"products/0/variants/1/availability/available": "true"}},
		{Lookup, "an input without match (T35)", change{"products/0/variants/0/inputs/0/match": ""}},
		{Product, "without selected (T36)", change{"product/selected": ""}},
		{Product, "the first variant is not the selected 40 (T36)", change{"product/selected/0/label": `"40"`}},
		{Product, `selected names "Colour", which is no option (T36)`, change{"product/selected/0/name": `"Colour"`}},
		{Product, "available and exists must be told (T36)", change{"product/options/0/values/0/exists": ""}},
		{Product, "is available and does not exist (T36)", change{"product/options/0/values/0/exists": "false"}},
		{Product, `has the value "38" twice (T36)`, change{"product/options/0/values/1/label": `"38"`}},

		// T38: orders.
		{Order, "line_items[0] is partial; 1 fulfilled of 1 is fulfilled (T38)", change{"line_items/0/status": `"partial"`}},
		{Order, "1 fulfilled of 0", change{"line_items/1/quantity/fulfilled": "1"}},
		{Order, "the totals are not those of the sale (T38)", change{"line_items/0/quantity/original": "2"}},
		{Order, `adjustments a1 names line "li_9"`, change{"adjustments/0/line_items/0/id": `"li_9"`}},
		{Order, "permalink_url is no absolute", change{"permalink_url": `"http://bazaar.example/o"`}},

		// T2, T4: profiles.
		{Profile, "signing_keys lie beside ucp, not in it (T2)", change{"ucp/signing_keys": `[]`}},
		{Profile, "shows its secret part (T2)", change{"signing_keys/0/d": `"x"`}},
		{Profile, "is not the name's (T4)", change{"ucp/payment_handlers/example.bazaar.pay.cash_on_delivery/0/spec": `"https://ucp.dev/cod"`}},
		{Profile, "has no schema (T4)", change{"ucp/capabilities/dev.ucp.shopping.checkout/0/schema": ""}},
		{Profile, "without a slash at its end", change{"ucp/services/dev.ucp.shopping/0/endpoint": `"https://bazaar.example/ucp/"`}},
		{Profile, "extends nothing that is declared", change{"ucp/capabilities/dev.ucp.shopping.checkout": ""}},
	} {
		doc := example(t, c.root)
		for path, text := range c.change {
			var value any
			if text != "" {
				value = read(t, text)
			}
			spoil(t, doc, path, value)
		}
		root := c.root
		if root == "error" {
			root = Checkout
		}
		if err := judge(t, root, 200, doc); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %v:\n got %v\nwant %s", c.root, c.change, err, c.want)
		}
	}
}

// TestTotalsWithoutTheSchema tries the rules of totals that the schema also
// has, so that the function stands alone.
func TestTotalsWithoutTheSchema(t *testing.T) {
	for want, c := range map[string]change{
		"totals have 0 entries subtotal": {"totals/0/type": `"goods"`},
		"totals have 2 entries total":    {"totals/5/type": `"total"`},
		"fee is -1, below 0":             {"totals/5/amount": "-1"},
		"items_discount is 0, not below": {"totals/1/amount": "0"},
		"gift without display_text":      {"totals/5": `{"type":"gift","amount":15000}`},
	} {
		doc := example(t, Checkout)
		for path, text := range c {
			spoil(t, doc, path, read(t, text))
		}
		if err := Totals(doc); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestOneGroupCanFail(t *testing.T) {
	doc := example(t, Checkout)
	if err := OneGroup(doc); err != nil {
		t.Error(err)
	}
	spoil(t, doc, "fulfillment/methods/0/groups", read(t, `[{"id":"a","line_item_ids":[]},{"id":"b","line_item_ids":[]}]`))
	if err := OneGroup(doc); err == nil || !strings.Contains(err.Error(), "T23") {
		t.Error(err)
	}
}

func TestTransportErrorsAreFlat(t *testing.T) {
	for body, want := range map[string]string{
		`{"code":"invalid_profile_url","content":"No.","continue_url":"https://bazaar.example/"}`: "",
		`{"code":"invalid_profile_url"}`:                "needs code and content",
		`{"code":"","content":"No."}`:                   "code of a transport error is empty",
		`{"code":"x","content":"No.","messages":[]}`:    "no messages (T10)",
		`{"code":"x","content":"No.","continue_url":1}`: "no absolute address",
		`<html>`: "not JSON",
		`[]`:     "not a JSON object",
	} {
		err := Response(Checkout, nil, 400, []byte(body))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
	for status, root := range map[int]string{302: Checkout, 204: Checkout, 201: Search} {
		if err := judge(t, root, status, example(t, root)); err == nil || !strings.Contains(err.Error(), "T10") {
			t.Errorf("%s with %d: %v", root, status, err)
		}
	}
	if err := judge(t, Checkout, 201, example(t, "error")); err == nil || !strings.Contains(err.Error(), "not 201 (T10)") {
		t.Errorf("an error envelope with 201: %v", err)
	}
}

// TestOwnExtensionIsJudged gives the schema of an extension of somebody else.
func TestOwnExtensionIsJudged(t *testing.T) {
	const name = "example.bazaar.market"
	schemas, err := NewSchemas(map[string][]byte{name: []byte(`{"$defs":{"dev.ucp.shopping.cart":{"allOf":[
		{"$ref":"https://ucp.dev/2026-04-08/schemas/shopping/cart.json"},{"required":["escrow"]}]}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	doc := example(t, Cart)
	spoil(t, doc, "ucp/capabilities/"+name, read(t, `[{"version":"2026-11-01"}]`))
	judge := func() error {
		body, _ := json.Marshal(doc)
		return schemas.Response(Cart, []string{Discount, name}, 200, body)
	}
	if err := judge(); err == nil || !strings.Contains(err.Error(), "escrow") {
		t.Error(err)
	}
	spoil(t, doc, "escrow", true)
	if err := judge(); err != nil {
		t.Error(err)
	}
	if err := Response(Cart, []string{name}, 200, []byte("{}")); err == nil || !strings.Contains(err.Error(), "was not given") {
		t.Error(err)
	}
}

// TestOperationsAreThoseOfTheProtocol holds the tables against the services.
func TestOperationsAreThoseOfTheProtocol(t *testing.T) {
	file, err := os.ReadFile(Version + "/services/shopping/rest.openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var api struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			RequestBody any    `json:"requestBody"`
			Responses   map[string]any
		}
	}
	var parts struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(file, &parts); err != nil {
		t.Fatal(err)
	}
	for _, methods := range parts.Paths {
		delete(methods, "parameters")
	}
	file, _ = json.Marshal(parts)
	if err := json.Unmarshal(file, &api); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for path, methods := range api.Paths {
		for method, o := range methods {
			seen[o.OperationID] = true
			if _, ok := requests[o.OperationID]; ok != (o.RequestBody != nil) {
				t.Errorf("%s has a body: %v", o.OperationID, o.RequestBody != nil)
			}
			got, ok := operations[o.OperationID]
			if !ok || !strings.EqualFold(got.method, method) || got.path != path {
				t.Errorf("%s is %s %s, here %s %s", o.OperationID, method, path, got.method, got.path)
			}
		}
	}
	if len(seen) != len(operations) {
		t.Errorf("%d operations in the protocol, %d here", len(seen), len(operations))
	}
	mcp, err := document("services/shopping/mcp.openrpc.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range objects(mcp, "methods") {
		if _, ok := operations[text(m, "name")]; !ok {
			t.Errorf("tool %s is no operation here", text(m, "name"))
		}
	}
}
