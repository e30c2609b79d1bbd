package demo

import (
	"context"
	"time"

	"agora/identity"
	"agora/relief"
)

// calls reports what people said on the telephone and on the page, and nobody looked at
// yet; of a place that is not in the list, too.
func (f *filling) calls(ctx context.Context, c relief.Crisis) error {
	waiting, err := f.Relief.Needs(ctx, c.ID, relief.Reported, 0)
	if err != nil || len(waiting) > 0 {
		return err
	}
	items, err := f.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	places, err := f.Relief.Facilities(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	nurse := relief.Contact{Name: "Dr. Nigora", Phone: "+992 900 11 22 33", Email: "nigora@demo.agora.example"}
	wants := map[string]relief.Want{
		"mask-iir": {Daily: 300, Days: 21, Stock: 600, Staff: 34, Note: "We wash and wear them twice.", Reporter: nurse, Lang: "tg"},
		"glove-m":  {Units: 2_400, Staff: 12, Deadline: time.Now().UTC().AddDate(0, 0, 3).Truncate(24 * time.Hour), Reporter: nurse, Lang: "tg"},
	}
	at := relief.Facility{Crisis: c.ID, Kind: "shelter", Profile: relief.Profile{Name: "School 14, shelter", Town: "Vose", Country: "TJ"}}
	for _, p := range places {
		if p.Name == at.Name {
			at.ID = p.ID
		}
	}
	var needs []relief.Need
	for _, i := range items {
		if w, ok := wants[i.Code]; ok {
			needs = append(needs, relief.Need{Item: i.ID, Want: w})
		}
	}
	_, err = f.Relief.ReportAt(ctx, identity.Guest(), at, needs)
	return err
}
