package assembly_test

import (
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/discount"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// TestAShopOffersItsOwnForLess shows the offer with what is on the table until the
// clock of the node ends it, and makes it a discount of that shop for that thing.
func TestAShopOffersItsOwnForLess(t *testing.T) {
	const shop db.ShopID = 9
	seller := identity.Actor{Person: 4, Shops: map[db.ShopID]identity.Role{shop: identity.ShopOwner}}
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, audit.Schema, discount.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		s, ctx := assembly.New(d), t.Context()
		f := &floor{T: t, Service: s}
		var err error
		f.event, err = s.Save(ctx, seller, assembly.Event{Host: shop, Starts: now, Ends: now.Add(9 * time.Hour),
			Plan: assembly.Plan{Kind: assembly.LiveSale, Title: catalog.Texts{"en": "Felt, live"}, Zone: "Asia/Bishkek", Langs: []string{"ky"}}})
		f.must(err)
		f.must(s.Publish(ctx, seller, f.event.ID))
		f.session, err = s.Schedule(ctx, seller, assembly.Session{Event: f.event.ID, Starts: now, Ends: now.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Slippers"}}})
		f.must(err)
		seat, err := s.TakeHostSeat(ctx, seller, f.event.ID)
		f.must(err)
		enter := func() assembly.Seated {
			at, err := s.Enter(ctx, seller, f.event.ID, seat.ID, f.session.ID)
			f.must(err)
			return at
		}
		f.must(s.Begin(ctx, enter()))
		for field, deal := range map[string]assembly.Deal{
			"percent": {Shop: shop, Minutes: 5}, "minutes": {Shop: shop, Percent: 10}, "most": {Shop: shop, Percent: 10, Minutes: 5, Most: -1},
			"price": {Shop: shop, Off: money.Of(-5, "KGS"), Minutes: 5}, "percent ": {Shop: 8, Percent: 10, Minutes: 5}, "percent  ": {Shop: shop, Percent: 91, Minutes: 5}} {
			if list := fault.List(s.OfferOnTable(ctx, enter(), 7, deal)); len(list) == 0 || list[0].Field != field[:len(list[0].Field)] {
				t.Errorf("%q: %v", field, list)
			}
		}
		guest, _, err := s.Register(ctx, identity.Guest(), f.event.ID, applicant(1))
		f.must(err)
		sits, err := s.Enter(ctx, holder(guest), f.event.ID, guest.ID, f.session.ID)
		f.must(err)
		if err := s.OfferOnTable(ctx, sits, 7, assembly.Deal{Shop: shop, Percent: 10, Minutes: 5}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest makes an offer: %v", err)
		}
		if at := enter(); at.OnTable != 0 || at.Offer.Code != "" {
			t.Fatalf("%v", at.Offer)
		}
		f.must(s.OfferOnTable(ctx, enter(), 7, assembly.Deal{Shop: shop, Percent: 20, Minutes: 5, Most: 3}))
		at := enter()
		if at.OnTable != 7 || !at.Offer.Open(clock.Add(5*time.Minute-time.Millisecond)) || at.Offer.Open(clock.Add(5*time.Minute)) || at.Offer.Most != 3 || at.Offer.Seat != seat.ID || !discount.LiveCode(at.Offer.Code) {
			t.Errorf("%+v", at.Offer)
		}
		var list []discount.Discount
		f.must(d.Read(ctx, func(tx *db.Tx) error {
			list, err = discount.For(tx, []db.ShopID{shop}, at.Offer.Code)
			return err
		}))
		if len(list) != 1 || !list[0].On(clock) || list[0].On(clock.Add(5*time.Minute)) || !list[0].Fits(7) || list[0].Fits(8) || list[0].Name("en") != "Slippers" {
			t.Errorf("%+v", list)
		}
		if list, err := discount.New(d).Of(ctx, seller, shop, 0); err != nil || len(list) != 0 {
			t.Errorf("its code is shown among the discounts of the shop: %v %v", list, err)
		}
		f.must(s.PutOnTable(ctx, enter(), 8))
		if at := enter(); at.OnTable != 8 || at.Offer.Code != "" {
			t.Errorf("the next thing has the offer of the last: %+v", at.Offer)
		}
	})
}
