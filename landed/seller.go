package landed

import (
	"context"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// Prices says how the prices of a shop that pays VAT in its own country stand to
// that tax. A shop without one pays none: its price is its price.
type Prices string

// The ways. Written with VAT, as people at home read them, prices either stay
// the same everywhere, or are asked without it of who lives abroad (a sale
// abroad is not taxed at home).
const (
	Untaxed   Prices = ""
	GrossKept Prices = "gross"
	NetKept   Prices = "net"
)

// SetPrices says how a shop's prices stand to VAT from now on.
func (s *Service) SetPrices(tx *db.Tx, shop db.ShopID, p Prices) error {
	tx.AfterCommit(s.forget)
	switch p {
	case Untaxed:
		_, err := tx.Exec("DELETE FROM landed_sellers WHERE shop_id = $1", int64(shop))
		return err
	case GrossKept, NetKept:
		_, err := tx.Exec(`INSERT INTO landed_sellers (shop_id, prices) VALUES ($1, $2)
			ON CONFLICT (shop_id) DO UPDATE SET prices = excluded.prices`, int64(shop), string(p))
		return err
	}
	return fault.Field("prices", "fault.choice")
}

func (s *Service) sellers(ctx context.Context) (map[db.ShopID]Prices, error) {
	sellers := map[db.ShopID]Prices{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var shop db.ShopID
			var p Prices
			err := scan(&shop, &p)
			sellers[shop] = p
			return err
		}, "SELECT shop_id, prices FROM landed_sellers")
	})
	return sellers, err
}

// Prices gives how a shop's prices stand to VAT.
func (v *View) Prices(shop db.ShopID) Prices { return v.sellers[shop] }

// Inside gives the tax that a price with tax holds, and the price without it.
// The net is rounded, the tax is what is left: net and tax are the price to the
// unit, whatever the rate.
func Inside(gross money.Amount, rate money.Bps, r money.Rounding) (net, tax money.Amount, err error) {
	n, err := r.MulDiv(gross.Minor, 10_000, int64(10_000+rate))
	return money.Of(n, gross.Currency), money.Of(gross.Minor-n, gross.Currency), err
}

// atHome gives the rule of VAT in a shop's own country for a line; nil when
// nobody read one.
func (c *calculation) atHome(p *Parcel, l *Line) *Rule {
	return c.view.find(VAT, &Parcel{From: p.From}, p.From, &Line{HS: l.HS, Origin: p.From}, nil)
}

// ask gives what a shop asks for one thing of a line, in its own money: of who
// lives abroad without the VAT of home when the shop keeps its net. known is
// false when the rate of home is not.
func (c *calculation) ask(p *Parcel, l *Line) (unit money.Amount, known bool, err error) {
	if p.From == c.request.To || c.view.sellers[p.Shop] != NetKept {
		return l.Unit, true, nil
	}
	if p.Digital {
		return l.Unit, false, nil
	}
	r := c.atHome(p, l)
	if r == nil {
		return l.Unit, false, nil
	}
	net, _, err := Inside(l.Unit, r.Rate, c.request.Rounding)
	return net, true, err
}

// inside adds to a parcel that stays at home how much VAT its goods and their
// freight hold, by each rate.
func (c *calculation) inside(i int) error {
	q, p := &c.parcels[i], &c.request.Parcels[i]
	q.Inside = c.zero
	if c.view.sellers[p.Shop] == Untaxed || p.From != c.request.To {
		return nil
	}
	b := crossing{calculation: c, at: i, q: q, p: p}
	b.bases()
	byRate := map[money.Bps]int64{}
	for j := range p.Lines {
		r := c.atHome(p, &p.Lines[j])
		if r == nil {
			q.Inside, q.Status = c.zero, Unknown
			return nil
		}
		byRate[r.Rate] += b.cif[j]
		q.Apart = q.Apart || r.Apart
	}
	for rate, gross := range byRate {
		_, tax, err := Inside(money.Of(gross, c.request.Currency), rate, c.request.Rounding)
		if err != nil {
			return err
		}
		q.Inside.Minor += tax.Minor
	}
	return nil
}
