package api

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/identity"
	"agora/token"
	"agora/web"
)

// TestEveryOperationNamesItsScope enumerates the operations. Those for everybody only
// read, and only relief.
func TestEveryOperationNamesItsScope(t *testing.T) {
	a := New(Options{})
	list := operations(a.huma.OpenAPI())
	free := 0
	for _, op := range list {
		scope, ok := op.Metadata[scopeKey].(token.Scope)
		if relief := op.Path == "/crises" || strings.HasPrefix(op.Path, "/crises/"); relief {
			if free++; !ok || scope != "" || len(op.Security) > 0 || op.Method != http.MethodGet {
				t.Errorf("%s is not for everybody, to read", op.OperationID)
			}
			continue
		}
		if !ok || scope == "" || len(op.Security) != 1 || op.Security[0][tokenScheme][0] != string(scope) {
			t.Errorf("%s names no scope", op.OperationID)
		}
		if write := op.Method != http.MethodGet; write != strings.HasSuffix(string(scope), ":write") {
			t.Errorf("%s %s needs %s", op.Method, op.Path, scope)
		}
	}
	named := 0
	for _, r := range a.Routes() {
		if r.Access == web.Token {
			named++
		}
	}
	if len(list) < 16 || free != 9 || named != len(list)-free+1 { // and that of the tools
		t.Errorf("%d operations, %d routes of tokens", len(list), named)
	}
}

// TestNobodyComesInWithoutARightToken knocks at every operation.
func TestNobodyComesInWithoutARightToken(t *testing.T) {
	fill := regexp.MustCompile(`\{[^}]*\}`)
	each(t, func(b *bench) {
		without := map[token.Scope]string{} // tokens that have every scope of a shop but one
		for _, op := range operations(b.huma.OpenAPI()) {
			path := fill.ReplaceAllString(op.Path, "7")
			scope := op.Metadata[scopeKey].(token.Scope)
			if scope == "" { // for everybody
				continue
			}
			if without[scope] == "" {
				others := slices.DeleteFunc(slices.Clone(token.Scopes), func(s token.Scope) bool { return s == scope })
				without[scope] = b.token(b.seller.ID, b.shop.ID, others...)
			}
			for _, c := range []struct {
				by, code string
				status   int
			}{
				{"", "token_missing", 401}, {"x", "token_wrong", 401}, {b.all[:len(b.all)-1] + "1", "token_wrong", 401},
				{without[scope], "token_scope", 403},
			} {
				r := b.ask(c.by, op.Method, path, "{}")
				if r.status != c.status || r.Code != c.code || (c.status == 401) != (r.head.Get("WWW-Authenticate") != "") {
					b.Errorf("%s %s by %q: %d %s", op.Method, path, c.by, r.status, r.text)
				}
			}
			if r := b.ask(b.all, op.Method, path+"?shop="+id(b.other.ID), "{}"); !scope.Node() && (r.status != 403 || r.Code != "not_your_shop") {
				b.Errorf("%s %s of another shop: %d", op.Method, path, r.status)
			}
		}
	})
}

func TestATokenLosesWhatItsPersonLoses(t *testing.T) {
	each(t, func(b *bench) {
		p, err := b.people.SignUp(b.Context(), identity.NewPerson{Name: "Hand", Login: "hand@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
		b.must(err)
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.GrantShop(tx, p.ID, b.shop.ID, identity.ShopStaff) }))
		by := b.token(p.ID, b.shop.ID, token.ReadCatalogue)
		if r := b.ask(by, "GET", "/products", ""); r.status != 200 {
			b.Error(r.status, r.text)
		}
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.RevokeShop(tx, p.ID, b.shop.ID, identity.ShopStaff) }))
		if r := b.ask(by, "GET", "/products", ""); r.status != 403 || r.Code != "not_your_shop" {
			b.Error(r.status, r.text)
		}
	})
}

func TestATokenOfTheNodeNamesTheShop(t *testing.T) {
	each(t, func(b *bench) {
		b.must(b.people.Grant(b.Context(), identity.System(), b.seller.ID, identity.Operator))
		by := b.token(b.seller.ID, db.House, token.ReadCatalogue)
		if r := b.ask(by, "GET", "/products", ""); r.status != 422 || r.Errors[0].Field != "shop" {
			b.Error(r.status, r.text)
		}
		page := read[Page[Product]](b, b.ask(by, "GET", "/products?shop="+id(b.other.ID), ""))
		if len(page.Items) != 1 || page.Items[0].Handle != "cap" {
			b.Errorf("page %+v", page)
		}
	})
}

func TestATokenHasItsPace(t *testing.T) {
	each(t, func(b *bench) {
		b.API.limit = web.NewLimit(web.Rate{Burst: 2, Every: time.Hour})
		for range 2 {
			read[Page[Product]](b, b.ask(b.all, "GET", "/products", ""))
		}
		if r := b.ask(b.all, "GET", "/products", ""); r.status != 429 || r.head.Get("Retry-After") == "" || r.Code != "too_fast" {
			b.Error(r.status, r.head, r.text)
		}
		read[Page[Product]](b, b.ask(b.another, "GET", "/products", "")) // each has its own
	})
}

func TestWhatCantBeTakenSaysWhy(t *testing.T) {
	each(t, func(b *bench) {
		for _, c := range []struct {
			method, path, body, code, field string
			status                          int
		}{
			{"GET", "/nothing", "", "api_path", "", 404},
			{"GET", "/products/none", "", "no_product", "", 404},
			{"GET", "/products?limit=201", "", "invalid", "limit", 422},
			{"GET", "/products?colour=red", "", "invalid", "colour", 422},
			{"GET", "/products?cursor=!!", "", "cursor", "cursor", 422},
			{"GET", "/orders?cursor=zzz", "", "cursor", "cursor", 422},
			{"GET", "/money/lines?from=2026-02-01&to=2026-01-01", "", "period", "from", 422},
			{"PUT", "/products/new", `{"status":"active","title":{"en":"New"},"variants":[{"price":{"minor":"5","currency":"PKR"}}]}`, "invalid", "variants.0.price.minor", 422},
			{"PUT", "/products/new", `{"status":"active","title":{"en":"New"},"variants":[{"price":{"minor":5,"currency":"USD"}}]}`, "money_currency", "variants.0.price", 422},
			{"PUT", "/products/new", `{`, "unreadable", "", 400},
			{"PUT", "/products/new", `{"title":{"en":"` + strings.Repeat("x", maxBody) + `"}}`, "api_body", "", 413},
			{"PUT", "/variants/1/stock", `{"on_hand":3}`, "no_variant", "", 404},
			{"PUT", "/variants/x/stock", `{"on_hand":3}`, "no_variant", "", 404},
			{"POST", "/orders/1/accept", ``, "order_unknown", "", 404},
		} {
			r := b.ask(b.all, c.method, c.path, c.body)
			if field := ""; r.status != c.status || r.Code != c.code {
				b.Errorf("%s %s: %d %s", c.method, c.path, r.status, r.text)
			} else if len(r.Errors) > 0 {
				if field = r.Errors[0].Field; field != c.field || r.Errors[0].Cure == "" {
					b.Errorf("%s %s: field %q of %s", c.method, c.path, field, r.text)
				}
			}
		}
		if r := b.ask(b.all, "GET", "/products/none", "", "Accept-Language", "ru"); !strings.Contains(r.Detail, "товар") && !strings.Contains(r.Detail, "Товар") {
			b.Error("not Russian:", r.text)
		}
	})
}

// TestTheDescriptionIsWhole reads the description as a program would, and the
// page as a person would.
func TestTheDescriptionIsWhole(t *testing.T) {
	each(t, func(b *bench) {
		r := b.ask("", "GET", "/openapi.json", "")
		doc := read[struct {
			OpenAPI string
			Paths   map[string]map[string]json.RawMessage
		}](b, r)
		if !strings.HasPrefix(doc.OpenAPI, "3.1") || len(doc.Paths) < 12 || doc.Paths["/orders/{order}/ship"]["post"] == nil {
			b.Errorf("description %s with %d paths", doc.OpenAPI, len(doc.Paths))
		}
		if strings.Contains(r.text, `"$ref":"#/components/schemas/ErrorModel"`) || !strings.Contains(r.text, `application/problem+json`) {
			b.Error("problems are not described")
		}
		page := b.ask("", "GET", "/reference", "")
		for _, want := range []string{`id="put-product"`, `id="type-Product"`, `href="#type-Product"`, `id="problem-conflict"`, "catalogue:write"} {
			if !strings.Contains(page.text, want) {
				b.Errorf("the page lacks %s", want)
			}
		}
		if strings.Contains(page.text, "//") {
			b.Error("the page names another host")
		}
	})
}
