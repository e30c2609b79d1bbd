package api

import (
	"net/http/httptest"
	"testing"
	"time"

	"agora/web"
)

// TestAnAddressHasItsPace asks for what is for everybody from two addresses, one of them a
// network of IPv6.
func TestAnAddressHasItsPace(t *testing.T) {
	each(t, func(b *bench) {
		f := b.flood()
		b.API.open = web.NewLimit(web.Rate{Burst: 2, Every: time.Hour})
		from := func(address, path string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(b.Context(), "GET", Root+path, nil)
			r.RemoteAddr = address
			w := httptest.NewRecorder()
			b.edge.ServeHTTP(w, r)
			return w
		}
		for _, path := range []string{"/crises", f.path("/totals")} { // one pace for all of them
			if w := from("[2001:db8::7]:4000", path); w.Code != 200 {
				b.Error(path, w.Code, w.Body)
			}
		}
		asked := 0
		b.store.Watch(func(string) { asked++ })
		w := from("[2001:db8::8]:4001", f.path(""))
		b.store.Watch(nil)
		if h := w.Header(); w.Code != 429 || h.Get("Retry-After") == "" || h.Get("Content-Type") != "application/problem+json" ||
			h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Expose-Headers") != "Retry-After" || asked != 0 {
			b.Errorf("%d after %d statements: %v %s", w.Code, asked, h, w.Body)
		}
		if w := from("192.0.2.9:4000", "/crises"); w.Code != 200 {
			b.Error("another address:", w.Code, w.Body)
		}
		if w := from("[2001:db8::7]:4000", "/openapi.json"); w.Code != 200 {
			b.Error("the description:", w.Code)
		}
		read[Page[Product]](b, b.ask(b.all, "GET", "/products", "")) // a token has its own
	})
	for _, op := range operations(New(Options{}).huma.OpenAPI()) {
		said := op.Responses["429"]
		if open := len(op.Security) == 0; open != (said != nil) || open && (said.Headers["Retry-After"] == nil || said.Content["application/problem+json"] == nil) {
			t.Errorf("%s: %+v", op.Path, said)
		}
	}
}
