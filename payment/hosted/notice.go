package hosted

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// receipt names money that came in of a payment.
func receipt(key string, c money.Currency, upto int64) string {
	return key + "/" + string(c) + "/" + strconv.FormatInt(upto, 10)
}

// note is a notification.
type note struct {
	Type string `json:"type"`
	Data state  `json:"data"`
}

// readNote parses a notification and refuses one that can't be.
func readNote(body []byte) (n note, err error) {
	if err := json.Unmarshal(body, &n); err != nil {
		return n, err
	}
	if n.Type != "payment.updated" && n.Type != "payment.reversed" {
		return n, errors.New("hosted: an unknown kind of notification")
	}
	return n, n.Data.check()
}

// Notices gives what answers the gateway's notifications. It wants no cookies:
// they are signed.
func (w *Way) Notices(c payment.Cashier, clock func() time.Time) http.Handler {
	if clock == nil {
		clock = time.Now
	}
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Cache-Control", "no-store")
		out.WriteHeader(w.told(r, c, clock()))
	})
}

// told takes one notification in and gives the status of the answer.
func (w *Way) told(r *http.Request, c payment.Cashier, now time.Time) int {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return http.StatusRequestEntityTooLarge
	}
	if err := verify(w.Account().Secret, r.Header, body, now); err != nil {
		return http.StatusUnauthorized
	}
	n, err := readNote(body)
	if err != nil {
		slog.WarnContext(r.Context(), "hosted notification", "err", err)
		return http.StatusBadRequest
	}
	err = w.db.Write(r.Context(), func(tx *db.Tx) error {
		if err := w.book(tx, c, n.Data, now); err != nil || n.Type != "payment.reversed" {
			return err
		}
		return w.reverse(tx, c, n.Data.Key)
	})
	switch {
	case err == nil:
		return http.StatusNoContent
	case fault.KindOf(err) == fault.Conflict: // shipped: a person has to see to it
		slog.WarnContext(r.Context(), "hosted reversal", "key", n.Data.Key, "err", err)
		return http.StatusConflict
	}
	slog.ErrorContext(r.Context(), "hosted notification", "key", n.Data.Key, "err", err)
	return http.StatusInternalServerError
}

// Ask asks the gateway what became of up to limit payments whose notification
// may have been lost: those that nobody asked about for a quarter of an hour.
func (w *Way) Ask(ctx context.Context, c payment.Cashier, limit int) error {
	const quiet, forget = 15 * time.Minute, 30 * 24 * time.Hour
	if w.Account().URL == "" {
		return nil
	}
	type row struct {
		key   string
		group int64
	}
	var rows []row
	if err := w.db.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = db.List(tx, func(scan db.Scan) (r row, err error) {
			err = scan(&r.key, &r.group)
			return r, err
		}, `SELECT pay_key, group_id FROM hosted_payments WHERE state IN ('asking', 'open') AND asked < $1 ORDER BY asked LIMIT $2`,
			db.Micro(tx.Now.Add(-quiet)), limit)
		return err
	}); err != nil {
		return err
	}
	for _, r := range rows {
		s, err := w.look(ctx, r.key)
		told := err == nil
		if !told && !errors.Is(err, errNone) && !errors.Is(err, payment.ErrUnknown) {
			return err // the gateway is away: later
		}
		if err := w.db.Write(ctx, func(tx *db.Tx) error {
			if told {
				if err := w.book(tx, c, s, tx.Now); err != nil {
					return err
				}
			}
			if db.TimeOfID(r.group).Before(tx.Now.Add(-forget)) {
				_, err := tx.Exec(`UPDATE hosted_payments SET state = 'done' WHERE pay_key = $1 AND shop_id = 0`, r.key)
				return err
			}
			_, err := tx.Exec(`UPDATE hosted_payments SET asked = $1 WHERE pay_key = $2 AND shop_id = 0`, db.Micro(tx.Now), r.key)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
