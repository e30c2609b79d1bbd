package landed

import "agora/money"

// counted is what counts against the threshold of a rule: the value and weight
// of the parcel, or of all parcels of the request that the rule carries.
func (b *crossing) counted(r *Rule) (value, grams int64) {
	if r.Counter == CountParcel {
		return b.value(), b.q.Grams
	}
	for i := range b.parcels {
		if b.counts(r, i) {
			value += b.parcels[i].value()
			grams += b.parcels[i].Grams
		}
	}
	return value, grams
}

// over reports whether the parcel is above the threshold of a rule; one that
// can't be converted is left to what computes by it.
func (b *crossing) over(r *Rule) bool {
	limit, known, err := b.foreign(r.Threshold)
	value, _ := b.counted(r)
	return err == nil && known && value > limit
}

// counts reports whether a parcel crosses the border under a rule.
func (b *crossing) counts(r *Rule, i int) bool {
	p := &b.request.Parcels[i]
	return p.From != b.request.To && !p.Digital && r.carries(p)
}

// excess gives what the parcel has above the threshold of a rule in value and in
// weight. What is too dear brings its part of the weight with it, what is too
// heavy its part of the value; of both, the larger counts. What several parcels
// have together is divided among them by value, to the last unit.
func (b *crossing) excess(r *Rule, limit int64) (over, grams int64, err error) {
	value, weight := b.counted(r)
	over = max(0, value-limit)
	if r.MaxGrams > 0 {
		grams = max(0, weight-r.MaxGrams)
		byWeight, err := b.share(value, grams, weight)
		if err != nil {
			return 0, 0, err
		}
		byValue, err := b.share(weight, over, value)
		if err != nil {
			return 0, 0, err
		}
		over, grams = max(over, byWeight), max(grams, byValue)
	}
	if r.Counter == CountParcel {
		return over, grams, nil
	}
	return b.part(r, over), b.part(r, grams), nil
}

// part is this parcel's part of what the counted parcels have together.
func (b *crossing) part(r *Rule, whole int64) int64 {
	weights := make([]int64, len(b.parcels))
	for i := range b.parcels {
		if b.counts(r, i) {
			weights[i] = b.parcels[i].value()
		}
	}
	return money.Split(whole, weights)[b.at]
}
