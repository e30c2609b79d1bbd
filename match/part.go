package match

// part is offers and needs that items tie together.
type part struct {
	offers []Offer
	needs  []Need
}

// split makes the parts, in the order in which their first offer or need comes.
func split(offers []Offer, needs []Need) []part {
	parent := map[int64]int64{}
	var root func(item int64) int64
	root = func(item int64) int64 {
		up, ok := parent[item]
		if !ok || up == item {
			return item
		}
		up = root(up)
		parent[item] = up
		return up
	}
	for _, n := range needs {
		for _, a := range n.Accepts {
			parent[root(a.Item)] = root(n.Item)
		}
	}
	var parts []part
	index := map[int64]int{}
	of := func(item int64) *part {
		i, ok := index[root(item)]
		if !ok {
			i = len(parts)
			index[root(item)] = i
			parts = append(parts, part{})
		}
		return &parts[i]
	}
	for _, o := range offers {
		p := of(o.Item)
		p.offers = append(p.offers, o)
	}
	for _, n := range needs {
		p := of(n.Item)
		p.needs = append(p.needs, n)
	}
	return parts
}
