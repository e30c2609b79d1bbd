package delivery

import (
	"math/rand/v2"
	"testing"

	"agora/country"
	"agora/verify/verifytest"
)

// TestNumbersForOthers writes numbers of S10, good and wrong, into the folder
// AGORA_VERIFY, where programs that are not ours judge them (make verify).
func TestNumbersForOthers(t *testing.T) {
	type judged struct {
		Number string
		Good   bool
	}
	var list []judged
	random := rand.New(rand.NewPCG(10, 7))
	add := func(number string, good bool) {
		if _, err := CheckTracking(number); (err == nil) != good {
			t.Errorf("%s: %v", number, err)
		}
		list = append(list, judged{number, good})
	}
	for _, at := range country.All() {
		for _, service := range []string{"RR", "CP", "EE", "LX", "UA", "VV"} {
			for range 10 {
				good := S10(service, random.Int64N(s10Most+1), string(at.Code))
				add(good, true)
				wrong := []byte(good) // another check digit
				wrong[10] = '0' + (wrong[10]-'0'+1+byte(random.IntN(9)))%10
				add(string(wrong), false)
				wrong = []byte(good) // a digit mistyped: every weight has no factor in common with 11
				place := 2 + random.IntN(8)
				wrong[place] = '0' + (wrong[place]-'0'+1+byte(random.IntN(9)))%10
				if s10Digit(string(wrong[2:10])) != wrong[10] {
					add(string(wrong), false)
				}
			}
		}
	}
	if len(list) < 1000 {
		t.Fatalf("%d numbers", len(list))
	}
	verifytest.Keep(t, "s10.json", list)
}
