package ucp

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/i18n"
	"agora/landed"
	"agora/market/markettest"
	"agora/money"
	"agora/ucp/platform"
	"agora/ucp/ucptest"
)

// onOne gives a market on the embedded database, for what little SQL decides; on
// PostgreSQL when all is run once more on that.
func onOne(t testing.TB) *stand {
	t.Helper()
	schemas := append(markettest.Schemas(), Schema)
	if again() {
		return newStand(t, dbtest.Postgres(t, schemas...))
	}
	return newStand(t, dbtest.SQLite(t, schemas...))
}

// again is a second process on the same database: nothing is left of the first
// but what it wrote down.
func (s *stand) again(t testing.TB) *stand {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := *s
	b := s.binding
	n.binding = &Binding{DB: b.DB, Catalog: b.Catalog, Market: b.Market, Landed: b.Landed, People: b.People, Words: words, Log: slog.New(slog.DiscardHandler),
		Platforms: platform.NewDirectory(platform.Options{Now: time.Now, Dev: true}), Out: b.Out, Namespace: b.Namespace, Address: b.Address, Dev: b.Dev}
	if err := n.binding.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.server = httptest.NewServer(n.binding.Handler())
	t.Cleanup(n.server.Close)
	return &n
}

// at makes a client talk to another server.
func (s *stand) at(c *ucptest.Client) *ucptest.Client {
	n := *c
	n.Endpoint = s.server.URL + Endpoint
	return &n
}

// key gives a request its Idempotency-Key; "" takes it away.
func key(k string) ucptest.Edit {
	return func(r *http.Request) {
		if r.Header.Del("Idempotency-Key"); k != "" {
			r.Header.Set("Idempotency-Key", k)
		}
	}
}

// ask sends what no conforming client does, and gives the answer as it is.
func (s *stand) ask(t testing.TB, agent, method, path, body string, edit ...ucptest.Edit) ucptest.Answer {
	t.Helper()
	r := httptest.NewRequest(method, Endpoint+path, strings.NewReader(body))
	r.Header.Set("UCP-Agent", `profile="`+agent+`"`)
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	s.binding.Handler().ServeHTTP(w, r)
	a := ucptest.Answer{Status: w.Code, Header: w.Header(), Raw: w.Body.Bytes()}
	_ = json.Unmarshal(a.Raw, &a.JSON) // what is no JSON has no codes
	return a
}

// buying is a checkout that lacks nothing when it is sent by a way there is.
func buying(lines []any, way string) m {
	return m{"line_items": lines, "buyer": saima, "fulfillment": sent(way)}
}

// ready makes a checkout that only has to be paid.
func (s *stand) ready(t testing.TB, c *ucptest.Client, lines []any, way string) ucptest.Answer {
	t.Helper()
	a := c.CreateCheckout(m{"line_items": lines})
	if a = c.UpdateCheckout(a.Text("id"), buying(lines, way)); a.Text("status") != ready {
		t.Fatalf("not ready: %s", a.Raw)
	}
	return a
}

// bought completes such a checkout with play money.
func (s *stand) bought(t testing.TB, c *ucptest.Client, lines []any, way string) ucptest.Answer {
	t.Helper()
	a := c.CompleteCheckout(s.ready(t, c, lines, way).Text("id"), playing(tokenSucceeds))
	if a.Text("status") != completed {
		t.Fatalf("not bought: %s", a.Raw)
	}
	return a
}

// left gives how many of a variant can be had.
func (s *stand) left(t testing.TB, v catalog.VariantID) int64 {
	t.Helper()
	list, err := s.Catalog.Variants(t.Context(), []catalog.VariantID{v})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0].Variant.Available()
}

// change gives a variant of a shop another price, or stock.
func (s *stand) change(t testing.TB, shop int, c catalog.VariantChange) {
	t.Helper()
	o := s.Shops[shop]
	if err := s.Catalog.ChangeVariants(t.Context(), o.Seller, o.ID, 0, []catalog.VariantChange{c}); err != nil {
		t.Fatal(err)
	}
}

// courier gives shops a second way to send, dearer and sooner.
func (s *stand) courier(t testing.TB, name string, shops ...int) {
	t.Helper()
	for _, n := range shops {
		o := s.Shops[n]
		way := func(key, name string, days int, price int64) delivery.Option {
			return delivery.Option{Shop: o.ID, Home: o.Country, Key: key, Carrier: name, Name: map[string]string{"en": name}, Service: delivery.Post,
				To: []string{delivery.Everywhere, delivery.Domestic}, DaysMin: days, DaysMax: days + 2, Incoterm: landed.DDP,
				Steps: []delivery.Step{{UpToGrams: 20_000, Price: money.Of(price, o.Currency)}}}
		}
		if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			return s.Delivery.SaveOptions(tx, o.ID, []delivery.Option{way("post", "Post", 9, 5_000), way("courier", name, 2, 9_000)})
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// digital makes the first shop sell so many keys of a program.
func (s *stand) digital(t testing.TB, keys int) catalog.VariantID {
	t.Helper()
	o, yes := s.Shops[0], true
	id, err := s.Catalog.SaveProduct(t.Context(), o.Seller, o.ID, catalog.Draft{Handle: "program", Status: catalog.ProductActive, Title: catalog.Texts{"en": "Program"}, Digital: &yes,
		Variants: []catalog.VariantDraft{{Price: money.Of(10_000, o.Currency), OnHand: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Catalog.ProductByID(t.Context(), o.Seller, o.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	for i := range keys {
		fmt.Fprintf(&list, "program-%04d\n", i)
	}
	if _, err := s.Catalog.AddKeys(t.Context(), o.Seller, o.ID, id, p.Variants[0].ID, list.String()); err != nil {
		t.Fatal(err)
	}
	return p.Variants[0].ID
}

// count asks the database for a number.
func (s *stand) count(t testing.TB, query string, args ...any) (n int64) {
	t.Helper()
	if err := s.DB.Read(t.Context(), func(tx *db.Tx) error { return tx.Row(query, args, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// says fails unless an answer has a message, or an error of HTTP, of a code.
func says(t testing.TB, a ucptest.Answer, code string) {
	t.Helper()
	if !slices.Contains(a.Codes(), code) {
		t.Fatalf("%s is not said: %d %s", code, a.Status, a.Raw)
	}
}

// about gives the message of a code.
func about(a ucptest.Answer, code string) m {
	for _, v := range a.List("messages") {
		if v["code"] == code {
			return v
		}
	}
	return nil
}

// whole reads a number of an answer.
func whole(v any) (n int64) {
	_, _ = fmt.Sscan(fmt.Sprint(v), &n)
	return n
}

// age makes all rows of a table older.
func (s *stand) age(t testing.TB, table, column string, by time.Duration) error {
	return s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE "+table+" SET "+column+" = "+column+" - $1", by.Microseconds())
		return err
	})
}

// drawn makes what a client complains of the failure of a property.
type drawn struct {
	testing.TB
	r *rapid.T
}

func (d drawn) Helper()                   { d.r.Helper() }
func (d drawn) Fatal(args ...any)         { d.r.Helper(); d.r.Fatal(args...) }
func (d drawn) Fatalf(f string, a ...any) { d.r.Helper(); d.r.Fatalf(f, a...) }
