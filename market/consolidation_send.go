package market

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/once"
)

// Sending is what an operator says when a consolidation leaves.
type Sending struct {
	Carrier string            // who takes it; who was named before when empty
	Number  string            // the carrier's, of the whole
	Cost    string            // of the crossing, in the money of the shops' country
	Grams   map[OrderID]int64 // weights that were found to be others at the counter
}

// SendConsolidation says that a consolidation left. Its packed parcels are
// shipped, each under the number that its shop declared of it, if any; the
// others stay behind, and are free for the next one. The cost is shared by
// weight to the last minor unit and booked: owed to carriers, by the shops.
func (s *Service) SendConsolidation(ctx context.Context, by identity.Actor, id ConsolidationID, said Sending) error {
	return s.ofConsolidation(ctx, by, id, func(tx *db.Tx, c Consolidation) error {
		if !c.Sent.IsZero() {
			return fault.New(fault.Conflict, "fault.consolidation_closed")
		}
		if err := c.sent(tx.Now, said); err != nil {
			return err
		}
		list, err := joined(tx, "j.consolidation_id = $1", int64(id))
		if err != nil {
			return err
		}
		goes := list[:0:0]
		for _, j := range list {
			if j.State != Packed {
				if err := leave(tx, j.Order); err != nil {
					return err
				}
				continue
			}
			if g := said.Grams[j.ID]; g < 0 || g > maxGrams {
				return fault.Field(GramsField(j.ID), "fault.number_range", "min", 1, "max", maxGrams)
			} else if g > 0 {
				j.Grams = g
			}
			goes = append(goes, j)
		}
		if len(goes) == 0 {
			return fault.New(fault.Conflict, "fault.consolidation_empty")
		}
		for i, share := range money.Split(c.Cost.Minor, weights(goes)) {
			goes[i].Share = money.Of(share, c.Cost.Currency)
			if err := s.crosses(tx, by, c, goes[i]); err != nil {
				return err
			}
		}
		doc, err := c.doc()
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE consolidations SET sent = $1, doc = $2 WHERE consolidation_id = $3", db.Micro(tx.Now), doc, int64(id)); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "consolidation.sent", c.Number, map[string]string{"cost": c.Cost.String()})
	})
}

// sent notes what an operator says of the crossing.
func (c *Consolidation) sent(now time.Time, said Sending) error {
	var f fault.Fields
	carrier, err := note("carrier", said.Carrier, false)
	if err := f.Join("", err); err != nil {
		return err
	}
	number, err := delivery.CheckTracking(said.Number)
	if err := f.Join("", err); err != nil {
		return err
	}
	land, _ := country.Find(c.Home)
	cost, err := money.Parse(said.Cost, land.Currency)
	if err != nil || cost.Minor < 0 {
		f.Add("cost", "fault.number")
	}
	c.Carrier, c.Number, c.Cost, c.Sent = cmp.Or(carrier, c.Carrier), number, cost, now
	return f.Err()
}

// GramsField is the form field of a parcel's weight.
func GramsField(id OrderID) string { return "grams." + strconv.FormatInt(int64(id), 10) }

// OrderOfGrams reads the order out of the name of such a field.
func OrderOfGrams(field string) (OrderID, bool) {
	text, ok := strings.CutPrefix(field, "grams.")
	id, err := strconv.ParseInt(text, 10, 64)
	return OrderID(id), ok && err == nil && id > 0
}

func weights(list []Joined) []int64 {
	out := make([]int64, len(list))
	for i, j := range list {
		out[i] = j.Grams
	}
	return out
}

// crosses ships one parcel of a consolidation and books its share.
func (s *Service) crosses(tx *db.Tx, by identity.Actor, c Consolidation, j Joined) error {
	r, err := find(j.State, Ship, j.CashOnDelivery())
	if err != nil {
		return err
	}
	number := j.Declared.Number
	err = s.follow(tx, by, &j.Order, r, number, func(tx *db.Tx, o Order) error {
		return delivery.Ship(tx, delivery.Parcel{Order: int64(o.ID), Shop: o.Shop, Carrier: c.Carrier, Tracking: number, Due: o.ArriveBy})
	})
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE consolidation_parcels SET grams = $1, share = $2 WHERE order_id = $3 AND shop_id = $4",
		j.Grams, j.Share.Minor, int64(j.ID), int64(j.Shop)); err != nil || j.Share.IsZero() {
		return err
	}
	from, err := charge(tx, j.Order, j.Share)
	if err != nil {
		return err
	}
	return post(tx, j.Order, "order.crossing", append(from, leg(ledger.Carriers, j.Share))...)
}

// crossingWhats are what a carrier may tell of a whole consolidation: that one
// parcel of it reached its buyer is told of that parcel.
var crossingWhats = delivery.Whats[:3]

// CrossingWhats are what may be told of a whole consolidation.
func CrossingWhats() []delivery.What { return slices.Clone(crossingWhats) }

// TrackConsolidation notes what became of a consolidation on each of its
// parcels that is on its way, and tells their buyers.
func (s *Service) TrackConsolidation(ctx context.Context, by identity.Actor, id ConsolidationID, t delivery.Tracked) error {
	return s.ofConsolidation(ctx, by, id, func(tx *db.Tx, c Consolidation) error {
		switch {
		case c.Sent.IsZero():
			return fault.New(fault.Conflict, "fault.track_none")
		case !slices.Contains(crossingWhats, t.What):
			return fault.Field("what", "fault.choice")
		}
		list, err := joined(tx, "j.consolidation_id = $1", int64(id))
		if err != nil {
			return err
		}
		for _, j := range list {
			if j.Parcel == nil || j.State.Ended() {
				continue
			}
			t.Number = j.Parcel.Tracking
			if _, err := s.track(tx, by, j.Order, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// PayConsolidation says that the carrier was paid for a crossing, with the
// bank's number of it.
func (s *Service) PayConsolidation(ctx context.Context, by identity.Actor, id ConsolidationID, proof string) error {
	proof, err := note("proof", proof, true)
	if err != nil {
		return err
	}
	return s.ofConsolidation(ctx, by, id, func(tx *db.Tx, c Consolidation) error {
		if c.Sent.IsZero() || !c.Paid.IsZero() || c.Cost.IsZero() {
			return fault.New(fault.Conflict, "fault.consolidation_paid")
		}
		list, err := joined(tx, "j.consolidation_id = $1", int64(id))
		if err != nil {
			return err
		}
		for _, j := range list {
			if j.Share.IsZero() {
				continue
			}
			if err := post(tx, j.Order, "carrier.paid", leg(ledger.Carriers, j.Share.Neg()), leg(ledger.Between, j.Share)); err != nil {
				return err
			}
		}
		if err := postHouse(tx, "carrier.paid", int64(id), leg(ledger.Between, c.Cost.Neg()), leg(ledger.Bank, c.Cost)); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE consolidations SET paid = $1 WHERE consolidation_id = $2 AND paid = 0", db.Micro(tx.Now), int64(id)); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "consolidation.paid", c.Number, map[string]string{"proof": proof, "cost": c.Cost.String()})
	})
}

// ofConsolidation does something about a consolidation, for operators.
func (s *Service) ofConsolidation(ctx context.Context, by identity.Actor, id ConsolidationID, do func(*db.Tx, Consolidation) error) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		c, err := loadConsolidation(tx, id)
		if err != nil {
			return err
		}
		return do(tx, c)
	})
}
