package assembly

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/sheet"
)

// judged reads proposals with their scores; $2 is the seat that reads.
var judged = "SELECT " + of("p", proposalColumns) + `,
		(SELECT COUNT(*) FROM assembly_reviews r WHERE r.event_id = p.event_id AND r.proposal_id = p.proposal_id),
		(SELECT CAST(COALESCE(SUM(r.score), 0) AS BIGINT) FROM assembly_reviews r WHERE r.event_id = p.event_id AND r.proposal_id = p.proposal_id),
		COALESCE(o.score, 0), COALESCE(o.note, '')
	FROM assembly_proposals p LEFT JOIN assembly_reviews o ON o.event_id = p.event_id AND o.proposal_id = p.proposal_id AND o.seat_id = $2
	WHERE p.event_id = $1 AND `

func scanJudged(scan db.Scan) (j Judged, err error) {
	return j, read(scan, j.row(), one(&j.Scores), one(&j.Sum), one(&j.Own), one(&j.OwnNote))
}

// hidden takes away what others think from who has not said what she thinks.
func (j Judged) hidden() Judged {
	if j.Own == 0 {
		j.Scores, j.Sum, j.Others = 0, 0, nil
	}
	return j
}

// reviewing proves that a seat judges proposals.
func reviewing(tx *db.Tx, by identity.Actor, id EventID, seat SeatID) (Seated, error) {
	at, err := seatOf(tx, by, id, seat)
	if err == nil && !at.Seat.Reviews() {
		err = errNotMe
	}
	return at, err
}

// Proposals lists what was proposed to an event and not withdrawn, the first first,
// after a proposal, for who judges it. What others think of one she sees after she
// has scored it.
func (s *Service) Proposals(ctx context.Context, by identity.Actor, id EventID, seat SeatID, after ProposalID) (list []Judged, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := reviewing(tx, by, id, seat); err != nil {
			return err
		}
		list, err = db.List(tx, scanJudged, judged+"p.state <> 'withdrawn' AND p.proposal_id > $3 ORDER BY p.proposal_id LIMIT $4", int64(id), int64(seat), int64(after), PageSize+1)
		return err
	})
	for i := range list {
		list[i] = list[i].hidden()
	}
	return list, err
}

// ProposalFor gives a proposal to who judges it.
func (s *Service) ProposalFor(ctx context.Context, by identity.Actor, id EventID, seat SeatID, proposal ProposalID) (j Judged, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := reviewing(tx, by, id, seat); err != nil {
			return err
		}
		if j, err = db.One(tx, scanJudged, judged+"p.proposal_id = $3", int64(id), int64(seat), int64(proposal)); err != nil {
			return none(err)
		}
		var badge Seat
		j.Others, err = db.List(tx, func(scan db.Scan) (o Opinion, err error) {
			err = read(scan, badge.row(), one(&o.Score), one(&o.Note))
			o.Name = badge.Name
			return o, err
		}, "SELECT "+of("s", seatColumns)+`, r.score, r.note FROM assembly_reviews r JOIN assembly_seats s ON s.event_id = r.event_id AND s.seat_id = r.seat_id
			WHERE r.event_id = $1 AND r.proposal_id = $2 AND r.seat_id <> $3 ORDER BY r.seat_id LIMIT $4`, int64(id), int64(proposal), int64(seat), maxReviews)
		return err
	})
	return j.hidden(), err
}

// Score keeps what a reviewer thinks of a proposal, 1 to 5, and why.
func (s *Service) Score(ctx context.Context, by identity.Actor, id EventID, seat SeatID, proposal ProposalID, score int64, note string) error {
	var bad fault.Fields
	if score < 1 || score > 5 {
		bad.Add("score", "fault.choice")
	}
	long(&bad, "note", note, maxNote)
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := reviewing(tx, by, id, seat); err != nil {
			return err
		}
		if _, err := proposalIn(tx, id, proposal); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO assembly_reviews (event_id, proposal_id, seat_id, score, note) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (event_id, proposal_id, seat_id) DO UPDATE SET score = excluded.score, note = excluded.note`, int64(id), int64(proposal), int64(seat), score, note)
		return err
	})
}

// Decision is what a host decides about a proposal.
type Decision struct {
	To      ProposalState // Accepted, Declined or KeptForNow
	Starts  time.Time     // of the session that is made of what is accepted; zero for none
	Minutes int64         // of it
}

// Decide tells a proposer what her host decided. Who is accepted is a speaker from
// then on, with a seat beside the event's capacity, and a session if its time is
// said. What was accepted stays so.
func (s *Service) Decide(ctx context.Context, by identity.Actor, id EventID, proposal ProposalID, d Decision) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		p, err := proposalIn(tx, id, proposal)
		switch {
		case err != nil || p.State == d.To:
			return err
		case p.State == Accepted || p.State == Withdrawn:
			return errStale
		case d.To != Accepted && d.To != Declined && d.To != KeptForNow:
			return fault.Field("to", "fault.choice")
		}
		if p.State = d.To; d.To == Accepted {
			if err := e.speaks(tx, p, d); err != nil {
				return err
			}
		}
		if err := p.keep(tx); err != nil {
			return err
		}
		if err := p.tell(tx, e.Host); err != nil {
			return err
		}
		return e.note(tx, by, "proposal."+string(d.To))
	})
}

// speaks makes a speaker of who was accepted.
func (e *Event) speaks(tx *db.Tx, p Proposal, d Decision) error {
	list, err := speakersIn(tx, e.ID)
	if err != nil {
		return err
	}
	if len(list) >= maxSpeakers {
		return fault.Field("to", "fault.at_most", "max", int64(maxSpeakers))
	}
	speaker := Speaker{ID: SpeakerID(tx.ID()), Name: p.Name}
	if p.Biography != "" {
		speaker.About = catalog.Texts{p.Lang: p.Biography}
	}
	if _, err := tx.Exec("INSERT INTO assembly_speakers (event_id, speaker_id, doc) VALUES "+db.Places(1, 3), int64(e.ID), int64(speaker.ID), text(speaker)); err != nil {
		return err
	}
	if err := e.seatFor(tx, p); err != nil || d.Starts.IsZero() {
		return err
	}
	starts := d.Starts.UTC().Truncate(time.Microsecond)
	session := Session{ID: SessionID(tx.ID()), Event: e.ID, State: Planned, Starts: starts, Ends: starts.Add(time.Duration(d.Minutes) * time.Minute),
		Topic: Topic{Title: catalog.Texts{p.Lang: p.Title}, About: catalog.Texts{p.Lang: p.Abstract}, Speakers: []SpeakerID{speaker.ID}}}
	if err := session.check(*e); err != nil {
		return err
	}
	sessions, err := sessionsIn(tx, e.ID)
	if err == nil && len(sessions) >= maxSessions {
		err = fault.Field("starts", "fault.at_most", "max", int64(maxSessions))
	}
	if err != nil {
		return err
	}
	return e.turned(tx, session.insert(tx))
}

// seatFor gives a seat to who speaks, beside the event's capacity, or makes a
// speaker of the seat that her address has.
func (e *Event) seatFor(tx *db.Tx, p Proposal) error {
	seat, err := seatIn(tx, e.ID, "email", p.Email)
	known := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	switch {
	case !known:
		seat = Seat{ID: SeatID(tx.ID()), Event: e.ID, Email: p.Email, Badge: Badge{Name: p.Name, Country: p.Country, Lang: p.Tongue}}
		err = e.count(tx, 1, 0)
	case seat.State == Waiting:
		err = e.count(tx, 1, -1)
	case seat.State == Left:
		err = e.count(tx, 1, 0)
	case seat.State == Unpaid: // she pays nothing, and nothing is waited for
		err = seat.returned(tx, e)
		if err == nil {
			err = freeKind(tx, e.ID, seat.Ticket)
		}
	}
	if err != nil {
		return err
	}
	if seat.State != Admitted { // a ticket that is paid stays hers
		seat.Bought = Bought{}
	}
	if !known || seat.State == Left {
		seat.Agreed = tx.Now
	}
	fresh := seat.State != Admitted
	seat.State = Admitted
	if seat.Role == "" || seat.Role == Attendee {
		seat.Role, seat.Channel = OnStage, ""
	}
	write := seat.insert
	if known {
		write = seat.keep
	}
	if err := write(tx); err != nil || !fresh {
		return err
	}
	return seat.tell(tx, e.Host, "admitted")
}

// proposalsExported head a list of proposals.
var proposalsExported = []string{"name", "email", "country", "language", "title", "abstract", "biography", "links", "state", "reviews", "mean", "proposed"}

// ExportProposals writes what was proposed to an event as CSV, for who runs it, a
// page at a time.
func (s *Service) ExportProposals(ctx context.Context, by identity.Actor, id EventID, w io.Writer) error {
	out := csv.NewWriter(w)
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets tell UTF-8
		return err
	}
	if err := out.Write(proposalsExported); err != nil {
		return err
	}
	for after := ProposalID(0); ; {
		var list []Judged
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			if _, err := hosted(tx, by, id); err != nil {
				return err
			}
			list, err = db.List(tx, scanJudged, judged+"p.proposal_id > $3 ORDER BY p.proposal_id LIMIT $4", int64(id), int64(0), int64(after), PageSize)
			return err
		})
		if err != nil {
			return err
		}
		for _, j := range list {
			if err := out.Write(j.cells()); err != nil {
				return err
			}
			after = j.ID
		}
		if out.Flush(); out.Error() != nil || len(list) < PageSize {
			return out.Error()
		}
	}
}

// cells are the row of a proposal.
func (j Judged) cells() []string {
	cells := []string{j.Name, j.Email, j.Country, j.Lang, j.Title, j.Abstract, j.Biography, strings.Join(j.Links, " "), string(j.State), number(j.Scores),
		fmt.Sprintf("%d.%02d", j.Mean()/100, j.Mean()%100), db.TimeOfID(int64(j.ID)).UTC().Format(time.RFC3339)}
	for i, c := range cells {
		cells[i] = sheet.Guard(c)
	}
	return cells
}
