package discount

import (
	"encoding/json"
	"errors"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
)

const columns = `discount_id, shop_id, title, code, percent, minor, currency, scope, category, products, first_day, last_day,
	least, most, combines, used, ended, revision, closes`

func scan(scan db.Scan) (d Discount, err error) {
	var title, products string
	var c money.Currency
	var first, last, combines, ended, closes int64
	if err := scan(&d.ID, &d.Shop, &title, &d.Code, &d.Percent, &d.Off.Minor, &c, &d.Scope, &d.Category, &products, &first, &last,
		&d.Least.Minor, &d.Most, &combines, &d.Used, &ended, &d.Revision, &closes); err != nil {
		return d, err
	}
	d.Off.Currency, d.Least.Currency = c, c
	d.First, d.Last, d.Combines, d.Ended = db.Time(first), db.Time(last), combines > 0, ended > 0
	if closes > 0 {
		d.Closes = db.Time(closes)
	}
	return d, errors.Join(json.Unmarshal([]byte(title), &d.Title), json.Unmarshal([]byte(products), &d.Products))
}

// For gives, in one query, what concerns a cart with things of shops: all that is
// in force without a code, and whatever has one of the codes, in force or not. The
// bound is above what a hundred shops may have in force.
func For(tx *db.Tx, shops []db.ShopID, codes ...string) ([]Discount, error) {
	if len(shops) == 0 {
		return nil, nil
	}
	args := []any{db.Micro(Day(tx.Now))}
	in, known := "", "''"
	for _, id := range shops {
		args = append(args, int64(id))
		in += ", " + db.Place(len(args))
	}
	for _, code := range codes {
		args = append(args, code)
		known += ", " + db.Place(len(args))
	}
	return db.List(tx, scan, "SELECT "+columns+" FROM discounts WHERE shop_id IN ("+in[2:]+") AND code IN ("+known+`)
		AND (code <> '' OR ended = 0 AND first_day <= $1 AND (last_day = 0 OR last_day >= $1)) ORDER BY discount_id DESC LIMIT 6000`, args...)
}

// Use counts the use of a discount by an order with so many of what it made
// cheaper, in the transaction that places it: one, or for an offer of a live sale
// each thing. A Conflict that names it says that it is no longer as it was.
//
// All who buy for less write this one row. That costs nothing while all writes
// stand in one queue (see db); a node with several writers would count into a few
// rows that no bound needs, and keep the one only where Most is set.
func Use(tx *db.Tx, shop db.ShopID, o Off, things int64) error {
	n, err := tx.Exec(`UPDATE discounts SET used = used + $5 WHERE discount_id = $1 AND shop_id = $2 AND revision = $3 AND ended = 0
		AND first_day <= $4 AND (last_day = 0 OR last_day >= $4) AND (most = 0 OR used + $5 <= most) AND (closes = 0 OR closes > $6)`,
		int64(o.ID), int64(shop), o.Revision, db.Micro(Day(tx.Now)), o.uses(things), db.Micro(tx.Now))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.discount_gone", "title", o.Name("en"))
	}
	return err
}

// Unuse takes back what Use counted, in the transaction that cancels what was made
// cheaper. What its shop changed of it meanwhile is no matter.
func Unuse(tx *db.Tx, shop db.ShopID, o Off, things int64) error {
	_, err := tx.Exec(`UPDATE discounts SET used = used - $3 WHERE discount_id = $1 AND shop_id = $2 AND used >= $3`, int64(o.ID), int64(shop), o.uses(things))
	return err
}

// uses is what an order with so many things counts for.
func (o Off) uses(things int64) int64 {
	if o.Live {
		return things
	}
	return 1
}

// Name names it in a language, as near as there is.
func (o Off) Name(lang string) string { return name(o.Title, lang) }

// Name names it in a language, as near as there is.
func (d Discount) Name(lang string) string { return name(d.Title, lang) }

func name(title map[string]string, lang string) string {
	for _, l := range []string{lang, "en"} {
		if s := title[l]; s != "" {
			return s
		}
	}
	first := ""
	for l := range title {
		if first == "" || l < first {
			first = l
		}
	}
	return title[first]
}

// taken finds another discount with the same code whose days meet those of d.
func taken(tx *db.Tx, d Discount) (bool, error) {
	last := d.Last
	if last.IsZero() {
		last = time.UnixMicro(1 << 62)
	}
	var n int64
	err := tx.Row(`SELECT COUNT(*) FROM discounts WHERE shop_id = $1 AND code = $2 AND ended = 0 AND discount_id <> $3
		AND first_day <= $4 AND (last_day = 0 OR last_day >= $5)`,
		[]any{int64(d.Shop), d.Code, int64(d.ID), last.UnixMicro(), db.Micro(d.First)}, &n)
	return n > 0, err
}

func put(tx *db.Tx, d Discount) error {
	title, err := json.Marshal(d.Title)
	if err != nil {
		return err
	}
	if d.Products == nil {
		d.Products = []int64{}
	}
	products, err := json.Marshal(d.Products)
	if err != nil {
		return err
	}
	last := int64(0)
	if !d.Last.IsZero() {
		last = db.Micro(d.Last)
	}
	closes := int64(0)
	if d.Live() {
		closes = db.Micro(d.Closes)
	}
	_, err = tx.Exec("INSERT INTO discounts ("+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (discount_id, shop_id) DO UPDATE SET title = excluded.title, code = excluded.code, percent = excluded.percent,
			minor = excluded.minor, currency = excluded.currency, scope = excluded.scope, category = excluded.category,
			products = excluded.products, first_day = excluded.first_day, last_day = excluded.last_day, least = excluded.least,
			most = excluded.most, combines = excluded.combines, ended = excluded.ended, revision = excluded.revision`,
		int64(d.ID), int64(d.Shop), string(title), d.Code, d.Percent, d.Off.Minor, string(d.Off.Currency), string(d.Scope), d.Category,
		string(products), db.Micro(d.First), last, d.Least.Minor, d.Most, flag(d.Combines), d.Used, flag(d.Ended), d.Revision, closes)
	return err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
