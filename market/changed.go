package market

import (
	"fmt"
	"strconv"
	"strings"

	"agora/fault"
	"agora/landed"
	"agora/money"
)

// seen is what a buyer read on a checkout page, as few numbers as it takes to
// say later what changed. It travels with the form beside the hash of the
// quote; the hash decides, this only explains.
//
// "PKR;31172;7:1658400,543000,915800;9:…": currency, total, then for each shop
// goods, freight, and duty with tax, in minor units.
type seen struct {
	currency money.Currency
	total    int64
	parcels  map[int64][3]int64
}

// Seen writes down what the page of this checkout shows.
func (c Checkout) Seen() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s;%d", c.Quote.Currency, c.Quote.Total.Minor)
	for _, p := range c.Quote.Parcels {
		s := sums(p)
		fmt.Fprintf(&b, ";%d:%d,%d,%d", seenKey(p), s[0], s[1], s[2])
	}
	return b.String()
}

// seenKey tells the parts of a cart apart: a shop's digital part is below zero.
func seenKey(p landed.ParcelQuote) int64 {
	if p.Option == DigitalOption {
		return -int64(p.Shop)
	}
	return int64(p.Shop)
}

func sums(p landed.ParcelQuote) [3]int64 {
	return [3]int64{p.Goods.Minor - p.Discount.Minor, p.Freight.Minor, p.DoorTotal.Minor - p.Goods.Minor + p.Discount.Minor - p.Freight.Minor}
}

func parseSeen(text string) (s seen, ok bool) {
	parts := strings.Split(text, ";")
	if len(parts) < 2 || len(parts) > maxCartLines+2 {
		return s, false
	}
	s.currency, s.parcels = money.Currency(parts[0]), map[int64][3]int64{}
	var err error
	if s.total, err = strconv.ParseInt(parts[1], 10, 64); err != nil {
		return s, false
	}
	for _, part := range parts[2:] {
		var shop int64
		var v [3]int64
		if n, err := fmt.Sscanf(part, "%d:%d,%d,%d", &shop, &v[0], &v[1], &v[2]); n != 4 || err != nil {
			return s, false
		}
		s.parcels[shop] = v
	}
	return s, true
}

// changed gives the Conflict for a quote that is no longer the one the buyer
// saw: what costs how much now and cost how much then.
func (c Checkout) changed(text string) error {
	f := fault.Fields{fault.New(fault.Conflict, "fault.quote_changed")}
	was, ok := parseSeen(text)
	if !ok || was.currency != c.Quote.Currency {
		return f
	}
	amount := func(minor int64) money.Amount { return money.Of(minor, c.Quote.Currency) }
	keys := [3]string{"fault.changed_goods", "fault.changed_freight", "fault.changed_tax"}
	for _, p := range c.Quote.Parcels {
		then, now := was.parcels[seenKey(p)], sums(p)
		for i, key := range keys {
			if then[i] != now[i] {
				f = append(f, fault.New(fault.Conflict, key, "shop", c.Cart.shop(p.Shop, p.Option == DigitalOption).Shop.Name,
					"was", amount(then[i]), "is", amount(now[i])))
			}
		}
	}
	if was.total != c.Quote.Total.Minor {
		f = append(f, fault.New(fault.Conflict, "fault.changed_total", "was", amount(was.total), "is", c.Quote.Total))
	}
	return f
}
