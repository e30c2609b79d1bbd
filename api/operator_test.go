package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"agora/db"
	"agora/identity"
	"agora/token"
)

// TestOnlyTheNodesTokenIsOfTheOperator enumerates the operator's operations: who
// has a token of a shop stays out, even had somebody written the scopes into it.
func TestOnlyTheNodesTokenIsOfTheOperator(t *testing.T) {
	fill := regexp.MustCompile(`\{[^}]*\}`)
	each(t, func(b *bench) {
		if _, _, err := b.tokens.Make(b.Context(), b.seller.Actor(), token.New{Shop: b.shop.ID, Name: "t", Scopes: token.NodeScopes}); err == nil {
			b.Error("a shop's token was made with the scopes of the node")
		}
		b.must(b.people.Grant(b.Context(), identity.System(), b.seller.ID, identity.Operator))
		of, forged := b.token(b.seller.ID, db.House, token.NodeScopes...), b.token(b.seller.ID, b.shop.ID, token.ReadHooks)
		var words []string
		for _, s := range token.NodeScopes {
			words = append(words, string(s))
		}
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE tokens SET scopes = $1 WHERE scopes = $2", strings.Join(words, " "), string(token.ReadHooks))
			return err
		}))
		n := 0
		for _, op := range operations(b.huma.OpenAPI()) {
			scope := op.Metadata[scopeKey].(token.Scope)
			if scope.Node() != strings.HasPrefix(op.Path, "/operator/") {
				b.Errorf("%s needs %s", op.Path, scope)
			}
			if !scope.Node() {
				continue
			}
			n++
			path := fill.ReplaceAllString(op.Path, "7")
			if r := b.ask(forged, op.Method, path, `{"move":"pause"}`); r.status != http.StatusForbidden || r.Code != "operators_only" {
				b.Errorf("%s %s by a token of a shop: %d %s", op.Method, path, r.status, r.text)
			}
			if r := b.ask(of, op.Method, path, `{"move":"pause"}`); r.status != http.StatusOK && r.status != http.StatusNotFound {
				b.Errorf("%s %s by the operator's: %d %s", op.Method, path, r.status, r.text)
			}
		}
		if n < 12 {
			b.Errorf("%d operations", n)
		}
	})
}

func TestAnOperatorsTokenEndsWithTheRole(t *testing.T) {
	each(t, func(b *bench) {
		boss, err := b.people.SignUp(b.Context(), identity.NewPerson{Name: "Boss", Login: "boss@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
		b.must(err)
		for _, id := range []identity.PersonID{boss.ID, b.seller.ID} {
			b.must(b.people.Grant(b.Context(), identity.System(), id, identity.Operator))
		}
		of := b.token(boss.ID, db.House, token.ReadShops)
		read[Page[Shop]](b, b.ask(of, "GET", "/operator/shops", ""))
		b.must(b.people.Revoke(b.Context(), identity.System(), boss.ID, identity.Operator))
		if r := b.ask(of, "GET", "/operator/shops", ""); r.status != 403 {
			b.Error(r.status, r.text)
		}
	})
}

// TestTheOperatorSeesAllShops reads what the console shows, and moves a shop.
func TestTheOperatorSeesAllShops(t *testing.T) {
	each(t, func(b *bench) {
		b.must(b.people.Grant(b.Context(), identity.System(), b.seller.ID, identity.Operator))
		of := b.token(b.seller.ID, db.House, token.NodeScopes...)
		first := read[Page[Shop]](b, b.ask(of, "GET", "/operator/shops?limit=1", ""))
		second := read[Page[Shop]](b, b.ask(of, "GET", "/operator/shops?limit=1&cursor="+first.Next, ""))
		if first.Items[0].Handle != "anvil" || second.Items[0].Handle != "loom" {
			b.Errorf("shops %+v, %+v", first, second)
		}
		at := "/operator/shops/" + id(b.other.ID)
		if s := read[Shop](b, b.ask(of, "POST", at+"/move", `{"move":"pause"}`)); s.Status != "paused" || len(s.Moves) == 0 {
			b.Errorf("paused %+v", s)
		}
		if r := b.ask(of, "POST", at+"/move", `{"move":"approve"}`); r.status != 409 {
			b.Error(r.status, r.text)
		}
		read[Shop](b, b.ask(of, "POST", at+"/move", `{"move":"resume"}`))
		mine, others := b.sell(b.shop), b.sell(b.other)
		page := read[Page[OrderOfShop]](b, b.ask(of, "GET", "/operator/orders?limit=1", ""))
		if len(page.Items) != 1 || page.Items[0].Shop != id(b.other.ID) || page.Items[0].Order.ID != id(others.ID) || page.Next == "" {
			b.Errorf("orders %+v", page)
		}
		if page = read[Page[OrderOfShop]](b, b.ask(of, "GET", "/operator/orders?of="+id(b.shop.ID), "")); len(page.Items) != 1 || page.Items[0].Order.ID != id(mine.ID) {
			b.Errorf("orders of one %+v", page)
		}
		if o := read[OrderOfShop](b, b.ask(of, "GET", "/operator/orders/"+id(mine.ID), "")); o.Order.Address.Street != "House 14-B" {
			b.Errorf("order %+v", o)
		}
		sum := map[string]int64{}
		trial := read[Page[Account]](b, b.ask(of, "GET", "/operator/ledger", ""))
		for _, a := range trial.Items {
			sum[a.Currency] += a.Minor
		}
		if len(trial.Items) == 0 || sum["PKR"] != 0 {
			b.Errorf("trial %+v", trial)
		}
		if lines := read[Page[StatementLine]](b, b.ask(of, "GET", at+"/statement", "")); len(lines.Items) != 1 {
			b.Errorf("lines %+v", lines)
		}
		settings := b.ask(of, "GET", "/operator/settings", "")
		if list := read[Page[Setting]](b, settings); len(list.Items) < 20 || !strings.Contains(settings.text, `"house_name"`) {
			b.Errorf("settings %s", settings.text)
		}
		for _, path := range []string{"/operator/claims", "/operator/claims?ended=true&cursor=5.0", "/operator/payouts?state=planned", "/operator/rates"} {
			if r := b.ask(of, "GET", path, ""); r.status != 200 || !strings.Contains(r.text, `"items"`) {
				b.Errorf("%s: %d %s", path, r.status, r.text)
			}
		}
		if r := b.ask(of, "GET", "/operator/claims?cursor=5", ""); r.status != 422 || r.Errors[0].Field != "cursor" {
			b.Error(r.status, r.text)
		}
	})
}
