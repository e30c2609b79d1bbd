package market

import (
	"encoding/json"
	"errors"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/money"
)

// enquirySteps are what buyers ask a price for. doc is what the buyer said,
// quotation what the shop answered; cart the token by which it is ordered; unit is
// in minor units of the shop's money, 0 until it has answered.
const enquirySteps = `
CREATE TABLE enquiries (
	enquiry_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	deadline BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	cart TEXT NOT NULL,
	group_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	quotation TEXT NOT NULL,
	PRIMARY KEY (enquiry_id, shop_id)
) /*clustered*/;
CREATE INDEX enquiries_shop ON enquiries (shop_id, enquiry_id);
CREATE INDEX enquiries_asked ON enquiries (shop_id, enquiry_id) WHERE state = 'asked';
CREATE INDEX enquiries_person ON enquiries (person_id, enquiry_id) WHERE person_id > 0;
CREATE INDEX enquiries_deadline ON enquiries (deadline, enquiry_id) WHERE deadline > 0;
CREATE INDEX enquiries_cart ON enquiries (cart) WHERE cart <> '';
CREATE TABLE enquiry_lines (
	enquiry_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	unit BIGINT NOT NULL,
	PRIMARY KEY (enquiry_id, shop_id, line)
) /*clustered*/;
`

var errNoEnquiry = fault.New(fault.NotFound, "fault.enquiry_unknown")

const enquiryColumns = `enquiry_id, shop_id, person_id, state, deadline, updated, cart, group_id, doc, quotation`

func scanEnquiry(scan db.Scan) (e Enquiry, err error) {
	var deadline, updated int64
	var doc, quotation string
	if err := scan(&e.ID, &e.Shop, &e.Person, &e.State, &deadline, &updated, &e.cart, &e.Group, &doc, &quotation); err != nil {
		return e, err
	}
	e.Deadline, e.Updated = db.Time(deadline), db.Time(updated)
	return e, errors.Join(json.Unmarshal([]byte(doc), &e.EnquiryDoc), json.Unmarshal([]byte(quotation), &e.Quotation))
}

// loadEnquiry reads one enquiry with its lines.
func loadEnquiry(tx *db.Tx, where string, arg any) (e Enquiry, err error) {
	e, err = db.One(tx, scanEnquiry, "SELECT "+enquiryColumns+" FROM enquiries WHERE "+where, arg)
	if errors.Is(err, db.ErrNone) {
		err = errNoEnquiry
	}
	if err != nil {
		return e, err
	}
	e.Lines, err = db.List(tx, func(scan db.Scan) (l EnquiryLine, err error) {
		l.Unit = money.Of(0, e.Currency)
		err = scan(&l.Variant, &l.Quantity, &l.Unit.Minor)
		return l, err
	}, `SELECT variant_id, quantity, unit FROM enquiry_lines WHERE enquiry_id = $1 AND shop_id = $2 ORDER BY line`, int64(e.ID), int64(e.Shop))
	return e, err
}

func insertEnquiry(tx *db.Tx, e Enquiry) error {
	doc, err := encode(e.EnquiryDoc)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO enquiries (enquiry_id, shop_id, person_id, state, deadline, updated, cart, group_id, doc, quotation)
		VALUES ($1, $2, $3, $4, $5, $6, '', 0, $7, '{}')`, int64(e.ID), int64(e.Shop), int64(e.Person), string(e.State),
		db.Micro(e.Deadline), db.Micro(e.Updated), doc); err != nil {
		return err
	}
	args := make([]any, 0, 6*len(e.Lines))
	for i, l := range e.Lines {
		args = append(args, int64(e.ID), int64(e.Shop), i+1, int64(l.Variant), l.Quantity, int64(0))
	}
	_, err = tx.Exec(`INSERT INTO enquiry_lines (enquiry_id, shop_id, line, variant_id, quantity, unit) VALUES `+db.Places(len(e.Lines), 6), args...)
	return err
}

// save stores what a step changed, guarded by the state it was read in.
func (e Enquiry) save(tx *db.Tx, from EnquiryState) error {
	text, err := encode(e.Quotation)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE enquiries SET state = $1, deadline = $2, updated = $3, cart = $4, group_id = $5, quotation = $6
		WHERE enquiry_id = $7 AND shop_id = $8 AND state = $9`, string(e.State), db.Micro(e.Deadline), db.Micro(tx.Now), e.cart, int64(e.Group), text,
		int64(e.ID), int64(e.Shop), string(from))
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.enquiry_"+string(e.State))
	}
	return err
}

// saveUnits stores the prices of the lines.
func (e Enquiry) saveUnits(tx *db.Tx) error {
	for i, l := range e.Lines {
		if _, err := tx.Exec(`UPDATE enquiry_lines SET unit = $1 WHERE enquiry_id = $2 AND shop_id = $3 AND line = $4`,
			l.Unit.Minor, int64(e.ID), int64(e.Shop), i+1); err != nil {
			return err
		}
	}
	return nil
}

func variantsOf(lines []EnquiryLine) []catalog.VariantID {
	ids := make([]catalog.VariantID, len(lines))
	for i, l := range lines {
		ids[i] = l.Variant
	}
	return ids
}
