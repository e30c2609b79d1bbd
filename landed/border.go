package landed

import "agora/money"

// border adds what the destination takes of a parcel that comes from abroad.
// With DDP it is charged at checkout, with DAP paid to the carrier at the door.
func (c *calculation) border(i int) error {
	q, p := &c.parcels[i], &c.request.Parcels[i]
	b := crossing{calculation: c, at: i, q: q, p: p}
	b.bases()
	free, err := b.free()
	if err != nil {
		return err
	}
	duties, err := b.duty(free)
	if err != nil {
		return err
	}
	taxes, err := b.tax(free, duties)
	if err != nil {
		return err
	}
	fees, err := b.fees()
	if err != nil {
		return err
	}
	door := p.Incoterm != DDP
	for _, e := range append(append(duties.entries, taxes...), fees...) {
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

// crossing is one parcel at the border.
type crossing struct {
	*calculation
	at    int // number of the parcel
	q     *ParcelQuote
	p     *Parcel
	goods []int64 // of each line, after discount
	cif   []int64 // of each line, with its part of the freight
}

// bases spreads discount and freight over the lines by their value, so that the
// parts add up: the value of each line as customs sees it.
func (b *crossing) bases() {
	n := len(b.q.Lines)
	cells := make([]int64, 2*n)
	weights := make([]int64, n)
	for i, l := range b.q.Lines {
		weights[i] = l.Amount.Minor
	}
	b.goods, b.cif = cells[:n:n], cells[n:]
	discount, freight := split(b.q.Discount.Minor, weights), split(b.q.Freight.Minor, weights)
	for i, w := range weights {
		b.goods[i] = w - discount[i]
		b.cif[i] = b.goods[i] + freight[i]
	}
}

// split is money.Split with a short way for what needs no division.
func split(total int64, weights []int64) []int64 {
	switch {
	case len(weights) == 1:
		return []int64{total}
	case total == 0:
		return make([]int64, len(weights))
	}
	return money.Split(total, weights)
}

// value is what the goods of the parcel are worth after discount.
func (b *crossing) value() int64 { return b.q.value() }

func (q *ParcelQuote) value() int64 { return q.Goods.Minor - q.Discount.Minor }

// share gives part × num ÷ den by the rounding of the request; nothing of nothing.
func (b *crossing) share(part, num, den int64) (int64, error) {
	if part == 0 || num == 0 || den == 0 {
		return 0, nil
	}
	return b.request.Rounding.MulDiv(part, num, den)
}

// foreign brings a sum of a rule into the buyer's money; false when there is no
// rate for it.
func (b *crossing) foreign(a money.Amount) (minor int64, ok bool, err error) {
	if a.IsZero() {
		return 0, true, nil
	}
	rate, ok := b.request.Rates(a.Currency, b.request.Currency)
	if !ok {
		return 0, false, nil
	}
	in, err := b.request.Rounding.Convert(a, rate)
	return in.Minor, true, err
}

// freed is the rule that lets a parcel in without a kind; not known when its
// threshold can't be converted.
type freed struct {
	rule  *Rule
	known bool
}

// free gives, by kind, what lets the parcel in without it.
func (b *crossing) free() (map[Kind]freed, error) {
	r := b.view.find(DeMinimis, b.p, b.request.To, &Line{}, nil)
	if r == nil || r.MaxSame > 0 && b.same() > r.MaxSame {
		return nil, nil
	}
	value, grams := b.counted(r)
	if r.MaxGrams > 0 && grams > r.MaxGrams {
		return nil, nil
	}
	limit, known, err := b.foreign(r.Threshold)
	if err != nil || known && value > limit {
		return nil, err
	}
	out := map[Kind]freed{}
	for _, kind := range r.Frees {
		out[kind] = freed{r, known}
	}
	return out, nil
}

// same is how many of one thing the parcel has at most.
func (b *crossing) same() (most int64) {
	for _, l := range b.p.Lines {
		most = max(most, l.Quantity)
	}
	return most
}

// freeEntry says that a kind is not taken, or that nobody can tell.
func (b *crossing) freeEntry(kind Kind, f freed) Entry {
	if !f.known {
		return b.unknown(kind, "")
	}
	e := b.entry(kind, b.zero, b.zero, f.rule, "")
	e.Rate = 0
	return e
}

// share is the part of the lines to which one rule applies.
type share struct {
	rule  *Rule
	hs    string
	lines []int
}

// shares groups the lines of a parcel by the rule that fits them and their
// customs code, in order; a rule of nil means that none does.
func (b *crossing) shares(kind Kind) []share {
	list := make([]share, 0, len(b.p.Lines))
next:
	for i := range b.p.Lines {
		l := &b.p.Lines[i]
		rule := b.view.find(kind, b.p, b.request.To, l, b.over)
		for j := range list {
			s := &list[j]
			if s.rule != rule || rule != nil && s.hs != l.HS {
				continue
			}
			if s.hs != l.HS {
				s.hs = "" // what is not known is not known for all of them
			}
			s.lines = append(s.lines, i)
			continue next
		}
		list = append(list, share{rule, l.HS, []int{i}})
	}
	return list
}

// fees are the flat sums that a destination takes for each parcel; they are
// counted with the duty, since they go the same way.
func (b *crossing) fees() ([]Entry, error) {
	r := b.view.find(FeeKind, b.p, b.request.To, &Line{}, nil)
	if r == nil {
		return nil, nil
	}
	flat, known, err := b.foreign(r.Flat)
	if err != nil || !known {
		return []Entry{b.unknown(FeeKind, "")}, err
	}
	return []Entry{b.entry(Duty, money.Of(flat, b.request.Currency), b.zero, r, "")}, nil
}

func (c *calculation) entry(kind Kind, amount, base money.Amount, r *Rule, hs string) Entry {
	e := Entry{Kind: kind, Amount: amount, Base: base, Status: r.Status, Rule: r.ID, Of: r.Version, HS: hs, Source: r.Source, Seen: r.Seen, Note: r.Note}
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
