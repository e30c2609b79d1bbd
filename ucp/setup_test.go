package ucp

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/egress"
	"agora/i18n"
	"agora/market/markettest"
	"agora/ucp/platform"
	"agora/ucp/ucptest"
)

// stand is a market that platforms shop at.
type stand struct {
	*markettest.Fixture
	binding *Binding
	server  *httptest.Server
}

// onBoth runs a test on each engine.
func onBoth(t *testing.T, f func(*testing.T, *stand)) {
	t.Helper()
	if again() {
		t.Skip("it ran on both")
	}
	schemas := append(markettest.Schemas(), Schema)
	t.Run("sqlite", func(t *testing.T) { f(t, newStand(t, dbtest.SQLite(t, schemas...))) })
	t.Run("postgres", func(t *testing.T) { f(t, newStand(t, dbtest.Postgres(t, schemas...))) })
}

func newStand(t testing.TB, d *db.DB) *stand {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{Fixture: markettest.New(t, d, 3, 2, 10)}
	s.binding = &Binding{DB: d, Catalog: s.Catalog, Market: s.Market, Landed: s.Landed, People: s.People, Words: words, Log: slog.New(slog.DiscardHandler),
		Platforms: platform.NewDirectory(platform.Options{Now: time.Now, Dev: true}), Out: egress.Strangers(5*time.Second, true), Namespace: func() string { return "example.bazaar" }, Address: func() string { return "https://bazaar.example" }, Dev: true}
	if err := s.binding.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(s.binding.Handler())
	t.Cleanup(s.server.Close)
	return s
}

func (s *stand) client(t testing.TB, p ucptest.Platform) *ucptest.Client {
	t.Helper()
	return ucptest.NewClient(t, s.server.URL, p)
}

// m is a JSON object.
type m = map[string]any

func lines(quantity int, variants ...catalog.VariantID) []any {
	var list []any
	for _, v := range variants {
		list = append(list, m{"item": m{"id": variantID(v)}, "quantity": quantity})
	}
	return list
}

var lahore = m{"street_address": "12 Mall Road", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK"}

var saima = m{"first_name": "Saima", "last_name": "Rafiq", "email": "saima@example.org", "phone_number": "+923014478215"}

// sent asks for delivery to Lahore by a way, "" for none yet.
func sent(way string) m {
	method := m{"id": "shipping", "type": "shipping", "line_item_ids": []any{"li_1"}, "destinations": []any{lahore}}
	if way != "" {
		method["groups"] = []any{m{"id": allGroup, "selected_option_id": way}}
	}
	return m{"methods": []any{method}}
}

func playing(token string) m {
	return m{"payment": m{"instruments": []any{m{"id": "pi_1", "handler_id": "play", "type": "play_money", "selected": true, "credential": m{"type": "token", "token": token}}}}}
}
