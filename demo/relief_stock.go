package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"agora/identity"
	"agora/relief"
)

// wardStock gives the hospital gloves and thermometers of last month: some of the gloves
// expire soon, and a ward has some already.
func (f *filling) wardStock(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	const number = "RC-0098"
	sent, err := f.Relief.Consignments(ctx, c.ID, 0)
	if err != nil || consigned(sent, number).ID != 0 {
		return err
	}
	places, err := f.Relief.Facilities(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	items, err := f.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	day := func(after int) string { return time.Now().UTC().AddDate(0, 0, after).Format(time.DateOnly) }
	m, err := relief.ReadManifest(strings.NewReader(fmt.Sprintf("number,item,units,value,batch,expires\n1,glove-m,400,480,G26-011,%s\n2,glove-m,600,720,G26-044,%s\n3,thermometer,40,1200,T26-009,\n", day(18), day(500))), items)
	if err != nil {
		return err
	}
	hospital := places[1].ID
	one, err := f.Relief.Consign(ctx, by, relief.Consignment{Crisis: c.ID, To: hospital, Letter: relief.Letter{Number: number, From: "Foundation Open Door", Place: "Hangzhou", Currency: "CNY"}}, m.Packages)
	if err != nil {
		return err
	}
	counts := identity.System() // who sends does not count
	now := time.Now()
	if _, err := f.Relief.Sync(ctx, counts, c.ID, one.ID, "ward-phone", []relief.Scan{{Sequence: 1, Number: 1, At: now}, {Sequence: 2, Number: 2, At: now}, {Sequence: 3, Number: 3, At: now}}); err != nil {
		return err
	}
	if _, err := f.Relief.CloseCount(ctx, counts, c.ID, one.ID); err != nil {
		return err
	}
	if err := f.Relief.Receive(ctx, counts, c.ID, one.ID, ""); err != nil {
		return err
	}
	for _, i := range items {
		if i.Code == "glove-m" {
			return f.Relief.HandOut(ctx, by, c.ID, hospital, relief.Handing{Item: i.ID, Units: 120, To: "Ward 3"})
		}
	}
	return nil
}

// consigned finds a consignment by the number of its papers; none has the ID 0.
func consigned(list []relief.Consignment, number string) relief.Consignment {
	for _, c := range list {
		if c.Number == number {
			return c
		}
	}
	return relief.Consignment{}
}
