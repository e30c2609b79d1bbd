package assembly

import (
	"context"
	"io"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Imported is what became of a list of people.
type Imported struct {
	Admitted, Waiting int64 // seats and places that were given
	Known             int64 // rows of addresses that the event had already
	Refused           int64 // rows that something is wrong with
	Faults            []RowFault
}

// RowFault is what is wrong with one row; Fault.Field is its column.
type RowFault struct {
	Row   int64 // line of the file, of which the first names the columns
	Fault *fault.Error
}

// Bounds of a list of people.
const (
	MaxImportBytes  = 2 << 20
	MaxImportRows   = 5_000
	maxImportFaults = 500
	importBatch     = 200 // rows of one transaction
)

// Import registers a list of people, CSV with the columns name and email and, if
// it has them, country and language, on the word of a host that they agreed to
// what the event says about their data. Rows with something wrong are left out and
// said. An address that the event knows, in whatever state, stays as it is and is
// told nothing, so that a file can be taken again after an interruption.
func (s *Service) Import(ctx context.Context, by identity.Actor, id EventID, r io.Reader, agreed bool) (out Imported, err error) {
	if !agreed {
		return out, fault.Field("agreed", "fault.agree")
	}
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := open(tx, by, id)
		return err
	}); err != nil {
		return out, err
	}
	people, err := out.read(r)
	if err != nil {
		return out, err
	}
	for len(people) > 0 {
		n := min(len(people), importBatch)
		if err := s.importBatch(ctx, by, id, people[:n], &out); err != nil {
			return out, err
		}
		people = people[n:]
	}
	return out, nil
}

// open reads an event that the actor runs and people can register for.
func open(tx *db.Tx, by identity.Actor, id EventID) (Event, error) {
	e, err := hosted(tx, by, id)
	if err == nil && !e.Live(tx.Now) {
		err = fault.New(fault.Conflict, "fault.event_closed")
	}
	return e, err
}

// importBatch registers some people in one transaction.
func (s *Service) importBatch(ctx context.Context, by identity.Actor, id EventID, people []Applicant, out *Imported) error {
	var done Imported
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		done = Imported{}
		e, err := open(tx, by, id)
		if err != nil {
			return err
		}
		known, err := addresses(tx, id, people)
		if err != nil {
			return err
		}
		for _, a := range people {
			if known[a.Email] {
				done.Known++
				continue
			}
			known[a.Email] = true
			seat, err := e.place(tx, a.seat(e.ID, 0), false)
			if err != nil {
				return err
			}
			if seat.State == Admitted {
				done.Admitted++
			} else {
				done.Waiting++
			}
		}
		if done.Admitted+done.Waiting == 0 {
			return nil
		}
		return e.note(tx, by, "seat.import")
	})
	if err == nil {
		out.Admitted += done.Admitted
		out.Waiting += done.Waiting
		out.Known += done.Known
	}
	return err
}

// addresses gives those of some people that an event has a seat of, in any state.
func addresses(tx *db.Tx, id EventID, people []Applicant) (map[string]bool, error) {
	known := map[string]bool{}
	args := []any{int64(id)}
	list := ""
	for i, a := range people {
		args = append(args, a.Email)
		list += ", " + db.Place(i+2)
	}
	err := tx.Each(func(scan db.Scan) error {
		var email string
		err := scan(&email)
		known[email] = true
		return err
	}, "SELECT email FROM assembly_seats WHERE event_id = $1 AND email IN ("+list[2:]+")", args...)
	return known, err
}
