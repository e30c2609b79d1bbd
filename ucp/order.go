package ucp

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
)

// order is an order group as platforms see it: always the whole.
type order struct {
	UCP         envelope         `json:"ucp"`
	ID          string           `json:"id"`
	Label       string           `json:"label"`
	Checkout    string           `json:"checkout_id"`
	URL         string           `json:"permalink_url"`
	Currency    string           `json:"currency"`
	Lines       []orderLine      `json:"line_items"`
	Fulfillment orderFulfillment `json:"fulfillment"`
	Adjustments []adjustment     `json:"adjustments,omitempty"`
	Totals      []total          `json:"totals"`
}

type orderLine struct {
	ID       string   `json:"id"`
	Item     item     `json:"item"`
	Quantity quantity `json:"quantity"`
	Totals   []total  `json:"totals"`
	Status   string   `json:"status"`
}

type quantity struct {
	Original  int64 `json:"original"`
	Total     int64 `json:"total"`
	Fulfilled int64 `json:"fulfilled"`
}

// status follows from the numbers, as the protocol says.
func (q quantity) status() string {
	switch {
	case q.Total == 0:
		return "removed"
	case q.Fulfilled == q.Total:
		return "fulfilled"
	case q.Fulfilled > 0:
		return "partial"
	}
	return "processing"
}

type orderFulfillment struct {
	Expectations []expectation `json:"expectations"`
	Events       []happened    `json:"events"`
}

type lineCount struct {
	ID       string `json:"id"`
	Quantity int64  `json:"quantity"`
}

// expectation is what the buyer of a parcel waits for.
type expectation struct {
	ID          string      `json:"id"`
	Lines       []lineCount `json:"line_items"`
	Method      string      `json:"method_type"`
	Destination postal      `json:"destination"`
	Description string      `json:"description,omitempty"`
}

type happened struct {
	ID       string      `json:"id"`
	At       string      `json:"occurred_at"`
	Type     string      `json:"type"`
	Lines    []lineCount `json:"line_items"`
	Tracking string      `json:"tracking_number,omitempty"`
	URL      string      `json:"tracking_url,omitempty"`
	Carrier  string      `json:"carrier,omitempty"`
}

type adjustment struct {
	ID          string      `json:"id"`
	Type        string      `json:"type"`
	At          string      `json:"occurred_at"`
	Status      string      `json:"status"`
	Lines       []lineCount `json:"line_items,omitempty"`
	Totals      []total     `json:"totals,omitempty"`
	Description string      `json:"description,omitempty"`
}

// getOrder tells a platform of an order that it placed. Who asks has to prove it.
func (c *call) getOrder() (reply, error) {
	if !c.signed && !c.b.Dev {
		return reply{}, &failure{status: http.StatusUnauthorized, code: "signature_missing", content: "orders are read with a signed request"}
	}
	id := number(c.r.PathValue("id"), "")
	if id == 0 {
		return c.gone("ucp.no_order")
	}
	s, err := c.b.placedAs(c.r.Context(), market.GroupID(id))
	if err == nil && s.platform != c.platform {
		err = errGone
	}
	if err != nil {
		return c.unless(err, "ucp.no_order")
	}
	c.locale = c.b.Words.Locale(c.b.Words.Match(s.Lang))
	o, err := c.order(c.r.Context(), s)
	if fault.Is(err, fault.NotFound) {
		return c.gone("ucp.no_order")
	}
	if err != nil {
		return reply{}, err
	}
	return c.said(http.StatusOK, o)
}

// placedAs finds the checkout that placed a group; errGone when none did.
func (b *Binding) placedAs(ctx context.Context, id market.GroupID) (s *session, err error) {
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		s, err = db.One(tx, scanSession, "SELECT "+sessionColumns+" FROM ucp_sessions WHERE group_id = $1 AND group_id > 0", int64(id))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return nil, errGone
	}
	return s, err
}

// Placed reports whether a checkout of a platform placed a group.
func (b *Binding) Placed(ctx context.Context, id market.GroupID) (bool, error) {
	_, err := b.placedAs(ctx, id)
	if errors.Is(err, errGone) {
		return false, nil
	}
	return err == nil, err
}

// order tells of the group that a checkout placed: what was promised is what the
// checkout said, what became of it is the market's.
func (c *call) order(ctx context.Context, s *session) (o order, err error) {
	var told checkout
	if err := json.Unmarshal(s.body, &told); err != nil {
		return o, err
	}
	g, err := c.b.Market.Group(ctx, identity.System(), s.group)
	if err != nil {
		return o, err
	}
	refunds, err := c.b.Market.Refunds(ctx, identity.System(), g)
	if err != nil {
		return o, err
	}
	o = order{UCP: c.envelope(capOrder), ID: strconv.FormatInt(int64(g.ID), 10), Label: g.Ref, Checkout: s.id, URL: c.b.orderURL(g.ID),
		Currency: told.Currency, Totals: told.Totals, Fulfillment: orderFulfillment{[]expectation{}, []happened{}}}
	for _, l := range told.Lines {
		o.Lines = append(o.Lines, orderLine{l.ID, l.Item, quantity{l.Quantity, l.Quantity, 0}, l.Totals, ""})
	}
	destination := postalOf(g)
	for _, part := range g.Orders {
		lines := s.linesOf(part)
		e := expectation{ID: "exp_" + strconv.FormatInt(int64(part.ID), 10), Lines: lines, Method: methodOf(part), Destination: destination, Description: c.promise(part)}
		if part.Digital {
			e.Destination = postal{}
		}
		o.Fulfillment.Expectations = append(o.Fulfillment.Expectations, e)
		o.Fulfillment.Events = append(o.Fulfillment.Events, c.events(part, lines)...)
		if a, ok := ended(part, lines); ok {
			o.Adjustments = append(o.Adjustments, a)
		}
		o.count(part, lines)
	}
	for _, r := range refunds {
		o.Adjustments = append(o.Adjustments, adjustment{Lines: s.kept(g, r), ID: "ref_" + strconv.FormatInt(int64(r.ID), 10), Type: "refund", At: stamp(r.Made()), Status: refundStatus(r.State),
			Totals: []total{{Type: "total", Amount: -r.Amount.Minor}}, Description: r.Note})
	}
	slices.SortStableFunc(o.Adjustments, func(a, b adjustment) int { return compareTimes(a.At, b.At) })
	slices.SortStableFunc(o.Fulfillment.Events, func(a, b happened) int { return compareTimes(a.At, b.At) })
	for i := range o.Lines {
		o.Lines[i].Status = o.Lines[i].Quantity.status()
	}
	return o, nil
}

// kept names the lines of goods that stay with the buyer while money goes back:
// none of them, so the numbers are 0. Those that do not stay are in the adjustment
// that ends their order.
func (s *session) kept(g market.Group, r market.Refund) (list []lineCount) {
	for _, part := range g.Orders {
		if part.ID != r.Order || part.State == market.Cancelled || part.State == market.Refused {
			continue
		}
		for _, l := range s.linesOf(part) {
			list = append(list, lineCount{l.ID, 0})
		}
	}
	return list
}

func compareTimes(a, b string) int {
	x, _ := time.Parse(time.RFC3339, a)
	y, _ := time.Parse(time.RFC3339, b)
	return x.Compare(y)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func refundStatus(s market.RefundState) string {
	if s == market.RefundSent {
		return "completed"
	}
	return "pending"
}

// linesOf gives how many of each line of the checkout one shop's order has.
func (s *session) linesOf(o market.Order) (list []lineCount) {
	counted := map[catalog.VariantID]int64{}
	sets := map[catalog.VariantID]int64{}
	for _, l := range o.Lines {
		if l.Set != nil {
			sets[l.Set.Variant] = l.Set.Count
		} else {
			counted[l.Variant] += l.Quantity
		}
	}
	for _, l := range s.Lines {
		if n := counted[l.Variant] + sets[l.Variant]; n > 0 {
			list = append(list, lineCount{l.ID, n})
		}
	}
	return list
}

func methodOf(o market.Order) string {
	switch {
	case o.Digital:
		return "digital"
	case o.Point != nil:
		return "pickup"
	}
	return "shipping"
}

// promise says when a parcel was promised.
func (c *call) promise(o market.Order) string {
	if o.Digital || o.ArriveBy.IsZero() {
		return ""
	}
	return c.locale.T("ucp.arrives", "shop", o.ShopName, "from", o.ArriveFrom, "by", o.ArriveBy)
}

func postalOf(g market.Group) postal {
	a := g.Address
	return postal{First: a.Name, Phone: a.Phone, Street: a.Street, Extended: a.Landmark, City: a.City, Region: a.Province, Postcode: a.Postcode, Country: string(a.Country)}
}

// ended is the cancellation of a shop's part; false while it goes on.
func ended(o market.Order, lines []lineCount) (a adjustment, ok bool) {
	if o.State != market.Cancelled && o.State != market.Refused {
		return a, false
	}
	kind := "cancellation"
	if o.State == market.Refused {
		kind = "return"
	}
	a = adjustment{ID: "adj_" + strconv.FormatInt(int64(o.ID), 10), Type: kind, At: stamp(o.Updated), Status: "completed"}
	if o.Captured.IsZero() { // else the refund tells of the money
		a.Totals = []total{{Type: "total", Amount: -o.Charged.Minor}}
	}
	for _, l := range lines {
		a.Lines = append(a.Lines, lineCount{l.ID, -l.Quantity})
	}
	for _, s := range o.Steps {
		if s.State == o.State {
			a.At, a.Description = stamp(s.At), s.Note
			break
		}
	}
	return a, true
}

// count adds a shop's part to the numbers of the lines.
func (o *order) count(part market.Order, lines []lineCount) {
	for _, l := range lines {
		for i := range o.Lines {
			q := &o.Lines[i].Quantity
			if o.Lines[i].ID != l.ID {
				continue
			}
			switch part.State {
			case market.Cancelled, market.Refused:
				q.Total -= l.Quantity
			case market.Shipped, market.Delivered, market.Disputed, market.Completed:
				q.Fulfilled += l.Quantity
			}
		}
	}
}
