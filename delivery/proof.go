package delivery

import (
	"encoding/json"
	"time"

	"agora/blob"
	"agora/db"
	"agora/fault"
)

// Proof is what shows that a parcel reached its buyer.
type Proof struct {
	Code  bool      `json:"code,omitempty"`  // its buyer gave the code of the order
	Name  string    `json:"name,omitempty"`  // who took it
	Photo blob.Key  `json:"photo,omitempty"` // of the place where it was left, in the private store
	At    time.Time `json:"at"`
}

// Any reports whether there is a proof of any kind.
func (p Proof) Any() bool { return p.Code || p.Name != "" || p.Photo != "" }

// KeepProof keeps the proof of a parcel that was delivered.
func KeepProof(tx *db.Tx, shop db.ShopID, order int64, p Proof) error {
	p.At = tx.Now.UTC()
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE parcels SET proof = $3 WHERE order_id = $1 AND shop_id = $2 AND proof = ''", order, int64(shop), string(doc))
	return err
}

// proofTries is how often a code may be tried: who hands over the parcel must
// not find it by trying.
const proofTries = 5

// TryCode counts a wrong code of a parcel.
func TryCode(tx *db.Tx, shop db.ShopID, order int64) error {
	_, err := tx.Exec("UPDATE parcels SET tries = tries + 1 WHERE order_id = $1 AND shop_id = $2", order, int64(shop))
	return err
}

// MayTry refuses a parcel whose code was tried too often.
func (p Parcel) MayTry() error {
	if p.tries >= proofTries {
		return fault.Field("code", "fault.hand_spent")
	}
	return nil
}
