package catalog

import (
	"path/filepath"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

func TestTheOperatorsSynonymsFindGoods(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		draft := quilt(s.shop.Currency, "kurak")
		draft.Title = Texts{"ky": "Куракчалар топтому"}
		if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, draft); err != nil {
			t.Fatal(err)
		}
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		ask := func() int {
			f, err := s.Find(t.Context(), Query{Text: "zzpatch set"})
			if err != nil {
				t.Fatal(err)
			}
			return len(f.Items)
		}
		if n := ask(); n != 0 {
			t.Fatalf("%d are found before", n)
		}
		if err := s.SaveSynonyms(t.Context(), house(), 0, "zzpatch set, куракчалар топтому"); err != nil {
			t.Fatal(err)
		}
		if n := ask(); n != 1 {
			t.Errorf("%d are found after", n)
		}
	})
}
