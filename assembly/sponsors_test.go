package assembly_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/identity"
)

// TestSponsorsHaveAFileOfTheirOwn has people of three countries come to a session.
func TestSponsorsHaveAFileOfTheirOwn(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		ctx := t.Context()
		for i, country := range []string{"KG", "KG", "KG", "KG", "PK", "DE", "DE"} {
			seat, _, err := f.Register(ctx, identity.Guest(), f.event.ID, assembly.Applicant{Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("s%d@example.org", i), Country: country, Lang: "ru", Agreed: true})
			f.must(err)
			at, err := f.Enter(ctx, holder(seat), f.event.ID, seat.ID, f.session.ID)
			f.must(err)
			f.must(f.Hear(ctx, at, []string{"floor", "en"}[i%2]))
			f.must(f.Attend(ctx, at))     // her other page says nothing of it
			f.must(f.Hear(ctx, at, "fr")) // there is no such channel
			*clock = clock.Add(time.Minute)
			f.must(f.Hear(ctx, at, "en"))
			f.must(f.Hear(ctx, at, "floor")) // the last of a minute counts
			*clock = clock.Add(time.Minute)
		}
		var b bytes.Buffer
		f.must(f.ExportShares(ctx, host, f.event.ID, &b))
		if want := "by,of,people,minutes\ncountry,KG,4,8\ncountry,others,3,6\nlanguage,ru,7,14\nchannel,floor,7,11\nchannel,en,3,3\n"; b.String() != want {
			t.Errorf("%s\nwant\n%s", &b, want)
		}
		if strings.Contains(b.String(), "Person") {
			t.Error("somebody is named")
		}
		if err := f.ExportShares(ctx, identity.Guest(), f.event.ID, &b); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}
