package claim

import (
	"encoding/json"
	"errors"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
)

const columns = `claim_id, shop_id, order_id, group_id, state, reason, turn, offer, verdict, arbiter, first_arbiter, deadline, updated, doc`

func scan(scan db.Scan) (c Claim, err error) {
	var offer, verdict, doc string
	var deadline, updated int64
	if err := scan(&c.ID, &c.Shop, &c.Order, &c.Group, &c.State, &c.Reason, &c.Turn, &offer, &verdict, &c.Arbiter, &c.First,
		&deadline, &updated, &doc); err != nil {
		return c, err
	}
	c.Deadline, c.Updated = db.Time(deadline), db.Time(updated)
	return c, errors.Join(json.Unmarshal([]byte(offer), &c.Offer), json.Unmarshal([]byte(verdict), &c.Verdict), json.Unmarshal([]byte(doc), &c.Doc))
}

func load(tx *db.Tx, shop catalog.ShopID, id ID) (Claim, error) {
	c, err := db.One(tx, scan, "SELECT "+columns+" FROM claims WHERE claim_id = $1 AND shop_id = $2", int64(id), int64(shop))
	if errors.Is(err, db.ErrNone) {
		err = errNone
	}
	return c, err
}

// claimsOf counts an order's claims: those that have not ended, and all.
func claimsOf(tx *db.Tx, o market.Order) (open, all int64, err error) {
	err = tx.Row("SELECT COALESCE(SUM(CASE WHEN deadline > 0 THEN 1 ELSE 0 END), 0), COUNT(*) FROM claims WHERE order_id = $1 AND shop_id = $2",
		[]any{int64(o.ID), int64(o.Shop)}, &open, &all)
	return open, all, err
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs of this package
	}
	return string(b)
}

func insert(tx *db.Tx, c Claim) error {
	_, err := tx.Exec(`INSERT INTO claims (claim_id, shop_id, order_id, group_id, state, reason, turn, offer, verdict, arbiter, first_arbiter, deadline, updated, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11, $12)`, int64(c.ID), int64(c.Shop), int64(c.Order), int64(c.Group), string(c.State),
		string(c.Reason), string(c.Turn), text(c.Offer), text(c.Verdict), db.Micro(c.Deadline), db.Micro(c.Updated), text(c.Doc))
	return err
}

// save stores what a step changed, guarded by the state it was read in.
func (c Claim) save(tx *db.Tx, from State) error {
	n, err := tx.Exec(`UPDATE claims SET state = $1, turn = $2, offer = $3, verdict = $4, arbiter = $5, first_arbiter = $6, deadline = $7, updated = $8
		WHERE claim_id = $9 AND shop_id = $10 AND state = $11`, string(c.State), string(c.Turn), text(c.Offer), text(c.Verdict), int64(c.Arbiter),
		int64(c.First), db.Micro(c.Deadline), db.Micro(tx.Now), int64(c.ID), int64(c.Shop), string(from))
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.claim_state")
	}
	return err
}

func insertStep(tx *db.Tx, by identity.Actor, c Claim, m Move, said Offer) error {
	name := ""
	if m.Side == Bench {
		name = by.Name
	}
	_, err := tx.Exec(`INSERT INTO claim_steps (claim_id, shop_id, step, event, state, side, who, name, note, offer)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, int64(c.ID), int64(c.Shop), tx.ID(), string(m.Event), string(c.State),
		string(m.Side), by.String(), name, m.Words, text(said))
	return err
}

func scanStep(scan db.Scan) (s Step, err error) {
	var id int64
	var offer string
	if err := scan(&id, &s.Event, &s.State, &s.Side, &s.Name, &s.Note, &offer); err != nil {
		return s, err
	}
	s.At = db.TimeOfID(id)
	return s, json.Unmarshal([]byte(offer), &s.Offer)
}

// details reads history and evidence.
func details(tx *db.Tx, c *Claim) (err error) {
	if c.Steps, err = db.List(tx, scanStep, `SELECT step, event, state, side, name, note, offer FROM claim_steps
		WHERE claim_id = $1 AND shop_id = $2 ORDER BY step LIMIT 500`, int64(c.ID), int64(c.Shop)); err != nil {
		return err
	}
	c.Files, err = db.List(tx, scanFile, `SELECT file_id, side, blob, name, bytes FROM claim_files
		WHERE claim_id = $1 AND shop_id = $2 ORDER BY file_id`, int64(c.ID), int64(c.Shop))
	return err
}
