package assembly_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/assembly"
	"agora/identity"
)

// TestWhatIsSpokenIsWhatEachListGives says much in a hall, of every kind more than
// its page shows, and reads it at once and list by list.
func TestWhatIsSpokenIsWhatEachListGives(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		host, reader := f.in[assembly.HostRole], f.in[assembly.Attendee]
		_, err := f.Invite(f.ctx(), identity.System(), f.event.ID, assembly.Speaker{Name: "Nilufar", Place: "Osh"})
		f.must(err)
		for i := range assembly.PageSize + 3 {
			*clock = clock.Add(time.Second)
			f.must(f.Say(f.ctx(), host, fmt.Sprint("Message ", i)))
			f.must(f.Caption(f.ctx(), host, f.event.Langs[0], fmt.Sprint("Line ", i)))
		}
		f.must(f.Caption(f.ctx(), host, f.event.Langs[1], "Another language"))
		for _, role := range []assembly.Role{assembly.Moderator, assembly.OnStage, assembly.Attendee} {
			*clock = clock.Add(time.Second)
			f.must(f.RaiseHand(f.ctx(), f.in[role]))
		}
		f.must(f.CallUp(f.ctx(), host, reader.Seat.ID))
		boss := f.breaks(assembly.Breaking{Count: 2, Minutes: 5})
		f.must(f.Talk(f.ctx(), boss, boss.Grouped.Breakout.Groups[0].ID, "For this group alone"))
		for _, lang := range f.event.Langs[:2] {
			got, err := f.Spoken(f.ctx(), reader, lang)
			f.must(err)
			var want assembly.Spoken
			want.Captions, err = f.LastCaptions(f.ctx(), reader, lang)
			f.must(err)
			want.Hands, err = f.Hands(f.ctx(), reader)
			f.must(err)
			want.Messages, err = f.Messages(f.ctx(), reader, 0)
			f.must(err)
			want.Speakers, err = f.Speakers(f.ctx(), f.event.ID)
			f.must(err)
			if d := cmp.Diff(want, got); d != "" || len(got.Hands) != 3 || !got.Hands[0].Called || len(got.Messages) != assembly.PageSize || len(got.Speakers) == 0 || len(got.Captions) == 0 {
				t.Errorf("%s: %s\n%+v", lang, d, got)
			}
		}
	})
}
