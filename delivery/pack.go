package delivery

import (
	"cmp"
	"slices"

	"agora/fault"
)

// Thing is so many of one thing that goes into a parcel.
type Thing struct {
	Key       int64 // the variant's id
	Title     string
	Quantity  int64
	Grams     int64 // of one, packed
	Size      Size  // of one, packed; zero when not known
	Dangerous bool
	LeadDays  int // until it is made; 0 when it is there
}

// Size is the outer size of a thing or a parcel, in mm.
type Size struct{ Length, Width, Height int64 }

// Box is one parcel of a plan.
type Box struct {
	Things []Thing
	Grams  int64
	Size   Size // of the things whose size is known, one on another
}

// MostBoxes bounds a plan: whoever sends more talks to a forwarder.
const MostBoxes = 50

// sorted gives a size with its longest side first.
func (s Size) sorted() Size {
	d := []int64{s.Length, s.Width, s.Height}
	slices.Sort(d)
	return Size{d[2], d[1], d[0]}
}

// girth is the longest side and once around the others.
func (s Size) girth() int64 {
	s = s.sorted()
	return s.Length + 2*(s.Width+s.Height)
}

// on gives the size of a parcel when n things of a size lie flat on it.
func (s Size) on(t Size, n int64) Size {
	t = t.sorted()
	return Size{max(s.Length, t.Length), max(s.Width, t.Width), s.Height + n*t.Height}
}

// Charged is the weight that is paid for: what the parcel weighs or, when that
// is more, what its volume counts as. A cubic mm over the divisor is a gram.
func (b Box) Charged(divisor int64) int64 {
	if divisor == 0 {
		return b.Grams
	}
	volume := b.Size.Length * b.Size.Width * b.Size.Height
	return max(b.Grams, (volume+divisor-1)/divisor)
}

// takes reports whether n of a thing may be added to a parcel.
func (l Limits) takes(b Box, t Thing, n int64) bool {
	size := b.Size.on(t.Size, n).sorted()
	return (l.MaxGrams == 0 || b.Grams+n*t.Grams <= l.MaxGrams) &&
		(l.MaxLength == 0 || size.Length <= l.MaxLength) &&
		(l.MaxGirth == 0 || size.girth() <= l.MaxGirth)
}

// Pack puts things into as few parcels as limits allow: the heaviest first,
// each into the first parcel with room for it. It is a rule of thumb, never
// more than a fifth above the fewest possible where only weight counts. What
// no parcel may hold is a fault that names it.
func Pack(things []Thing, l Limits) ([]Box, error) {
	order := slices.Clone(things)
	slices.SortStableFunc(order, func(a, b Thing) int {
		return cmp.Or(cmp.Compare(b.Grams, a.Grams), cmp.Compare(b.Size.girth(), a.Size.girth()), cmp.Compare(a.Key, b.Key))
	})
	var boxes []Box
	for _, t := range order {
		if t.Quantity > 0 && !l.takes(Box{}, t, 1) {
			return nil, tooLarge(t, l)
		}
		for at := 0; t.Quantity > 0; at++ {
			if at == MostBoxes {
				return nil, fault.New(fault.Conflict, "fault.parcels_many", "max", MostBoxes)
			}
			if at == len(boxes) {
				boxes = append(boxes, Box{})
			}
			t.Quantity -= boxes[at].fill(t, l)
		}
	}
	return boxes, nil
}

// fill adds as many of a thing as there is room for, and tells how many.
func (b *Box) fill(t Thing, l Limits) int64 {
	low, high := int64(0), t.Quantity // so many fit, so many at most
	for low < high {
		n := (low + high + 1) / 2
		if l.takes(*b, t, n) {
			low = n
		} else {
			high = n - 1
		}
	}
	if low == 0 {
		return 0
	}
	b.Grams += low * t.Grams
	b.Size = b.Size.on(t.Size, low)
	t.Quantity = low
	b.Things = append(b.Things, t)
	return low
}

func tooLarge(t Thing, l Limits) error {
	if l.MaxGrams > 0 && t.Grams > l.MaxGrams {
		return fault.New(fault.Conflict, "fault.parcel_heavy", "title", t.Title, "max", l.MaxGrams)
	}
	return fault.New(fault.Conflict, "fault.parcel_long", "title", t.Title)
}

// forbidden names the first thing that a carrier does not take because it is
// dangerous; nil when there is none.
func forbidden(things []Thing, carrier string, takes bool) error {
	for _, t := range things {
		if t.Dangerous && !takes {
			return fault.New(fault.Conflict, "fault.parcel_dangerous", "title", t.Title, "carrier", carrier)
		}
	}
	return nil
}
