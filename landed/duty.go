package landed

import "agora/money"

// taken is the duty of a parcel: its entries, and how much of it falls on each
// line, which the tax is taken of as well.
type taken struct {
	entries []Entry
	byLine  []int64
	single  *Rule // a duty that holds the tax as well
}

// rated is the duty of some lines.
type rated struct {
	share
	amount, of int64
	known      bool
}

func (b *crossing) duty(free map[Kind]freed) (taken, error) {
	t := taken{byLine: make([]int64, len(b.p.Lines))}
	if f, ok := free[Duty]; ok {
		t.entries = []Entry{b.freeEntry(Duty, f)}
		return t, nil
	}
	list, err := b.rates()
	if err != nil {
		return t, err
	}
	for _, r := range list {
		if !r.known {
			t.entries = append(t.entries, b.unknown(Duty, r.hs))
			continue
		}
		weights := make([]int64, len(r.lines))
		for i, line := range r.lines {
			weights[i] = b.goods[line]
		}
		for i, part := range split(r.amount, weights) {
			t.byLine[r.lines[i]] = part
		}
		if r.rule.Single {
			t.single = r.rule
		}
		c := b.request.Currency
		t.entries = append(t.entries, b.entry(Duty, money.Of(r.amount, c), money.Of(r.of, c), r.rule, r.hs))
	}
	return t, nil
}

// rates takes the duty of each share. When all of it is less than a rule
// troubles to collect, none is taken.
func (b *crossing) rates() ([]rated, error) {
	var list []rated
	var sum, ignore int64
	for _, s := range b.shares(Duty) {
		r := rated{share: s}
		if s.rule != nil {
			if err := b.rate(&r); err != nil {
				return nil, err
			}
			least, ok, err := b.foreign(s.rule.Ignore)
			if err != nil {
				return nil, err
			}
			if ok {
				ignore = max(ignore, least)
			}
		}
		sum += r.amount
		list = append(list, r)
	}
	if sum <= ignore {
		for i := range list {
			list[i].amount = 0
		}
	}
	return list, nil
}

// rate takes a rule's rate of its lines: of their part above the threshold when
// the rule says so, and at least its sum for each kilogram. A sum of the rule
// that can't be converted leaves the duty unknown.
func (b *crossing) rate(r *rated) error {
	from := b.goods
	if r.rule.Base == BaseCIF {
		from = b.cif
	}
	var grams int64
	for _, line := range r.lines {
		r.of += from[line]
		grams += b.p.Lines[line].Grams * b.p.Lines[line].Quantity
	}
	limit, okLimit, err := b.foreign(r.rule.Threshold)
	if err != nil {
		return err
	}
	perKg, okKg, err := b.foreign(r.rule.MinPerKg)
	if err != nil || !okLimit || !okKg {
		return err
	}
	r.known = true
	if r.rule.Excess {
		over, heavy, err := b.excess(r.rule, limit)
		if err != nil {
			return err
		}
		if r.of, err = b.share(r.of, over, b.value()); err != nil {
			return err
		}
		if grams, err = b.share(grams, heavy, b.q.Grams); err != nil {
			return err
		}
	}
	if r.amount, err = b.share(r.of, int64(r.rule.Rate), 10_000); err != nil {
		return err
	}
	least, err := b.share(perKg, grams, 1000)
	r.amount = max(r.amount, least)
	return err
}
