package assembly_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/assembly"
	"agora/fault"
	"agora/identity"
)

// TestSponsorsHearOfNoSmallGroup folds groups of any sizes: none that is told has
// fewer than three people, and all minutes are told unless there were too few people.
func TestSponsorsHearOfNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.Int64Range(1, 6), 0, 8).Draw(t, "sizes")
		var list []assembly.Share
		var people, minutes int64
		for n := int64(6); n > 0; n-- { // the largest first, as they are counted
			for i, size := range sizes {
				if size == n {
					list = append(list, assembly.Share{Of: fmt.Sprint(i), People: n, Minutes: n * 10})
					people, minutes = people+n, minutes+n*10
				}
			}
		}
		var told, sum int64
		for _, s := range assembly.Folded(list) {
			if told, sum = told+s.People, sum+s.Minutes; s.People < 3 {
				t.Fatalf("%v is told of %v", s, list)
			}
		}
		if people >= 3 && (told != people || sum != minutes) || people < 3 && told != 0 {
			t.Fatalf("%d of %d people, %d of %d minutes", told, people, sum, minutes)
		}
	})
}

// TestSponsorsHaveAFileOfTheirOwn has people of three countries come to a session.
func TestSponsorsHaveAFileOfTheirOwn(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		ctx := t.Context()
		for i, country := range []string{"KG", "KG", "KG", "KG", "PK", "DE", "DE"} {
			seat, _, err := f.Register(ctx, identity.Guest(), f.event.ID, assembly.Applicant{Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("s%d@example.org", i), Country: country, Lang: "ru", Agreed: true})
			f.must(err)
			at, err := f.Enter(ctx, holder(seat), f.event.ID, seat.ID, f.session.ID)
			f.must(err)
			for range 2 {
				f.must(f.Attend(ctx, at))
				*clock = clock.Add(time.Minute)
			}
		}
		var b bytes.Buffer
		f.must(f.ExportShares(ctx, host, f.event.ID, &b))
		if want := "by,of,people,minutes\ncountry,KG,4,8\ncountry,others,3,6\nlanguage,ru,7,14\n"; b.String() != want {
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
