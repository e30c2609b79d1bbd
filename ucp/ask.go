package ucp

import (
	"slices"
	"strconv"
	"strings"
	"time"
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
	if s.Buyer != nil && !c.has(capConsent) {
		s.Buyer.Consent = nil
	}
	if w.Discounts != nil && c.has(capDiscount) {
		s.Codes = cleaned(w.Discounts.Codes)
	}
	s.deliver(w.Fulfillment)
	s.pay(w.Payment)
	c.speak(s.Context)
	s.Lang = c.locale.Lang()
	life := checkoutLife
	if s.kind == cartKind {
		life = cartLife
	}
	s.expires = c.b.now().Add(life).Truncate(time.Second)
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
		for i := range s.Destinations {
			d := &s.Destinations[i]
			if d.ID == "" {
				d.ID = s.freeID(d.written(), before)
			}
		}
		switch {
		case m.Destination != nil:
			s.Destination = *m.Destination
		case len(s.Destinations) == 1:
			s.Destination = s.Destinations[0].ID
		}
		for _, g := range m.Groups {
			if g.Option == nil {
				continue
			}
			if s.Options == nil {
				s.Options = map[string]string{}
			}
			s.Options[g.ID] = *g.Option
		}
		return
	}
}

// written is an address without its id, to compare.
func (p postal) written() postal {
	p.ID = ""
	return p
}

// freeID gives an address the id that it had, or one that is not taken.
func (s *session) freeID(d postal, before []postal) string {
	taken := func(id string) bool {
		return slices.ContainsFunc(s.Destinations, func(p postal) bool { return p.ID == id })
	}
	for _, p := range before {
		if p.written() == d && !taken(p.ID) {
			return p.ID
		}
	}
	for n := 1; ; n++ {
		if id := "dest_" + strconv.Itoa(n); !taken(id) {
			return id
		}
	}
}

// pay takes how a person wants to pay, without any credential.
func (s *session) pay(p *paying) {
	s.Instruments = nil
	if p == nil {
		return
	}
	for _, i := range p.Instruments {
		s.Instruments = append(s.Instruments, instrument{ID: i.ID, Handler: i.Handler, Type: strings.TrimSpace(i.Type), Selected: i.Selected, Credential: i.Credential})
	}
}
