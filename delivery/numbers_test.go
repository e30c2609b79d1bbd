package delivery_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	. "agora/delivery"
	"agora/fault"
	"agora/identity"
)

// TestS10 compares with numbers that two programs of others took or refused.
func TestS10(t *testing.T) {
	raw, err := os.ReadFile("testdata/s10.json")
	if err != nil {
		t.Fatal(err)
	}
	var known struct {
		Numbers []struct {
			Number string
			Valid  bool
		}
	}
	if err := json.Unmarshal(raw, &known); err != nil {
		t.Fatal(err)
	}
	if len(known.Numbers) < 25 {
		t.Fatalf("only %d numbers", len(known.Numbers))
	}
	for _, n := range known.Numbers {
		got, err := CheckTracking(n.Number)
		if (err == nil) != n.Valid {
			t.Errorf("%s: %v", n.Number, err)
		}
		serial, _ := strconv.ParseInt(n.Number[2:10], 10, 64)
		if made := S10(n.Number[:2], serial, n.Number[11:]); n.Valid && made != got {
			t.Errorf("made %s for %s", made, got)
		}
	}
}

func TestARangeGivesEachNumberOnce(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s, ctx := New(d), t.Context()
		owner := identity.Actor{Person: 1, Shops: map[db.ShopID]identity.Role{7: identity.ShopOwner}}
		add := func(r Range) error { return s.AddRange(ctx, owner, r) }
		for name, r := range map[string]Range{
			"first":   {Shop: 7, Service: "RR", Country: "KG", First: -1, Last: 5},
			"last":    {Shop: 7, Service: "RR", Country: "KG", First: 5, Last: 4},
			"service": {Shop: 7, Service: "JR", Country: "KG", First: 0, Last: 4},
			"country": {Shop: 7, Service: "RR", Country: "XX", First: 0, Last: 4},
		} {
			if list := fault.List(add(r)); len(list) != 1 || list[0].Field != name {
				t.Errorf("%s: %v", name, list)
			}
		}
		if err := add(Range{Shop: 8, Service: "RR", Country: "KG", Last: 5}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another shop got numbers: %v", err)
		}
		if err := add(Range{Shop: 7, Service: "rr", Country: "kg", First: 10, Last: 29}); err != nil {
			t.Fatal(err)
		}
		if err := add(Range{Shop: 7, Service: "RR", Country: "KG", First: 29, Last: 40}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number is in two ranges: %v", err)
		}
		list, err := s.Ranges(ctx, 7)
		if err != nil || len(list) != 1 || list[0].Number() != S10("RR", 10, "KG") {
			t.Fatalf("%+v, %v", list, err)
		}
		take := func() (n string, err error) {
			err = d.Write(ctx, func(tx *db.Tx) error { n, err = TakeNumber(tx, 7, list[0].ID); return err })
			return n, err
		}
		// a number that is typed is passed over
		if err := d.Write(ctx, func(tx *db.Tx) error {
			return Ship(tx, Parcel{Order: 1, Shop: 7, Carrier: "Post", Tracking: S10("RR", 11, "KG")})
		}); err != nil {
			t.Fatal(err)
		}
		got := make([]string, 18)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i], _ = take() })
		}
		all.Wait()
		slices.Sort(got)
		if got[0] != S10("RR", 12, "KG") || got[17] != S10("RR", 29, "KG") || len(slices.Compact(got)) != 18 {
			t.Errorf("%v", got)
		}
		if n, err := take(); !fault.Is(err, fault.Invalid) || n != "" {
			t.Errorf("%q, %v", n, err)
		}
	})
}
