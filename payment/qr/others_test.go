package qr

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/money"
	"agora/verify/verifytest"
)

// TestCodesForOthers writes codes with what they must say into the folder
// AGORA_VERIFY, where programs that are not ours read them (make verify).
func TestCodesForOthers(t *testing.T) {
	type code struct {
		Rail, Text, Currency, Number, Amount, Ref string
		Fields                                    map[string]string // the operator's
		Made, Until                               int64             // milliseconds
	}
	var list []code
	random := rand.New(rand.NewPCG(4, 217))
	now := time.Now().Truncate(time.Second) // a code that is over is refused by others
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		lines = append(lines, accounts[name])
		if latin, _, ok := strings.Cut(accounts[name], "; lang="); ok { // some read no other letters
			lines = append(lines, latin)
		}
	}
	lines = append(lines, strings.Replace(accounts["TRY karekod"], "Agora Çarşı", "Agora Bazaar", 1))
	for _, line := range lines {
		a := read(t, line)
		amounts := []int64{0, 0, 0, 0, 0, 1, 99, 100, 1_250_050, longestSum}
		for range 30 {
			amounts = append(amounts, 1+random.Int64N(1<<(1+random.IntN(39))))
		}
		for n, minor := range amounts {
			what := Ask{Amount: money.Of(minor, a.Currency), Ref: fmt.Sprintf("AG-7KQ2X9%c", "ACDEFGHJKLMNPQRTUVWXY34679"[n%26]), Made: now, Until: now.Add(48 * time.Hour)}
			if minor == 0 {
				what.Amount = money.Amount{}
			}
			p, err := a.Paper(what)
			if err != nil {
				t.Errorf("%s, %d: %v", line, minor, err)
				continue
			}
			c := code{a.Rail, p.Text, string(a.Currency), number[a.Currency], "", what.Ref, a.fields, now.UnixMilli(), what.Until.UnixMilli()}
			if minor != 0 {
				c.Amount = p.Amount.Plain()
			}
			list = append(list, c)
		}
	}
	if len(list) != 720 {
		t.Fatalf("%d codes", len(list))
	}
	verifytest.Keep(t, "qr.json", list)
}
