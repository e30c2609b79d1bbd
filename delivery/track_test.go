package delivery_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	. "agora/delivery"
	"agora/fault"
)

// TestWhatIsToldAgainOrLateChangesNothing tells of a parcel under two numbers.
func TestWhatIsToldAgainOrLateChangesNothing(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		begin := time.Now().UTC().Add(-24 * time.Hour)
		write := func(f func(*db.Tx) error) {
			t.Helper()
			if err := d.Write(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *db.Tx) error {
			return Ship(tx, Parcel{Order: 5, Shop: 7, Carrier: "Kyrgyz Post", Tracking: "rr 473362372 kg, ABC1\nABC1", Due: begin})
		})
		look := func() (p Parcel) {
			t.Helper()
			if err := d.Read(t.Context(), func(tx *db.Tx) error {
				list, err := ByNumber(tx, "ABC1")
				if len(list) == 1 {
					p = list[0]
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return p
		}
		if p := look(); p.Tracking != "RR473362372KG" || len(p.Numbers) != 2 || !p.Due.Equal(begin.Truncate(time.Microsecond)) {
			t.Fatalf("%+v", p)
		}
		tell := func(number string, after time.Duration, what What) (s Sighting) {
			t.Helper()
			write(func(tx *db.Tx) (err error) {
				s, err = Track(tx, look(), Tracked{Number: number, At: begin.Add(after), What: what, Place: " Osh "})
				return err
			})
			return s
		}
		for i, c := range []struct {
			number string
			after  time.Duration
			what   What
			want   Sighting
		}{
			{"", time.Hour, Accepted, Sighting{Fresh: true, News: true}},
			{"", time.Hour, Accepted, Sighting{}},
			{"ABC1", 3 * time.Hour, OutForDelivery, Sighting{Fresh: true, News: true}},
			{"ABC1", 2 * time.Hour, Customs, Sighting{Fresh: true}}, // late
			{"", 4 * time.Hour, OutForDelivery, Sighting{Fresh: true}},
			{"ABC1", 5 * time.Hour, Delivered, Sighting{Fresh: true, News: true}},
			{"RR473362372KG", 6 * time.Hour, Delivered, Sighting{Fresh: true, Whole: true}},
			{"RR473362372KG", 6 * time.Hour, Delivered, Sighting{}},
		} {
			if got := tell(c.number, c.after, c.what); got != c.want {
				t.Errorf("%d: %+v, want %+v", i, got, c.want)
			}
		}
		p := look()
		if len(p.Events) != 6 || p.Events[1].What != Customs || p.Events[0].Place != "Osh" || !p.Seen.Equal(p.Shipped) {
			t.Errorf("%+v", p)
		}
		for field, bad := range map[string]Tracked{
			"what":   {At: begin, What: "eaten"},
			"at":     {At: time.Now().Add(time.Hour), What: Customs},
			"number": {Number: "ABC2", At: begin, What: Customs},
		} {
			err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := Track(tx, p, bad); return err })
			if list := fault.List(err); len(list) != 1 || list[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestSchemaKeepsTheNumbersOfOldParcels is about parcels from before they could
// have several numbers.
func TestSchemaKeepsTheNumbersOfOldParcels(t *testing.T) {
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		old := Schema
		old.Steps = Schema.Steps[:2]
		if err := d.Migrate(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO parcels (order_id, shop_id, parcel_id, carrier, tracking, shipped, delivered) VALUES (1, 2, 3, 'Post', 'ABC1', 4, 0)`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), Schema); err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			list, err := ByNumber(tx, "ABC1")
			if len(list) != 1 || list[0].Order != 1 || len(list[0].Numbers) != 1 {
				t.Errorf("%+v", list)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
