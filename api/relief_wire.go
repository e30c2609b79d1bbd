package api

import (
	"time"

	"agora/catalog"
	"agora/db"
	"agora/goods"
	"agora/relief"
)

// Crisis is what people help in.
type Crisis struct {
	ID        string        `json:"id"`
	State     string        `json:"state" enum:"open,closed"`
	Title     catalog.Texts `json:"title" doc:"By language"`
	About     catalog.Texts `json:"about,omitempty" doc:"By language"`
	Countries []string      `json:"countries"`
	Began     string        `json:"began,omitempty" format:"date"`
	Counted   *time.Time    `json:"counted,omitempty" doc:"When the figures were added up"`
	Items     []ItemTotal   `json:"items,omitempty" doc:"Where one crisis is read: every item of which something is needed, pledged or moved"`
}

// Figures are units, as the public page has them at the same moment: sums of the
// entries of goods, but for what is needed.
type Figures struct {
	Needed     int64 `json:"needed" doc:"What is lacking still, after what is on its way and what came"`
	OnTheWay   int64 `json:"on_the_way" doc:"In packages that are not missing"`
	Received   int64 `json:"received" doc:"What came into stock, ever"`
	Missing    int64 `json:"missing" doc:"In packages that were not there when they were counted"`
	WrittenOff int64 `json:"written_off" doc:"Whatever the reason"`
}

// ReliefItem is what units are of.
type ReliefItem struct {
	Item     string        `json:"item" doc:"Id of the item"`
	ItemCode string        `json:"item_code" example:"mask-iir"`
	ItemName catalog.Texts `json:"item_name" doc:"By language"`
	Unit     string        `json:"unit" enum:"piece,pair,box,bottle,kit,kilogram,litre"`
}

// ItemTotal is an item in all places.
type ItemTotal struct {
	ReliefItem
	Figures
	Pledged int64 `json:"pledged" doc:"Promised, taken up, and not sent yet"`
}

// Total is an item in one place.
type Total struct {
	ID           string `json:"id" doc:"As in totals.csv"`
	Facility     string `json:"facility"`
	FacilityName string `json:"facility_name,omitempty"`
	ReliefItem
	Figures
}

// Facility is a place to which goods go, or through which. How its people are reached
// is not told: they are written to on its page.
type Facility struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind" enum:"hospital,clinic,shelter,warehouse,airport"`
	Name      string      `json:"name"`
	Country   string      `json:"country"`
	Town      string      `json:"town"`
	Landmark  string      `json:"landmark,omitempty"`
	Hours     string      `json:"hours,omitempty"`
	Latitude  *float64    `json:"latitude,omitempty" doc:"WGS 84"`
	Longitude *float64    `json:"longitude,omitempty"`
	State     string      `json:"state" enum:"proposed,verified"`
	Source    string      `json:"source,omitempty" doc:"By which it is known to be real"`
	Checked   string      `json:"checked,omitempty" format:"date" doc:"When somebody looked there"`
	Only      []string    `json:"only,omitempty" doc:"Ids of the items that it takes; all when left out"`
	OpenNeeds int64       `json:"open_needs"`
	DaysLeft  *int64      `json:"days_left,omitempty" doc:"Until the first stock of an open need ends; left out where that is not known"`
	Items     []PlaceItem `json:"items,omitempty" doc:"Where one place is read; the figures of all are in totals"`
}

// PlaceItem is an item in the place that is read.
type PlaceItem struct {
	ReliefItem
	Figures
	DaysLeft *int64 `json:"days_left,omitempty" doc:"For how long the stock lasts; left out where that is not known"`
}

// Need is that a place lacks an item. It has one of each.
type Need struct {
	ID           string `json:"id" doc:"As in needs.csv"`
	Facility     string `json:"facility"`
	FacilityName string `json:"facility_name"`
	ReliefItem
	Figures
	DaysLeft  *int64    `json:"days_left,omitempty" doc:"For how long the stock lasts; left out where that is not known"`
	Reported  time.Time `json:"reported"`
	Confirmed time.Time `json:"confirmed" doc:"When the place last said so"`
}

func crisisOf(c relief.Crisis) Crisis {
	out := Crisis{ID: id(c.ID), State: string(c.State), Title: c.Title, About: c.About, Countries: make([]string, len(c.Countries)), Began: day(c.Began)}
	for i, code := range c.Countries {
		out.Countries[i] = string(code)
	}
	return out
}

// day writes a day; nothing for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func figuresOf(t relief.Total) Figures {
	return Figures{Needed: t.Needed, OnTheWay: t.OnTheWay, Received: t.Received, Missing: t.Missing, WrittenOff: t.Lost}
}

func itemOf(i relief.Item) ReliefItem {
	return ReliefItem{Item: id(i.ID), ItemCode: i.Code, ItemName: i.Name, Unit: string(i.Unit)}
}

// itemTotalsOf adds up a crisis by item.
func itemTotalsOf(o relief.Overview) []ItemTotal {
	list, sums := []ItemTotal{}, relief.ByItem(o.Totals)
	for _, i := range o.Items {
		if t, moved := sums[i.ID]; moved || o.Pledged[i.ID] > 0 {
			list = append(list, ItemTotal{itemOf(i), figuresOf(t), o.Pledged[i.ID]})
		}
	}
	return list
}

func itemsOf(list []relief.Item) map[goods.ItemID]relief.Item {
	items := map[goods.ItemID]relief.Item{}
	for _, i := range list {
		items[i.ID] = i
	}
	return items
}

func placesOf(list []relief.Facility) map[relief.FacilityID]relief.Facility {
	places := map[relief.FacilityID]relief.Facility{}
	for _, f := range list {
		places[f.ID] = f
	}
	return places
}

// facilityOf writes what everybody may read of a facility: each field is named here, so
// that none is told unseen.
func facilityOf(f relief.Facility, sum relief.PlaceTotal) Facility {
	out := Facility{ID: id(f.ID), Kind: string(f.Kind), Name: f.Name, Country: string(f.Country), Town: f.Town, Landmark: f.Landmark, Hours: f.Hours,
		State: string(f.State), OpenNeeds: sum.Needs}
	if sum.DaysLeft >= 0 {
		out.DaysLeft = &sum.DaysLeft
	}
	if f.State == relief.Verified {
		out.Source, out.Checked = f.Source, day(f.Checked)
	}
	if f.Placed() {
		lat, lon := float64(f.Lat)/100_000, float64(f.Lon)/100_000
		out.Latitude, out.Longitude = &lat, &lon
	}
	for _, i := range f.Takes.Only {
		out.Only = append(out.Only, id(i))
	}
	return out
}

// wholeFacility writes a facility with each item that it asks for or had.
func wholeFacility(of relief.At, now time.Time) Facility {
	needs, totals := map[goods.ItemID]relief.Need{}, relief.ByItem(of.Totals)
	for _, n := range of.Needs {
		needs[n.Item] = n
	}
	out := facilityOf(of.Facility, relief.InPlace(of.Facility.ID, of.Totals))
	for _, i := range of.Items {
		n, asked := needs[i.ID]
		t, some := totals[i.ID]
		if !asked && !some {
			continue
		}
		out.Items = append(out.Items, PlaceItem{itemOf(i), figuresOf(t), daysLeft(n, now)})
	}
	return out
}

// daysLeft is for how long the stock of a need lasts; nil when that is not known.
func daysLeft(n relief.Need, now time.Time) *int64 {
	left := n.DaysLeftOn(now)
	if n.ID == 0 || left < 0 {
		return nil
	}
	return &left
}

func needOf(n relief.Asking, now time.Time) Need {
	return Need{ID: id(n.Need.ID), Facility: id(n.Need.Facility), FacilityName: n.Place.Name, ReliefItem: itemOf(n.Item), Figures: figuresOf(n.Total),
		DaysLeft: daysLeft(n.Need, now), Reported: db.TimeOfID(int64(n.Need.ID)).UTC(), Confirmed: n.Need.Confirmed.UTC()}
}
