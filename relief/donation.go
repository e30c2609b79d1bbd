package relief

import (
	"context"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// DonationID names a donation of money.
type DonationID int64

// Given is a donation of which all that was pledged came in. Before that it is Promised,
// Taken or Declined, as a pledge of goods is.
const Given PledgeState = "given"

// Donation is money that somebody pledges for a crisis, and what came of it.
type Donation struct {
	ID       DonationID
	Crisis   CrisisID
	Ref      string // what she writes on the transfer
	State    PledgeState
	Amount   money.Amount // pledged
	Received int64
	Returned int64 // went back, or is to go back
	Giver
}

// Giver is what a donor of money says of herself. Donor is read by everybody where she
// wants that; Contact by those who coordinate only.
type Giver struct {
	Donor   string  `json:"donor,omitempty"`
	Public  bool    `json:"public,omitempty"`
	Note    string  `json:"note,omitempty"`
	Lang    string  `json:"lang,omitempty"` // in which she is written to
	Contact Contact `json:"contact"`
}

// DonationPurpose is what the signed link to a donation is signed for; the subject is the
// donation.
const DonationPurpose = "donation"

// At is when it was pledged.
func (d Donation) At() time.Time { return db.TimeOfID(int64(d.ID)) }

// ToCome is what was pledged and did not come in.
func (d Donation) ToCome() money.Amount {
	return money.Of(max(d.Amount.Minor-d.Received, 0), d.Amount.Currency)
}

// counts is what of a donation the public total of what is pledged has.
func (d Donation) counts() int64 {
	if d.State != Taken {
		return 0
	}
	return d.ToCome().Minor
}

func (d Donation) check() error {
	var bad fault.Fields
	checkSum(&bad, d.Amount)
	reach := d.Contact.Email + d.Contact.Phone
	for name, v := range map[string]string{"donor": d.Donor, "contact": reach} {
		if utf8.RuneCountInString(v) > maxLine {
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if reach == "" {
		bad.Add("contact", "fault.required")
	}
	if d.Public && d.Donor == "" {
		bad.Add("donor", "fault.required")
	}
	if utf8.RuneCountInString(d.Note) > maxNote {
		bad.Add("note", "fault.too_long", "max", int64(maxNote))
	}
	return bad.Err()
}

const donationColumns = "crisis_id, donation_id, ref, state, currency, amount, received, returned, doc"

func scanDonation(scan db.Scan) (d Donation, err error) {
	var doc string
	if err := scan((*int64)(&d.Crisis), (*int64)(&d.ID), &d.Ref, (*string)(&d.State), (*string)(&d.Amount.Currency), &d.Amount.Minor, &d.Received, &d.Returned, &doc); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(doc), &d.Giver)
}

// Donate writes down that somebody would give money; everybody may. It counts when
// somebody has looked at it, or when it comes.
func (s *Service) Donate(ctx context.Context, d Donation) (Donation, error) {
	if err := d.check(); err != nil {
		return d, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, d.Crisis); err != nil {
			return err
		}
		var waiting int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_donations WHERE crisis_id = $1 AND state = 'promised' AND donation_id >= $2", []any{int64(d.Crisis), db.IDAt(tx.Now.Add(-24 * time.Hour))}, &waiting); err != nil {
			return err
		}
		if waiting >= maxPromised {
			return fault.New(fault.TooMany, "fault.relief_many")
		}
		d.ID, d.State, d.Received, d.Returned = DonationID(tx.ID()), Promised, 0, 0
		for try, taken := 0, int64(1); taken > 0; try++ {
			d.Ref = refFor(d.ID, try)
			if err := tx.Row("SELECT COUNT(*) FROM relief_donations WHERE ref = $1", []any{d.Ref}, &taken); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("INSERT INTO relief_donations ("+donationColumns+") VALUES "+db.Places(1, 9), int64(d.Crisis), int64(d.ID), d.Ref, string(d.State),
			string(d.Amount.Currency), d.Amount.Minor, d.Received, d.Returned, text(d.Giver)); err != nil {
			return err
		}
		return event.Append(tx, db.House, Donates, int64(d.ID), In{d.Crisis})
	})
	return d, err
}

// TakeDonation counts a donation that was pledged, or declines one of which nothing came;
// who coordinates may.
func (s *Service) TakeDonation(ctx context.Context, by identity.Actor, crisis CrisisID, id DonationID, take bool) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		d, err := donationIn(tx, crisis, id)
		if err != nil {
			return err
		}
		if d.Received > 0 || d.State != Promised && (take || d.State != Taken) {
			return errJudged
		}
		to := d
		if to.State = Declined; take {
			to.State = Taken
		}
		return d.become(tx, to)
	})
}

// become stores how a donation is now, and counts what of it is still to come.
func (d Donation) become(tx *db.Tx, to Donation) error {
	if _, err := tx.Exec("UPDATE relief_donations SET state = $3, received = $4, returned = $5 WHERE crisis_id = $1 AND donation_id = $2",
		int64(d.Crisis), int64(d.ID), string(to.State), to.Received, to.Returned); err != nil {
		return err
	}
	return Fund{Currency: d.Amount.Currency, Pledged: to.counts() - d.counts(), Received: to.Received - d.Received}.add(tx, d.Crisis)
}

func donationIn(tx *db.Tx, crisis CrisisID, id DonationID) (Donation, error) {
	d, err := db.One(tx, scanDonation, "SELECT "+donationColumns+" FROM relief_donations WHERE crisis_id = $1 AND donation_id = $2", int64(crisis), int64(id))
	return d, none(err)
}

// DonationOf gives one donation to who holds its link, or coordinates.
func (s *Service) DonationOf(ctx context.Context, by identity.Actor, crisis CrisisID, id DonationID) (d Donation, err error) {
	if by.Link != DonationPurpose+":"+strconv.FormatInt(int64(id), 10) && !Coordinates(by) {
		return d, errNone
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err = donationIn(tx, crisis, id)
		return err
	})
	return d, err
}

// Donations lists those of a crisis that are not declined: those of which something is
// still to come by when they were pledged, after the last of the page before; and, on the
// first page, those that came, the newest first.
func (s *Service) Donations(ctx context.Context, crisis CrisisID, after DonationID) (list []Donation, err error) {
	most := int64(PageSize)
	if after != 0 {
		most = 0
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanDonation, "SELECT "+donationColumns+` FROM (
			SELECT * FROM (SELECT * FROM relief_donations WHERE crisis_id = $1 AND state IN ('promised', 'taken') AND donation_id > $2 ORDER BY donation_id LIMIT $3) waits
			UNION ALL SELECT * FROM (SELECT * FROM relief_donations WHERE crisis_id = $1 AND state = 'given' ORDER BY donation_id DESC LIMIT $4) came) t
			ORDER BY CASE WHEN state = 'given' THEN 1 ELSE 0 END, CASE WHEN state = 'given' THEN -donation_id ELSE donation_id END`, int64(crisis), int64(after), PageSize, most)
		return err
	})
	return list, err
}

// DonationBy gives the donations of a crisis whose reference stands in a text: one, or
// none. Who coordinates may read it.
func (s *Service) DonationBy(ctx context.Context, by identity.Actor, crisis CrisisID, text string) (list []Donation, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanDonation, "SELECT "+donationColumns+" FROM relief_donations WHERE ref = $1 AND crisis_id = $2", readRef(text), int64(crisis))
		return err
	})
	return list, err
}

// Donors lists donations that came in of those who want their name to be read, the newest
// first, at most PageSize.
func (s *Service) Donors(ctx context.Context, crisis CrisisID) (list []Donation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		// a quote within a name is written with a stroke before it, so that no name looks like the mark
		list, err = db.List(tx, scanDonation, "SELECT "+donationColumns+` FROM relief_donations WHERE crisis_id = $1 AND state IN ('taken', 'given') AND received > returned AND doc LIKE '%"public":true%'
			ORDER BY donation_id DESC LIMIT $2`, int64(crisis), PageSize)
		return err
	})
	return list, err
}
