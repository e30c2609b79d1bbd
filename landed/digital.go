package landed

import "agora/money"

// closeDigital ends a parcel of which nothing is sent. At home its prices hold VAT
// as all prices do. Abroad no source was read that says who owes what tax on a file
// or a key from another country, so that the tax is unknown and nothing is taken;
// there is no freight and no duty either way.
func (c *calculation) closeDigital(i int) error {
	q, p := &c.parcels[i], &c.request.Parcels[i]
	if err := c.inside(i); err != nil {
		return err
	}
	if p.From != c.request.To {
		e := c.unknown(VAT, "")
		e.Note = "note.digital"
		q.put(e)
	}
	q.Total = money.Of(q.Goods.Minor-q.Discount.Minor, c.request.Currency)
	q.DoorTotal = q.Total
	return nil
}
