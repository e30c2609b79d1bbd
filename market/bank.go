package market

import (
	"errors"
	"regexp"
	"strings"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/money"
	"agora/payment"
)

// lookalikes are Cyrillic letters that a keyboard puts in the place of those of
// a reference. G and D have no twin; people write the letter that sounds alike.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "Г", "G", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "У", "Y", "Х", "X")

// namedRef finds what may be a reference in what a payer wrote, capitals only.
var namedRef = regexp.MustCompile(`\bAG[\s-]*((?:[0-9A-Z][\s-]?){6}[0-9A-Z])\b`)

// bareRef finds one without its two letters.
var bareRef = regexp.MustCompile(`\b[0-9A-Z]{7}\b`)

// Named gives the reference of the one order group that a text names; "" for
// none, and for several.
func (s *Service) Named(tx *db.Tx, text string) (string, error) {
	const most = 20 // candidates in one text
	text = lookalikes.Replace(strings.ToUpper(text))
	found := ""
	for _, c := range append(namedRef.FindAllString(text, most), bareRef.FindAllString(text, most)...) {
		n, err := parseRef(strings.Join(strings.Fields(c), ""))
		if err != nil || ref(n) == found {
			continue
		}
		g, err := loadGroup(tx, "number = $1", n)
		if errors.Is(err, errNoOrder) {
			continue
		}
		if err != nil {
			return "", err
		}
		if found != "" {
			return "", nil
		}
		found = g.Ref
	}
	return found, nil
}

// RefundsNamed gives the refunds of a group, of exactly this sum, that a person
// sends or has sent, oldest first.
func (s *Service) RefundsNamed(tx *db.Tx, text string, sum money.Amount) (found []payment.Back, err error) {
	n, err := parseRef(text)
	if err != nil {
		return nil, err
	}
	g, err := loadGroup(tx, "number = $1", n)
	if err != nil {
		return nil, err
	}
	list, err := refundsOf(tx, g.ID)
	for _, r := range list {
		if r.Amount == sum && r.State != RefundAsking && (r.State != RefundSent || r.Way == payTransfer) {
			found = append(found, payment.Back{ID: int64(r.ID), Shop: r.Shop, Sent: r.State == RefundSent})
		}
	}
	return found, err
}

// RefundLeft says that a refund left by a way, under the bank's number.
func (s *Service) RefundLeft(tx *db.Tx, by identity.Actor, b payment.Back, way, proof string) error {
	r, err := loadRefund(tx, catalog.ShopID(b.Shop), RefundID(b.ID))
	if err != nil {
		return err
	}
	return s.byHand(tx, by, r, way, proof)
}

// byHand books that a person sent a refund, by its way or another.
func (s *Service) byHand(tx *db.Tx, by identity.Actor, r Refund, way, proof string) error {
	if way != "" && way != r.Way {
		if _, err := s.ways.Of(way); err != nil {
			return err
		}
		r.Way = way
		if _, err := tx.Exec(`UPDATE refunds SET way = $1 WHERE refund_id = $2 AND shop_id = $3`, way, int64(r.ID), int64(r.Shop)); err != nil {
			return err
		}
	}
	if err := sent(tx, r, proof); err != nil {
		return err
	}
	return audit.Note(tx, by, r.Shop, "refund.sent", proof, map[string]string{"amount": r.Amount.String(), "way": r.Way})
}
