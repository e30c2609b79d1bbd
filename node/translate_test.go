package node

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// TestAWishIsTranslatedByItself: the operator names a machine on the house's own
// network, a seller wishes, and the node asks it after the commit.
func TestAWishIsTranslatedByItself(t *testing.T) {
	asked := make(chan string, 10)
	machine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/languages" {
			_, _ = w.Write([]byte(`[{"code":"en","targets":["ur"]}]`))
			return
		}
		var body struct {
			Q   []string `json:"q"`
			Key string   `json:"api_key"`
		}
		_ = json.NewDecoder(r.Body).Decode(&body)
		for i := range body.Q {
			body.Q[i] = "اردو"
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": body.Q})
		asked <- body.Key
	}))
	defer machine.Close()
	s := settings(t, t.TempDir())
	n := start(t, s)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	owner, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Sadia", Login: "sadia@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
	must(err)
	shop, err := n.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "loom", Owner: owner.ID, Name: "Loom", Country: "PK", Currency: "PKR", Languages: []string{"en"}})
	must(err)
	id, err := n.Catalog.SaveProduct(ctx, identity.System(), shop, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Title: catalog.Texts{"en": "Cap"},
		Variants: []catalog.VariantDraft{{Price: money.Of(100, "PKR")}}})
	must(err)
	if n.Bilingual.On() {
		t.Error("nobody has named a machine")
	}
	must(n.House.Save(ctx, identity.System(), map[string]string{"translate_address": machine.URL + "/", "translate_key": "k1"}))
	must(n.Bilingual.Want(ctx, identity.System(), shop, "ur"))
	if key := <-asked; key != "k1" {
		t.Errorf("asked with the key %q", key)
	}
	stop(t, n) // a job that runs ends first
	n, err = Open(ctx, s)
	must(err)
	defer n.Close()
	p, err := n.Catalog.ProductByID(ctx, identity.System(), shop, id)
	must(err)
	if p.Title["ur"] != "اردو" || !p.Machine.Has(p.Passages()[0], "ur") {
		t.Errorf("%v, marked %v", p.Title, p.Machine)
	}
	run, ok, err := n.Bilingual.Last(ctx, identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, shop, "ur")
	if err != nil || !ok || run.Filled != 1 || run.Ended.IsZero() {
		t.Errorf("%+v %v %v", run, ok, err)
	}
}
