package load

import (
	"strconv"
	"strings"
	"time"
)

// sale is what a buyer knows of the purchase under way. Texts are as they are
// between the quotes of JSON.
type sale struct {
	item    *variant
	id      string
	line    string
	method  string // of delivery; "" when nothing is delivered
	kind    string
	groups  []group
	handler string
	pays    string // the instrument's type
	token   bool
}

// group is one parcel, and the first way it may come.
type group struct{ id, option string }

// purchase is a guest's: make a checkout, say who and where, choose how it
// comes and how it is paid, complete.
func purchase(b *buyer, item *variant) string {
	if item == nil {
		return b.run.nothingLeft()
	}
	s := sale{item: item}
	b.guest += b.run.crowd // somebody else than before
	b.sayLines(&s)
	b.add(b.run.context, `}`)
	r := b.call(actCreate, "POST", "/checkout-sessions")
	if r.wrong != "" || soldOut(firstError(r.doc)) {
		return b.lost(r, item)
	}
	if notLikeThis(r.doc) {
		item.gone.Store(true)
		return endUnsold
	}
	s.read(r.doc, b.run.Pay)

	b.sayWho(&s)
	b.add(`}`)
	if r = b.call(actAddress, "PUT", "/checkout-sessions/", s.id); r.wrong != "" || soldOut(firstError(r.doc)) {
		return b.lost(r, item)
	}
	s.read(r.doc, b.run.Pay)

	b.sayWho(&s)
	b.add(`,"payment":{"instruments":[{`)
	b.addInstrument(&s)
	b.add(`}]}}`)
	if r = b.call(actChoose, "PUT", "/checkout-sessions/", s.id); r.wrong != "" {
		return b.lost(r, item)
	}
	if !r.doc.get("status").is("ready_for_complete") {
		return b.stuck(actChoose, r, item)
	}

	b.say(`{"payment":{"instruments":[{`)
	b.addInstrument(&s)
	if s.token {
		b.add(`,"credential":{"type":"token","token":"`, b.run.Token, `"}`)
	}
	b.add(`}]}}`)
	if r = b.call(actComplete, "POST", "/checkout-sessions/", s.id, "/complete"); r.wrong != "" {
		return b.lost(r, item)
	}
	if !r.doc.get("status").is("completed") {
		return b.stuck(actComplete, r, item)
	}
	return endDone
}

// lost ends a turn with an answer that has nothing, or no more of the thing.
func (b *buyer) lost(r reply, item *variant) string {
	if !soldOut(r.code) && !soldOut(firstError(r.doc)) || b.broken {
		return endFailed
	}
	if !explained(r.doc) {
		b.run.tally.failedAt(actLost, r.began, "no words for a person", r.told())
		return endFailed
	}
	item.gone.Store(true)
	b.run.tally.took(actLost, r.began, time.Now())
	return endSoldOut
}

// notLikeThis reports whether a checkout refuses its line, as where a thing is
// sold from four on: the program does not know how many to take instead.
func notLikeThis(doc value) (yes bool) {
	doc.get("messages").each(func(m value) bool {
		yes = m.get("type").is("error") && strings.HasPrefix(string(m.get("path").raw()), "$.line_items")
		return !yes
	})
	return yes
}

// stuck ends a turn whose checkout is not in the state it should have.
func (b *buyer) stuck(a act, r reply, item *variant) string {
	switch {
	case soldOut(firstError(r.doc)):
		return b.lost(r, item)
	case r.doc.get("status").is("requires_escalation"):
		return endEscalated
	}
	b.refused(a, r)
	return endFailed
}

// read takes from a checkout what the next request needs.
func (s *sale) read(doc value, pay string) {
	s.id = string(doc.get("id").raw())
	s.line = string(doc.get("line_items").first().get("id").raw())
	s.method, s.kind, s.groups = "", "", s.groups[:0]
	doc.get("fulfillment").get("methods").each(func(m value) bool {
		s.method, s.kind = string(m.get("id").raw()), string(m.get("type").raw())
		s.groups = s.groups[:0]
		m.get("groups").each(func(g value) bool {
			s.groups = append(s.groups, group{string(g.get("id").raw()), string(g.get("options").first().get("id").raw())})
			return true
		})
		return s.kind != "shipping"
	})
	if s.kind == "" && wantsDelivery(doc) {
		s.kind = "shipping"
	}
	s.readHandlers(doc.get("ucp").get("payment_handlers"), pay)
}

// wantsDelivery reports whether a checkout that shows no way of delivery asks
// for one.
func wantsDelivery(doc value) (wants bool) {
	doc.get("messages").each(func(m value) bool {
		wants = m.get("type").is("error") && strings.Contains(string(m.get("path").raw()), "fulfillment")
		return !wants
	})
	return wants
}

// preferred are ways to pay that ask no provider outside, best first.
var preferred = []string{"play_money", "cash_on_delivery", "bank_transfer", "qr"}

// readHandlers chooses a way to pay among those a checkout offers: one with
// the word in its name, else the most preferred, else the first.
func (s *sale) readHandlers(handlers value, word string) {
	best := len(preferred) + 1
	handlers.members(func(name []byte, list value) bool {
		list.each(func(h value) bool {
			types := 0
			h.get("available_instruments").each(func(i value) bool {
				types++
				s.offer(&best, h, name, i.get("type").raw(), word)
				return true
			})
			if types == 0 { // every type will do; the name's last part says one
				s.offer(&best, h, name, name[strings.LastIndexByte(string(name), '.')+1:], word)
			}
			return true
		})
		return true
	})
}

// offer takes an instrument when it is better than the best so far.
func (s *sale) offer(best *int, handler value, name, kind []byte, word string) {
	full := string(name) + " " + string(kind)
	rank := len(preferred)
	for i, p := range preferred {
		if strings.Contains(full, p) {
			rank = i
			break
		}
	}
	if word != "" && strings.Contains(full, word) {
		rank = -1
	}
	if rank >= *best {
		return
	}
	*best, s.handler, s.pays = rank, string(handler.get("id").raw()), string(kind)
	s.token = strings.Contains(full, "play_money")
}

// sayLines begins a body with what is bought.
func (b *buyer) sayLines(s *sale) {
	b.say(`{"line_items":[{`)
	if s.line != "" {
		b.add(`"id":"`, s.line, `",`)
	}
	b.add(`"item":{"id":"`, s.item.id, `"},"quantity":1}]`)
}

// sayWho begins a body with what is bought, by whom, and where it goes. A
// request says all anew: what it left out would be forgotten.
func (b *buyer) sayWho(s *sale) {
	at := homes[b.run.Country]
	b.sayLines(s)
	b.add(b.run.context, `,"buyer":{"first_name":"Aida","last_name":"Load","email":"load`, strconv.Itoa(b.guest), `@example.com","phone_number":"`)
	b.addPhone(at.phone)
	b.add(`"}`)
	if s.kind == "" {
		return // nothing is delivered
	}
	b.add(`,"fulfillment":{"methods":[{`)
	if s.method != "" {
		b.add(`"id":"`, s.method, `",`)
	}
	b.add(`"type":"`, s.kind, `","line_item_ids":["`, s.line, `"]`)
	if s.kind == "shipping" {
		b.add(`,"destinations":[{"id":"home","first_name":"Aida","last_name":"Load","street_address":"`, at.street,
			`","address_locality":"`, at.locality, `","postal_code":"`, at.postcode, `","address_country":"`, b.run.Country, `"`)
		if at.region != "" {
			b.add(`,"address_region":"`, at.region, `"`)
		}
		b.add(`}],"selected_destination_id":"home"`)
	}
	if len(s.groups) > 0 {
		b.add(`,"groups":[`)
		for i, g := range s.groups {
			if i > 0 {
				b.add(`,`)
			}
			b.add(`{"id":"`, g.id, `"`)
			if g.option != "" {
				b.add(`,"selected_option_id":"`, g.option, `"`)
			}
			b.add(`}`)
		}
		b.add(`]`)
	}
	b.add(`}]}`)
}

// addPhone fills the places of a pattern with the digits of the guest's number.
func (b *buyer) addPhone(pattern string) {
	n := b.guest
	for i := range len(pattern) {
		c := pattern[i]
		if c == '#' {
			c = byte('0' + n%10)
			n /= 10
		}
		b.body = append(b.body, c)
	}
}

func (b *buyer) addInstrument(s *sale) {
	b.add(`"id":"pi_1","handler_id":"`, s.handler, `","type":"`, s.pays, `","selected":true`)
}
