package demo

import (
	"context"

	"agora/identity"
	"agora/relief"
)

// matchRelief takes what people pledged, and proposes where it goes: one line is approved,
// the others wait at the desk.
func (f *filling) matchRelief(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	before, err := f.Relief.Proposal(ctx, c.ID)
	if err != nil || before.ID != 0 {
		return err
	}
	items, err := f.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	gifts := map[string][]relief.Pledge{
		"mask-iir": {
			{Units: 60_000, Gift: relief.Gift{Donor: "Gulistan sewing workshop", Public: true, Place: "Khujand", Lat: 40_28300, Lon: 69_62200, Contact: relief.Contact{Email: "workshop@demo.agora.example"}}},
			{Units: 25_000, Gift: relief.Gift{Donor: "Aziza", Place: "Osh", Lat: 40_51400, Lon: 72_81600, Contact: relief.Contact{Email: "aziza@demo.agora.example"}}},
		},
		"glove-m":     {{Units: 18_000, Gift: relief.Gift{Donor: "Hisor pharmacy", Public: true, Place: "Hisor", Lat: 38_52600, Lon: 68_55100, Contact: relief.Contact{Phone: "+992900000000"}}}},
		"thermometer": {{Units: 2_700, Gift: relief.Gift{Donor: "Rotary club", Public: true, Place: "Almaty", Lat: 43_23900, Lon: 76_89000, Contact: relief.Contact{Email: "club@demo.agora.example"}}}},
	}
	for _, i := range items {
		for _, p := range gifts[i.Code] {
			p.Crisis, p.Item = c.ID, i.ID
			if p, err = f.Relief.Pledge(ctx, p); err != nil {
				return err
			}
			if err := f.Relief.Take(ctx, by, c.ID, p.ID, true); err != nil {
				return err
			}
		}
	}
	if _, err := f.Relief.Propose(ctx, by, c.ID); err != nil {
		return err
	}
	lines, err := f.Relief.Lines(ctx, c.ID, 0, relief.Suggested)
	if err != nil || len(lines) == 0 {
		return err
	}
	return f.Relief.ApproveLines(ctx, by, c.ID, relief.Choice{Lines: []relief.AllotmentID{lines[0].ID}})
}
