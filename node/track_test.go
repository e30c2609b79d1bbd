package node

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agora/claim"
	"agora/country"
	"agora/delivery"
	"agora/demo"
	"agora/event"
	"agora/identity"
	"agora/market"
)

// TestACarrierTellsOfParcels calls the way in for carriers as one would, and
// reads the mail that follows.
func TestACarrierTellsOfParcels(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	ref, err := buyIn(t.Context(), n, twoShops(t, n), "key-track", "play", "UZS")
	if err != nil {
		t.Fatal(err)
	}
	g, err := n.Market.GroupByRef(t.Context(), identity.System(), ref)
	if err != nil {
		t.Fatal(err)
	}
	o := g.Orders[0]
	shop, err := n.Catalog.ShopByID(t.Context(), o.Shop)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := n.Identity.Person(t.Context(), identity.System(), shop.Owner)
	if err != nil {
		t.Fatal(err)
	}
	by, ctx := owner.Actor(), t.Context()
	boss := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	if err := errors.Join(n.Market.Accept(ctx, by, o.ID), n.Market.Pack(ctx, by, o.ID), n.Market.Ship(ctx, by, o.ID, "Swift", "SW-0001"),
		n.Delivery.SaveCarrier(ctx, boss, delivery.Carrier{Key: "swift", Name: "Swift", Countries: []country.Code{shop.Country}})); err != nil {
		t.Fatal(err)
	}
	body := `{"events":[{"number":"SW-0001","time":"2026-01-02T10:00:00Z","what":"customs","place":"Torugart"}]}`
	call := func(secret, body string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, n.Addr()+"/hook/carriers/swift", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(body))
		r.Header.Set(delivery.Signature, "sha256="+hex.EncodeToString(mac.Sum(nil)))
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := call("", body); got != http.StatusUnauthorized {
		t.Errorf("a carrier without a secret: %d", got)
	}
	secret, err := n.Delivery.NewSecret(ctx, boss, "swift")
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[int]int{call("wrong", body): http.StatusUnauthorized, call(secret, "{"): http.StatusBadRequest} {
		if got != want {
			t.Errorf("status %d, want %d", got, want)
		}
	}
	for range 2 {
		if got := call(secret, body); got != http.StatusOK {
			t.Errorf("status %d", got)
		}
	}
	mail := about(t, n, g.Contact.Email, o.Ref+": ")
	if !strings.Contains(mail.Text, "Torugart") {
		t.Errorf("the mail says %q: %q", mail.Subject, mail.Text)
	}
	if o, _, err := n.Market.Order(ctx, by, o.ID); err != nil || o.State != market.Shipped || len(o.Parcel.Events) != 1 {
		t.Errorf("%s, %+v, %v", o.State, o.Parcel, err)
	}
}

// TestALostParcelOpensAClaimOnce lets time pass over a parcel that does not
// come, and repeats what follows.
func TestALostParcelOpensAClaimOnce(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	var ahead atomic.Int64
	s.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	ref, err := buyIn(ctx, n, twoShops(t, n), "key-lost", "play", "UZS")
	if err != nil {
		t.Fatal(err)
	}
	g, err := n.Market.GroupByRef(ctx, identity.System(), ref)
	if err != nil {
		t.Fatal(err)
	}
	o := g.Orders[0]
	shop, err := n.Catalog.ShopByID(ctx, o.Shop)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := n.Identity.Person(ctx, identity.System(), shop.Owner)
	if err != nil {
		t.Fatal(err)
	}
	by := owner.Actor()
	if err := errors.Join(n.Market.Accept(ctx, by, o.ID), n.Market.Pack(ctx, by, o.ID), n.Market.Ship(ctx, by, o.ID, "Swift", "SW-0001")); err != nil {
		t.Fatal(err)
	}
	const day = 24 * time.Hour
	terms := market.LateTerms{Late: day, Lost: day}
	for _, after := range []time.Duration{2 * day, 4 * day} {
		ahead.Store(int64(time.Until(o.ArriveBy) + after))
		if _, err := n.Market.Late(ctx, terms, 100); err != nil {
			t.Fatal(err)
		}
	}
	about(t, n, g.Contact.Email, o.Ref+" is late")
	about(t, n, g.Contact.Email, o.Ref+": the parcel seems lost")
	for range 2 {
		if _, err := n.Market.ReportOverdue(ctx); err != nil {
			t.Fatal(err)
		}
	}
	report := about(t, n, "operator@demo.agora.example", "Parcels: ")
	if want := "\n- " + o.Ref + " (seems lost): "; !strings.Contains(report.Text, want) || !strings.Contains(report.Text, "\n"+o.ShopName+"\n- ") || !strings.Contains(report.Text, "/console/orders/"+strconv.FormatInt(int64(o.ID), 10)+"\n") {
		t.Errorf("the operator reads %q", report.Text)
	}
	again := event.Event{ID: 1, Shop: o.Shop, Subject: int64(o.ID), Body: []byte(`{"group":` + strconv.FormatInt(int64(g.ID), 10) + `}`)}
	if err := (post{n.Parts, n.address}).lost(ctx, again); err != nil {
		t.Error(err)
	}
	list, err := n.Claims.Claims(ctx, by, claim.Filter{Shop: o.Shop})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, c := range list {
		if c.Order == o.ID {
			count++
		}
	}
	if o, _, err := n.Market.Order(ctx, by, o.ID); err != nil || o.State != market.Disputed || count != 1 {
		t.Errorf("%s, %d claims, %v", o.State, count, err)
	}
}
