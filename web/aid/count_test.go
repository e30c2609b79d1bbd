package aid

import (
	"strings"
	"testing"
)

// TestUnitsOfTwoItemsAreNotAdded has a place lack masks and gloves: the page of the crisis
// says how many needs it has, for how long the first stock lasts, and the units of each.
func TestUnitsOfTwoItemsAreNotAdded(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	gloves := o.option("", public+"/need", "Gloves, size M")
	o.does("sends", public+"/need", "facility", facility, "item", masks, "daily", "1000", "days", "14", "stock", "2000", "contact", "+992 900")
	o.does("sends", public+"/need", "facility", facility, "item", gloves, "units", "345", "contact", "+992 900")
	places := o.get("", public).body
	places = places[strings.Index(places, `id="places"`):]
	for _, want := range []string{"12,000 pieces", "345 pairs", "2 days", ">2<"} {
		if !strings.Contains(places, want) {
			t.Errorf("%q is not said of the place", want)
		}
	}
	if strings.Contains(places, "12,345") {
		t.Error("pieces and pairs are added up")
	}
}

// TestAValueThatNobodyStatedIsNotZero loses packages of which one has a value, and then
// that one is given up.
func TestAValueThatNobodyStatedIsNotZero(t *testing.T) {
	o := newOffice(t)
	one := o.packed("number,item,units,value\n1,mask-iir,10,12.50\n2,mask-iir,10,\n3,mask-iir,10,7.50\n")
	o.does("counts", one+"/scan", "device", "phone-a", "first", "1", "scans", "1")
	o.does("counts", one+"/count")
	public := "/relief" + strings.TrimPrefix(one, "/aid")
	o.shows(public, "at least", "7.50", "is not stated")
	o.does("sends", one+"/give-up", "numbers", "3", "why", "sunk")
	o.shows(public, "not stated", "-at least", "-0.00")
}

// TestWhoIsNotNamedIsSoInEachLanguage sends the pledge of somebody who is not named by a
// desk that reads Russian: each reader is told so in her own language.
func TestWhoIsNotNamedIsSoInEachLanguage(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	masks := o.option("", public+"/need", "Masks, type IIR")
	o.does("", public+"/pledge", "item", masks, "units", "10", "donor", "Shy donor", "place", "Osh", "contact", "+992")
	pledge := o.hidden(desk, "pledge")
	o.does("sends", desk+"/pledges", "pledge", pledge, "take", "1")
	o.does("sends", desk+"/pledges?lang=ru", "pledge", pledge, "send", "1", "facility", facility, "number", "CN-7", "packages", "2")
	_, after, _ := strings.Cut(o.get("", public).body, `href="`+public+`/`)
	for after != "" && !strings.Contains(after[:strings.Index(after, "<")+40], "CN-7") {
		_, after, _ = strings.Cut(after, `href="`+public+`/`)
	}
	page := public + "/" + after[:strings.Index(after, `"`)]
	o.shows(page+"?lang=en", "Somebody who is not named", "-Даритель", "-Shy")
	o.shows(page+"?lang=ru", "Даритель без имени", "-Somebody")
}
