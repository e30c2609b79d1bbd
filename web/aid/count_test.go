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
