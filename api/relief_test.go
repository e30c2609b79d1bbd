package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/relief"
)

// private are words of persons, each of which somebody typed in flood.
var private = []string{"Nurse", "nurse@", "+99290", "Checker", "Ward three", "Shy donor", "donor@", "R. Saidov", "Rahim", "phone-a", "Not real"}

// flood is a crisis of which everything is known that must not be told.
type flood struct {
	relief.Crisis
	hospital, refused relief.Facility
	sent              []relief.Consignment // the second was counted, and lacks two packages
}

// path is the address of something of the crisis.
func (f flood) path(rest string) string { return "/crises/" + id(f.ID) + rest }

func (b *bench) flood() (f flood) {
	b.Helper()
	ctx := b.Context()
	expects := identity.Actor{Person: 1, Name: "Checker", Roles: []identity.Role{identity.Operator}}
	counts := identity.Actor{Person: 2, Name: "Rahim", Roles: []identity.Role{identity.Operator}}
	var err error
	f.Crisis, err = b.aid.Declare(ctx, expects, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now().UTC()}})
	b.must(err)
	place := func(name string) relief.Facility {
		p, err := b.aid.Found(ctx, expects, relief.Facility{Crisis: f.ID, Kind: "hospital", Profile: relief.Profile{Name: name, Country: "TJ", Town: "Kulob", Lat: 37_91200, Lon: 69_78100,
			Contact: relief.Contact{Name: "Nurse Gulnora", Email: "nurse@example.org", Phone: "+992900000001"}}})
		b.must(err)
		return p
	}
	f.hospital, f.refused = place("Hospital"), place("Invented")
	b.must(b.aid.Verify(ctx, expects, f.ID, f.hospital.ID, "The list of the ministry", time.Time{}))
	b.must(b.aid.Refuse(ctx, expects, f.ID, f.refused.ID, "Not real"))
	var items []relief.Item
	for _, code := range []string{"mask", "glove", "gown"} {
		i, err := b.aid.Stock(ctx, expects, relief.Item{Crisis: f.ID, Code: code, Sort: relief.Sort{Name: catalog.Texts{"en": code}, Unit: "piece"}})
		b.must(err)
		items = append(items, i)
	}
	for n, i := range items[:2] {
		_, err := b.aid.Report(ctx, expects, relief.Need{Crisis: f.ID, Facility: f.hospital.ID, Item: i.ID, Want: relief.Want{Daily: 700, Days: 10, Stock: int64(1400 * n), Note: "Ward three",
			Reporter: relief.Contact{Name: "Nurse Gulnora", Phone: "+992900000001"}}})
		b.must(err)
	}
	p, err := b.aid.Pledge(ctx, relief.Pledge{Crisis: f.ID, Item: items[0].ID, Units: 250, Gift: relief.Gift{Donor: "Shy donor", Place: "Osh", Contact: relief.Contact{Email: "donor@example.org"}}})
	b.must(err)
	b.must(b.aid.Take(ctx, expects, f.ID, p.ID, true))
	for n := range 3 {
		m, err := relief.ReadManifest(strings.NewReader("number,item,units,value,batch,expires\n1,mask,100,10.00,M1,\n2,glove,50,,G1,\n3,mask,100,10.00,M1,\n4,mask,100,10.00,M1,\n"), items)
		b.must(err)
		c, err := b.aid.Consign(ctx, expects, relief.Consignment{Crisis: f.ID, To: f.hospital.ID, Letter: relief.Letter{Number: fmt.Sprintf("C-%d", n+1), From: "A foundation", Place: "Osh", Currency: "KGS"}}, m.Packages)
		b.must(err)
		f.sent = append(f.sent, c)
	}
	one := f.sent[1]
	_, err = b.aid.HandOver(ctx, expects, f.ID, one.ID, relief.Signature{Custodian: "Silk Road Cargo", Person: "R. Saidov", Place: "Karasu", Sign: relief.BySignature, Proof: "Rahim Saidov"})
	b.must(err)
	_, err = b.aid.Sync(ctx, counts, f.ID, one.ID, "phone-a", []relief.Scan{{Sequence: 1, Number: 1, At: time.Now()}, {Sequence: 2, Number: 4, At: time.Now()}})
	b.must(err)
	_, err = b.aid.CloseCount(ctx, counts, f.ID, one.ID)
	b.must(err)
	b.must(b.aid.Receive(ctx, counts, f.ID, one.ID, ""))
	return f
}

// all reads a whole list, one at a time.
func all[T any](b *bench, path string) (list []T) {
	b.Helper()
	for cursor := ""; len(list) < 20; {
		page := read[Page[T]](b, b.ask("", "GET", path+"?limit=1&cursor="+cursor, ""))
		list = append(list, page.Items...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if whole := read[Page[T]](b, b.ask("", "GET", path, "")); len(whole.Items) != len(list) || whole.Next != "" {
		b.Errorf("%s: %d at once, %d one by one", path, len(whole.Items), len(list))
	}
	return list
}

// rows reads a file, without its heads.
func (b *bench) rows(file []byte) [][]string {
	b.Helper()
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	b.must(err)
	return rows[2:]
}

// TestFiguresAreThoseOfTheFiles compares what the API answers with the files of the crisis.
func TestFiguresAreThoseOfTheFiles(t *testing.T) {
	each(t, func(b *bench) {
		f := b.flood()
		var totals, needs bytes.Buffer
		b.must(b.aid.Export(b.Context(), f.ID, &totals))
		b.must(b.aid.ExportNeeds(b.Context(), f.ID, &needs))

		sums := map[string]Figures{}
		var have, want []string
		for _, l := range all[Total](b, f.path("/totals")) {
			have = append(have, fmt.Sprint(l.ID, l.FacilityName, l.ItemCode, l.Unit, l.Needed, l.OnTheWay, l.Received, l.Missing, l.WrittenOff))
			sums[l.ItemCode] = l.Figures // there is one place
		}
		for _, r := range b.rows(totals.Bytes()) {
			want = append(want, fmt.Sprint(r[0], r[1], r[4], r[5], r[6]+" "+r[7]+" "+r[8]+" "+r[9]+" "+r[10]))
		}
		slices.Sort(have)
		if slices.Sort(want); len(want) != 2 || !slices.Equal(have, want) {
			b.Errorf("totals\n%q, the file has\n%q", have, want)
		}

		c := read[Crisis](b, b.ask("", "GET", f.path(""), ""))
		if len(c.Items) != 2 || c.Counted == nil {
			b.Fatalf("%+v", c)
		}
		for _, i := range c.Items {
			if i.Figures != sums[i.ItemCode] || i.Pledged != map[string]int64{"mask": 250}[i.ItemCode] {
				b.Errorf("%s: %+v, the file has %+v", i.ItemCode, i, sums[i.ItemCode])
			}
		}
		if got := sums["mask"]; got != (Figures{Needed: 7000 - 600 - 200, OnTheWay: 600, Received: 200, Missing: 100}) {
			b.Errorf("masks %+v", got)
		}

		have, want = nil, nil
		for _, n := range all[Need](b, f.path("/needs")) {
			have = append(have, fmt.Sprint(n.ID, n.Facility, n.ItemCode, n.Needed, n.Received, *n.DaysLeft))
		}
		for i, r := range b.rows(needs.Bytes()) {
			want = append(want, fmt.Sprint(r[0], r[2], r[5], r[8]+" "+r[9]+" "+strconv.Itoa(2*i)))
		}
		if len(want) != 2 || !slices.Equal(have, want) {
			b.Errorf("needs\n%q, the file has\n%q", have, want)
		}
		places := all[Facility](b, f.path("/facilities"))
		one := read[Facility](b, b.ask("", "GET", f.path("/facilities/"+id(f.hospital.ID)), ""))
		if len(places) != 1 || places[0].OpenNeeds != 2 || one.OpenNeeds != 2 || *places[0].DaysLeft != 0 || *one.DaysLeft != 0 || len(one.Items) != 2 || one.Items[0].ItemCode != "glove" || one.Items[0].Figures != sums["glove"] {
			b.Errorf("places %+v, one %+v", places, one)
		}
	})
}

// TestMissingPackagesHaveNames reads the way of a consignment of which two do not arrive.
func TestMissingPackagesHaveNames(t *testing.T) {
	each(t, func(b *bench) {
		f := b.flood()
		list := all[Consignment](b, f.path("/consignments"))
		if len(list) != 3 || list[0].Number != "C-3" || list[0].Tally != (Tally{Sealed: 4}) || list[1].Tally != (Tally{Stored: 2, Missing: 2}) || list[1].Came != 2 {
			b.Fatalf("%+v", list)
		}
		at := f.path("/consignments/" + list[1].ID)
		one := read[Consignment](b, b.ask("", "GET", at, ""))
		if s := one.Shortfall; s == nil || s.Found != 2 || s.Missing != 2 || s.Value == nil || *s.Value != (Money{1000, "KGS"}) || s.Unvalued != 1 || s.Settled || one.Tally != list[1].Tally || one.State != "received" || len(one.HandOvers) != 1 {
			b.Errorf("%+v", one)
		}
		missing := all[MissingPackage](b, at+"/missing")
		if len(missing) != 2 {
			b.Fatalf("%+v", missing)
		}
		for i, want := range []MissingPackage{{Number: 2, Contents: []Content{{Units: 50, Batch: "G1"}}}, {Number: 3, Value: &Money{1000, "KGS"}, Contents: []Content{{Units: 100, Batch: "M1"}}}} {
			m := missing[i]
			if m.Number != want.Number || (m.Value == nil) != (want.Value == nil) || m.Value != nil && *m.Value != *want.Value || len(m.Contents) != 1 || m.Contents[0].Units != want.Contents[0].Units || m.Contents[0].Batch != want.Contents[0].Batch || m.Last == nil || m.Last.Custodian != "Silk Road Cargo" || m.Last.Place != "Karasu" {
				b.Errorf("%+v", m)
			}
		}
		if none := all[MissingPackage](b, f.path("/consignments/"+list[0].ID+"/missing")); len(none) != 0 {
			b.Errorf("%+v", none)
		}
	})
}

// TestReliefTellsNoPersons reads every operation for everybody, and counts what it asks.
func TestReliefTellsNoPersons(t *testing.T) {
	each(t, func(b *bench) {
		f := b.flood()
		fill := strings.NewReplacer("{crisis}", id(f.ID), "{facility}", id(f.hospital.ID), "{consignment}", id(f.sent[1].ID))
		wrong := strings.NewReplacer("{crisis}", id(f.ID+1), "{facility}", id(f.hospital.ID), "{consignment}", id(f.sent[1].ID))
		for _, op := range operations(b.huma.OpenAPI()) {
			if len(op.Security) > 0 {
				continue
			}
			asked := 0
			b.store.Watch(func(string) { asked++ })
			r := b.ask("", "GET", fill.Replace(op.Path), "")
			b.store.Watch(nil)
			if r.status != 200 || asked > 8 || r.head.Get("Access-Control-Allow-Origin") != "*" {
				b.Errorf("%s: %d, %d statements: %s", op.Path, r.status, asked, r.text)
			}
			for _, word := range append(private, "Invented") {
				if strings.Contains(r.text, word) {
					b.Errorf("%s tells %q: %s", op.Path, word, r.text)
				}
			}
			if op.Path == "/crises" {
				continue
			}
			for _, path := range []string{wrong.Replace(op.Path), strings.Replace(wrong.Replace(op.Path), id(f.ID+1), "x", 1)} {
				if r := b.ask("", "GET", path, ""); r.status != 404 || r.Code != "relief_unknown" {
					b.Errorf("%s: %d %s", path, r.status, r.text)
				}
			}
		}
		for _, path := range []string{f.path("/totals"), f.path("/needs"), f.path("/facilities"), f.path("/consignments"), "/crises"} {
			for _, cursor := range []string{"x", "7-", "-7", "7-x", "0"} {
				if r := b.ask("", "GET", path+"?cursor="+cursor, ""); r.status != 422 || r.Errors[0].Field != "cursor" {
					b.Errorf("%s after %s: %d %s", path, cursor, r.status, r.text)
				}
			}
		}
		if r := b.ask("", "GET", f.path("/facilities/"+id(f.refused.ID)), ""); r.status != 404 {
			b.Error("a place that was refused:", r.text)
		}
		list := all[Crisis](b, "/crises")
		if len(list) != 1 || list[0].ID != id(f.ID) || len(list[0].Items) > 0 {
			b.Errorf("%+v", list)
		}
		if closed := read[Page[Crisis]](b, b.ask("", "GET", "/crises?state=closed", "")); closed.Items == nil || len(closed.Items) != 0 {
			b.Errorf("%+v", closed)
		}
	})
}
