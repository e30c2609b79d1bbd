package market

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"

	"agora/blob"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Handing is how a parcel reached its buyer, as far as it is shown.
type Handing struct {
	Code  string    // that its buyer gave, "" for none
	Name  string    // of who took it, "" when nobody says
	Photo io.Reader // of the place where it was left, nil for none
}

// KeepProofs says where photos of delivered parcels lie: a store that no address
// of the market leads to.
func (s *Service) KeepProofs(private *blob.Store) { s.proofs = private }

// HandCode is the code that a buyer gives to whoever brings her parcel: six
// digits that only the node's key gives; "" when there is nothing to give.
func (s *Service) HandCode(by identity.Actor, g Group, o Order) string {
	if !isBuyer(by, g) || o.State != Shipped || o.Digital || s.mark == nil {
		return ""
	}
	return s.handCode(o.ID)
}

func (s *Service) handCode(id OrderID) string {
	const most = 1_000_000
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(s.mark("hand-code", fmt.Sprint(id)))%most)
}

// HandOverWith: the parcel reached the buyer, with a proof that is kept and
// shown to both sides. Without any it is Deliver. A wrong code counts.
func (s *Service) HandOverWith(ctx context.Context, by identity.Actor, id OrderID, h Handing) error {
	name, err := note("name", h.Name, false)
	if err != nil {
		return err
	}
	proof := delivery.Proof{Name: name}
	if h.Photo != nil && s.proofs != nil {
		p, err := s.proofs.Picture(ctx, h.Photo)
		if err != nil {
			return fault.Field("photo", "fault.hand_photo").Because(err)
		}
		proof.Photo = p.Large
	}
	var wrong error // counted, which an error of the transaction would undo
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		wrong = nil
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := s.may(tx, by, o, shop|operator); err != nil {
			return err
		}
		if err := loadParcels(tx, &o); err != nil {
			return err
		}
		if h.Code != "" && o.Parcel != nil && s.mark != nil {
			if err := o.Parcel.MayTry(); err != nil {
				return err
			}
			code := strings.Join(strings.Fields(country.Digits(h.Code)), "")
			if subtle.ConstantTimeCompare([]byte(code), []byte(s.handCode(id))) != 1 {
				wrong = fault.Field("code", "fault.hand_wrong")
				return delivery.TryCode(tx, o.Shop, int64(id))
			}
			proof.Code = true
		}
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		return s.step(tx, by, &o, Deliver, "", func(tx *db.Tx, o Order) error {
			if err := delivery.Deliver(tx, o.Shop, int64(o.ID)); err != nil || !proof.Any() {
				return err
			}
			return delivery.KeepProof(tx, o.Shop, int64(o.ID), proof)
		})
	})
	if err != nil {
		return err
	}
	return wrong
}

// ProofPhoto answers a request for the photo of a delivered parcel; who asks
// was let see the order.
func (s *Service) ProofPhoto(w http.ResponseWriter, r *http.Request, o Order) error {
	if s.proofs == nil || o.Parcel == nil || o.Parcel.Proof.Photo == "" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	s.proofs.Give(w, r, o.Parcel.Proof.Photo)
	return nil
}
