package catalog

import (
	"fmt"
	"testing"

	"agora/db/dbtest"
)

// BenchmarkProduct reads the page of a product with six variants among a
// thousand products.
func BenchmarkProduct(b *testing.B) {
	s := newShelf(b, dbtest.SQLite(b, schemas()...))
	s.fill(1000)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			if _, _, err := s.Product(b.Context(), "neel", fmt.Sprintf("p%d", i*7%1000)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkCards reads the newest page of cards, BenchmarkSearch one for a word
// that every thousandth product has.
func BenchmarkCards(b *testing.B) { benchmarkQuery(b, Query{}) }

func BenchmarkSearch(b *testing.B) { benchmarkQuery(b, Query{Text: "p977"}) }

func benchmarkQuery(b *testing.B, q Query) {
	s := newShelf(b, dbtest.SQLite(b, schemas()...))
	s.fill(1000)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if page, err := s.Search(b.Context(), q); err != nil || len(page.Items) == 0 {
				b.Fatal(err)
			}
		}
	})
}

func (s *shelf) fill(n int) {
	s.t.Helper()
	drafts := make([]Draft, n)
	for i := range drafts {
		drafts[i] = quilt("KGS", fmt.Sprintf("p%d", i))
		drafts[i].Title["hi"], drafts[i].Description["ru"] = "जयपुरी रज़ाई", "Набивной хлопок, внутри чёсаный хлопок, простёгано вручную."
	}
	if _, err := s.SaveProducts(s.t.Context(), s.owner, s.shop.ID, drafts); err != nil {
		s.t.Fatal(err)
	}
}
