package demo

import (
	"context"

	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/relief"
)

// fillFund has three people give money for a crisis, of which freight is paid and more of
// it committed until the packages are in stock.
func (f *filling) fillFund(ctx context.Context, by identity.Actor, c relief.Crisis, one relief.Consignment) error {
	funds, err := f.Relief.Funds(ctx, c.ID)
	if err != nil || len(funds) > 0 {
		return err
	}
	for _, g := range []struct {
		number string
		minor  int64
		came   int64
		giver  relief.Giver
	}{
		{"AB-3301", 4_000_000, 4_000_000, relief.Giver{Donor: "Foundation Open Door", Public: true, Contact: relief.Contact{Email: "fund@demo.agora.example"}}},
		{"AB-3317", 250_000, 250_000, relief.Giver{Donor: "Saima", Contact: relief.Contact{Email: "saima@demo.agora.example"}}},
		{"AB-3320", 1_000_000, 400_000, relief.Giver{Donor: "Bakers of Khujand", Contact: relief.Contact{Phone: "+992 92 000 00 00"}, Note: "The rest after Friday"}},
	} {
		d, err := f.Relief.Donate(ctx, relief.Donation{Crisis: c.ID, Amount: money.Of(g.minor, "TJS"), Giver: g.giver})
		if err != nil {
			return err
		}
		if err := f.Relief.Banked(ctx, by, c.ID, d.ID, g.came, g.number); err != nil {
			return err
		}
	}
	return f.spendFund(ctx, by, c, one)
}

// spendFund pays for blankets, and commits freight that waits for its proof.
func (f *filling) spendFund(ctx context.Context, by identity.Actor, c relief.Crisis, one relief.Consignment) error {
	second := identity.System()
	if err := f.Relief.SpendAlone(ctx, second, c.ID, money.Of(500_000, "TJS")); err != nil {
		return err
	}
	outlay := func(minor int64, consignment relief.ConsignmentID, what, payee string) (relief.Outlay, error) {
		return f.Relief.Commit(ctx, by, relief.Outlay{Crisis: c.ID, Consignment: consignment, Amount: money.Of(minor, "TJS"), Purpose: relief.Purpose{What: what, Payee: payee}}, nil)
	}
	o, err := outlay(1_860_000, 0, "1,200 blankets for Kulob and Vose", "Textiles of Khujand")
	if err == nil {
		err = f.Relief.Approve(ctx, second, c.ID, o.ID)
	}
	if err == nil {
		err = f.Relief.Pay(ctx, by, c.ID, o.ID, 1_860_000, "AB-3344")
	}
	if err != nil {
		return err
	}
	if _, err := outlay(480_000, one.ID, "Freight from Kashgar to Dushanbe", "Silk Road Cargo"); err != nil {
		return err
	}
	_, err = outlay(900_000, 0, "Water filters for nine health houses", "Clean Water")
	if fault.Is(err, fault.Invalid) { // somebody spent it
		return nil
	}
	return err
}
