package relief

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/blob"
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
	Proof     string  `json:"proof"`           // the code, the key of a photo, or the full name that was typed
	Drawn     string  `json:"drawn,omitempty"` // the key of a signature that was drawn beside the name
	By        string  `json:"by"`              // who wrote it down
	Numbers   []int64 `json:"numbers,omitempty"`
}

// Sign is how a hand-over was signed.
type Sign string

// The ways to sign.
const (
	ByCode      Sign = "code"      // who takes over types what who hands over reads to her
	ByPhoto     Sign = "photo"     // of the goods with who took them, or of a paper
	BySignature Sign = "signature" // her full name, drawn too where there is a script
)

// Signs are all of them.
var Signs = []Sign{ByCode, ByPhoto, BySignature}

func (c Signature) check() error {
	var bad fault.Fields
	for name, v := range map[string]string{"custodian": c.Custodian, "person": c.Person, "place": c.Place} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	switch c.Sign {
	case ByCode:
		if len(c.Proof) != codeDigits || strings.Trim(c.Proof, "0123456789") != "" {
			bad.Add("proof", "fault.relief_code_digits")
		}
	case ByPhoto:
		if !blob.Key(c.Proof).Owned(owner) {
			bad.Add("photo", "fault.required")
		}
	case BySignature:
		if n := utf8.RuneCountInString(c.Proof); n < 3 || n > maxLine || !strings.ContainsFunc(c.Proof, unicode.IsLetter) {
			bad.Add("proof", "fault.relief_full_name")
		}
		if c.Drawn != "" && !blob.Key(c.Drawn).Owned(owner) {
			bad.Add("proof", "fault.form_broken")
		}
	default:
		bad.Add("sign", "fault.choice")
	}
	return bad.Err()
}

// HandOver writes down that somebody took packages over: those of Numbers, or all that
// are on their way. The holder of a driver's pass takes them over herself, and may sign
// by the code of her pass; for others who coordinates writes it down.
func (s *Service) HandOver(ctx context.Context, by identity.Actor, crisis CrisisID, id ConsignmentID, c Signature) (out Custody, err error) {
	var refused error
	fresh := newCode()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		whole, err := open(tx, crisis, id)
		if err != nil {
			return err
		}
		w, err := whole.admits(tx, by, PassDriver)
		if err != nil {
			return err
		}
		signed, err := w.signs(c)
		if err != nil {
			return err
		}
		if whole.State != Packed && whole.State != Moving {
			return fault.New(fault.Conflict, "fault.relief_arrived")
		}
		refused = nil
		if signed.Sign == ByCode {
			if refused, err = w.types(tx, signed.Proof, fresh); refused != nil || err != nil {
				return err
			}
		}
		out, err = whole.over(tx, signed)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Custody{}, errors.Join(err, s.dropUnused(ctx, c))
	}
	return out, nil
}

// signs completes a signature by who gives it, and proves that it is one.
func (w worker) signs(c Signature) (Signature, error) {
	c.By = w.who
	if w.pass.ID != 0 {
		c.Custodian, c.Person = w.pass.Organisation, w.pass.Name
	} else if c.Sign == ByCode { // she would read it to herself
		return c, fault.Field("sign", "fault.relief_code_own")
	}
	return c, c.check()
}

// over moves packages into the hands of who signed.
func (whole *Consignment) over(tx *db.Tx, c Signature) (out Custody, err error) {
	out = Custody{CustodyID(tx.ID()), tx.Now, c}
	if _, err := tx.Exec("INSERT INTO relief_custody (crisis_id, consignment_id, custody_id, doc) VALUES "+db.Places(1, 4), int64(whole.Crisis), int64(whole.ID), int64(out.ID), text(c)); err != nil {
		return out, err
	}
	if err := whole.keepProofs(tx, out); err != nil {
		return out, err
	}
	if err := whole.carries(tx, out); err != nil {
		return out, err
	}
	return out, whole.become(tx, Moving)
}

// most is how many rows one statement writes.
const most = 250

// carries notes of packages that are on their way who has them.
func (whole *Consignment) carries(tx *db.Tx, c Custody) error {
	if len(c.Numbers) == 0 {
		_, err := tx.Exec("UPDATE relief_packages SET custody_id = $3 WHERE crisis_id = $1 AND consignment_id = $2 AND state = 'sealed'", int64(whole.Crisis), int64(whole.ID), int64(c.ID))
		return err
	}
	sealed, err := packagesIn(tx, whole.Crisis, whole.ID, Sealed)
	if err != nil {
		return err
	}
	on := map[int64]bool{}
	for _, p := range sealed {
		on[p.Number] = true
	}
	for _, n := range c.Numbers {
		if !on[n] {
			return fault.Field("numbers", "fault.relief_number", "number", n)
		}
	}
	for part := range slices.Chunk(c.Numbers, most) {
		var args []any
		for _, n := range part {
			args = append(args, n)
		}
		k := len(part)
		if _, err := tx.Exec("UPDATE relief_packages SET custody_id = "+db.Place(k+3)+" WHERE number IN "+db.Places(1, k)+" AND crisis_id = "+db.Place(k+1)+" AND consignment_id = "+db.Place(k+2),
			append(args, int64(whole.Crisis), int64(whole.ID), int64(c.ID))...); err != nil {
			return err
		}
	}
	return nil
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
