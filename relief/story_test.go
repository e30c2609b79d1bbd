package relief_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	"agora/ledger"
	. "agora/relief"
)

var (
	now     = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	expects = identity.Actor{Person: 1, Name: "Madina", Roles: []identity.Role{identity.Operator}}
	counts  = identity.Actor{Person: 2, Name: "Rustam", Roles: []identity.Role{identity.Operator}}
)

// aid is a crisis with a hospital and three items.
type aid struct {
	*testing.T
	*Service
	d        *db.DB
	crisis   Crisis
	hospital Facility
	items    []Item
	pictures int // that were made
}

// crises runs a test on every engine, with a clock that it moves.
func crises(t *testing.T, do func(a *aid, clock *time.Time)) {
	t.Helper()
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, ledger.Schema, goods.Schema, audit.Schema, Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		do(newAid(t, d), &clock)
	})
}

func newAid(t *testing.T, d *db.DB) *aid {
	t.Helper()
	a := &aid{T: t, Service: New(d), d: d}
	var err error
	a.crisis, err = a.Declare(a.Context(), expects, Crisis{Case: Case{Title: catalog.Texts{"en": "Spring flood, Kulob"}, Countries: []country.Code{"TJ"}, Began: now}})
	a.must(err)
	a.hospital, err = a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "hospital",
		Profile: Profile{Name: "Kulob central hospital", Country: "TJ", Town: "Kulob", Source: "list of the ministry of health, 2026-11"}})
	a.must(err)
	for code, unit := range map[string]Unit{"mask-iir": "piece", "glove-m": "pair", "thermometer": "piece"} {
		i, err := a.Stock(a.Context(), expects, Item{Crisis: a.crisis.ID, Code: code, Sort: Sort{Name: catalog.Texts{"en": code}, Unit: unit, Most: 1_000_000}})
		a.must(err)
		a.items = append(a.items, i)
	}
	return a
}

func (a *aid) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// item gives the item of a code.
func (a *aid) item(code string) Item {
	return a.items[slices.IndexFunc(a.items, func(i Item) bool { return i.Code == code })]
}

// manifest writes a list of 697 packages: masks, from 423 gloves, from 429 thermometers
// and from 432 masks again.
func manifest() string {
	var b strings.Builder
	b.WriteString("number,item,units,value,batch,expires\n")
	for n := 1; n <= 697; n++ {
		switch {
		case n >= 423 && n <= 428:
			fmt.Fprintf(&b, "%d,glove-m,1000,1210.00,G26-044,2028-01-31\n", n)
		case n >= 429 && n <= 431:
			fmt.Fprintf(&b, "%d,thermometer,100,3000.00,T26-009,\n", n)
		default:
			fmt.Fprintf(&b, "%d,mask-iir,2000,1300.00,M26-118,2027-12-31\n", n)
		}
	}
	return b.String()
}

// consigns sends a manifest to the hospital.
func (a *aid) consigns(list string) Consignment {
	a.Helper()
	m, err := ReadManifest(strings.NewReader(list), a.items)
	a.must(err)
	if len(m.Faults) > 0 {
		a.Fatalf("%+v", m.Faults[0])
	}
	c, err := a.Consign(a.Context(), expects, Consignment{Crisis: a.crisis.ID, To: a.hospital.ID,
		Letter: Letter{Number: "CN-697", From: "A foundation", Place: "Kashgar", Currency: "CNY"}}, m.Packages)
	a.must(err)
	return c
}

func (a *aid) hands(c Consignment, custodian, place string, numbers ...int64) {
	a.Helper()
	_, err := a.HandOver(a.Context(), expects, a.crisis.ID, c.ID, Signature{Custodian: custodian, Person: "R. Saidov", Place: place, Sign: "signature", Proof: "Rahim Saidov", Numbers: numbers})
	a.must(err)
}

// scans are those of a phone, from one number to another, without some.
func scans(from, to int64, without ...int64) (list []Scan) {
	for n := from; n <= to; n++ {
		if !slices.Contains(without, n) {
			list = append(list, Scan{Sequence: n, Number: n, At: now})
		}
	}
	return list
}

func (a *aid) syncs(c Consignment, phone string, list []Scan) Synced {
	a.Helper()
	out, err := a.Sync(a.Context(), counts, a.crisis.ID, c.ID, phone, list)
	a.must(err)
	return out
}

// gap is what is missing of a consignment.
func (a *aid) gap(c Consignment) Gap {
	a.Helper()
	j, err := a.Journey(a.Context(), a.crisis.ID, c.ID)
	a.must(err)
	return j.Gap
}

// overview is what everybody reads.
func (a *aid) overview() Overview {
	a.Helper()
	o, err := a.Overview(a.Context(), a.crisis.ID, 0)
	a.must(err)
	return o
}

// total adds up the public figures of an item.
func (a *aid) total(code string) (t Total) {
	a.Helper()
	for _, one := range a.overview().Totals {
		if one.Item == a.item(code).ID {
			t.OnTheWay, t.Missing, t.Received, t.Lost = t.OnTheWay+one.OnTheWay, t.Missing+one.Missing, t.Received+one.Received, t.Lost+one.Lost
		}
	}
	r, err := goods.Check(a.Context(), a.d)
	if err != nil || len(r.Problems) > 0 {
		a.Fatalf("check: %v %v", err, r.Problems)
	}
	return t
}

// TestThe697Packages is the story of 2020 as it should have gone: 676 are scanned by two
// phones that were offline and overlap, the 21 are named with contents, value and last
// custodian, some are found later, and every total adds up at each step.
func TestThe697Packages(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		c := a.consigns(manifest())
		const masks, gloves, thermometers = (697 - 9) * 2000, 6 * 1000, 3 * 100
		if got := a.total("mask-iir"); got.OnTheWay != masks || got.Missing+got.Received+got.Lost != 0 {
			t.Errorf("packed: %+v", got)
		}
		a.hands(c, "Silk Road Cargo", "Kashgar, bonded store")
		a.hands(c, "Pamir Air", "Karasu transit yard", scans2numbers(scans(1, 410))...)
		missing := scans2numbers(scans(411, 431))

		one, other := scans(1, 380), scans(300, 697, missing...)
		if got := a.syncs(c, "phone-a", one); got.Arrived != 380 || got.Again != 0 {
			t.Errorf("the first phone: %+v", got)
		}
		if got := a.syncs(c, "phone-b", other); got.Arrived != 676-380 || got.Again != 81 {
			t.Errorf("the second phone: %+v", got)
		}
		if got := a.syncs(c, "phone-a", one); got.Arrived != 0 || got.Again != 380 {
			t.Errorf("the first phone once more: %+v", got)
		}
		if got := a.syncs(c, "phone-b", []Scan{{Sequence: 9000, Number: 5013, At: now}}); len(got.Strange) != 1 {
			t.Errorf("a package that is not on the list: %+v", got)
		}
		if _, err := a.Sync(a.Context(), expects, a.crisis.ID, c.ID, "phone-c", one); !fault.HasKey(err, "fault.relief_own_count") {
			t.Errorf("who expects it scans: %v", err)
		}
		if _, err := a.CloseCount(a.Context(), expects, a.crisis.ID, c.ID); !fault.HasKey(err, "fault.relief_own_count") {
			t.Errorf("who expects it counts: %v", err)
		}

		d, err := a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		const value = 12*130000 + 6*121000 + 3*300000
		if !slices.Equal(d.Numbers, missing) || d.Of != 697 || d.Value != value || d.Owner != expects.Person || !d.Due.After(now) || !slices.Equal(d.Strange, []int64{5013}) {
			t.Errorf("%+v", d)
		}
		gap := a.gap(c)
		if len(gap.Packages) != 21 || gap.Settled {
			t.Fatalf("%d are missing", len(gap.Packages))
		}
		for _, p := range gap.Packages {
			if len(p.Contents) != 1 || p.Last.Custodian != "Silk Road Cargo" || p.Last.Person != "R. Saidov" || p.Last.Place != "Kashgar, bonded store" || p.Last.At.IsZero() {
				t.Errorf("package %d: %+v", p.Number, p)
			}
		}
		if p := gap.Packages[12]; p.Number != 423 || p.Contents[0].Units != 1000 || p.Contents[0].Lot.Batch != "G26-044" || p.Contents[0].Lot.Item != a.item("glove-m").ID {
			t.Errorf("%+v", p)
		}
		for code, want := range map[string]Total{"mask-iir": {OnTheWay: masks - 24000, Missing: 24000}, "glove-m": {Missing: gloves}, "thermometer": {Missing: thermometers}} {
			if got := a.total(code); got != want {
				t.Errorf("%s: %+v", code, got)
			}
		}

		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		if got := a.total("mask-iir"); got != (Total{Received: masks - 24000, Missing: 24000}) {
			t.Errorf("received: %+v", got)
		}
		*clock = now.AddDate(0, 0, 20)
		if got := a.syncs(c, "phone-c", []Scan{{1, 411, *clock}, {2, 412, *clock}}); got.Found != 2 {
			t.Errorf("two are found: %+v", got)
		}
		if got := a.total("mask-iir"); got != (Total{Received: masks - 24000, Missing: 20000, OnTheWay: 4000}) {
			t.Errorf("found: %+v", got)
		}
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		a.must(a.GiveUp(a.Context(), expects, a.crisis.ID, c.ID, scans2numbers(scans(413, 431)), "The carrier paid for them."))
		gap = a.gap(c)
		if !gap.Settled || len(gap.Packages) != 0 || len(gap.Numbers) != 21 {
			t.Errorf("settled: %+v", gap)
		}
		if got := a.total("thermometer"); got != (Total{Lost: thermometers}) {
			t.Errorf("given up: %+v", got)
		}
		if got := a.syncs(c, "phone-c", []Scan{{3, 430, *clock}}); got.Found != 1 {
			t.Errorf("one that was given up is found: %+v", got)
		}
		if got := a.total("thermometer"); got != (Total{Lost: thermometers - 100, OnTheWay: 100}) {
			t.Errorf("found after it was given up: %+v", got)
		}
		if tally := a.overview().Tallies[c.ID]; tally.Came() != 679 || tally[Wasted] != 18 {
			t.Errorf("%v", tally)
		}
	})
}

func scans2numbers(list []Scan) (numbers []int64) {
	for _, s := range list {
		numbers = append(numbers, s.Number)
	}
	return numbers
}
