package market

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"agora/audit"
	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Declared is what a shop says of one parcel for its papers: what nobody could
// know when it was ordered, and what the product lacked then. The order's
// snapshot stays as it was.
type Declared struct {
	Gross  int64          `json:"gross,omitempty"`  // grams, with the packing
	Number string         `json:"number,omitempty"` // that the parcel will have, as delivery.CheckTracking writes it
	Lines  []DeclaredLine `json:"lines,omitempty"`  // in the order of the order's lines
}

// DeclaredLine is what is declared of one line; empty for what the snapshot has.
type DeclaredLine struct {
	HS     string       `json:"hs,omitempty"`     // 6 to 10 digits
	Origin country.Code `json:"origin,omitempty"` // ISO 3166-1 alpha-2
	Grams  int64        `json:"grams,omitempty"`  // of one
}

// Bounds of what is declared.
const (
	maxGrams   = catalog.MaxGrams
	maxHeap    = 200 // parcels that go to the post office at once
	leastHS    = 6   // digits that are the same in all countries
	mostHS     = 10
	alphabetic = 2
)

const papersSteps = `
CREATE TABLE order_papers (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (order_id, shop_id)
) /*clustered*/;
`

// OrderDeclared is the event of a parcel of which its shop said something for the papers.
const OrderDeclared event.Kind = "order.declared"

// DeclareParcel keeps what a shop says of an order's parcel, in place of what it said
// before. Faults are of the fields "gross", "tracking", "lines.0.hs" and so on.
func (s *Service) DeclareParcel(ctx context.Context, by identity.Actor, id OrderID, d Declared) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if !by.Runs(o.Shop) && !by.IsOperator() {
			return errNoOrder
		}
		if err := loadLines(tx, &o); err != nil {
			return err
		}
		d, err := d.check(o)
		if err != nil {
			return err
		}
		doc, err := json.Marshal(d)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO order_papers (order_id, shop_id, doc) VALUES ($1, $2, $3)
			ON CONFLICT (order_id, shop_id) DO UPDATE SET doc = excluded.doc`, int64(o.ID), int64(o.Shop), string(doc)); err != nil {
			return err
		}
		if err := audit.Note(tx, by, o.Shop, "order.declared", o.Ref, nil); err != nil {
			return err
		}
		return event.Append(tx, o.Shop, OrderDeclared, int64(o.ID), nil)
	})
}

// check gives what is declared cleaned, for an order with its lines.
func (d Declared) check(o Order) (Declared, error) {
	var f fault.Fields
	net := int64(0)
	said := d.Lines
	d.Lines = make([]DeclaredLine, len(o.Lines))
	copy(d.Lines, said)
	for i := range d.Lines {
		l, at := &d.Lines[i], fmt.Sprintf("lines.%d.", i)
		l.HS = strings.NewReplacer(".", "", " ", "").Replace(country.Digits(l.HS))
		if n := len(l.HS); n > 0 && (n < leastHS || n > mostHS || strings.Trim(l.HS, "0123456789") != "") {
			f.Add(at+"hs", "fault.hs_six")
		}
		l.Origin = country.Code(strings.ToUpper(strings.TrimSpace(string(l.Origin))))
		if l.Origin != "" && (len(l.Origin) != alphabetic || strings.Trim(string(l.Origin), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
			f.Add(at+"origin", "fault.origin")
		}
		if l.Grams < 0 || l.Grams > maxGrams {
			f.Add(at+"grams", "fault.number_range", "min", 0, "max", maxGrams)
		}
		merged := l.over(o.Lines[i])
		net += merged.Grams * merged.Quantity
	}
	switch {
	case d.Gross < 0 || d.Gross > maxGrams:
		f.Add("gross", "fault.number_range", "min", 0, "max", maxGrams)
	case d.Gross > 0 && d.Gross < net:
		f.Add("gross", "fault.gross", "net", net)
	}
	number, err := delivery.CheckTracking(d.Number)
	d.Number = number
	if err := f.Join("", err); err != nil {
		return d, err
	}
	return d, f.Err()
}

// over gives a line with what is declared of it where the snapshot has nothing,
// or a code too short for papers.
func (l DeclaredLine) over(line Line) Line {
	if len(line.HS) < leastHS && l.HS != "" {
		line.HS = l.HS
	}
	if line.Origin == "" {
		line.Origin = l.Origin
	}
	if line.Grams == 0 {
		line.Grams = l.Grams
	}
	return line
}

// Outgoing is an order with what its papers are made from.
type Outgoing struct {
	Order           // its lines have what is declared of them
	Promised []Line // as the snapshot has them
	Address  country.Address
	Leave    string // where to leave it without meeting
	Declared Declared
}

// Outgoing gives one order as its papers want it, to those who run its shop, or
// to the operator.
func (s *Service) Outgoing(ctx context.Context, by identity.Actor, id OrderID) (out Outgoing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if !by.Runs(o.Shop) && !by.IsOperator() {
			return errNoOrder
		}
		g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
		if err != nil {
			return err
		}
		list := []Outgoing{{Order: o, Address: g.Address, Leave: g.Leave}}
		if err := outgoing(tx, list); err != nil {
			return err
		}
		out = list[0]
		return nil
	})
	return out, err
}

// Heap gives the orders of a shop that are packed and not sent yet, the oldest
// first, as the list for the post office wants them; two hundred at most.
func (s *Service) Heap(ctx context.Context, by identity.Actor, shop catalog.ShopID) (list []Outgoing, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		orders, err := db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+"WHERE o.shop_id = $1 AND o.state = $2 ORDER BY o.order_id LIMIT $3",
			int64(shop), string(Packed), maxHeap)
		if err != nil || len(orders) == 0 {
			return err
		}
		list, err = addressed(tx, orders)
		return err
	})
	return list, err
}

// Sent gives the orders of a shop that it sent parcels of, whatever became of them, the
// newest first, as their papers want them.
func (s *Service) Sent(ctx context.Context, by identity.Actor, shop catalog.ShopID, limit int) (list []Outgoing, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		orders, err := db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+`WHERE o.shop_id = $1
			AND EXISTS (SELECT 1 FROM parcels p WHERE p.order_id = o.order_id AND p.shop_id = o.shop_id) ORDER BY o.order_id DESC LIMIT $2`,
			int64(shop), int64(min(limit, maxHeap)))
		if err != nil || len(orders) == 0 {
			return err
		}
		list, err = addressed(tx, orders)
		return err
	})
	return list, err
}

// addressed gives orders with what their buyers said and what outgoing adds.
func addressed(tx *db.Tx, orders []Order) ([]Outgoing, error) {
	groups := make([]int64, len(orders))
	for i, o := range orders {
		groups[i] = int64(o.Group)
	}
	var args []any
	found, err := db.List(tx, scanGroup, "SELECT "+groupColumns+" FROM order_groups g WHERE g.group_id IN "+listed(&args, groups), args...)
	if err != nil {
		return nil, err
	}
	of := map[GroupID]Group{}
	for _, g := range found {
		of[g.ID] = g
	}
	list := make([]Outgoing, len(orders))
	for i, o := range orders {
		list[i] = Outgoing{Order: o, Address: of[o.Group].Address, Leave: of[o.Group].Leave}
	}
	return list, outgoing(tx, list)
}

// outgoing adds lines, parcels and what is declared to orders, in three
// statements however many.
func outgoing(tx *db.Tx, list []Outgoing) error {
	orders := make([]*Order, len(list))
	said := map[OrderID]*Declared{}
	for i := range list {
		orders[i] = &list[i].Order
		said[list[i].ID] = &list[i].Declared
	}
	if err := loadLines(tx, orders...); err != nil {
		return err
	}
	if err := loadParcels(tx, orders...); err != nil {
		return err
	}
	where, args, _ := among(orders)
	err := tx.Each(func(scan db.Scan) error {
		var id OrderID
		var doc string
		if err := scan(&id, &doc); err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), said[id])
	}, "SELECT order_id, doc FROM order_papers"+where, args...)
	for i := range list {
		out := &list[i]
		out.Promised = slices.Clone(out.Lines)
		for k := range min(len(out.Lines), len(out.Declared.Lines)) {
			out.Lines[k] = out.Declared.Lines[k].over(out.Lines[k])
		}
	}
	return err
}
