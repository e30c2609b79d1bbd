package aid

import (
	"testing"
	"time"

	"agora/web"
)

// TestADayIsReadInAnyDigits reads days; only where none may be said an empty one is none.
func TestADayIsReadInAnyDigits(t *testing.T) {
	for text, want := range map[string]string{"2026-11-20": "2026-11-20", "۲۰۲۶-۱۱-۲۰": "2026-11-20", "": "0001-01-01", "soon": "bad", "2026-13-01": "bad"} {
		f := web.Typed(map[string]string{"day": text})
		got := day(f, "day").Format(time.DateOnly)
		if f.Err() != nil {
			got = "bad"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	f := web.Typed(nil)
	if dayOf(f, "day"); f.Err() == nil {
		t.Error("a day that must be there may be missing")
	}
}
