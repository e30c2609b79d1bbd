package api

import (
	"time"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/market"
)

// Order is an order of the shop. Lines, address, history and parcel are only
// there where one order is read.
type Order struct {
	ID         string           `json:"id"`
	Ref        string           `json:"ref" example:"AG-7KQ2X9M/1"`
	State      string           `json:"state" enum:"awaiting_payment,unconfirmed,placed,accepted,packed,shipped,delivered,disputed,completed,cancelled,refused"`
	Placed     time.Time        `json:"placed"`
	Updated    time.Time        `json:"updated"`
	Deadline   *time.Time       `json:"deadline,omitempty" doc:"When the program moves it, unless somebody does before"`
	Pay        string           `json:"pay" doc:"How the buyer pays" example:"cash"`
	Buyer      string           `json:"buyer" doc:"Name of the buyer"`
	To         string           `json:"to" doc:"Country"`
	City       string           `json:"city"`
	Items      int64            `json:"items"`
	Goods      Money            `json:"goods" doc:"After discount"`
	Freight    Money            `json:"freight"`
	Commission Money            `json:"commission" doc:"Of the house"`
	Tax        Money            `json:"tax" doc:"On the commission"`
	Earnings   Money            `json:"earnings" doc:"What the shop gets"`
	Charged    Money            `json:"charged" doc:"What the buyer pays for it, in her currency"`
	Carrier    string           `json:"carrier,omitempty"`
	Incoterm   string           `json:"incoterm,omitempty"`
	Parcels    int              `json:"parcels,omitempty" doc:"How many it was planned in"`
	ArriveBy   *time.Time       `json:"arrive_by,omitempty" doc:"The promised day"`
	Digital    bool             `json:"digital,omitempty" doc:"Nothing is sent"`
	Lines      []Line           `json:"lines,omitempty"`
	Address    *country.Address `json:"address,omitempty"`
	Contact    *market.Contact  `json:"contact,omitempty"`
	Note       string           `json:"note,omitempty" doc:"Of the buyer"`
	Steps      []Step           `json:"steps,omitempty"`
	Parcel     *Parcel          `json:"parcel,omitempty"`
	Back       *Money           `json:"back,omitempty" doc:"Of the goods' price, what went back to the buyer"`
}

// Line is one line of an order.
type Line struct {
	Variant  string        `json:"variant"`
	SKU      string        `json:"sku,omitempty"`
	Title    catalog.Texts `json:"title"`
	Choice   catalog.Texts `json:"choice,omitempty"`
	Quantity int64         `json:"quantity"`
	Unit     Money         `json:"unit"`
	HS       string        `json:"hs,omitempty"`
	Origin   string        `json:"origin,omitempty"`
	Grams    int64         `json:"grams"`
}

// Step is one move in the history of an order.
type Step struct {
	At    time.Time `json:"at"`
	Event string    `json:"event"`
	State string    `json:"state"`
	Who   string    `json:"who"`
	Note  string    `json:"note,omitempty"`
}

// Parcel is what went to a carrier.
type Parcel struct {
	Carrier   string     `json:"carrier"`
	Numbers   []string   `json:"numbers,omitempty"`
	Shipped   time.Time  `json:"shipped"`
	Delivered *time.Time `json:"delivered,omitempty"`
	Trail     []Tracked  `json:"trail,omitempty" doc:"What became of it, in the words of its carrier"`
}

// Tracked is one thing that became of a parcel.
type Tracked struct {
	At     time.Time `json:"at"`
	What   string    `json:"what"`
	Number string    `json:"number,omitempty"`
	Place  string    `json:"place,omitempty"`
}

// at gives a moment, nil for none.
func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// orderOf writes an order as a list has it.
func orderOf(o market.Order) Order {
	return Order{ID: id(o.ID), Ref: o.Ref, State: string(o.State), Placed: o.Placed().UTC(), Updated: o.Updated.UTC(), Deadline: at(o.Deadline), Pay: o.Pay,
		Buyer: o.BuyerName, To: string(o.To), City: o.City, Items: o.Items, Goods: moneyOf(o.Goods), Freight: moneyOf(o.Freight),
		Commission: moneyOf(o.Commission), Tax: moneyOf(o.Tax), Earnings: moneyOf(o.Earnings()), Charged: moneyOf(o.Charged), Carrier: o.Carrier,
		Incoterm: o.Incoterm, Parcels: max(o.Parcels, 1), Back: some(o.Back.Goods), ArriveBy: at(o.ArriveBy), Digital: o.Digital}
}

// wholeOrder writes an order with all that its shop sees of it.
func wholeOrder(o market.Order, g market.Group) Order {
	out := orderOf(o)
	for _, l := range o.Lines {
		out.Lines = append(out.Lines, Line{Variant: id(l.Variant), SKU: l.SKU, Title: l.Title, Choice: l.Choice, Quantity: l.Quantity, Unit: moneyOf(l.Unit),
			HS: l.HS, Origin: string(l.Origin), Grams: l.Grams})
	}
	for _, s := range o.Steps {
		out.Steps = append(out.Steps, Step{At: s.At.UTC(), Event: string(s.Event), State: string(s.State), Who: s.Who, Note: s.Note})
	}
	out.Address, out.Contact, out.Note = &g.Address, &g.Contact, g.Note
	if o.Parcel != nil {
		out.Parcel = parcelOf(*o.Parcel)
	}
	return out
}

// nameless leaves out who the buyer is, for tokens that may move orders and not
// read them.
func (o Order) nameless() Order {
	o.Buyer, o.City, o.Address, o.Contact, o.Note, o.Steps = "", "", nil, nil, "", nil
	return o
}

func parcelOf(p delivery.Parcel) *Parcel {
	out := &Parcel{Carrier: p.Carrier, Numbers: p.Numbers, Shipped: p.Shipped.UTC(), Delivered: at(p.Delivered)}
	for _, t := range p.Events {
		out.Trail = append(out.Trail, Tracked{t.At.UTC(), string(t.What), t.Number, t.Place})
	}
	return out
}
