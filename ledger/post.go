package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// TransferID names a transfer; its time is db.TimeOfID.
type TransferID int64

// Transfer moves money between accounts of one shop's shard.
type Transfer struct {
	Shop    db.ShopID
	Kind    string // what happened: "order.placed"
	Subject int64  // the order, payout or dispute it is about
	Legs    []Leg
}

// Leg is one entry: what is added to (or, negative, taken from) an account.
type Leg struct {
	Account Account
	Amount  money.Amount
}

// ErrUnbalanced is a transfer whose legs do not sum to zero in each currency:
// a bug of the caller.
var ErrUnbalanced = errors.New("ledger: legs do not sum to zero")

// ErrPlayMixed is a transfer between play money and real money: a bug of the
// caller.
var ErrPlayMixed = errors.New("ledger: play money meets real money")

// maxLegs bounds a transfer; the longest of Agora has eleven legs.
const maxLegs = 32

// Post writes a transfer in tx. Legs of zero are left out. It fails with a
// Conflict when a guarded account would fall below what is held on it.
func Post(tx *db.Tx, t Transfer) (TransferID, error) {
	legs, err := balanced(t.Legs)
	if err != nil {
		return 0, fmt.Errorf("%w: %s %v", err, t.Kind, t.Legs)
	}
	t.Legs = legs
	id := TransferID(tx.ID())
	if err := link(tx, id, t); err != nil {
		return 0, err
	}
	if err := insertEntries(tx, id, t); err != nil {
		return 0, err
	}
	balances, err := addBalances(tx, t.Shop, legs)
	if err != nil {
		return 0, err
	}
	for i, leg := range legs {
		if leg.Account.stated() {
			if _, err := tx.Exec(`INSERT INTO ledger_statement (shop_id, account, transfer_id, leg, currency, amount, balance, kind, subject)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, int64(t.Shop), string(leg.Account), int64(id), i,
				string(leg.Amount.Currency), leg.Amount.Minor, balances[i], t.Kind, t.Subject); err != nil {
				return 0, err
			}
		}
	}
	return id, nil
}

// balanced drops legs of zero and proves that the rest sum to zero.
func balanced(legs []Leg) ([]Leg, error) {
	kept := make([]Leg, 0, len(legs))
	sums := map[money.Currency]int64{}
	for _, l := range legs {
		if l.Amount.Minor == 0 {
			continue
		}
		if !l.Amount.Currency.Valid() || l.Account == "" {
			return nil, ErrUnbalanced
		}
		sums[l.Amount.Currency] += l.Amount.Minor
		kept = append(kept, l)
	}
	if _, play := sums[money.Play]; play && len(sums) > 1 {
		return nil, ErrPlayMixed
	}
	for _, s := range sums {
		if s != 0 {
			return nil, ErrUnbalanced
		}
	}
	if len(kept) < 2 || len(kept) > maxLegs {
		return nil, ErrUnbalanced
	}
	return kept, nil
}

// link appends the transfer to its shop's chain.
func link(tx *db.Tx, id TransferID, t Transfer) error {
	var seq int64
	var last string
	err := tx.Row("SELECT seq, hash FROM ledger_heads WHERE shop_id = $1", []any{int64(t.Shop)}, &seq, &last)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return err
	}
	seq++
	hash := digest(last, id, seq, t)
	if _, err := tx.Exec(`INSERT INTO ledger_transfers (transfer_id, shop_id, seq, kind, subject, hash)
		VALUES ($1, $2, $3, $4, $5, $6)`, int64(id), int64(t.Shop), seq, t.Kind, t.Subject, hash); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO ledger_heads (shop_id, seq, hash) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, int64(t.Shop), seq, hash)
	return err
}

// digest is the chain: SHA-256 over the hash before and the content.
func digest(last string, id TransferID, seq int64, t Transfer) string {
	b := make([]byte, 0, 512)
	b = append(b, last...)
	for _, n := range [...]int64{int64(id), int64(t.Shop), seq, t.Subject} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	b = append(append(b, t.Kind...), 0)
	for _, l := range t.Legs {
		b = append(append(b, l.Account...), 0)
		b = append(b, l.Amount.Currency...)
		b = binary.BigEndian.AppendUint64(b, uint64(l.Amount.Minor))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func insertEntries(tx *db.Tx, id TransferID, t Transfer) error {
	args := make([]any, 0, 6*len(t.Legs))
	for i, l := range t.Legs {
		args = append(args, int64(id), int64(t.Shop), i, string(l.Account), string(l.Amount.Currency), l.Amount.Minor)
	}
	_, err := tx.Exec(entryInserts[len(t.Legs)], args...)
	return err
}

// entryInserts[n] inserts n entries in one statement.
var entryInserts = func() (texts [maxLegs + 1]string) {
	for n := 1; n <= maxLegs; n++ {
		texts[n] = "INSERT INTO ledger_entries (transfer_id, shop_id, leg, account, currency, amount) VALUES " + db.Places(n, 6)
	}
	return texts
}()

// addBalances adds legs to their accounts' balances, in one statement where it
// can, and gives the balance after each leg.
func addBalances(tx *db.Tx, shop db.ShopID, legs []Leg) ([]int64, error) {
	type purse struct {
		account  Account
		currency money.Currency
	}
	at := make(map[purse]int, len(legs))
	args := make([]any, 1, 1+3*len(legs))
	args[0] = int64(shop)
	for i, l := range legs {
		at[purse{l.Account, l.Amount.Currency}] = i
		args = append(args, string(l.Account), string(l.Amount.Currency), l.Amount.Minor)
	}
	balances, known := make([]int64, len(legs)), make([]bool, len(legs))
	if len(at) == len(legs) { // else one leg would hide the other
		if err := tx.Each(func(scan db.Scan) error {
			var p purse
			var balance int64
			err := scan((*string)(&p.account), (*string)(&p.currency), &balance)
			i := at[p]
			balances[i], known[i] = balance, true
			return err
		}, balanceUpdates[len(legs)], args...); err != nil {
			return nil, err
		}
	}
	for i, l := range legs {
		if known[i] {
			continue
		}
		var err error
		if balances[i], err = addBalance(tx, shop, l); err != nil {
			return nil, err
		}
	}
	return balances, nil
}

// balanceUpdates[n] adds n legs to the balances that are there and may take them.
var balanceUpdates = func() (texts [maxLegs + 1]string) {
	for n := 1; n <= maxLegs; n++ {
		var rows []string
		for i := range n {
			rows = append(rows, fmt.Sprintf("($%d, $%d, CAST($%d AS BIGINT))", 3*i+2, 3*i+3, 3*i+4))
		}
		texts[n] = "WITH legs (of, unit, plus) AS (VALUES " + strings.Join(rows, ", ") + `)
			UPDATE ledger_balances SET balance = balance + plus FROM legs
			WHERE shop_id = $1 AND account = of AND currency = unit AND (free = 1 OR balance + plus >= held)
			RETURNING account, currency, balance`
	}
	return texts
}()

// addBalance adds a leg to its account's balance and gives the new balance.
// The row is made at the account's first leg.
func addBalance(tx *db.Tx, shop db.ShopID, l Leg) (int64, error) {
	free := 1
	if l.Account.guarded() {
		free = 0
	}
	args := []any{int64(shop), string(l.Account), string(l.Amount.Currency), l.Amount.Minor}
	var balance int64
	err := tx.Row(`UPDATE ledger_balances SET balance = balance + $4
		WHERE shop_id = $1 AND account = $2 AND currency = $3 AND (free = 1 OR balance + $4 >= held)
		RETURNING balance`, args, &balance)
	if !errors.Is(err, db.ErrNone) {
		return balance, err
	}
	short := fault.New(fault.Conflict, "fault.ledger_short", "account", string(l.Account), "amount", l.Amount)
	if free == 0 && l.Amount.Minor < 0 {
		return 0, short
	}
	n, err := tx.Exec(`INSERT INTO ledger_balances (shop_id, account, currency, balance, held, free)
		VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (shop_id, account, currency) DO NOTHING`, append(args, free)...)
	if err == nil && n == 0 {
		return 0, short
	}
	return l.Amount.Minor, err
}

// String shows a transfer on one line, for errors and logs.
func (t Transfer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d:", t.Kind, t.Subject)
	for _, l := range t.Legs {
		fmt.Fprintf(&b, " %s %s", l.Account, l.Amount)
	}
	return b.String()
}
