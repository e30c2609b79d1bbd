package relief_test

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/goods"
	. "agora/relief"
)

func hyphens(code string) string { return strings.ReplaceAll(code, "_", "-") }

// excerpt opens a few lines as GetUsPPE published them.
func excerpt(t *testing.T, name string) io.Reader {
	t.Helper()
	f, err := os.Open("testdata/getusppe/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// told gives verdict and reasons of each line, and what is good.
func told[T any](t *testing.T, lines iter.Seq2[Past[T], error]) (list []string, good []T) {
	t.Helper()
	for p, err := range lines {
		if err != nil {
			t.Fatal(err)
		}
		said := fmt.Sprint(p.Row, " ", p.Verdict)
		for _, f := range p.Faults {
			said += " " + f.Field + " " + f.Key
		}
		if list = append(list, said); p.Verdict == LineGood {
			good = append(good, p.Said)
		}
	}
	return list, good
}

func compare(t *testing.T, got []string, want string) {
	t.Helper()
	if got := strings.Join(got, "\n"); got != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
}

// TestAnExcerptOfOffers reads lines as they were published, one of each sort.
func TestAnExcerptOfOffers(t *testing.T) {
	list, good := told(t, ReadOffers(excerpt(t, "offers.csv"), now))
	want, err := os.ReadFile("testdata/getusppe/offers.txt")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, list, string(want))
	first := PastOffer{Donor: "d7aa179b-f06a-4118-8e08-c799f0a54048", Donation: "7a9864c6-24ad-49a3-8299-59e0095ea139", Item: "face-shield", Units: 300,
		Created: time.Date(2020, 5, 22, 7, 38, 9, 981_000_000, time.UTC), Intake: "Guppe Intake", State: "SD"}
	if len(good) == 0 || good[0] != first {
		t.Errorf("%+v", good)
	}
}

// TestAnExcerptOfMatches reads lines as they were published, one of each sort.
func TestAnExcerptOfMatches(t *testing.T) {
	list, good := told(t, ReadMatches(excerpt(t, "matches.csv"), now))
	want, err := os.ReadFile("testdata/getusppe/matches.txt")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, list, string(want))
	first := PastMatch{Match: "d41332c5-db51-4eed-bb51-5f7a427ca1e0", Donor: "34de104d-a8e2-43ee-8aee-0b53fa1b63bf", Facility: "0000a211-b8b2-4435-a51d-d246529b32f4",
		Status: PastDelivered, Created: time.Date(2020, 12, 24, 0, 0, 0, 0, time.UTC), Ended: time.Date(2021, 1, 5, 15, 33, 25, 882_000_000, time.UTC), Item: "sanitizer", Units: 80}
	if len(good) == 0 || good[0] != first {
		t.Errorf("%+v", good)
	}
}

const (
	offerHead = "donorKey,donationkey,equipmentEnum,qty,datecreated,dataSource,stateprovince\n"
	matchHead = "matchkey,donorkey,facilitykey,matchstatus,matchsubstatus,matchCreated,closedOrDelivered,enumcode,qty\n"
)

// TestAnOfferIsGoodParkedOrRefused has a line for each rule and for each side of it.
func TestAnOfferIsGoodParkedOrRefused(t *testing.T) {
	for line, want := range map[string]string{
		"d,o,n95,200000,2020-04-19 04:00:00 UTC,Form,CA":                       "good",
		"d,o,n95,200001,2020-04-19 04:00:00 UTC,Form,CA":                       "parked qty fault.relief_absurd",
		"d,o,n95,100000001,2020-04-19 04:00:00 UTC,Form,CA":                    "refused qty fault.number_range",
		"d,o,nitrile_gloves,100000,2020-04-19 04:00:00 UTC,Form,CA":            "good", // 5,000,000 pairs
		"d,o,nitrile_gloves,100001,2020-04-19 04:00:00 UTC,Form,CA":            "parked qty fault.relief_absurd",
		"d,o,nitrile_gloves,2000001,2020-04-19 04:00:00 UTC,Form,CA":           "refused qty fault.number_range",
		"d,o,n95,99999999999999999999,2020-04-19 04:00:00 UTC,Form,CA":         "refused qty fault.number_range",
		"d,o,n95,0,2020-04-19 04:00:00 UTC,Form,CA":                            "refused qty fault.number_range",
		"d,o,n95,-1,2020-04-19 04:00:00 UTC,Form,CA":                           "refused qty fault.number_range",
		"d,o,n95,,2020-04-19 04:00:00 UTC,Form,CA":                             "refused qty fault.number_range",
		"d,o,n95,1.5,2020-04-19 04:00:00 UTC,Form,CA":                          "refused qty fault.number_range",
		"d,o,n96,5,2020-04-19 04:00:00 UTC,Form,CA":                            "refused equipmentEnum fault.relief_item",
		"d,o,,5,2020-04-19 04:00:00 UTC,Form,CA":                               "refused equipmentEnum fault.required",
		",o,n95,5,2020-04-19 04:00:00 UTC,Form,CA":                             "refused donorKey fault.required",
		"d,o,n95,5,2026-11-22 09:00:00 UTC,Form,CA":                            "good",
		"d,o,n95,5,2026-11-22 09:00:00.001 UTC,Form,CA":                        "refused datecreated fault.relief_future",
		"d,o,n95,5,1999-12-31 23:59:59 UTC,Form,CA":                            "refused datecreated fault.relief_day",
		"d,o,n95,5,19.4.2020,Form,CA":                                          "refused datecreated fault.relief_day",
		"d,o,n95,5,,Form,CA":                                                   "refused datecreated fault.required",
		"d,o,n95,5,2020-04-19 04:00:00 UTC,Form,":                              "parked stateprovince fault.required",
		"d,o,n95,5,2020-04-19 04:00:00 UTC,Form,Honghong":                      "parked stateprovince fault.relief_state",
		"d,o,n95,0,2020-04-19 04:00:00 UTC,Form,pb":                            "refused qty fault.number_range stateprovince fault.relief_state",
		"d,o,n95,5,2020-04-19 04:00:00 UTC,Form":                               "refused stateprovince fault.required donorKey fault.feed_ragged",
		"d,o,n95,5,2020-04-19 04:00:00 UTC," + strings.Repeat("a", 65) + ",CA": "refused dataSource fault.too_long",
		"d,\"o,n95,5,2020-04-19 04:00:00 UTC,Form,CA":                          "refused file fault.feed_quote",
	} {
		list, _ := told(t, ReadOffers(strings.NewReader(offerHead+line), now))
		if len(list) != 1 || list[0] != "2 "+want {
			t.Errorf("%s: %q, not %q", line, list, want)
		}
	}
}

// TestAMatchIsGoodParkedOrRefused has what offers have not.
func TestAMatchIsGoodParkedOrRefused(t *testing.T) {
	for line, want := range map[string]string{
		"m,d,f,delivered,,2020-09-29 00:00:00 UTC,2020-09-29 00:00:00 UTC,n95,5":        "good",
		"m,d,f,delivered,,2020-09-29 00:00:01 UTC,2020-09-29 00:00:00 UTC,n95,5":        "parked closedOrDelivered fault.day_order",
		"m,d,f,closed,test_match,2020-09-29 00:00:00 UTC,2020-09-30 00:00:00 UTC,n95,5": "refused matchsubstatus fault.relief_test",
		"m,d,f,closed,lost,2020-09-29 00:00:00 UTC,2020-09-30 00:00:00 UTC,n95,5":       "parked matchsubstatus fault.choice",
		"m,d,f,closed,no_need,2020-09-29 00:00:00 UTC,2020-09-30 00:00:00 UTC,n95,5":    "good",
		"m,d,f,sent,,2020-09-29 00:00:00 UTC,2020-09-30 00:00:00 UTC,n95,5":             "refused matchstatus fault.choice",
		"m,d,f,pre_match,contacted,2020-09-29 00:00:00 UTC,,n95,5":                      "parked closedOrDelivered fault.relief_no_end",
		"m,d,f,delivered,,2020-09-29 00:00:00 UTC,2027-09-30 00:00:00 UTC,n95,5":        "refused closedOrDelivered fault.relief_future",
		"m,d,f,delivered,,2020-09-29 00:00:00 UTC,soon,n95,5":                           "refused closedOrDelivered fault.relief_day",
	} {
		list, _ := told(t, ReadMatches(strings.NewReader(matchHead+line), now))
		if len(list) != 1 || list[0] != "2 "+want {
			t.Errorf("%s: %q, not %q", line, list, want)
		}
	}
}

// TestALineThatComesAgain: the same is refused, another amount of the same is parked,
// another item is good, and refused lines count as well.
func TestALineThatComesAgain(t *testing.T) {
	const rest = ",2020-04-19 04:00:00 UTC,Form,CA\n"
	list, _ := told(t, ReadOffers(strings.NewReader(offerHead+"d,o,n95,5"+rest+"d,o,n95,6"+rest+"d,o,gown,5"+rest+" d,o,n95 ,5"+rest+"d,o,n95,6"+rest+"d,p,n95,5"+rest), now))
	compare(t, list, `
2 good
3 parked donationkey fault.relief_differs
4 good
5 refused donationkey fault.relief_again
6 refused donationkey fault.relief_again
7 good`)
	for p, err := range ReadOffers(strings.NewReader(offerHead+"d,o,n95,5"+rest+"d,p,n95,5"+rest+"d,p,n95,6"+rest), now) {
		if err != nil || len(p.Faults) > 0 && fmt.Sprint(p.Faults[0].Args) != "[row 3]" {
			t.Error("it does not name the line that was first: ", p.Faults, err)
		}
	}
}

// TestASecondReadingChangesNothing keeps lines by ID.
func TestASecondReadingChangesNothing(t *testing.T) {
	kept, subjects := map[string]PastMatch{}, map[string]bool{}
	read := func() {
		for p, err := range ReadMatches(excerpt(t, "matches.csv"), now) {
			if err != nil {
				t.Fatal(err)
			}
			if kept[p.ID] = p.Said; len(p.ID) != 32 || p.ID == p.Subject {
				t.Errorf("line %d: ID %q, subject %q", p.Row, p.ID, p.Subject)
			}
			subjects[p.Subject] = true
		}
	}
	read()
	lines, about := len(kept), len(subjects)
	read()
	if lines != len(kept) || about != len(subjects) || lines <= about {
		t.Errorf("%d and %d lines about %d and %d matches", lines, len(kept), about, len(subjects))
	}
}

// TestAFileThatIsNone says what is wrong with it as a whole.
func TestAFileThatIsNone(t *testing.T) {
	for _, c := range []struct {
		file io.Reader
		key  string
	}{
		{strings.NewReader(""), "fault.required"},
		{strings.NewReader("a,b\n1,2"), "fault.relief_columns"},
		{strings.NewReader("\xff\xfea\x00"), "fault.feed_utf16"},
		{strings.NewReader(offerHead + "d\xe9,o,n95,5,2020-04-19 04:00:00 UTC,Form,CA"), "fault.feed_encoding"},
		{strings.NewReader(offerHead + "d\x00,o,n95,5,2020-04-19 04:00:00 UTC,Form,CA"), "fault.feed_encoding"},
		{io.MultiReader(strings.NewReader(offerHead), endless{}), "fault.feed_large"},
		{io.MultiReader(strings.NewReader(offerHead), strings.NewReader(strings.Repeat("a\n", 200_001))), "fault.feed_rows"},
	} {
		var last error
		for _, err := range ReadOffers(c.file, now) {
			last = err
		}
		if !fault.HasKey(last, c.key) {
			t.Errorf("%v, not %s", last, c.key)
		}
	}
	broken := errors.New("the line is down")
	for _, err := range ReadOffers(io.MultiReader(strings.NewReader(offerHead), away{broken}), now) {
		if !errors.Is(err, broken) {
			t.Error(err)
		}
	}
	if list, _ := told(t, ReadOffers(strings.NewReader("\xef\xbb\xbf"+strings.ToUpper(offerHead)+"d,o,n95,5,2020-04-19 04:00:00 UTC,Form,CA"), now)); list[0] != "2 good" {
		t.Error("a mark of UTF-8 or capitals are in the way: ", list)
	}
}

// endless is one line without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// away is a file that breaks off.
type away struct{ err error }

func (a away) Read([]byte) (int, error) { return 0, a.err }

// TestUnitsOfItems: gloves are counted in boxes of 50 pairs, sanitizer in litres.
func TestUnitsOfItems(t *testing.T) {
	const rest = ",2,2020-04-19 04:00:00 UTC,Form,CA\n"
	for code, want := range map[string]string{"nitrile_gloves": "100 pair", "safety_glasses": "2 pair", "disinfecting_wipes": "2 box", "sanitizer": "2 litre", "gown": "2 piece", "2_way_radio": "2 pair"} {
		_, good := told(t, ReadOffers(strings.NewReader(offerHead+"d,o,"+code+rest), now))
		for _, i := range PastItems() {
			if i.Code == hyphens(code) && fmt.Sprint(good[0].Units, " ", i.Unit) != want {
				t.Errorf("%s: %d %s, not %s", code, good[0].Units, i.Unit, want)
			}
		}
	}
	if n := len(PastPlaces()); n != 18 || PastPlaces()[0] != (PastPlace{Code: "school", Name: "School", Base: "school"}) {
		t.Error(n, "kinds of facility", PastPlaces())
	}
}

// TestPastItemsAreItems writes all items of GetUsPPE down in a crisis.
func TestPastItemsAreItems(t *testing.T) {
	dbtest.EachAt(t, func() time.Time { return now }, []db.Schema{event.Schema, goods.Schema, Schema}, func(t *testing.T, d *db.DB) {
		a := newAid(t, d)
		for _, p := range PastItems() {
			i, err := a.Stock(t.Context(), expects, p.Item(a.crisis.ID))
			if err != nil || p.Most < 10_000 || i.Most != p.Most || p.Each > 1 && i.Packs[0] != (Pack{Name: "Box of 100", Units: 50}) {
				t.Errorf("%+v: %+v %v", p, i, err)
			}
		}
		if list, err := a.Items(t.Context(), a.crisis.ID); err != nil || len(list) < 23 {
			t.Errorf("%d items: %v", len(list), err)
		}
	})
}

// TestSpellingsOfStates folds what is a state, and nothing else.
func TestSpellingsOfStates(t *testing.T) {
	for said, want := range map[string]string{"ca": "CA", " Fl ": "FL", "Tx": "TX", "Michigan": "MI", "OHIO": "OH", "albama": "AL", "D.C.": "DC", "new  york": "NY", "N.Y.": "NY",
		"Puerto Rico": "PR", "AS": "AS", "Washington DC": "DC", "pb": "", "TD": "", "BC": "", "CADDO": "", "test1": "", "Ontario": "", "": ""} {
		for p := range ReadOffers(strings.NewReader(offerHead+"d,o,n95,5,2020-04-19 04:00:00 UTC,Form,"+said), now) {
			if p.Said.State != want || (p.Verdict == LineGood) != (want != "") {
				t.Errorf("%q is %q and %s, not %q", said, p.Said.State, p.Verdict, want)
			}
		}
	}
}
