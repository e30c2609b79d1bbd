package assembly_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// offer writes a kind of tickets down as Offer does, without a shop.
func offer(t rapid.TB, d *db.DB, e assembly.EventID, most, price int64) (id assembly.TicketID) {
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		id = assembly.TicketID(tx.ID())
		_, err := tx.Exec(`INSERT INTO assembly_tickets (event_id, ticket_id, taken, most, price, currency, until, doc) VALUES ($1, $2, 0, $3, $4, 'KGS', 0, $5)`,
			int64(e), int64(id), most, price, `{"name":{"en":"Day"},"role":"attendee"}`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// TestSeatsArePaidOrFree: in whatever order people register, order, pay, are late,
// give back and are refunded, no more are let in than there are seats and tickets,
// and who is let in has a free ticket or a paid one.
func TestSeatsArePaidOrFree(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx, runs := context.Background(), 0
		rapid.Check(t, func(rt *rapid.T) {
			if runs++; runs > 40 {
				return
			}
			seats := rapid.Int64Range(1, 4).Draw(rt, "seats")
			most := rapid.Int64Range(1, 3).Draw(rt, "most")
			e := conference(t, s, seats)
			free, paid := offer(rt, d, e.ID, 0, 0), offer(rt, d, e.ID, most, 100)
			order := int64(0)
			captured := map[int64]bool{} // orders whose money is there
			who := map[int]assembly.SeatID{}
			must := func(err error) {
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
					rt.Fatal(err)
				}
			}
			sit := func(n int) assembly.Seat {
				at, err := s.Sit(ctx, identity.System(), e.ID, who[n])
				must(err)
				return at.Seat
			}
			for range rapid.IntRange(1, 25).Draw(rt, "steps") {
				n := rapid.IntRange(0, 6).Draw(rt, "who")
				does := rapid.IntRange(0, 5).Draw(rt, "does")
				if who[n] == 0 || does == 0 {
					a := applicant(n)
					if a.Ticket = free; n%2 == 0 {
						a.Ticket = paid
					}
					seat, _, err := s.Register(ctx, identity.Guest(), e.ID, a)
					must(err)
					who[n] = seat.ID
				}
				seat := sit(n)
				switch does {
				case 1: // she places an order
					order++
					must(d.Write(ctx, func(tx *db.Tx) error { return s.Ordered(tx, seat.Cart, order, order) }))
				case 2: // the money of some order of hers comes, told twice
					if seat.Order != 0 {
						captured[seat.Order] = true
						must(s.Paid(ctx, e.ID, seat.ID, seat.Order))
						must(s.Paid(ctx, e.ID, seat.ID, seat.Order))
					}
				case 3: // her order ends: unpaid, or refunded
					if seat.Order != 0 {
						delete(captured, seat.Order)
						must(s.Ended(ctx, e.ID, seat.ID, seat.Order))
						must(s.Ended(ctx, e.ID, seat.ID, seat.Order))
					}
				case 4:
					must(s.Lapse(ctx, seat.ID, assembly.Lapsing{Event: e.ID, Until: seat.Until.UnixMicro()}))
				case 5:
					must(s.Leave(ctx, holder(seat), e.ID, seat.ID))
				}
				counted(rt, s, e.ID, seats, most, free, paid, captured)
			}
		})
	})
}

// counted compares what an event counts with its seats.
func counted(rt *rapid.T, s *assembly.Service, id assembly.EventID, seats, most int64, free, paid assembly.TicketID, captured map[int64]bool) {
	ctx := context.Background()
	e, err := s.Event(ctx, host, id)
	if err != nil {
		rt.Fatal(err)
	}
	list, err := s.Seats(ctx, host, id, 0)
	if err != nil {
		rt.Fatal(err)
	}
	var taken, waiting int64
	of := map[assembly.TicketID]int64{}
	for _, seat := range list {
		switch seat.State {
		case assembly.Waiting:
			waiting++
		case assembly.Admitted:
			if seat.Ticket != free && !captured[seat.Order] {
				rt.Fatalf("let in without money: %+v", seat)
			}
			fallthrough
		case assembly.Unpaid:
			taken++
			of[seat.Ticket]++
		}
	}
	if taken > seats || of[paid] > most || e.Admitted != taken || e.Waiting != waiting {
		rt.Fatalf("%d of %d taken, %d of the paid kind of %d; the event counts %d and %d waiting of %d", taken, seats, of[paid], most, e.Admitted, e.Waiting, waiting)
	}
	kinds, err := s.Tickets(ctx, id)
	if err != nil {
		rt.Fatal(err)
	}
	for _, k := range kinds {
		if k.Taken != of[k.ID] {
			rt.Fatalf("%d of a kind are taken, it counts %d", of[k.ID], k.Taken)
		}
	}
	if taken < seats && waiting > 0 && (of[paid] < most || free == 0) {
		rt.Fatalf("%d wait though there is room", waiting)
	}
}

// TestTicketsSayWhatIsWrong by fields, and who may offer them.
func TestTicketsSayWhatIsWrong(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		e := conference(t, s, 0)
		_, err := s.Offer(t.Context(), host, assembly.Ticket{Event: e.ID, Most: -1, Pass: assembly.Pass{Role: assembly.HostRole}})
		want := map[string]bool{"name": true, "most": true, "role": true}
		for _, f := range fault.List(err) {
			delete(want, f.Field)
		}
		if len(want) > 0 {
			t.Errorf("not said: %v (%v)", want, err)
		}
		day := assembly.Ticket{Event: e.ID, Pass: assembly.Pass{Name: catalog.Texts{"en": "Day"}, Role: assembly.Attendee}}
		priced := day
		priced.Price.Minor = 100
		if _, err := s.Offer(t.Context(), host, priced); !fault.HasKey(err, "fault.ticket_house") {
			t.Errorf("the house sells: %v", err)
		}
		if _, err := s.Offer(t.Context(), identity.Actor{Person: 9}, day); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger offers: %v", err)
		}
		for n := range assembly.MaxTickets {
			day.Name = catalog.Texts{"en": fmt.Sprint("Day ", n)}
			if _, err := s.Offer(t.Context(), host, day); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Offer(t.Context(), host, day); !fault.HasKey(err, "fault.at_most") {
			t.Errorf("one more: %v", err)
		}
		if _, _, err := s.Register(t.Context(), identity.Guest(), e.ID, applicant(1)); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a ticket: %v", err)
		}
		list, err := s.Tickets(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		a := applicant(1)
		a.Ticket = list[0].ID
		if seat, _, err := s.Register(t.Context(), identity.Guest(), e.ID, a); err != nil || seat.State != assembly.Admitted {
			t.Errorf("a free one: %+v, %v", seat, err)
		}
		if err := s.Withdraw(t.Context(), host, e.ID, list[0].ID); !fault.HasKey(err, "fault.ticket_taken") {
			t.Errorf("taken, it is withdrawn: %v", err)
		}
		if err := s.Withdraw(t.Context(), host, e.ID, list[1].ID); err != nil {
			t.Error(err)
		}
	})
}
