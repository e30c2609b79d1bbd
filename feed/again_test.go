package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/event"
	"agora/identity"
)

// TestTheSameFileAgainWritesNothing imports every file twice and counts events.
func TestTheSameFileAgainWritesNothing(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	var more []string
	if dir := os.Getenv("AGORA_CATALOGS"); dir != "" {
		for _, r := range reals {
			more = append(more, filepath.Join(dir, r.file))
		}
	}
	for _, money := range []string{"KGS", "USD"} {
		d := dbtest.SQLite(t, event.Schema, identity.Schema, audit.Schema, digital.Schema, catalog.Schema, Schema)
		s := newStall(t, d)
		list := files
		if money == "USD" {
			s, list = s.inDollars(t, d), more
		}
		for _, name := range list {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := func() Report {
				r, err := s.Import(t.Context(), s.owner, s.shop, bytes.NewReader(b), How{Good: true})
				if err != nil {
					return r // what is no catalogue is the matter of other tests
				}
				return r
			}
			in()
			before, events := s.all(t), count(t, d)
			if r := in(); r.Same != len(r.Products) || count(t, d) != events {
				t.Errorf("%s: %d of %d the same, %d events", name, r.Same, len(r.Products), count(t, d)-events)
			}
			if diff := cmp.Diff(before, s.all(t)); diff != "" {
				t.Error(name, diff)
			}
		}
	}
}

func count(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM events", nil, &n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// inDollars gives another shop of the same owner.
func (s *stall) inDollars(t *testing.T, d *db.DB) *stall {
	t.Helper()
	id, err := s.catalog.OpenShop(t.Context(), s.owner, catalog.NewShop{Handle: "abroad", Name: "Abroad", Country: "KG", Currency: "USD", Languages: []string{"en"}})
	if err != nil {
		t.Fatal(err)
	}
	shop, err := s.catalog.ShopByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	owner := identity.Actor{Person: s.owner.Person, Shops: map[db.ShopID]identity.Role{id: identity.ShopOwner}}
	return &stall{s.Service, s.catalog, shop, owner}
}
