package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/identity"
	"agora/relief"
)

// fillRelief declares a flood, and sends 697 packages to its store, of which 21 do not
// arrive.
func (f *filling) fillRelief(ctx context.Context) error {
	by, err := f.operator(ctx)
	if err != nil {
		return err
	}
	c, err := f.flood(ctx, by)
	if err != nil {
		return err
	}
	store, err := f.reliefStore(ctx, by, c)
	if err != nil {
		return err
	}
	type part func(context.Context, identity.Actor, relief.Crisis) error
	for _, fill := range []part{f.wardStock, f.lack, f.matchRelief, f.oldRecords, f.watchMasks} {
		if err := fill(ctx, by, c); err != nil {
			return err
		}
	}
	if err := f.calls(ctx, c); err != nil {
		return err
	}
	sent, err := f.Relief.Consignments(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	one := consigned(sent, consignment)
	if one.ID == 0 {
		if one, err = f.send(ctx, by, c, store); err != nil {
			return err
		}
	}
	if err := f.arrive(ctx, by, one); err != nil {
		return err
	}
	if err := f.fillFund(ctx, by, c, one); err != nil {
		return err
	}
	return f.fillHelp(ctx, by, c)
}

func (f *filling) flood(ctx context.Context, by identity.Actor) (relief.Crisis, error) {
	const title = "Spring flood, Kulob"
	list, err := f.Relief.Crises(ctx)
	for _, c := range list {
		if c.Title["en"] == title {
			return c, err
		}
	}
	if err != nil {
		return relief.Crisis{}, err
	}
	return f.Relief.Declare(ctx, by, relief.Crisis{Case: relief.Case{Began: time.Now().UTC().AddDate(0, 0, -9), Countries: []country.Code{"TJ"},
		Title: catalog.Texts{"en": title, "ru": "Весенний паводок, Куляб", "tg": "Обхезии баҳорӣ, Кӯлоб", "ur": "بہار کا سیلاب، کولاب"},
		About: catalog.Texts{"en": "Eleven hospitals and health houses of Khatlon asked for masks, gloves and blankets.",
			"ru": "Одиннадцать больниц и домов здоровья Хатлона попросили маски, перчатки и одеяла.",
			"tg": "Ёздаҳ беморхона ва хонаи саломатии Хатлон ниқоб, дастпӯшак ва кӯрпа хостанд.",
			"ur": "ختلان کے گیارہ ہسپتالوں اور مراکزِ صحت نے ماسک، دستانے اور کمبل مانگے ہیں۔"}}})
}

// reliefStore gives where the packages are counted, and writes down what they hold.
func (f *filling) reliefStore(ctx context.Context, by identity.Actor, c relief.Crisis) (store relief.FacilityID, err error) {
	places, err := f.Relief.Facilities(ctx, c.ID, 0)
	if err != nil {
		return 0, err
	}
	if len(places) == 0 {
		for _, p := range []relief.Facility{
			{Kind: "warehouse", Profile: relief.Profile{Name: "Airport store", Town: "Dushanbe", Country: "TJ", Lat: 38_54300, Lon: 68_82500, Hours: "8–20", Source: "The ministry’s list of stores"}},
			{Kind: "hospital", Profile: relief.Profile{Name: "Kulob regional hospital", Town: "Kulob", Country: "TJ", Lat: 37_91200, Lon: 69_78100, Source: "The ministry’s list of hospitals"}},
			{Kind: "clinic", Profile: relief.Profile{Name: "Vose health house", Town: "Vose", Country: "TJ", Lat: 37_80500, Lon: 69_64500}},
		} {
			p.Crisis = c.ID
			made, err := f.Relief.Found(ctx, by, p)
			if err != nil {
				return 0, err
			}
			places = append(places, made)
		}
	}
	for code, item := range map[string]relief.Sort{
		"mask-iir":    {Name: catalog.Texts{"en": "Masks, type IIR", "ru": "Маски, тип IIR", "ur": "ماسک، قسم IIR"}, Unit: "piece", Codes: []relief.Code{{Scheme: "hs", Code: "630790"}}, Most: 1_000_000},
		"glove-m":     {Name: catalog.Texts{"en": "Gloves, size M", "ru": "Перчатки, размер M", "ur": "دستانے، سائز M"}, Unit: "pair", Codes: []relief.Code{{Scheme: "hs", Code: "401519"}}, Most: 1_000_000},
		"thermometer": {Name: catalog.Texts{"en": "Thermometers", "ru": "Термометры", "ur": "تھرمامیٹر"}, Unit: "piece", Codes: []relief.Code{{Scheme: "hs", Code: "902519"}}, Most: 10_000},
	} {
		if _, err := f.Relief.Stock(ctx, by, relief.Item{Crisis: c.ID, Code: code, Sort: item}); err != nil {
			return 0, err
		}
	}
	return places[0].ID, nil
}

// lack says what the hospital and the health house need.
func (f *filling) lack(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	have, err := f.Relief.Needs(ctx, c.ID, relief.Wanted, 0)
	if err != nil || len(have) > 0 {
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
	wants := map[string][]relief.Want{ // of the places after the store
		"mask-iir":    {{Daily: 13_000, Days: 30, Stock: 26_000, Staff: 640}, {Units: 36_000, Staff: 55}},
		"glove-m":     {{Daily: 4_000, Days: 30, Stock: 12_000}, {Units: 12_000}},
		"thermometer": {{Units: 1_800}, {Units: 600}},
	}
	for _, i := range items {
		for n, w := range wants[i.Code] {
			if _, err := f.Relief.Report(ctx, by, relief.Need{Crisis: c.ID, Facility: places[n+1].ID, Item: i.ID, Want: w}); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	consignment  = "RC-0112"
	packages     = 697
	firstMissing = 411
	lastMissing  = 431
)

// send packs what a foundation gives.
func (f *filling) send(ctx context.Context, by identity.Actor, c relief.Crisis, store relief.FacilityID) (one relief.Consignment, err error) {
	var list strings.Builder
	list.WriteString("number,item,units,value,batch,expires\n")
	for n := 1; n <= packages; n++ {
		line := "mask-iir,2000,1300,M26-118," + time.Now().UTC().AddDate(2, 0, 0).Format(time.DateOnly)
		switch {
		case n >= 423 && n <= 428:
			line = "glove-m,1000,1210,G26-044,"
		case n >= 429 && n <= 431:
			line = "thermometer,100,3000,T26-009,"
		}
		fmt.Fprintf(&list, "%d,%s\n", n, line)
	}
	items, err := f.Relief.Items(ctx, c.ID)
	if err != nil {
		return one, err
	}
	m, err := relief.ReadManifest(strings.NewReader(list.String()), items)
	if err != nil {
		return one, err
	}
	return f.Relief.Consign(ctx, by, relief.Consignment{Crisis: c.ID, To: store, Letter: relief.Letter{Number: consignment, From: "Foundation Open Door", Place: "Hangzhou", Currency: "CNY"}}, m.Packages)
}

// arrive signs the packages over, scans those that came, and closes the count, as far
// as that is not done.
func (f *filling) arrive(ctx context.Context, by identity.Actor, c relief.Consignment) error {
	if c.State == relief.Packed {
		for _, h := range []relief.Signature{{Custodian: "Silk Road Cargo", Person: "Li Na", Place: "Kashgar", Proof: "Li Na"}, {Custodian: "Silk Road Cargo", Person: "R. Saidov", Place: "Karasu", Proof: "Rahim Saidov"}} {
			h.Sign = relief.BySignature
			if _, err := f.Relief.HandOver(ctx, by, c.Crisis, c.ID, h); err != nil {
				return err
			}
		}
	}
	if c.State == relief.Counted || c.State == relief.Received {
		return nil
	}
	var scans []relief.Scan
	for n := int64(1); n <= packages; n++ {
		if n < firstMissing || n > lastMissing {
			scans = append(scans, relief.Scan{Sequence: n, Number: n, At: time.Now()})
		}
	}
	counts := identity.System() // who sends does not count
	if _, err := f.Relief.Sync(ctx, counts, c.Crisis, c.ID, "store-phone", scans); err != nil {
		return err
	}
	_, err := f.Relief.CloseCount(ctx, counts, c.Crisis, c.ID)
	if fault.Is(err, fault.Conflict) { // somebody did
		return nil
	}
	return err
}
