package match

// lines are what was sent, with reasons.
func (b *board) lines() (list []Line) {
	for i, sent := range b.sent {
		for j, units := range sent {
			list = append(list, Line{b.offers[i].ID, b.needs[j].ID, units, b.reasons(i, j, int64(len(sent)))})
		}
	}
	return list
}

// rests are what needs lack and offers have still.
func (b *board) rests() (unmet, unused []Rest) {
	var needs, offers []int
	for j := range b.needs {
		if b.room(j) > 0 {
			needs = append(needs, j)
		}
	}
	for i := range b.offers {
		if b.kept(i) > 0 {
			offers = append(offers, i)
		}
	}
	b.seeLeft(offers, needs)
	for _, j := range needs {
		unmet = append(unmet, b.needFar[j].rest(b.needs[j].ID, b.room(j)))
	}
	for _, i := range offers {
		unused = append(unused, b.offerFar[i].rest(b.offers[i].ID, b.kept(i)))
	}
	return unmet, unused
}

// kept is what an offer has still, with what is no whole pack.
func (b *board) kept(i int) int64 {
	units := b.offers[i].Units
	for _, sent := range b.sent[i] {
		units -= sent
	}
	return units
}

// seeLeft finds offers and needs that fit and have something left on both sides: not
// others took it, but packs are too big for the rest, or the way too far.
func (b *board) seeLeft(offers, needs []int) {
	offerFar, needFar := make([]far, len(b.offers)), make([]far, len(b.needs))
	for _, i := range offers {
		for _, j := range needs {
			if !b.fits(i, j) {
				continue
			}
			stage := stagePack
			if pack := b.offers[i].pack(); b.left[i] >= pack && b.room(j) >= pack {
				stage = stageFar
			}
			offerFar[i].see(stage)
			needFar[j].see(stage)
		}
	}
	for _, i := range offers {
		b.offerFar[i].instead(offerFar[i])
	}
	for _, j := range needs {
		b.needFar[j].instead(needFar[j])
	}
}

// instead takes what was seen later, when anything was.
func (f *far) instead(later far) {
	if later.sides > 0 {
		*f = later
	}
}
