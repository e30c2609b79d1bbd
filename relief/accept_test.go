package relief_test

import (
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// TestWhatIsCountedKeepsItsUnit rewrites an item: what is said about it changes, and once
// something counts in it its unit and its code do not.
func TestWhatIsCountedKeepsItsUnit(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		i := a.item("glove-m")
		i.Unit, i.Packs, i.Instead = "box", []Pack{{Name: "carton", Units: 20}}, []goods.ItemID{a.item("mask-iir").ID}
		i.Codes = []Code{{Scheme: "gtin", Code: "4006381333931"}, {Scheme: "unspsc", Code: "42132203"}, {Scheme: "hs", Code: "401519"}}
		i, err := a.Stock(a.Context(), expects, i)
		a.must(err)
		i.Unit = "pair"
		i, err = a.Stock(a.Context(), expects, i)
		a.must(err)
		a.consigns("number,item,units\n1,glove-m,100\n")
		for field, change := range map[string]func(*Item){"unit": func(i *Item) { i.Unit = "piece" }, "code": func(i *Item) { i.Code = "glove-l" }} {
			other := i
			change(&other)
			if _, err := a.Stock(a.Context(), expects, other); !fault.HasKey(err, "fault.relief_used") || fault.List(err)[0].Field != field {
				t.Errorf("%s changes: %v", field, err)
			}
		}
		i.Name = catalog.Texts{"en": "Gloves", "ru": "Перчатки"}
		if i, err = a.Stock(a.Context(), expects, i); err != nil || i.Name["ru"] == "" {
			t.Errorf("its name: %v", err)
		}
		for field, change := range map[string]func(*Item){
			"codes.gtin": func(i *Item) { i.Codes = []Code{{"gtin", "4006381333932"}} }, "codes.unspsc": func(i *Item) { i.Codes = []Code{{"unspsc", "00000000"}} },
			"codes.hs": func(i *Item) { i.Codes = []Code{{"hs", "40"}} }, "packs": func(i *Item) { i.Packs = []Pack{{"box", 50}, {"carton", 50}} },
			"warmest": func(i *Item) { i.Cold, i.Coldest, i.Warmest = true, 8, 2 }, "instead": func(i *Item) { i.Instead = []goods.ItemID{i.ID} }, "code": func(i *Item) { i.Code = "mask-iir" }} {
			other := i
			change(&other)
			if _, err := a.Stock(a.Context(), expects, other); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestPacksAreUnits reads packs as people write them.
func TestPacksAreUnits(t *testing.T) {
	list, err := ReadPacks("Carton 2000\nbox  ۵۰\n\n")
	if err != nil || len(list) != 2 || list[0] != (Pack{"box", 50}) || list[1] != (Pack{"carton", 2000}) {
		t.Errorf("%v %v", list, err)
	}
	if p, ok := (Item{Sort: Sort{Packs: list}}).PackOf(50); !ok || p.In(20) != 1000 {
		t.Errorf("20 boxes are %d", p.In(20))
	}
	for _, bad := range []string{"box", "50", "box fifty"} {
		if _, err := ReadPacks(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestAPledgeFitsWhoAsks refuses at entry what nobody who asks would take, and takes it
// where somebody does or where nobody asks yet.
func TestAPledgeFitsWhoAsks(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		masks := a.item("mask-iir")
		gives := func(g Gift) error {
			g.Donor, g.Place, g.Contact = "A maker", "Osh", Contact{Phone: "1"}
			_, err := a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: masks.ID, Units: 10, Gift: g})
			return err
		}
		a.must(gives(Gift{Homemade: true})) // the offer is first
		_, err := a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: masks.ID, Want: Want{Units: 100}})
		a.must(err)
		if err := gives(Gift{Homemade: true}); !fault.HasKey(err, "fault.relief_homemade") {
			t.Errorf("home-made: %v", err)
		}
		f := a.hospital
		f.Takes = Rules{Homemade: Which{Items: []goods.ItemID{masks.ID}}, Certified: Which{All: true}}
		f, err = a.Found(a.Context(), expects, f)
		a.must(err)
		a.must(gives(Gift{Homemade: true}))
		if list, err := a.HomemadeWanted(a.Context(), a.crisis.ID); err != nil || len(list) != 1 || list[0].ID != masks.ID {
			t.Errorf("home-made are wanted: %v %v", list, err)
		}
		for said, key := range map[string]string{"": "fault.relief_certificate", Uncertified: "fault.relief_certificate_none"} {
			if err := gives(Gift{Certified: said}); !fault.HasKey(err, key) {
				t.Errorf("certificate %q: %v", said, err)
			}
		}
		a.must(gives(Gift{Certified: Certified}))
		f.Takes = Rules{Only: []goods.ItemID{a.item("glove-m").ID}}
		_, err = a.Found(a.Context(), expects, f)
		a.must(err)
		if err := gives(Gift{}); !fault.HasKey(err, "fault.relief_not_taken") {
			t.Errorf("what is not taken: %v", err)
		}
		if _, err := a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: f.ID, Item: masks.ID, Want: Want{Units: 1}}); !fault.HasKey(err, "fault.relief_not_taken") {
			t.Errorf("a need of what is not taken: %v", err)
		}
		f.Takes = Rules{}
		_, err = a.Found(a.Context(), expects, f)
		a.must(err)
		masks.Keeps = true
		masks, err = a.Stock(a.Context(), expects, masks)
		a.must(err)
		today := goods.DayOf(*clock)
		for day, key := range map[goods.Day]string{0: "fault.relief_pledge_expires", today - 1: "fault.relief_expired"} {
			if err := gives(Gift{Expires: day}); !fault.HasKey(err, key) {
				t.Errorf("expires on day %d: %v", day, err)
			}
		}
		a.must(gives(Gift{Expires: today}))
	})
}

// TestAFacilityIsVerifiedAndRefused keeps how it was verified through a change of its
// profile, and asks for nothing once it is refused.
func TestAFacilityIsVerifiedAndRefused(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		f, err := a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "clinic", Profile: Profile{Name: "Vose", Town: "Vose", Country: "TJ", Contact: Contact{Email: "nurse@vose.example"}}})
		a.must(err)
		if err := a.Verify(a.Context(), identity.Guest(), a.crisis.ID, f.ID, "a list", *clock); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest verifies: %v", err)
		}
		if err := a.Verify(a.Context(), expects, a.crisis.ID, f.ID, "a list", clock.AddDate(0, 0, 1)); !fault.Is(err, fault.Invalid) {
			t.Errorf("looked at tomorrow: %v", err)
		}
		a.must(a.Verify(a.Context(), expects, a.crisis.ID, f.ID, "a list", clock.AddDate(0, 0, -3)))
		f.Name, f.Source = "Vose health house", "forged"
		f, err = a.Found(a.Context(), expects, f)
		a.must(err)
		if f.State != Verified || f.Source != "a list" || f.Checker != expects.Name || !f.Checked.Equal(clock.AddDate(0, 0, -3)) {
			t.Errorf("after a change: %+v", f)
		}
		_, err = a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: f.ID, Item: a.items[0].ID, Want: Want{Units: 5}})
		a.must(err)
		a.must(a.Refuse(a.Context(), expects, a.crisis.ID, f.ID, "Nobody knows it"))
		o, err := a.Overview(a.Context(), a.crisis.ID, 0)
		a.must(err)
		if len(o.Facilities) != 1 || a.needed(a.items[0].Code) != 0 {
			t.Errorf("a refused place is shown, or asks: %+v", o.Facilities)
		}
		if _, err := a.At(a.Context(), a.crisis.ID, f.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("its page: %v", err)
		}
		if err := a.Write(a.Context(), Message{Crisis: a.crisis.ID, Facility: f.ID, Note: Note{Text: "Hello"}}); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is written to: %v", err)
		}
	})
}

// TestMessagesAreBounded takes so many messages for a place in a day, and forgets what
// one said when it is sent.
func TestMessagesAreBounded(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		a.hospital.Contact.Email = "nurse@kulob.example"
		f, err := a.Found(a.Context(), expects, a.hospital)
		a.must(err)
		m := Message{Crisis: a.crisis.ID, Facility: f.ID, Note: Note{Text: "We have masks.", Reply: "a@example.org"}}
		for range 30 {
			a.must(a.Write(a.Context(), m))
		}
		if err := a.Write(a.Context(), m); !fault.Is(err, fault.TooMany) {
			t.Errorf("a flood: %v", err)
		}
		*clock = clock.Add(25 * time.Hour)
		a.must(a.Write(a.Context(), m))
		for field, n := range map[string]Note{"text": {Reply: "a@example.org"}, "email": {Text: "x", Reply: "a@example.org\r\nBcc: b@example.org"}} {
			m.Note = n
			if err := a.Write(a.Context(), m); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestPointsAreRead reads coordinates as maps and people write them.
func TestPointsAreRead(t *testing.T) {
	for text, want := range map[string][2]int64{"38.543, 68.825": {38_54300, 68_82500}, "38,543 68,825": {38_54300, 68_82500}, "33.9° S 18.4° E": {-33_90000, 18_40000}, "18.4E;33.9S": {-33_90000, 18_40000},
		"-1.5,-36.25": {-1_50000, -36_25000}, "۳۸٫۵، ۶۸٫۸": {38_50000, 68_80000}, "": {}} {
		if lat, lon, ok := ReadPoint(text); !ok || lat != want[0] || lon != want[1] {
			t.Errorf("%q: %d %d %v", text, lat, lon, ok)
		}
	}
	for _, bad := range []string{"38", "95, 10", "10, 181", "38,543,68,825", "north", "1 2 3", "-5 S 3 E", "N", "5 N 3 N", "1..2, 3"} {
		if _, _, ok := ReadPoint(bad); ok {
			t.Errorf("%q is read", bad)
		}
	}
}

// FuzzReadPoint wants that what is read is on earth and reads the same again.
func FuzzReadPoint(f *testing.F) {
	f.Add("38.543, 68.825")
	f.Add("33,9 S 18,4 E")
	f.Fuzz(func(t *testing.T, text string) {
		lat, lon, ok := ReadPoint(text)
		if !ok {
			return
		}
		p := Profile{Lat: lat, Lon: lon}
		a, b, again := ReadPoint(p.Point())
		if lat < -90_00000 || lat > 90_00000 || lon < -180_00000 || lon > 180_00000 || !again || a != lat || b != lon || strings.ContainsAny(p.Point(), "eN") {
			t.Fatalf("%q: %d %d, then %d %d", text, lat, lon, a, b)
		}
	})
}

// TestNothingGoesToARefusedPlace has units of a pledge allotted to a place that is refused
// before they are packed.
func TestNothingGoesToARefusedPlace(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		p, err := a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: a.item("glove-m").ID, Units: 50, Gift: Gift{Donor: "A maker", Place: "Osh", Contact: Contact{Phone: "1"}}})
		a.must(err)
		a.must(a.Take(a.Context(), expects, a.crisis.ID, p.ID, true))
		_, err = a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item("glove-m").ID, Want: Want{Units: 50}})
		a.must(err)
		made, err := a.Propose(a.Context(), expects, a.crisis.ID)
		a.must(err)
		lines, err := a.Lines(a.Context(), a.crisis.ID, 0, Suggested)
		a.must(err)
		a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: made.ID}))
		a.must(a.Refuse(a.Context(), expects, a.crisis.ID, a.hospital.ID, "not there"))
		if _, err := a.SendAllotted(a.Context(), expects, a.crisis.ID, lines[0].ID, Consignment{Letter: letter}, 1); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("a place that is not real gets goods: %v", err)
		}
		if left := a.pledge(p.ID); left.Allotted != 0 || left.Rest() != 50 {
			t.Errorf("what was allotted to it is promised to others: %+v", left)
		}
		if _, err := a.Consign(a.Context(), expects, Consignment{Crisis: a.crisis.ID, To: a.hospital.ID, Letter: letter}, []Content{{Lines: []LineItem{{Item: a.item("glove-m").ID, Units: 5}}}}); !fault.HasKey(err, "fault.choice") {
			t.Errorf("a place that is not real gets a consignment: %v", err)
		}
	})
}
