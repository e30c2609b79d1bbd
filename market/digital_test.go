package market_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// digitalProduct saves a digital product of one variant, with keys or a file.
func digitalProduct(t rapid.TB, f *markettest.Fixture, handle string, keys int, file string) catalog.Product {
	s, yes := f.Shops[0], true
	ctx := context.Background()
	id, err := f.Catalog.SaveProduct(ctx, s.Seller, s.ID, catalog.Draft{Handle: handle, Status: catalog.ProductActive, Title: catalog.Texts{"en": handle}, Digital: &yes,
		Variants: []catalog.VariantDraft{{Price: money.Of(10_000, s.Currency), OnHand: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	read := func() catalog.Product {
		p, err := f.Catalog.ProductByID(ctx, s.Seller, s.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := read()
	if n := p.Variants[0].Available(); n != 0 {
		t.Fatalf("without files and keys %d are sold", n)
	}
	if file != "" {
		if err := f.Catalog.AddFile(ctx, s.Seller, s.ID, id, "pattern.pdf", strings.NewReader(file)); err != nil {
			t.Fatal(err)
		}
	}
	if keys > 0 {
		if _, err := f.Catalog.AddKeys(ctx, s.Seller, s.ID, id, p.Variants[0].ID, keyLines(handle, keys)); err != nil {
			t.Fatal(err)
		}
	}
	return read()
}

func keyLines(stem string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s-%04d\n", stem, i)
	}
	return b.String()
}

// bare gives the command that buys n of a variant and nothing that is sent.
func bare(t rapid.TB, f *markettest.Fixture, to country.Code, v catalog.VariantID, n int64) market.PlaceOrder {
	token, err := f.Market.AddLine(context.Background(), "", v, n)
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Market.Checkout(context.Background(), token, market.Choice{To: to, Currency: "PKR", Pay: "play"})
	if err != nil {
		t.Fatal(err)
	}
	return market.PlaceOrder{Cart: token, Key: "key-" + token, QuoteHash: c.Quote.Hash(), Seen: c.Seen(), Address: country.Address{Country: to},
		Contact: market.Contact{Email: "saima@example.org"}, Currency: "PKR", Pay: "play", Lang: "en", Bare: true}
}

// TestKeysAreGivenOnce: however many buy at once, a key has one order, an order as
// many keys as units, and the stock is what nobody has.
func TestKeysAreGivenOnce(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 5)
		runs := 0
		rapid.Check(t, func(t *rapid.T) {
			runs++
			if runs > 6 {
				return
			}
			keys := rapid.IntRange(1, 12).Draw(t, "keys")
			wanted := rapid.SliceOfN(rapid.Int64Range(1, 3), 2, 8).Draw(t, "wanted")
			p := digitalProduct(t, f, fmt.Sprintf("plugin-%d", runs), keys, "")
			v := p.Variants[0].ID
			var orders []market.PlaceOrder
			for _, n := range wanted {
				if n <= int64(keys) {
					orders = append(orders, bare(t, f, "PK", v, n))
				}
			}
			groups, errs := make([]market.Group, len(orders)), make([]error, len(orders))
			var wg sync.WaitGroup
			for i := range orders {
				wg.Go(func() { groups[i], errs[i] = f.Market.Place(context.Background(), identity.Actor{}, orders[i]) })
			}
			wg.Wait()
			seen := map[string]bool{}
			for i, g := range groups {
				if errs[i] != nil {
					if !fault.Is(errs[i], fault.Conflict) {
						t.Fatalf("order %d: %v", i, errs[i])
					}
					continue
				}
				got := shown(t, f, g)
				if int64(len(got)) != g.Orders[0].Items {
					t.Fatalf("%d keys for %d units", len(got), g.Orders[0].Items)
				}
				for _, k := range got {
					if seen[k] {
						t.Fatalf("key %s was given twice", k)
					}
					seen[k] = true
				}
			}
			now, err := f.Catalog.ProductByID(context.Background(), f.Shops[0].Seller, f.Shops[0].ID, p.ID)
			if err != nil || now.Variants[0].Available() != int64(keys-len(seen)) {
				t.Fatalf("%d keys, %d given, %d in stock, %v", keys, len(seen), now.Variants[0].Available(), err)
			}
		})
		sound(t, d)
	})
}

// shown opens an order's keys, as its buyer does.
func shown(t rapid.TB, f *markettest.Fixture, g market.Group) (keys []string) {
	d, err := f.Market.ShowKeys(context.Background(), tokenOf(t, f, g))
	if err != nil {
		t.Fatal(err)
	}
	for _, given := range d.Given {
		keys = append(keys, given.Keys...)
	}
	return keys
}

func tokenOf(t rapid.TB, f *markettest.Fixture, g market.Group) string {
	g, err := f.Market.Group(context.Background(), identity.System(), g.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f.Market.DownloadToken(g.Orders[0], g.Placed)
}

// TestDigitalOrder: no freight, no border, links at once, delivered when it was
// opened, burnt when it went back.
func TestDigitalOrder(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 5)
		ctx, s := t.Context(), f.Shops[0]
		p := digitalProduct(t, f, "plugin", 3, "%PDF the pattern")
		v := p.Variants[0].ID
		c := bare(t, f, "PK", v, 2)
		look, err := f.Market.Checkout(ctx, c.Cart, market.Choice{To: "PK", Currency: "PKR"})
		if err != nil {
			t.Fatal(err)
		}
		q := look.Quote.Parcels[0]
		if !q.Freight.IsZero() || !q.Duty.IsZero() || q.Total != q.Goods || q.Status != landed.Unknown || len(q.Bars) > 0 {
			t.Errorf("the quote: %+v", q)
		}
		for _, w := range look.Ways {
			if w.Kind == "cash" {
				t.Error("it may be paid at the door")
			}
		}
		if nobody := c; true {
			nobody.Contact.Email, nobody.Key = "", "nobody"
			if _, err := f.Market.Place(ctx, identity.Actor{}, nobody); !fault.Is(err, fault.Invalid) {
				t.Errorf("without an e-mail address: %v", err)
			}
		}
		g, err := f.Market.Place(ctx, identity.Actor{}, c)
		if err != nil {
			t.Fatal(err)
		}
		state := func() market.OrderState {
			g, err := f.Market.Group(ctx, identity.System(), g.ID)
			if err != nil {
				t.Fatal(err)
			}
			return g.Orders[0].State
		}
		if o := g.Orders[0]; !o.Digital || state() != market.Shipped || o.Captured.IsZero() {
			t.Fatalf("paid: %+v", o)
		}
		token := tokenOf(t, f, g)
		links, err := f.Market.Downloads(ctx, token)
		if err != nil || len(links.Given) != 1 || len(links.Given[0].Files) != 1 || !links.Given[0].Keyed || links.Given[0].Keys != nil {
			t.Fatalf("links: %+v, %v", links, err)
		}
		if got := state(); got != market.Shipped {
			t.Errorf("looking at the page makes it %s", got)
		}
		file := links.Given[0].Files[0].ID
		take := func(header string) (*httptest.ResponseRecorder, error) {
			r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
			r.Header.Set("Range", header)
			return w, f.Market.Download(w, r, token, file)
		}
		for range digital.MaxDownloads {
			if w, err := take("bytes=0-3"); err != nil || w.Body.String() != "%PDF" || w.Header().Get("Cache-Control") != "private, no-store" {
				t.Fatalf("%q, %v, %v", w.Body, w.Header(), err)
			}
		}
		if got := state(); got != market.Delivered {
			t.Errorf("after the download it is %s", got)
		}
		if _, err := take(""); !fault.Is(err, fault.Conflict) {
			t.Errorf("once too often: %v", err)
		}
		if w, err := take("bytes=5-"); err != nil || w.Body.String() != "the pattern" {
			t.Errorf("the rest of a broken one: %q, %v", w.Body, err)
		}
		if got := shown(t, f, g); len(got) != 2 || got[0] == got[1] {
			t.Errorf("keys: %v", got)
		}
		if _, err := f.Catalog.AddKeys(ctx, s.Seller, s.ID, p.ID, v, "new-1\nplugin-0000\n"); err == nil || !fault.HasKey(err, "fault.keys_twice") {
			t.Errorf("a key that was sold comes back: %v", err)
		}
		token = digital.Token{Order: int64(g.Orders[0].ID), Until: g.Placed.Add(-time.Second)}.Sign(f.People.Mark)
		if _, err := take("bytes=5-"); !fault.HasKey(err, "fault.link_ended") {
			t.Errorf("by a link that has ended: %v", err)
		}
		if d, err := f.Market.Downloads(ctx, token); err != nil || !d.Ended {
			t.Errorf("the page of a link that has ended: %+v, %v", d, err)
		}
		if err := f.Market.WantLinks(ctx, token); err != nil {
			t.Errorf("a fresh one for a link that has ended: %v", err)
		}
		token = tokenOf(t, f, g)
		if _, err := f.Market.GiveBack(ctx, s.Seller, g.Orders[0].ID, market.BackAll, money.Of(0, s.Currency), "sorry"); err != nil {
			t.Fatal(err)
		}
		if got := shown(t, f, g); len(got) != 0 {
			t.Errorf("after the refund: %v", got)
		}
		if _, err := take("bytes=5-"); !fault.Is(err, fault.NotFound) {
			t.Errorf("after the refund: %v", err)
		}
		if err := f.Market.WantLinks(ctx, token); !fault.Is(err, fault.Conflict) {
			t.Errorf("a fresh link after the refund: %v", err)
		}
		contents, err := f.Catalog.Contents(ctx, s.Seller, s.ID, p.ID)
		if k := contents.Keys[v]; err != nil || k != (digital.Keys{Free: 1, Burnt: 2, Last: "0002"}) {
			t.Errorf("%+v, %v", k, err)
		}
		sound(t, d)
	})
}

// TestMixedCart: what is sent is an order of its own, with an address.
func TestMixedCart(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 5)
	ctx := t.Context()
	p := digitalProduct(t, f, "pattern", 0, "%PDF")
	token, err := f.Fill(ctx, p.Variants[0].ID, f.Shops[0].Variants[0])
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Quoted(ctx, token, "play")
	if err != nil {
		t.Fatal(err)
	}
	if c.Bare = true; true {
		if _, err := f.Market.Place(ctx, identity.Actor{}, c); !fault.Is(err, fault.Conflict) {
			t.Errorf("a parcel without an address: %v", err)
		}
	}
	c.Bare = false
	g, err := f.Market.Place(ctx, identity.Actor{}, c)
	if err != nil || len(g.Orders) != 2 {
		t.Fatalf("%d orders, %v", len(g.Orders), err)
	}
	if a, b := g.Orders[0], g.Orders[1]; a.Digital || a.State != market.Placed || a.Freight.IsZero() || !b.Digital || b.State != market.Shipped || !b.Freight.IsZero() {
		t.Errorf("%+v\n%+v", a, b)
	}
	sound(t, f.DB)
}
