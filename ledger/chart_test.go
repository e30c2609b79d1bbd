package ledger_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"agora/db/dbtest"
	. "agora/ledger"
	"agora/money"
)

// TestTheChartIsInTheManual compares the chart with its table in docs/money.md.
func TestTheChartIsInTheManual(t *testing.T) {
	manual, err := os.ReadFile("../docs/money.md")
	if err != nil {
		t.Fatal(err)
	}
	mark := map[bool]string{true: "yes"}
	for _, k := range Chart {
		row := fmt.Sprintf("| %s | %s | %s | %s |", k.Account, k.Holds, mark[k.Guarded], mark[k.Stated])
		if !strings.Contains(string(manual), row) {
			t.Errorf("docs/money.md has no row %s", row)
		}
	}
}

func TestPlayMoneyNeverMeetsRealMoney(t *testing.T) {
	d := dbtest.SQLite(t, Schema)
	play := func(minor int64) money.Amount { return money.Of(minor, money.Play) }
	if err := post(t, d, 1, Leg{Buyers, play(-5)}, Leg{Escrow, play(5)}); err != nil {
		t.Errorf("play money alone: %v", err)
	}
	if err := post(t, d, 1, Leg{Buyers, play(-5)}, Leg{Escrow, play(5)}, Leg{Buyers, som(-5)}, Leg{Escrow, som(5)}); err == nil {
		t.Error("play money and real money met in one transfer")
	}
}
