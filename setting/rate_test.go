package setting

import (
	"testing"
	"time"

	"agora/money"
)

func TestTheMarginOfADay(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	h := House{RateSpread: "2026-12-01 2\r\n1.5\r\n2027-01-01 0"}
	for s, want := range map[string]money.Bps{"2020-01-01": 150, "2026-11-30": 150, "2026-12-01": 200, "2026-12-31": 200, "2027-01-01": 0, "2030-01-01": 0} {
		if m := h.Spread(day(s)); m != want {
			t.Errorf("on %s %d, want %d", s, m, want)
		}
	}
	if m := (House{}).Spread(day("2026-01-01")); m != 0 {
		t.Errorf("nothing set: %d", m)
	}
	for text, good := range map[string]bool{"": true, "0": true, "20": true, "1.5": true, "2026-12-01 1.5\n1": true,
		"20.1": false, "-1": false, "1.25": false, "1,5": false, "x": false, "1\n2": false, "2026-13-01 1": false, "1 2 3": false, "2026-12-01": false, ".": false, "+1": false} {
		if (checkSpread(text) == "") != good {
			t.Errorf("%q is good: %v", text, !good)
		}
	}
}
