package relief

import (
	"context"
	"io"
	"net/http"
	"time"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// ProofKind is which picture of a hand-over it is.
type ProofKind string

// The pictures of a hand-over.
const (
	PhotoProof ProofKind = "photo"
	DrawnProof ProofKind = "drawn" // a signature
)

// KeepProofs is how long the pictures of hand-overs are kept: people may be seen in
// them. What was written down stays.
const KeepProofs = 180 * 24 * time.Hour

// Sizes of the pictures, in pixels and bytes.
const (
	photoSide, photoBytes = 1280, 160 << 10
	drawnSide, drawnBytes = 480, 16 << 10
)

// KeepPicture stores a picture that a hand-over is to be signed by, and gives its key.
// It is drawn anew, so that nothing but the picture is kept: no place, no camera. One
// that no hand-over takes is gone when the hand-over is refused.
func (s *Service) KeepPicture(ctx context.Context, kind ProofKind, r io.Reader) (string, error) {
	side, bytes := photoSide, photoBytes
	if kind == DrawnProof {
		side, bytes = drawnSide, drawnBytes
	}
	c, err := s.files.Own(ctx, r, side, bytes)
	return string(c.Key), err
}

// pictures are those of a signature, by kind.
func (c Signature) pictures() map[ProofKind]string {
	list := map[ProofKind]string{}
	if c.Sign == ByPhoto {
		list[PhotoProof] = c.Proof
	}
	if c.Drawn != "" {
		list[DrawnProof] = c.Drawn
	}
	return list
}

// keepProofs notes which pictures a hand-over has.
func (c Consignment) keepProofs(tx *db.Tx, over Custody) error {
	for kind, key := range over.pictures() {
		if _, err := tx.Exec("INSERT INTO relief_proofs (crisis_id, consignment_id, custody_id, kind, blob) VALUES "+db.Places(1, 5),
			int64(c.Crisis), int64(c.ID), int64(over.ID), string(kind), key); err != nil {
			return err
		}
	}
	return nil
}

// Proof answers a request for a picture of a hand-over, to who coordinates.
func (s *Service) Proof(w http.ResponseWriter, r *http.Request, by identity.Actor, crisis CrisisID, id ConsignmentID, over CustodyID, kind ProofKind) error {
	if !Coordinates(by) {
		return errNotMe
	}
	var key string
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT blob FROM relief_proofs WHERE crisis_id = $1 AND consignment_id = $2 AND custody_id = $3 AND kind = $4",
			[]any{int64(crisis), int64(id), int64(over), string(kind)}, &key)
	})
	if err != nil {
		return none(err)
	}
	s.files.Give(w, r, blob.Key(key))
	return nil
}

// Proofs lists which pictures the hand-overs of a consignment still have.
func (s *Service) Proofs(ctx context.Context, crisis CrisisID, id ConsignmentID) (kinds map[CustodyID][]ProofKind, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		kinds = map[CustodyID][]ProofKind{}
		return tx.Each(func(scan db.Scan) error {
			var over CustodyID
			var kind ProofKind
			err := scan((*int64)(&over), (*string)(&kind))
			kinds[over] = append(kinds[over], kind)
			return err
		}, "SELECT custody_id, kind FROM relief_proofs WHERE crisis_id = $1 AND consignment_id = $2 ORDER BY custody_id, kind DESC LIMIT $3", int64(crisis), int64(id), 2*maxHandOvers)
	})
	return kinds, err
}

// dropUnused removes the pictures of a signature that was refused, where nothing has them.
func (s *Service) dropUnused(ctx context.Context, c Signature) error {
	for _, key := range c.pictures() {
		if err := s.dropKey(ctx, blob.Key(key)); err != nil {
			return err
		}
	}
	return nil
}

// dropKey removes a file that nothing came to have.
func (s *Service) dropKey(ctx context.Context, key blob.Key) error { return s.drop(ctx, key, 0) }

// dropOne removes the file of a row that goes, unless another row has the same content.
func (s *Service) dropOne(ctx context.Context, key blob.Key) error { return s.drop(ctx, key, 1) }

// drop removes a file of this package that at most so many rows have.
func (s *Service) drop(ctx context.Context, key blob.Key, rows int64) error {
	if s.files == nil || !key.Owned(owner) {
		return nil
	}
	s.filing.Lock()
	defer s.filing.Unlock()
	var uses int64
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT (SELECT COUNT(*) FROM relief_proofs WHERE blob = $1) + (SELECT COUNT(*) FROM relief_vouchers WHERE blob = $1)", []any{string(key)}, &uses)
	}); err != nil || uses > rows {
		return err
	}
	if err := s.files.Remove(ctx, key); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return nil
}

// ForgetProofs removes the pictures of hand-overs that are older than KeepProofs, at most
// so many, and gives how many went.
func (s *Service) ForgetProofs(ctx context.Context, limit int64) (gone int64, err error) {
	return s.forgetPictures(ctx, limit, func(tx *db.Tx) (string, int64) { return "custody_id < $1", db.IDAt(tx.Now.Add(-KeepProofs)) })
}

// forgetPictures removes those that some condition of one argument chooses. The file goes
// first: should the node stop between, the rest is done the next time.
func (s *Service) forgetPictures(ctx context.Context, limit int64, which func(*db.Tx) (where string, arg int64)) (gone int64, err error) {
	type old struct {
		crisis CrisisID
		over   CustodyID
		kind   ProofKind
		key    string
	}
	var list []old
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		where, arg := which(tx)
		list, err = db.List(tx, func(scan db.Scan) (o old, err error) {
			return o, scan((*int64)(&o.crisis), (*int64)(&o.over), (*string)(&o.kind), &o.key)
		}, "SELECT crisis_id, custody_id, kind, blob FROM relief_proofs WHERE "+where+" ORDER BY custody_id LIMIT $2", arg, limit)
		return err
	}); err != nil {
		return 0, err
	}
	for _, o := range list {
		if err := s.dropOne(ctx, blob.Key(o.key)); err != nil {
			return gone, err
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM relief_proofs WHERE crisis_id = $1 AND custody_id = $2 AND kind = $3", int64(o.crisis), int64(o.over), string(o.kind))
			return err
		}); err != nil {
			return gone, err
		}
		gone++
	}
	return gone, nil
}
