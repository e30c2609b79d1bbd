package delivery

// Preferred gives the offer that a total is counted with until the buyer
// chooses: the cheapest that comes to the door with nothing more to pay there,
// then the cheapest that comes to the door, then any. The cheapest stands first.
func Preferred(offers []Offer) (best Offer, ok bool) {
	rank := -1
	for _, o := range offers {
		n := 0
		if o.Option.Service != Pickup {
			n++
			if o.Option.Incoterm == "DDP" {
				n++
			}
		}
		if n > rank {
			best, rank = o, n
		}
	}
	return best, rank >= 0
}
