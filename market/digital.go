package market

import (
	"context"
	"net/http"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// LinksWanted is an order whose buyer asks for a fresh link by mail.
const LinksWanted event.Kind = "order.links"

// hand books the payment of an order of which nothing is sent, and gives its buyer
// what it promised, in the same transaction.
func (s *Service) hand(tx *db.Tx, o *Order) error {
	if err := capture(tx, o, leg(o.from, o.Charged.Neg())); err != nil {
		return err
	}
	if err := moveStock(tx, o, catalog.Ship); err != nil {
		return err
	}
	if o.Admits != nil { // it is given by who keeps the seats
		return nil
	}
	at := map[catalog.VariantID]int{}
	var lines []digital.Line
	for _, l := range o.Lines {
		i, ok := at[l.Variant] // the stock of several places is one line to the buyer
		if !ok {
			i = len(lines)
			at[l.Variant], lines = i, append(lines, digital.Line{Product: int64(l.Product), Variant: int64(l.Variant)})
		}
		lines[i].Quantity += l.Quantity
	}
	return digital.Give(tx, o.Shop, int64(o.ID), lines)
}

// Downloads is what the buyer of a digital order has.
type Downloads struct {
	Order Order
	Group Group
	Given []digital.Given
	Until time.Time // when the link ends
	Ended bool      // it has; only a fresh one opens anything
	Token string
}

// Revoked reports whether nothing can be opened any more.
func (d Downloads) Revoked() bool {
	for _, g := range d.Given {
		if !g.Revoked {
			return false
		}
	}
	return true
}

// DownloadToken is the signed word of a link to a digital order's downloads; "" for
// an order that gives none.
func (s *Service) DownloadToken(o Order, now time.Time) string {
	if !o.Digital || o.Admits != nil || o.Captured.IsZero() || s.mark == nil {
		return ""
	}
	return digital.Token{Order: int64(o.ID), Until: digital.Until(now)}.Sign(s.mark)
}

// token reads the signed word of a link; NotFound for any that this node did not
// sign.
func (s *Service) token(text string) (digital.Token, error) {
	if s.mark != nil {
		if t, ok := digital.ReadToken(text, s.mark); ok {
			return t, nil
		}
	}
	return digital.Token{}, fault.New(fault.NotFound, "fault.link")
}

// Downloads gives what a link opens. It needs no account: who has the link has
// what was bought, until it ends.
func (s *Service) Downloads(ctx context.Context, text string) (d Downloads, err error) {
	t, err := s.token(text)
	if err != nil {
		return d, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err = s.downloads(tx, t, text, false)
		return err
	})
	return d, err
}

func (s *Service) downloads(tx *db.Tx, t digital.Token, text string, keys bool) (d Downloads, err error) {
	if d.Order, d.Group, err = loadBoth(tx, OrderID(t.Order)); err != nil {
		return d, err
	}
	if err := loadLines(tx, &d.Order); err != nil {
		return d, err
	}
	d.Token, d.Until, d.Ended = text, t.Until, tx.Now.After(t.Until)
	d.Given, err = digital.Grants(tx, d.Order.Shop, t.Order, keys && !d.Ended)
	return d, err
}

// alive refuses a link that has ended.
func alive(tx *db.Tx, t digital.Token) error {
	if tx.Now.After(t.Until) {
		return fault.New(fault.Conflict, "fault.link_ended")
	}
	return nil
}

// ShowKeys gives the keys of a link's order, which counts as having received it.
func (s *Service) ShowKeys(ctx context.Context, text string) (d Downloads, err error) {
	t, err := s.token(text)
	if err != nil {
		return d, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := alive(tx, t); err != nil {
			return err
		}
		if d, err = s.downloads(tx, t, text, true); err != nil || d.Revoked() {
			return err
		}
		for _, g := range d.Given {
			if len(g.Keys) > 0 {
				if err := s.opened(tx, d.Order, g.Product); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return d, err
}

// opened notes that a product of an order was opened; with the last of them the
// order is delivered.
func (s *Service) opened(tx *db.Tx, o Order, product int64) error {
	first, all, err := digital.Open(tx, o.Shop, int64(o.ID), product)
	if err != nil || !first || !all {
		return err
	}
	if o, err = loadOrder(tx, o.ID); err != nil || o.State != Shipped {
		return err
	}
	return s.step(tx, identity.System(), &o, Deliver, "", nil)
}

// Download answers with a file of a link's order: counted, kept by no cache, in
// ranges where they are asked for.
func (s *Service) Download(w http.ResponseWriter, r *http.Request, text string, file int64) error {
	t, err := s.token(text)
	if err != nil || r.Method == http.MethodHead { // a look is no download
		return err
	}
	var f digital.File
	take := func(tx *db.Tx) error {
		if err := alive(tx, t); err != nil {
			return err
		}
		o, err := loadOrder(tx, OrderID(t.Order))
		if err != nil {
			return err
		}
		var product int64
		if f, product, err = digital.Download(tx, o.Shop, t.Order, file, t.Until, later(r)); err != nil {
			return err
		}
		return s.opened(tx, o, product)
	}
	if err := s.db.Write(r.Context(), take); err != nil {
		return err
	}
	s.catalog.GiveFile(w, r, f)
	return nil
}

// later reports whether a request asks for a later part of a file only, as a
// download does that goes on.
func later(r *http.Request) bool {
	from := strings.TrimSpace(r.Header.Get("Range"))
	return from != "" && !strings.HasPrefix(from, "bytes=0-")
}

// WantLinks asks for a fresh link by mail. It goes to nobody but the buyer, so any
// link that this node signed may ask, be it ended.
func (s *Service) WantLinks(ctx context.Context, text string) error {
	t, err := s.token(text)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.downloads(tx, t, text, false)
		if err != nil {
			return err
		}
		if d.Revoked() {
			return fault.New(fault.Conflict, "fault.link_revoked")
		}
		o := d.Order
		return event.Append(tx, o.Shop, LinksWanted, int64(o.ID), Moved{Group: o.Group, Ref: o.Ref, To: o.State, Deadline: o.Deadline})
	})
}
