package ucp

import (
	"strconv"
	"time"

	"agora/landed"
)

// landedCost says why the total at the door is what it is; of our own extension.
// Amounts are minor units of the checkout's money.
type landedCost struct {
	Status    string         `json:"status"` // guaranteed, estimate, unknown
	Total     int64          `json:"total"`
	AtDoor    int64          `json:"at_door"`    // asked by the carrier besides
	DoorTotal int64          `json:"door_total"` // both
	Expires   string         `json:"expires_at"`
	Parcels   []landedParcel `json:"parcels"`
}

type landedParcel struct {
	Seller   string        `json:"seller_id"`
	From     string        `json:"from_country"`
	Incoterm string        `json:"incoterm"`
	Rate     string        `json:"exchange_rate"` // from the seller's money, with the margin
	Status   string        `json:"status"`
	Entries  []landedEntry `json:"entries"`
}

type landedEntry struct {
	Kind   string `json:"kind"`
	Amount int64  `json:"amount"`
	AtDoor bool   `json:"at_door,omitempty"`
	Status string `json:"status"`
	Rule   string `json:"rule,omitempty"`
	Rate   int64  `json:"rate_bps,omitempty"`
	Base   int64  `json:"base,omitempty"`
	HS     string `json:"hs,omitempty"`
	Source string `json:"source,omitempty"`
	Seen   string `json:"source_seen,omitempty"` // a day
}

func (c *call) landed(out *counted) *landedCost {
	q := out.Quote
	if out.to == "" || len(out.choices) > 0 && len(out.Chosen) == 0 {
		return nil
	}
	v := landedCost{Status: string(q.Status), Total: q.Total.Minor, AtDoor: q.AtDoor.Minor, DoorTotal: q.DoorTotal.Minor, Expires: q.Expires.UTC().Format(time.RFC3339), Parcels: []landedParcel{}}
	for _, p := range q.Parcels {
		one := landedParcel{strconv.FormatInt(int64(p.Shop), 10), string(p.From), p.Incoterm, p.Rate.String(), string(p.Status), []landedEntry{}}
		for _, e := range p.Entries {
			one.Entries = append(one.Entries, entryOf(e))
		}
		v.Parcels = append(v.Parcels, one)
	}
	return &v
}

func entryOf(e landed.Entry) landedEntry {
	v := landedEntry{string(e.Kind), e.Amount.Minor, e.AtDoor, string(e.Status), e.Rule, int64(e.Rate), e.Base.Minor, e.HS, e.Source, ""}
	if !e.Seen.IsZero() {
		v.Seen = e.Seen.Format(time.DateOnly)
	}
	return v
}
