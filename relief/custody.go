package relief

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// CustodyID names a hand-over.
type CustodyID int64

// Custody is one hand-over: who took packages over, where and when, and how that was
// signed.
type Custody struct {
	ID CustodyID
	At time.Time // UTC
	Signature
}

// Signature is who took over, and how she signed.
type Signature struct {
	Custodian string  `json:"custodian"` // "Silk Road Cargo"
	Person    string  `json:"person"`    // who signed: "R. Saidov, driver"
	Place     string  `json:"place"`
	Sign      Sign    `json:"sign"`
	Proof     string  `json:"proof"` // the code, or the key of a picture
	By        string  `json:"by"`    // who wrote it down
	Numbers   []int64 `json:"numbers,omitempty"`
}

// Sign is how a hand-over was signed.
type Sign string

// Signs are all of them.
var Signs = []Sign{"code", "photo", "signature"}

func (c Signature) check() error {
	var bad fault.Fields
	for name, v := range map[string]string{"custodian": c.Custodian, "person": c.Person, "place": c.Place, "proof": c.Proof} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if !slices.Contains(Signs, c.Sign) {
		bad.Add("sign", "fault.choice")
	}
	return bad.Err()
}

// HandOver writes down that somebody took packages over: those of Numbers, or all that
// are on their way.
func (s *Service) HandOver(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID, c Signature) (out Custody, err error) {
	if !Coordinates(by) {
		return out, errNotMe
	}
	if err := c.check(); err != nil {
		return out, err
	}
	c.By = by.String()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		whole, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		if whole.State != Packed && whole.State != Moving {
			return fault.New(fault.Conflict, "fault.relief_arrived")
		}
		out = Custody{CustodyID(tx.ID()), tx.Now, c}
		if _, err := tx.Exec("INSERT INTO relief_custody (crisis_id, consignment_id, custody_id, doc) VALUES "+db.Places(1, 4), int64(crisis), int64(id), int64(out.ID), text(c)); err != nil {
			return err
		}
		if len(c.Numbers) == 0 {
			if _, err := tx.Exec("UPDATE relief_packages SET custody_id = $3 WHERE crisis_id = $1 AND consignment_id = $2 AND state = 'sealed'", int64(crisis), int64(id), int64(out.ID)); err != nil {
				return err
			}
		}
		for _, n := range c.Numbers {
			took, err := tx.Exec("UPDATE relief_packages SET custody_id = $4 WHERE crisis_id = $1 AND consignment_id = $2 AND number = $3 AND state = 'sealed'", int64(crisis), int64(id), n, int64(out.ID))
			if err == nil && took == 0 {
				err = fault.Field("numbers", "fault.relief_number", "number", n)
			}
			if err != nil {
				return err
			}
		}
		return whole.become(tx, Moving)
	})
	return out, err
}

// maxHandOvers bounds what is read of a consignment.
const maxHandOvers = 500

func custodiesIn(tx *db.Tx, crisis CrisisID, id ConsignmentID) ([]Custody, error) {
	return db.List(tx, func(scan db.Scan) (c Custody, err error) {
		var doc string
		if err := scan((*int64)(&c.ID), &doc); err != nil {
			return c, err
		}
		c.At = db.TimeOfID(int64(c.ID))
		return c, json.Unmarshal([]byte(doc), &c.Signature)
	}, "SELECT custody_id, doc FROM relief_custody WHERE crisis_id = $1 AND consignment_id = $2 ORDER BY custody_id LIMIT $3", int64(crisis), int64(id), maxHandOvers)
}
