package market

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// digests are the keyed digests of the ways to reach a buyer, by which she is
// known again and nobody else can find her.
func (s *Service) digests(contacts ...Contact) (list []string) {
	if s.mark == nil {
		return nil
	}
	seen := map[string]bool{}
	add := func(text string) {
		if d := hex.EncodeToString(s.mark("no-show", text)); !seen[d] {
			seen[d], list = true, append(list, d)
		}
	}
	for _, c := range contacts {
		if box := mailbox(c.Email); box != "" {
			add("mail:" + box)
		}
		if c.Phone != "" {
			add("phone:" + c.Phone)
		}
	}
	return list
}

// mailbox is the box that an e-mail address leads to; "" for none.
func mailbox(email string) string {
	user, host, ok := strings.Cut(strings.ToLower(strings.TrimSpace(email)), "@")
	if !ok {
		return ""
	}
	user, _, _ = strings.Cut(user, "+") // the same box
	return user + "@" + host
}

// noteNoShow keeps that the buyer did not take a parcel that was to be paid at
// the door. Who she is only her contact's digest tells.
func (s *Service) noteNoShow(tx *db.Tx, o Order) error {
	g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
	if err != nil {
		return err
	}
	if err := s.estrange(tx, g.Contact); err != nil {
		return err
	}
	for _, d := range s.digests(g.Contact, Contact{Phone: g.Address.Phone}) {
		if _, err := tx.Exec(`INSERT INTO no_shows (contact, order_id, shop_id, refused, forgiven) VALUES ($1, $2, $3, $4, 0)`,
			d, int64(o.ID), int64(o.Shop), db.Micro(tx.Now)); err != nil {
			return err
		}
	}
	return nil
}

// CashBarred tells until when a buyer pays other ways than at the door, because
// she did not take parcels; zero when she need not.
func (s *Service) CashBarred(ctx context.Context, c Contact) (until time.Time, err error) {
	terms, digests := s.cash(), s.digests(c)
	if terms.NoShows <= 0 || len(digests) == 0 {
		return until, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		args := []any{db.Micro(tx.Now.Add(-terms.NoShowFor)), terms.NoShows}
		in := ""
		for _, d := range digests {
			args = append(args, d)
			in += ", " + db.Place(len(args))
		}
		times, err := db.List(tx, func(scan db.Scan) (at int64, err error) { err = scan(&at); return at, err },
			`SELECT MAX(refused) FROM no_shows WHERE contact IN (`+in[2:]+`) AND forgiven = 0 AND refused > $1
				GROUP BY order_id ORDER BY MAX(refused) DESC LIMIT $2`, args...)
		if err == nil && len(times) == terms.NoShows {
			until = db.Time(times[len(times)-1]).Add(terms.NoShowFor)
		}
		return err
	})
	return until, err
}

// Forgive lets a refused order count against its buyer no more, by an operator
// who heard why.
func (s *Service) Forgive(ctx context.Context, by identity.Actor, id OrderID, why string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	why, err := note("reason", why, true)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE no_shows SET forgiven = $1 WHERE order_id = $2 AND forgiven = 0`, db.Micro(tx.Now), int64(id))
		if err != nil || n == 0 {
			return err
		}
		if _, err := tx.Exec(`UPDATE orders SET forgiven = $1 WHERE order_id = $2 AND shop_id = $3`, db.Micro(tx.Now), int64(o.ID), int64(o.Shop)); err != nil {
			return err
		}
		return audit.Note(tx, by, o.Shop, "no_show.forgiven", o.Ref, map[string]string{"why": why})
	})
}
