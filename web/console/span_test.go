package console

import (
	"testing"
	"time"

	"agora/i18n"
	"agora/web"
)

func TestLatenessIsSaidInWords(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &web.Request{Locale: words.Locale("en")}
	for d, want := range map[time.Duration]string{
		0: "on time", time.Minute: "on time", 2 * time.Minute: "2 minutes", 119 * time.Minute: "119 minutes",
		2 * time.Hour: "2 hours", 47 * time.Hour: "47 hours", 48 * time.Hour: "2 days", 100 * time.Hour: "4 days",
	} {
		if got := lateness(r, d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
