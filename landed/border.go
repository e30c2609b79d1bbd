package landed

import (
	"agora/money"
)

// border adds what the destination takes of a parcel that comes from abroad.
// With DDP it is charged at checkout, with DAP paid to the carrier at the door.
func (c *calculation) border(q *ParcelQuote, p Parcel) error {
	free, err := c.free(q, p)
	if err != nil {
		return err
	}
	duties, err := c.duty(q, p, free)
	if err != nil {
		return err
	}
	taxes, err := c.tax(q, p, free, duties)
	if err != nil {
		return err
	}
	door := p.Incoterm != DDP
	for _, e := range append(append(duties.entries, taxes...), c.fees(p)...) {
		e.AtDoor = door
		q.put(e)
		switch {
		case door:
			q.AtDoor.Minor += e.Amount.Minor
		case e.Kind == VAT:
			q.VAT.Minor += e.Amount.Minor
		default:
			q.Duty.Minor += e.Amount.Minor
		}
	}
	return nil
}

// free gives, by kind, the rule that lets the parcel in without it.
func (c *calculation) free(q *ParcelQuote, p Parcel) (map[Kind]*Rule, error) {
	r := c.view.find(DeMinimis, p, c.request.To, "", "")
	if r == nil {
		return nil, nil
	}
	_, above, err := c.above(q, r)
	if err != nil || above || r.MaxGrams > 0 && q.Grams > r.MaxGrams {
		return nil, err
	}
	out := map[Kind]*Rule{}
	for _, kind := range r.Frees {
		out[kind] = r
	}
	return out, nil
}

// above gives the part of the goods' value that is over a rule's threshold, in
// the buyer's money, and whether there is one.
func (c *calculation) above(q *ParcelQuote, r *Rule) (money.Amount, bool, error) {
	value := money.Of(q.Goods.Minor-q.Discount.Minor, q.Goods.Currency)
	if r.Threshold.Currency == "" {
		return value, true, nil
	}
	limit := r.Threshold
	if limit.Currency != value.Currency && !limit.IsZero() {
		rate, ok := c.request.Rates(limit.Currency, value.Currency)
		if !ok {
			return value, true, nil // without a rate nothing is let in free
		}
		var err error
		if limit, err = c.request.Rounding.Convert(limit, rate); err != nil {
			return value, true, err
		}
	}
	return money.Of(max(0, value.Minor-limit.Minor), value.Currency), value.Minor > limit.Minor, nil
}

// taken is the duty of a parcel: its entries, and how much of it falls on each
// line, which the tax is taken of as well.
type taken struct {
	entries []Entry
	byLine  []int64
	single  *Rule // a duty that holds the tax as well
}

// share is the part of the lines to which one rule applies.
type share struct {
	rule  *Rule
	hs    string
	lines []int
}

// shares groups the lines of a parcel by the rule that fits them, in order; a
// rule of nil means that none does.
func (c *calculation) shares(kind Kind, p Parcel) []share {
	var list []share
next:
	for i, l := range p.Lines {
		rule := c.view.find(kind, p, c.request.To, l.HS, l.Origin)
		for j := range list {
			if list[j].rule == rule && (rule == nil || list[j].hs == l.HS) {
				list[j].lines = append(list[j].lines, i)
				continue next
			}
		}
		list = append(list, share{rule, l.HS, []int{i}})
	}
	return list
}

// bases spreads discount and freight over the lines by their value, so that the
// parts add up: the value of each line as customs sees it.
func (c *calculation) bases(q *ParcelQuote) (goods, cif []int64) {
	weights := make([]int64, len(q.Lines))
	for i, l := range q.Lines {
		weights[i] = l.Amount.Minor
	}
	discount, freight := money.Split(q.Discount.Minor, weights), money.Split(q.Freight.Minor, weights)
	goods, cif = make([]int64, len(weights)), make([]int64, len(weights))
	for i, w := range weights {
		goods[i] = w - discount[i]
		cif[i] = goods[i] + freight[i]
	}
	return goods, cif
}

func (c *calculation) duty(q *ParcelQuote, p Parcel, free map[Kind]*Rule) (t taken, err error) {
	t.byLine = make([]int64, len(p.Lines))
	if r := free[Duty]; r != nil {
		t.entries = []Entry{c.entry(Duty, c.zero, c.zero, r, "")}
		return t, nil
	}
	goods, cif := c.bases(q)
	for _, s := range c.shares(Duty, p) {
		if s.rule == nil {
			t.entries = append(t.entries, c.unknown(Duty, s.hs))
			continue
		}
		from := goods
		if s.rule.Base == BaseCIF {
			from = cif
		}
		var base, grams int64
		weights := make([]int64, len(s.lines))
		for i, line := range s.lines {
			base += from[line]
			weights[i] = from[line]
			grams += p.Lines[line].Grams * p.Lines[line].Quantity
		}
		amount, of, err := c.rated(q, s.rule, base, grams)
		if err != nil {
			return t, err
		}
		for i, part := range money.Split(amount.Minor, weights) {
			t.byLine[s.lines[i]] = part
		}
		if s.rule.Single {
			t.single = s.rule
		}
		t.entries = append(t.entries, c.entry(Duty, amount, of, s.rule, s.hs))
	}
	return t, nil
}

// rated takes a rule's rate of a base: of its part above the threshold when the
// rule says so, and at least its sum for each kilogram.
func (c *calculation) rated(q *ParcelQuote, r *Rule, base, grams int64) (amount, of money.Amount, err error) {
	of = money.Of(base, c.request.Currency)
	if r.Excess {
		over, _, err := c.above(q, r)
		if err != nil {
			return of, of, err
		}
		if value := q.Goods.Minor - q.Discount.Minor; value > 0 {
			if of.Minor, err = c.request.Rounding.MulDiv(base, over.Minor, value); err != nil {
				return of, of, err
			}
		}
		grams = max(0, grams-r.MaxGrams)
	}
	if amount, err = c.request.Rounding.Part(of, r.Rate); err != nil || r.MinPerKg.IsZero() {
		return amount, of, err
	}
	rate, ok := c.request.Rates(r.MinPerKg.Currency, c.request.Currency)
	if !ok {
		return amount, of, nil
	}
	perKg, err := c.request.Rounding.Convert(r.MinPerKg, rate)
	if err != nil {
		return amount, of, err
	}
	least, err := c.request.Rounding.MulDiv(perKg.Minor, grams, 1000)
	amount.Minor = max(amount.Minor, least)
	return amount, of, err
}

// tax takes import VAT of goods, freight and duty.
func (c *calculation) tax(q *ParcelQuote, p Parcel, free map[Kind]*Rule, duties taken) ([]Entry, error) {
	if r := free[VAT]; r != nil {
		return []Entry{c.entry(VAT, c.zero, c.zero, r, "")}, nil
	}
	if duties.single != nil {
		return nil, nil
	}
	_, cif := c.bases(q)
	var entries []Entry
	for _, s := range c.shares(VAT, p) {
		if s.rule == nil {
			entries = append(entries, c.unknown(VAT, s.hs))
			continue
		}
		base := c.zero
		for _, line := range s.lines {
			base.Minor += cif[line] + duties.byLine[line]
		}
		amount, err := c.taxOf(base, s.rule)
		if err != nil {
			return nil, err
		}
		e := c.entry(VAT, amount, base, s.rule, s.hs)
		for _, d := range duties.entries { // a tax on a guess is a guess
			if d.Status != Guaranteed {
				e.Status = e.Status.Worse(Estimate)
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// taxOf gives the tax on a base; with a consumption tax inside:
// base × (excise + rate) ÷ (1 − excise) × share.
func (c *calculation) taxOf(base money.Amount, r *Rule) (money.Amount, error) {
	minor, err := c.request.Rounding.MulDiv(base.Minor, int64(r.Excise+r.Rate), int64(10_000-r.Excise))
	if err == nil && r.Share > 0 {
		minor, err = c.request.Rounding.MulDiv(base.Minor, int64(r.Excise+r.Rate)*int64(r.Share), int64(10_000-r.Excise)*10_000)
	}
	return money.Of(minor, base.Currency), err
}

// fees are the flat sums that a destination takes for each parcel.
func (c *calculation) fees(p Parcel) []Entry {
	r := c.view.find(FeeKind, p, c.request.To, "", "")
	if r == nil {
		return nil
	}
	rate, ok := c.request.Rates(r.Flat.Currency, c.request.Currency)
	if !ok {
		return []Entry{c.unknown(FeeKind, "")}
	}
	amount, err := c.request.Rounding.Convert(r.Flat, rate)
	if err != nil {
		return []Entry{c.unknown(FeeKind, "")}
	}
	return []Entry{c.entry(Duty, amount, c.zero, r, "")}
}

func (c *calculation) entry(kind Kind, amount, base money.Amount, r *Rule, hs string) Entry {
	e := Entry{Kind: kind, Amount: amount, Base: base, Status: r.Status, Rule: r.ID, HS: hs, Source: r.Source, Seen: r.Seen, Note: r.Note}
	if kind == Duty || kind == VAT {
		e.Rate = r.Rate
	}
	return e
}

// unknown is an entry that nobody can compute: it is shown as unknown and
// adds nothing.
func (c *calculation) unknown(kind Kind, hs string) Entry {
	return Entry{Kind: kind, Amount: c.zero, Base: c.zero, Status: Unknown, HS: hs, Note: "note.unknown"}
}
