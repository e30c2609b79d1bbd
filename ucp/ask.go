package ucp

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// apply puts what a platform asks for in the place of all that a session had. It
// gives the number of the first line whose item does not exist, -1 for none.
func (c *call) apply(s *session, w wanted) (unknown int) {
	if w.Lines != nil {
		if at := s.relist(*w.Lines); at >= 0 {
			return at
		}
	}
	s.Buyer, s.Context, s.Codes = w.Buyer, w.Context, nil
	if s.Context != nil { // what is no name of a claim is passed over
		var claims []string // each once, as an answer has them
		for _, claim := range s.Context.Eligibility {
			if ValidNamespace(claim) && !slices.Contains(claims, claim) {
				claims = append(claims, claim)
			}
		}
		s.Context.Eligibility = claims
	}
	if s.Buyer != nil && !c.has(capConsent) {
		s.Buyer.Consent = nil
	}
	if w.Discounts != nil && c.has(capDiscount) {
		s.Codes = cleaned(w.Discounts.Codes)
	}
	if !c.has(capFulfillment) {
		w.Fulfillment = nil
	}
	s.deliver(w.Fulfillment)
	s.pay(w.Payment)
	c.speak(s.Context)
	s.Lang = c.locale.Lang()
	life := checkoutLife
	if s.kind == cartKind {
		life = cartLife
	}
	s.expires = c.b.now().Add(life).Truncate(lifeStep).Add(lifeStep)
	return -1
}

// relist replaces the lines. A line of the same id, or else of the same thing,
// keeps its id; the same thing twice becomes one line.
func (s *session) relist(asked []wantedLine) (unknown int) {
	var list []line
	before := s.Lines
	for i, a := range asked {
		v := variantOf(a.Item.ID)
		if v == 0 {
			return i
		}
		if at := slices.IndexFunc(list, func(l line) bool { return l.Variant == v }); at >= 0 {
			list[at].Quantity = min(list[at].Quantity+*a.Quantity, maxQuantity)
			continue
		}
		at := slices.IndexFunc(before, func(l line) bool { return a.ID != "" && l.ID == a.ID })
		if at < 0 {
			at = slices.IndexFunc(before, func(l line) bool { return l.Variant == v })
		}
		n := line{Variant: v, Quantity: *a.Quantity}
		if at >= 0 && !slices.ContainsFunc(list, func(l line) bool { return l.ID == before[at].ID }) {
			n.ID = before[at].ID
		} else {
			s.Last++
			n.ID = "li_" + strconv.Itoa(s.Last)
		}
		list = append(list, n)
	}
	s.Lines = list
	return -1
}

// deliver takes destinations, the chosen one, and the chosen ways. An address
// that has no id gets one. A chosen destination that is not written again is one
// of those that were.
func (s *session) deliver(f *fulfillment) {
	before := s.Destinations
	s.Destinations, s.Destination, s.Options = nil, "", nil
	if f == nil {
		return
	}
	for _, m := range f.Methods {
		if m.Type == "pickup" {
			continue
		}
		if s.Destinations = m.Destinations; len(s.Destinations) == 0 && m.Destination != nil {
			s.Destinations = before
		}
		s.name(before)
		switch {
		case m.Destination != nil:
			s.Destination = *m.Destination
			if _, _, ok := s.destination(); !ok {
				s.Destination = ""
			}
		case len(s.Destinations) == 1:
			s.Destination = s.Destinations[0].ID
		}
		for i, g := range m.Groups {
			if g.Option == nil {
				continue
			}
			if s.Options == nil {
				s.Options = map[string]string{}
			}
			s.Options[cmp.Or(g.ID, nth(i))] = *g.Option
		}
		return
	}
}

// nth is what a group without an id is known by: where it stands. The protocol
// leaves the id out of what creates, and its own SDKs out of what updates, too.
func nth(i int) string { return "#" + strconv.Itoa(i) }

// written is an address without its id, to compare.
func (p postal) written() postal {
	p.ID = ""
	return p
}

// name gives each address an id of its own: the one it came with, the one that it
// had before, or a new one.
func (s *session) name(before []postal) {
	taken := map[string]bool{"": true}
	for i := range s.Destinations {
		d := &s.Destinations[i]
		if taken[d.ID] {
			d.ID = ""
		}
		taken[d.ID] = true
	}
	for i := range s.Destinations {
		d := &s.Destinations[i]
		at := slices.IndexFunc(before, func(p postal) bool { return p.written() == d.written() && !taken[p.ID] })
		if d.ID == "" && at >= 0 {
			d.ID = before[at].ID
			taken[d.ID] = true
		}
	}
	for _, p := range before {
		taken[p.ID] = true
	}
	n := 0
	for i := range s.Destinations {
		for d := &s.Destinations[i]; d.ID == ""; {
			n++
			if id := "dest_" + strconv.Itoa(n); !taken[id] {
				d.ID = id
			}
		}
	}
}

// pay takes how a person wants to pay, without any credential.
func (s *session) pay(p *paying) {
	s.Instruments = nil
	if p == nil {
		return
	}
	selected := false
	for _, i := range p.Instruments {
		s.Instruments = append(s.Instruments, instrument{ID: i.ID, Handler: i.Handler, Type: strings.TrimSpace(i.Type), Selected: i.Selected && !selected, Credential: i.Credential})
		selected = selected || i.Selected // the first of several
	}
}
