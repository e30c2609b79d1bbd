package click

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"agora/db"
	"agora/payment"
)

// maxBody bounds a call: 16 KiB.
const maxBody = 16 << 10

// notices answers the provider's calls.
type notices struct {
	way     *Way
	db      *db.DB
	cashier payment.Cashier
}

// Notices gives what answers the provider's calls, both Prepare and Complete:
// the action says which it is. It wants no cookies: calls are signed.
func (w *Way) Notices(d *db.DB, c payment.Cashier) http.Handler { return &notices{w, d, c} }

// said is the answer to a call.
type said struct {
	Trans   uint64 `json:"click_trans_id,omitempty"`
	Ref     string `json:"merchant_trans_id"`
	Prepare int64  `json:"merchant_prepare_id,omitempty"`
	Confirm int64  `json:"merchant_confirm_id,omitempty"`
	Error   int    `json:"error"`
	Note    string `json:"error_note"`
}

// ServeHTTP answers one call, always with status 200 as the protocol wants it.
func (n *notices) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, p, code := n.serve(w, r)
	out := said{Ref: f.Ref, Error: code, Note: notes[code]}
	if n, err := strconv.ParseUint(f.Trans, 10, 63); err == nil {
		out.Trans = n
	}
	if f.Action == complete {
		out.Confirm = p.Prepare
	} else {
		out.Prepare = p.Prepare
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(out)
}

func (n *notices) serve(w http.ResponseWriter, r *http.Request) (f form, p paid, code int) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if r.Method != http.MethodPost || r.ParseForm() != nil {
		return f, p, codeRequest
	}
	f, code = read(r.PostForm)
	if code != codeGood {
		return f, p, code
	}
	a := n.way.Account()
	if !f.signed(a.Key) || f.Service != a.Service {
		return f, p, codeSign
	}
	do := n.prepare
	switch f.Action {
	case prepare:
	case complete:
		do = n.complete
	default:
		return f, p, codeAction
	}
	err := n.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		p, code, err = do(tx, f)
		return err
	})
	if err != nil {
		slog.ErrorContext(r.Context(), "click call", "action", f.Action, "id", f.Trans, "err", err)
		return f, p, codeBroken
	}
	return f, p, code
}
