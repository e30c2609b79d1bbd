package click

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// The error codes of the protocol.
const (
	codeGood      = 0
	codeSign      = -1
	codeAmount    = -2
	codeAction    = -3
	codePaid      = -4
	codeOrder     = -5 // no such order: the protocol says user
	codeNone      = -6 // Complete of what was not prepared
	codeBroken    = -7 // our fault: nothing was changed
	codeRequest   = -8
	codeCancelled = -9
)

// notes are the sentences of the codes.
var notes = map[int]string{
	codeGood: "Success", codeSign: "Sign check failed", codeAmount: "Incorrect amount", codeAction: "Action not found",
	codePaid: "Already paid", codeOrder: "Order does not exist", codeNone: "Transaction does not exist",
	codeBroken: "Failed to update", codeRequest: "Error in request", codeCancelled: "Transaction cancelled",
}

// The actions of the protocol.
const (
	prepare  = "0"
	complete = "1"
)

// form is one call of the provider. Texts are as they were sent: the signature
// is over them.
type form struct {
	Trans   string // click_trans_id
	Service string
	Ref     string // merchant_trans_id
	Prepare string // merchant_prepare_id, of Complete
	Amount  string
	Action  string
	Time    string // sign_time
	Sign    string
	Failed  bool  // the provider says that the payment failed
	Minor   int64 // Amount in tiyin
	Prep    int64 // Prepare as a number
}

// read takes a call apart; a code other than 0 says what is wrong with it.
func read(v url.Values) (f form, code int) {
	f = form{Trans: v.Get("click_trans_id"), Service: v.Get("service_id"), Ref: v.Get("merchant_trans_id"), Amount: v.Get("amount"),
		Action: v.Get("action"), Time: v.Get("sign_time"), Sign: v.Get("sign_string"), Prepare: v.Get("merchant_prepare_id")}
	for _, must := range []string{f.Trans, f.Service, f.Ref, f.Amount, f.Action, f.Time, f.Sign, v.Get("error")} {
		if must == "" || len(must) > 255 {
			return f, codeRequest
		}
	}
	said, err := strconv.Atoi(v.Get("error"))
	if err != nil || len(f.Prepare) > 20 {
		return f, codeRequest
	}
	f.Failed = said < 0
	if n, err := strconv.ParseUint(f.Trans, 10, 63); err != nil || strconv.FormatUint(n, 10) != f.Trans {
		return f, codeRequest // it is the key of the money: one way to write it
	}
	if f.Action != prepare && f.Action != complete {
		return f, codeGood // the signature comes first, then -3
	}
	if f.Minor, err = tiyin(f.Amount); err != nil {
		return f, codeRequest
	}
	if f.Action == complete {
		if f.Prep, err = strconv.ParseInt(f.Prepare, 10, 64); err != nil {
			return f, codeRequest
		}
	}
	return f, codeGood
}

// signed reports whether a call carries the signature of a key.
func (f form) signed(key string) bool {
	return key != "" && subtle.ConstantTimeCompare([]byte(f.sign(key)), []byte(strings.ToLower(f.Sign))) == 1
}

// sign gives the signature that the call must carry. Only a Complete has its
// prepare id in it.
func (f form) sign(key string) string {
	text := f.Trans + f.Service + key + f.Ref
	if f.Action == complete {
		text += f.Prepare
	}
	sum := md5.Sum([]byte(text + f.Amount + f.Action + f.Time))
	return hex.EncodeToString(sum[:])
}

// tiyin reads soums with at most two decimals that are not zero.
func tiyin(s string) (int64, error) {
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	const most = 15 // digits of soums
	if whole == "" || len(whole) > most || len(part) > 2 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, fmt.Errorf("click: amount %q", s)
	}
	return strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
}

// soums writes tiyin as the protocol does.
func soums(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }
