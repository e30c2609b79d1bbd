package payme

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"agora/db"
	"agora/payment"
)

// maxBody bounds a call: 64 KiB.
const maxBody = 64 << 10

// notices answers the provider's calls.
type notices struct {
	way     *Way
	db      *db.DB
	cashier payment.Cashier
}

// Notices gives what answers the provider's calls. It wants no cookies: who
// knows the account's key may call.
func (w *Way) Notices(d *db.DB, c payment.Cashier) http.Handler { return &notices{w, d, c} }

// ServeHTTP answers one call, always with status 200 as the protocol wants it.
func (n *notices) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, result, refused := n.serve(r)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer(c.ID, result, refused))
}

func (n *notices) serve(r *http.Request) (c call, result any, refused *refusal) {
	if r.Method != http.MethodPost {
		return c, nil, refuse(codeMethod, "")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return c, nil, refuse(codeRequest, "")
	}
	c, bad := read(body)
	if !n.known(r) {
		return c, nil, refuse(codeStranger, "")
	}
	if bad != nil {
		return c, nil, bad
	}
	result, err = n.do(r.Context(), c)
	if err == nil {
		return c, result, nil
	}
	if errors.As(err, &refused) {
		return c, nil, refused
	}
	slog.ErrorContext(r.Context(), "payme call", "method", c.Method, "id", c.Params.ID, "err", err)
	return c, nil, refuse(codeInternal, "")
}

// known reports whether the provider calls: its login, the account's key.
func (n *notices) known(r *http.Request) bool {
	key := n.way.Account().Key
	login, given, ok := r.BasicAuth()
	return ok && key != "" && login == "Paycom" && subtle.ConstantTimeCompare([]byte(given), []byte(key)) == 1
}

// do runs a method. What writes is one transaction; a refusal undoes it unless
// the method says that the refusal is an effect of its own.
func (n *notices) do(ctx context.Context, c call) (result any, err error) {
	type method func(*db.Tx, params) (any, *refusal, error)
	reads := map[string]method{"CheckPerformTransaction": n.checkPerform, "CheckTransaction": n.check, "GetStatement": n.statement}
	writes := map[string]method{"CreateTransaction": n.create, "PerformTransaction": n.perform, "CancelTransaction": n.cancel,
		"SetFiscalData": n.fiscal}
	in := n.db.Read
	run, known := reads[c.Method]
	if !known {
		in = n.db.Write
		run, known = writes[c.Method]
	}
	if c.Method == "ChangePassword" && n.way.Change != nil {
		return n.change(ctx, c.Params)
	}
	if !known {
		return nil, refuse(codeUnknownCall, c.Method)
	}
	var kept *refusal
	err = in(ctx, func(tx *db.Tx) (err error) {
		result, kept, err = run(tx, c.Params)
		return err
	})
	if err == nil && kept != nil {
		err = kept
	}
	return result, err
}
