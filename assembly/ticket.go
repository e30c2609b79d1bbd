package assembly

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// TicketID names a kind of tickets of an event.
type TicketID int64

// Ticket is a kind of tickets. Who has one of a price has paid it, by an order at
// the event's shop, before she is let in.
type Ticket struct {
	ID    TicketID
	Event EventID
	Taken int64 // seats of it, with those that wait for their money
	Most  int64 // how many there are; 0 for no bound of its own
	Price money.Amount
	Until time.Time // when it is on sale last; zero for as long as one can register
	Pass
}

// Pass is what hosts write about a ticket.
type Pass struct {
	Name    catalog.Texts     `json:"name"`
	About   catalog.Texts     `json:"about,omitempty"` // what it includes
	Role    Role              `json:"role"`            // of who has it: Attendee or OnStage
	Product catalog.ProductID `json:"product,omitempty"`
	Variant catalog.VariantID `json:"variant,omitempty"` // what is bought; 0 for a free one
}

// MaxTickets bounds the kinds of an event.
const MaxTickets = 10

// Free reports whether a ticket costs nothing.
func (t Ticket) Free() bool { return t.Price.Minor == 0 }

// Gone reports whether all of a kind are taken.
func (t Ticket) Gone() bool { return t.Most > 0 && t.Taken >= t.Most }

// OnSale reports whether a kind can be chosen at a time.
func (t Ticket) OnSale(now time.Time) bool { return t.Until.IsZero() || now.Before(t.Until) }

const ticketColumns = "event_id, ticket_id, taken, most, price, currency, until, doc"

func scanTicket(scan db.Scan) (t Ticket, err error) {
	var until int64
	var doc string
	if err := scan((*int64)(&t.Event), (*int64)(&t.ID), &t.Taken, &t.Most, &t.Price.Minor, (*string)(&t.Price.Currency), &until, &doc); err != nil {
		return t, err
	}
	t.Until = db.Time(until)
	return t, json.Unmarshal([]byte(doc), &t.Pass)
}

func ticketIn(tx *db.Tx, e EventID, id TicketID) (Ticket, error) {
	t, err := db.One(tx, scanTicket, "SELECT "+ticketColumns+" FROM assembly_tickets WHERE event_id = $1 AND ticket_id = $2", int64(e), int64(id))
	return t, none(err)
}

func ticketsIn(tx *db.Tx, e EventID) ([]Ticket, error) {
	return db.List(tx, scanTicket, "SELECT "+ticketColumns+" FROM assembly_tickets WHERE event_id = $1 ORDER BY ticket_id LIMIT $2", int64(e), MaxTickets)
}

// Tickets lists the kinds of tickets of an event; they are bounded. An event that
// has none is free.
func (s *Service) Tickets(ctx context.Context, e EventID) (list []Ticket, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = ticketsIn(tx, e)
		return err
	})
	return list, err
}

// Offer puts a kind of tickets on sale, or changes the one with its ID. One of a
// price is sold by the event's shop, in its money.
func (s *Service) Offer(ctx context.Context, by identity.Actor, in Ticket) (Ticket, error) {
	out := in
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		out = in
		e, err := hosted(tx, by, in.Event)
		if err != nil {
			return err
		}
		var was Ticket
		list, err := ticketsIn(tx, e.ID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(t Ticket) bool { return t.ID == in.ID }); i >= 0 {
			was = list[i]
		} else if in.ID != 0 {
			return errNone
		} else if len(list) >= MaxTickets {
			return fault.Field("name", "fault.at_most", "max", int64(MaxTickets))
		}
		if err := in.check(e, was); err != nil {
			return err
		}
		if out.ID == 0 {
			out.ID = TicketID(tx.ID())
		}
		out.Taken, out.Product, out.Variant = was.Taken, was.Product, was.Variant
		if err := out.sell(tx, e); err != nil {
			return err
		}
		if err := out.keep(tx); err != nil {
			return err
		}
		if err := admitWaiting(tx, &e); err != nil { // there may be more of it now
			return err
		}
		return e.note(tx, by, "ticket.offered")
	})
	return out, err
}

// sell makes what is bought of a ticket that has a price.
func (t *Ticket) sell(tx *db.Tx, e Event) (err error) {
	if t.Free() {
		return nil
	}
	title := catalog.Texts{}
	for lang, name := range t.Name {
		of, _ := e.Title.In(lang, e.Langs...)
		if title[lang] = of + " · " + name; len([]rune(title[lang])) > catalog.MaxTitle {
			title[lang] = name
		}
	}
	t.Product, t.Variant, err = catalog.PutTicket(tx, e.Host, "ticket-"+number(int64(t.ID)), title, t.Price)
	return err
}

func (t Ticket) keep(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO assembly_tickets ("+ticketColumns+") VALUES "+db.Places(1, 8)+` ON CONFLICT (event_id, ticket_id)
		DO UPDATE SET most = excluded.most, price = excluded.price, currency = excluded.currency, until = excluded.until, doc = excluded.doc`,
		int64(t.Event), int64(t.ID), t.Taken, t.Most, t.Price.Minor, string(t.Price.Currency), db.Micro(t.Until), text(t.Pass))
	return err
}

// check judges what a host entered over what a kind was, by fields of her form.
func (t Ticket) check(e Event, was Ticket) error {
	var bad fault.Fields
	if t.Name.Empty() {
		bad.Add("name", "fault.required")
	}
	texts(&bad, "name", t.Name, maxName)
	texts(&bad, "about", t.About, maxAbout)
	if t.Role != Attendee && t.Role != OnStage {
		bad.Add("role", "fault.choice")
	}
	if t.Most < 0 || t.Most > maxCapacity {
		bad.Add("most", "fault.at_most", "max", int64(maxCapacity))
	}
	switch {
	case t.Price.Minor < 0:
		bad.Add("price", "fault.required")
	case !t.Free() && e.Host == db.House:
		bad.Add("price", "fault.ticket_house")
	case was.ID != 0 && was.Free() != t.Free() && was.Taken > 0:
		bad.Add("price", "fault.ticket_taken")
	}
	return bad.Err()
}

// Withdraw takes a kind off that nobody has or had.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, id EventID, ticket TicketID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		t, err := ticketIn(tx, id, ticket)
		if errors.Is(err, errNone) {
			return nil
		}
		var seats int64
		if err == nil {
			err = tx.Row("SELECT COUNT(*) FROM assembly_seats WHERE event_id = $1 AND ticket = $2", []any{int64(id), int64(ticket)}, &seats)
		}
		if err != nil {
			return err
		}
		if seats > 0 {
			return fault.New(fault.Conflict, "fault.ticket_taken")
		}
		if t.Product != 0 {
			if err := catalog.NoTicket(tx, e.Host, t.Product); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("DELETE FROM assembly_tickets WHERE event_id = $1 AND ticket_id = $2", int64(id), int64(ticket)); err != nil {
			return err
		}
		return e.note(tx, by, "ticket.withdrawn")
	})
}

// choose gives the ticket that an applicant chose; the zero one where there are
// none.
func (e Event) choose(tx *db.Tx, chosen TicketID) (Ticket, error) {
	list, err := ticketsIn(tx, e.ID)
	if err != nil || len(list) == 0 && chosen == 0 {
		return Ticket{}, err
	}
	i := slices.IndexFunc(list, func(t Ticket) bool { return t.ID == chosen })
	if i < 0 || !list[i].OnSale(tx.Now) {
		return Ticket{}, fault.Field("ticket", "fault.choice")
	}
	return list[i], nil
}
