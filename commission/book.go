package commission

import (
	"time"

	"agora/country"
	"agora/db"
)

// Book is the rules in force at a moment, as far as some shops are concerned.
type Book map[thing]Rule

// In reads, in one query, the rules in force at a moment that concern shops.
func In(tx *db.Tx, at time.Time, shops ...db.ShopID) (Book, error) {
	args, in := []any{db.Micro(at)}, "0"
	for _, id := range shops {
		args = append(args, int64(id))
		in += ", " + db.Place(len(args))
	}
	list, err := db.List(tx, scanRule, "SELECT "+ruleColumns+` FROM commission_rules WHERE shop_id IN (`+in+`)
		AND valid_from <= $1 AND (valid_until = 0 OR valid_until > $1)`, args...)
	return BookOf(list, at), err
}

// BookOf makes the book of a moment: of each thing the rule that counts.
func BookOf(list []Rule, at time.Time) Book {
	b := Book{}
	for _, r := range list {
		if old, ok := b[r.thing()]; r.On(at) && (!ok || r.newer(old)) {
			b[r.thing()] = r
		}
	}
	return b
}

// rule gives the rule of a thing, unless it was ended.
func (b Book) rule(t thing) (Rule, bool) {
	r, ok := b[t]
	return r, ok && r.Rate != Ended
}

// For gives the rule for goods of a shop in a category ("" for none).
func (b Book) For(shop db.ShopID, category string) Rule {
	if r, ok := b.rule(thing{scope: OfShop, shop: shop}); ok {
		return r
	}
	if r, ok := b.programme(shop); ok {
		return r
	}
	if r, ok := b.rule(thing{scope: OfCategory, category: category}); ok {
		return r
	}
	r, _ := b.rule(thing{scope: OfHouse})
	return r
}

// programme gives the rule of the programme of a shop that takes least. It ends
// no later than the shop's place in it.
func (b Book) programme(shop db.ShopID) (best Rule, found bool) {
	for t := range b {
		if t.scope != Enrolment || t.shop != shop {
			continue
		}
		place, in := b.rule(t)
		r, ok := b.rule(thing{scope: OfProgramme, name: t.name})
		if !in || !ok {
			continue
		}
		if !place.Until.IsZero() && place.Until.Before(r.Until) {
			r.Until = place.Until
		}
		if !found || r.Rate < best.Rate || r.Rate == best.Rate && r.ID < best.ID {
			best, found = r, true
		}
	}
	return best, found
}

// Tax gives the rule of the tax on the house's share; a zero one when none is
// taken. Of several countries the one written for last: the house is in one.
func (b Book) Tax() (Rule, bool) { return b.rule(thing{scope: OfTax}) }

// House gives where the house is, as its tax rule says; "" without one.
func (b Book) House() country.Code {
	r, _ := b.Tax()
	return r.Country
}
