package audit

import (
	"errors"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

type who string

func (w who) String() string { return string(w) }

func TestNotesAreFoundByWhatTheySay(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		note := func(by who, shop db.ShopID, action, subject string, detail any) {
			t.Helper()
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return Note(tx, by, shop, action, subject, detail) }); err != nil {
				t.Fatal(err)
			}
		}
		note("system", db.House, "setting.saved", "name", map[string]string{"value": "A"})
		note("person:1", 7, "product.archived", "product:5", nil)
		note("person:2", 7, "product.archived", "product:6", nil)
		note("person:1", 8, "stock.set", "variant:9", map[string]int{"on_hand": 3})

		house, seven := db.House, db.ShopID(7)
		for _, c := range []struct {
			name string
			f    Filter
			want []string // subjects, newest first
		}{
			{"all", Filter{}, []string{"variant:9", "product:6", "product:5", "name"}},
			{"the node's own", Filter{Shop: &house}, []string{"name"}},
			{"one shop", Filter{Shop: &seven}, []string{"product:6", "product:5"}},
			{"one person", Filter{Who: "person:1"}, []string{"variant:9", "product:5"}},
			{"one person in one shop", Filter{Who: "person:1", Shop: &seven}, []string{"product:5"}},
			{"one action", Filter{Action: "stock.set"}, []string{"variant:9"}},
			{"one subject", Filter{Subject: "product:6"}, []string{"product:6"}},
			{"nothing", Filter{Who: "person:3"}, nil},
		} {
			// one a page, so that paging is seen to miss and repeat nothing
			var got []string
			for before := NoteID(0); ; {
				page, err := List(t.Context(), d, c.f, Page{Before: before, Limit: 1})
				if err != nil {
					t.Fatal(c.name, err)
				}
				if len(page) == 0 {
					break
				}
				got = append(got, page[0].Subject)
				before = page[0].ID
			}
			if len(got) != len(c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				continue
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: %v, want %v", c.name, got, c.want)
				}
			}
		}
		list, err := List(t.Context(), d, Filter{Action: "stock.set"}, Page{})
		if err != nil || string(list[0].Detail) != `{"on_hand":3}` || list[0].At().IsZero() {
			t.Errorf("record = %+v, %v", list, err)
		}
	})
}

func TestANoteGoesWithItsTransaction(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		stop := errors.New("stop")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := Note(tx, who("system"), db.House, "x", "y", nil); err != nil {
				return err
			}
			return stop
		})
		list, _ := List(t.Context(), d, Filter{}, Page{})
		if !errors.Is(err, stop) || len(list) != 0 {
			t.Errorf("err %v, notes %v", err, list)
		}
		if d.Write(t.Context(), func(tx *db.Tx) error { return Note(tx, who("system"), db.House, "x", "y", func() {}) }) == nil {
			t.Error("a detail that is no JSON must fail its transaction")
		}
	})
}
