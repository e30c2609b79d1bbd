package moneytest

import (
	"errors"
	"flag"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/i18n"
	"agora/ledger"
	"agora/market"
)

var (
	steps = flag.Int("steps", 5000, "how many steps the random life of money takes")
	seed  = flag.Uint64("seed", uint64(time.Now().UnixNano()), "which life")
)

// TestWhateverPeopleDoTheMoneyIsThere lets people act at random; after every
// step the books balance, and every order's money is what its entries say.
func TestWhateverPeopleDoTheMoneyIsThere(t *testing.T) {
	t.Logf("-seed %d", *seed)
	l := begin(t, *seed)
	const often = 50 // the orders' entries are read this often; the books every step
	for i := range *steps {
		name, err := l.step()
		if err != nil && !refused(err) {
			t.Fatalf("step %d, %s: %v", i, name, err)
		}
		if err := l.proof(); err != nil {
			t.Fatalf("step %d, %s: %v", i, name, err)
		}
		if i%often == 0 {
			if err := errors.Join(l.orders(), l.payouts(), l.fines(), l.tills()); err != nil {
				t.Fatalf("step %d, %s: %v", i, name, err)
			}
		}
	}
	l.sound()
	if err := l.words(); err != nil {
		t.Error(err)
	}
	if err := l.statements(); err != nil {
		t.Error(err)
	}
	for _, a := range acts {
		if l.done[a.name] == 0 {
			t.Errorf("nobody ever managed to %s", a.name)
		}
	}
	t.Log(l.done)
}

func (l *life) sound() {
	l.Helper()
	r, err := ledger.Check(l.ctx, l.DB)
	if err != nil || len(r.Problems) > 0 {
		l.Errorf("ledger: %v %v", err, r.Problems)
	}
	problems, err := market.Check(l.ctx, l.DB)
	if err != nil || len(problems) > 0 {
		l.Errorf("market: %v %v", err, problems)
	}
}

// words proves that people can read every kind of transfer that was met.
func (l *life) words() error {
	b, err := i18n.Load()
	if err != nil {
		return err
	}
	return l.DB.Read(l.ctx, func(tx *db.Tx) error {
		kinds, err := db.List(tx, func(scan db.Scan) (k string, err error) { err = scan(&k); return k, err }, "SELECT DISTINCT kind FROM ledger_transfers")
		for _, k := range kinds {
			if !b.Locale("en").Has("console.kind_" + strings.ReplaceAll(k, ".", "_")) {
				l.Errorf("a transfer %s has no words", k)
			}
		}
		return err
	})
}
