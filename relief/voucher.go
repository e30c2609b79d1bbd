package relief

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"agora/audit"
	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// VoucherID names a voucher; when it was attached is db.TimeOfID.
type VoucherID int64

// Voucher is a file that shows what an outlay was for, such as an invoice or a receipt.
// Those who coordinate read it; everybody reads that there is one. It is never taken
// away from its outlay, so that who approves has seen what was there.
type Voucher struct {
	ID     VoucherID
	Outlay OutlayID
	By     string // who attached it
	key    blob.Key
}

// At is when it was attached.
func (v Voucher) At() time.Time { return db.TimeOfID(int64(v.ID)) }

// PDF reports whether it is a PDF; else it is a picture.
func (v Voucher) PDF() bool { return v.key.Type() == "application/octet-stream" }

// Bounds of vouchers. A picture is drawn anew, large enough that small print is read.
const (
	MaxVoucher                 = 5 << 20 // bytes of a file
	maxVouchers                = 5       // of an outlay
	voucherSide, voucherPixels = 2200, 500 << 10
)

// KeepVouchers is for how long vouchers stay after their crisis was closed: accounts are
// asked for longer than people are to be known.
const KeepVouchers = 5 * 365 * 24 * time.Hour

// keepVoucher stores a file before the transaction that attaches it. A picture is drawn
// anew, so that nothing but the picture is kept; a PDF stays as it is.
func (s *Service) keepVoucher(ctx context.Context, r io.Reader) (blob.Key, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxVoucher+1))
	if err != nil {
		return "", fault.Field("file", "fault.form_broken").Because(err)
	}
	if len(content) > MaxVoucher {
		return "", fault.Field("file", "fault.file_large", "kib", MaxVoucher>>10)
	}
	switch http.DetectContentType(content) {
	case "image/jpeg", "image/png", "image/webp":
		c, err := s.files.Own(ctx, bytes.NewReader(content), voucherSide, voucherPixels)
		return c.Key, fault.In("file", err)
	case "application/pdf":
		key, _, err := s.files.PutOwn(ctx, bytes.NewReader(content), MaxVoucher)
		return key, err
	}
	return "", fault.Field("file", "fault.claim_file_kind")
}

// Attach adds a voucher to an outlay, before or after it is paid; who coordinates may.
func (s *Service) Attach(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID, file io.Reader) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.withVoucher(ctx, file, func(key blob.Key) error {
		return s.moves(ctx, by, crisis, id, func(tx *db.Tx, o Outlay) error {
			if o.State == Released {
				return errJudged
			}
			return o.attach(tx, by, key)
		})
	})
}

// withVoucher stores a file and notes it, while none goes: who sends what is there already
// is told so, and needs it to stay. What is refused leaves no file behind.
func (s *Service) withVoucher(ctx context.Context, file io.Reader, note func(blob.Key) error) error {
	key, err := s.filed(ctx, file, note)
	if err != nil && key != "" {
		return errors.Join(err, s.dropKey(context.WithoutCancel(ctx), key))
	}
	return err
}

func (s *Service) filed(ctx context.Context, file io.Reader, note func(blob.Key) error) (blob.Key, error) {
	s.filing.RLock()
	defer s.filing.RUnlock()
	key, err := s.keepVoucher(ctx, file)
	if err != nil {
		return "", err
	}
	return key, note(key)
}

// attach notes a file of an outlay. The same file twice is one.
func (o Outlay) attach(tx *db.Tx, by identity.Actor, key blob.Key) error {
	have, err := vouchersIn(tx, o.Crisis, []OutlayID{o.ID})
	if err != nil || slices.ContainsFunc(have, func(v Voucher) bool { return v.key == key }) {
		return err
	}
	if len(have) >= maxVouchers {
		return fault.Field("file", "fault.at_most", "max", int64(maxVouchers))
	}
	if _, err := tx.Exec("INSERT INTO relief_vouchers (crisis_id, outlay_id, voucher_id, by_whom, blob) VALUES "+db.Places(1, 5),
		int64(o.Crisis), int64(o.ID), tx.ID(), by.String(), string(key)); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE relief_outlays SET vouchers = vouchers + 1 WHERE crisis_id = $1 AND outlay_id = $2", int64(o.Crisis), int64(o.ID)); err != nil {
		return err
	}
	return audit.Note(tx, by, db.House, "fund.voucher", subject(o.Crisis), map[string]string{"what": o.noted(), "sum": o.Amount.String()})
}

func scanVoucher(scan db.Scan) (v Voucher, err error) {
	return v, scan((*int64)(&v.Outlay), (*int64)(&v.ID), &v.By, (*string)(&v.key))
}

func vouchersIn(tx *db.Tx, crisis CrisisID, of []OutlayID) ([]Voucher, error) {
	in, args := among(2, of)
	return db.List(tx, scanVoucher, "SELECT outlay_id, voucher_id, by_whom, blob FROM relief_vouchers WHERE crisis_id = $1 AND outlay_id IN ("+in+") ORDER BY voucher_id", append([]any{int64(crisis)}, args...)...)
}

// Vouchers gives those of some outlays to who coordinates, in one statement.
func (s *Service) Vouchers(ctx context.Context, by identity.Actor, crisis CrisisID, of ...OutlayID) (list map[OutlayID][]Voucher, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	if len(of) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = map[OutlayID][]Voucher{}
		found, err := vouchersIn(tx, crisis, of)
		for _, v := range found {
			list[v.Outlay] = append(list[v.Outlay], v)
		}
		return err
	})
	return list, err
}

// Voucher answers a request for the file of a voucher, to who coordinates. A PDF is only
// ever given as a download, under the name that is said.
func (s *Service) Voucher(w http.ResponseWriter, r *http.Request, by identity.Actor, crisis CrisisID, of OutlayID, id VoucherID, name string) error {
	list, err := s.Vouchers(r.Context(), by, crisis, of)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list[of], func(v Voucher) bool { return v.ID == id })
	if at < 0 {
		return errNone
	}
	if v := list[of][at]; v.PDF() {
		s.files.GiveAs(w, r, v.key, name+".pdf")
	} else {
		s.files.Give(w, r, v.key)
	}
	return nil
}

// ForgetVouchers removes the vouchers of crises that were closed longer than KeepVouchers
// ago, at most so many, and gives how many went. The file goes first, as in ForgetProofs.
func (s *Service) ForgetVouchers(ctx context.Context, limit int64) (gone int64, err error) {
	type old struct {
		crisis CrisisID
		Voucher
	}
	var list []old
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (o old, err error) {
			return o, scan((*int64)(&o.crisis), (*int64)(&o.Outlay), (*int64)(&o.ID), (*string)(&o.key))
		}, `SELECT crisis_id, outlay_id, voucher_id, blob FROM relief_vouchers WHERE crisis_id IN
			(SELECT crisis_id FROM relief_crises WHERE state = 'closed' AND closed > 0 AND closed <= $1) ORDER BY crisis_id, outlay_id, voucher_id LIMIT $2`, db.Micro(tx.Now.Add(-KeepVouchers)), limit)
		return err
	}); err != nil {
		return 0, err
	}
	for _, o := range list {
		if err := s.dropOne(ctx, o.key); err != nil {
			return gone, err
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error {
			n, err := tx.Exec("DELETE FROM relief_vouchers WHERE crisis_id = $1 AND outlay_id = $2 AND voucher_id = $3", int64(o.crisis), int64(o.Outlay), int64(o.ID))
			if err != nil || n == 0 {
				return err
			}
			_, err = tx.Exec("UPDATE relief_outlays SET vouchers = vouchers - 1 WHERE crisis_id = $1 AND outlay_id = $2", int64(o.crisis), int64(o.Outlay))
			return err
		}); err != nil {
			return gone, err
		}
		gone++
	}
	return gone, nil
}
