//go:build unix

package node

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agora/demo"
	"agora/ucp"
	"agora/ucp/ucptest"
)

// BenchmarkMachines answers what a program that looks around asks of the demo
// market, without a connection: the list of a category, its next page, one
// product, a word. It prints what each costs of a processor.
func BenchmarkMachines(b *testing.B) {
	s := settings(b, b.TempDir())
	s.Demo, s.Dev = true, true
	n, err := Open(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(b.Context(), parts(n)); err != nil {
		b.Fatal(err)
	}
	edge := n.edge(nil)
	agent := `profile="` + ucptest.Platform{}.Serve(b) + `"`
	ask := func(b *testing.B, path, body string) []byte {
		r := httptest.NewRequest("POST", ucp.Endpoint+path, strings.NewReader(body))
		r.Header.Set("UCP-Agent", agent)
		w := httptest.NewRecorder()
		if edge.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body.String())
		}
		return w.Body.Bytes()
	}
	var seen struct {
		Products []struct {
			ID         string
			Categories []struct{ Value string }
		}
		Pagination struct{ Cursor string }
	}
	read := func(text []byte) {
		if err := json.Unmarshal(text, &seen); err != nil || len(seen.Products) == 0 {
			b.Fatalf("%v %.300s", err, text)
		}
	}
	const context = `"context":{"address_country":"KG","language":"en"}`
	read(ask(b, "/catalog/search", `{"filters":{"price":{"min":0}},"context":{"currency":"KGS"},"pagination":{"limit":50}}`))
	kinds, product := map[string]int{}, seen.Products[0].ID
	most := ""
	for _, p := range seen.Products {
		for _, c := range p.Categories {
			if kinds[c.Value]++; kinds[c.Value] > kinds[most] {
				most = c.Value
			}
		}
	}
	list := `{"filters":{"categories":["` + most + `"]},`
	read(ask(b, "/catalog/search", list+`"pagination":{"limit":3},`+context+`}`))
	page := `"pagination":{"cursor":"` + seen.Pagination.Cursor + `"},`
	for _, k := range []struct{ name, path, body string }{
		{"list", "/catalog/search", list + context + `}`},
		{"page", "/catalog/search", list + page + context + `}`},
		{"product", "/catalog/product", `{"id":"` + product + `",` + context + `}`},
		{"word", "/catalog/search", `{"query":"felt",` + context + `}`},
	} {
		b.Run(k.name, func(b *testing.B) {
			b.ReportAllocs()
			bytes := len(ask(b, k.path, k.body))
			before, times := processor(), 0
			for ; b.Loop(); times++ {
				ask(b, k.path, k.body)
			}
			b.ReportMetric(float64((processor()-before).Microseconds())/float64(times), "processor-µs/op")
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}
