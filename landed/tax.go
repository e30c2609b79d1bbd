package landed

import "agora/money"

// tax takes import VAT of goods, freight and duty.
func (b *crossing) tax(free map[Kind]freed, duties taken) ([]Entry, error) {
	if f, ok := free[VAT]; ok {
		return []Entry{b.freeEntry(VAT, f)}, nil
	}
	if duties.single != nil {
		return nil, nil
	}
	var entries []Entry
	for _, s := range b.shares(VAT) {
		if s.rule == nil {
			entries = append(entries, b.unknown(VAT, s.hs))
			continue
		}
		base, known, err := b.taxBase(s, duties)
		if err != nil {
			return nil, err
		}
		if !known {
			entries = append(entries, b.unknown(VAT, s.hs))
			continue
		}
		amount, err := b.taxOf(base, s.rule)
		if err != nil {
			return nil, err
		}
		e := b.entry(VAT, money.Of(amount, b.request.Currency), money.Of(base, b.request.Currency), s.rule, s.hs)
		for _, d := range duties.entries { // a tax on a guess is a guess
			if d.Status != Guaranteed {
				e.Status = e.Status.Worse(Estimate)
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// taxBase gives what the tax of some lines is taken of: goods and freight, or
// their part above the rule's threshold, and the duty on them. It is not known
// when the threshold can't be converted.
func (b *crossing) taxBase(s share, duties taken) (base int64, known bool, err error) {
	var duty int64
	for _, line := range s.lines {
		base += b.cif[line]
		duty += duties.byLine[line]
	}
	if s.rule.Excess {
		limit, ok, err := b.foreign(s.rule.Threshold)
		if err != nil || !ok {
			return 0, false, err
		}
		over, _, err := b.excess(s.rule, limit)
		if err != nil {
			return 0, false, err
		}
		if base, err = b.share(base, over, b.value()); err != nil {
			return 0, false, err
		}
	}
	return base + duty, true, nil
}

// taxOf gives the tax on a base; with a consumption tax inside:
// base × (excise + rate) ÷ (1 − excise) × share.
func (b *crossing) taxOf(base int64, r *Rule) (int64, error) {
	part := int64(r.Share)
	if part == 0 {
		part = 10_000
	}
	return b.share(base, int64(r.Excise+r.Rate)*part, int64(10_000-r.Excise)*10_000)
}
