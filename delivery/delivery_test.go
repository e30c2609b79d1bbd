package delivery_test

import (
	"testing"
	"time"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	. "agora/delivery"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

var schemas = []db.Schema{event.Schema, audit.Schema, Schema}

func som(minor int64) money.Amount { return money.Of(minor, "KGS") }

// post is a good option of a shop in Kyrgyzstan.
func post(key string, to ...string) Option {
	return Option{Home: "KG", Key: key, Carrier: "Kyrgyz Pochtasy", Name: map[string]string{"en": key}, Service: Post, To: to,
		DaysMin: 6, DaysMax: 9, Incoterm: "DDP", Steps: []Step{{500, som(35_000)}, {2_000, som(90_000)}}}
}

func TestOffersReachTheCountryAtTheirWeight(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s := New(d)
		owner := identity.Actor{Person: 1, Shops: map[db.ShopID]identity.Role{7: identity.ShopOwner}}
		if err := s.Save(t.Context(), owner, 7, []Option{post("home", Domestic), post("abroad", Everywhere), post("near", "KZ", "UZ")}); err != nil {
			t.Fatal(err)
		}
		if err := s.Save(t.Context(), owner, 8, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another shop's delivery was changed: %v", err)
		}
		for _, c := range []struct {
			to    country.Code
			grams int64
			want  int
			price int64
		}{{"PK", 400, 1, 35_000}, {"PK", 501, 1, 90_000}, {"PK", 2_001, 0, 0}, {"KG", 1, 1, 35_000}, {"KZ", 1, 2, 35_000}} {
			offers, _, err := s.For(t.Context(), []db.ShopID{7, 9}, Place{Country: c.to}, map[db.ShopID][]Thing{7: {{Quantity: 1, Grams: c.grams}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := offers[7]; len(got) != c.want || len(got) > 0 && (got[0].Price != som(c.price) || !got[0].By.After(got[0].From)) {
				t.Errorf("%s, %d g: %+v", c.to, c.grams, got)
			}
		}
	})
}

func TestBadOptionsNameTheirFields(t *testing.T) {
	change := func(f func(*Option)) Option { o := post("x", Everywhere); f(&o); return o }
	for name, o := range map[string]Option{
		"options.0.carrier":       change(func(o *Option) { o.Carrier = "" }),
		"options.0.service":       change(func(o *Option) { o.Service = "pigeon" }),
		"options.0.incoterm":      change(func(o *Option) { o.Incoterm = "EXW" }),
		"options.0.to":            change(func(o *Option) { o.To = []string{"Pakistan"} }),
		"options.0.days":          change(func(o *Option) { o.DaysMin = 12 }),
		"options.0.steps":         change(func(o *Option) { o.Steps = nil }),
		"options.0.steps.1.grams": change(func(o *Option) { o.Steps[1].UpToGrams = 500 }),
		"options.0.steps.1.price": change(func(o *Option) { o.Steps[1].Price = som(1) }),
		"options.0.key":           change(func(o *Option) { o.Key = "" }),
	} {
		found := false
		for _, e := range fault.List(CheckOptions([]Option{o})) {
			found = found || e.Field == name
		}
		if !found {
			t.Errorf("%s: %v", name, CheckOptions([]Option{o}))
		}
	}
}

func TestTrackingNumbers(t *testing.T) {
	for typed, want := range map[string]string{"": "", " rr 473124829 ee ": "RR473124829EE", "1z-999-aa1": "1Z-999-AA1"} {
		if got, err := CheckTracking(typed); err != nil || got != want {
			t.Errorf("%q is %q (%v)", typed, got, err)
		}
	}
	for _, bad := range []string{"RR473124828EE", "JR473124829EE", "no", "<script>alert</script>"} {
		if got, err := CheckTracking(bad); err == nil {
			t.Errorf("%q was taken as %q", bad, got)
		}
	}
}

func TestAParcelIsShippedAndDeliveredOnce(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		write := func(f func(*db.Tx) error) error { return d.Write(t.Context(), f) }
		ship := func(tracking string) error {
			return write(func(tx *db.Tx) error { return Ship(tx, Parcel{Order: 5, Shop: 7, Carrier: "Post", Tracking: tracking}) })
		}
		look := func() (p *Parcel) {
			if err := d.Read(t.Context(), func(tx *db.Tx) (err error) { p, err = parcelOf(tx, 7, 5); return err }); err != nil {
				t.Fatal(err)
			}
			return p
		}
		if look() != nil {
			t.Error("a parcel before it was shipped")
		}
		for _, number := range []string{"TRACK1", "TRACK2"} {
			if err := ship(number); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := write(func(tx *db.Tx) error { return Deliver(tx, 7, 5) }); err != nil {
				t.Fatal(err)
			}
		}
		p := look()
		if p == nil || p.Tracking != "TRACK2" || p.Delivered.IsZero() || time.Since(p.Shipped) > time.Hour {
			t.Errorf("%+v", p)
		}
		if err := ship("TRACK3"); !fault.Is(err, fault.Conflict) {
			t.Errorf("shipped after delivery: %v", err)
		}
	})
}

func FuzzCheckTracking(f *testing.F) {
	f.Add("RR473124829EE")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := CheckTracking(s); err == nil {
			if again, err := CheckTracking(got); err != nil || again != got {
				t.Errorf("%q is %q is %q", s, got, again)
			}
		}
	})
}

// parcelOf gives the parcel of one order, nil while there is none.
func parcelOf(tx *db.Tx, shop db.ShopID, order int64) (*Parcel, error) {
	list, err := Parcels(tx, " WHERE p.order_id = $1 AND p.shop_id = $2", []any{order, int64(shop)})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}
