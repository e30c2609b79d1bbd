package match

// Why says why units found no other side: how far the best of the other side came.
type Why string

// The reasons, each of which is further than the one before.
const (
	NoItem      Why = "no_item"     // nobody offers the item, or nobody needs it
	NotHomemade Why = "homemade"    // made at home, and the need does not take that
	NoPaper     Why = "certificate" // without the certificate that the need wants
	Expires     Why = "expires"     // before the day until which the need uses it
	PackTooBig  Why = "pack"        // one pack is more than is left of the offer, or than the need lacks still
	TooFar      Why = "far"         // the way and the substitution cost as much as it is worth
	NoneLeft    Why = "none_left"   // all fits, and other needs took it; of an offer: whoever takes it has enough
)

// whys has them in order; a stage is an index of it.
var whys = [...]Why{NoItem, NotHomemade, NoPaper, Expires, PackTooBig, TooFar, NoneLeft}

const (
	stageItem int8 = iota
	stageHomemade
	stagePaper
	stageExpires
	stagePack
	stageFar
	stageFits
)

// penalty is what a need's taking an item costs, and whether it takes it at all.
func (n *Need) penalty(item int64) (points int64, ok bool) {
	if n.Item == item {
		return 0, true
	}
	for _, a := range n.Accepts {
		if a.Item == item && (!ok || a.Penalty < points) {
			points, ok = a.Penalty, true
		}
	}
	return points, ok
}

// stage is how far an offer of an item that a need takes comes, but for the way.
func (n *Need) stage(o *Offer) int8 {
	switch {
	case o.Homemade && !n.Homemade:
		return stageHomemade
	case n.Certified && !o.Certified:
		return stagePaper
	case o.Expires != 0 && o.Expires < n.Until:
		return stageExpires
	case o.pack() > min(n.Units, o.Units):
		return stagePack
	}
	return stageFits
}

func (o *Offer) pack() int64 { return max(o.Pack, 1) }

// far is the furthest stage that one offer or need saw, and how many came so far.
type far struct {
	stage int8
	sides int64
}

func (f *far) see(stage int8) {
	switch {
	case stage > f.stage:
		*f = far{stage, 1}
	case stage == f.stage && stage > stageItem:
		f.sides++
	}
}

func (f far) rest(id, units int64) Rest { return Rest{id, units, whys[f.stage], f.sides} }
