package assembly_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/slide/slidetest"
)

// TestSlidesFollowTheFilm turns pages before a recording, while it runs, while it is
// paused, and after the end.
func TestSlidesFollowTheFilm(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		hosts := r.in[assembly.HostRole]
		d := r.sends(hosts, slidetest.PDF(slidetest.Page{Text: "One"}, slidetest.Page{Text: "Two"}, slidetest.Page{Text: "Three"}, slidetest.Page{Text: "Four"}))
		shows := func(after time.Duration, page int64) {
			r.Helper()
			r.takes(r.runs(after))
			if page == 0 {
				r.must(r.PutSlidesAway(r.ctx(), hosts))
				return
			}
			r.must(r.ShowSlide(r.ctx(), hosts, d.ID, page))
		}
		shows(5*time.Second, 1)
		shows(9*time.Second, 2)
		r.takes(r.runs(2 * time.Second))
		r.must(r.Pause(r.ctx(), hosts))
		*r.clock = r.clock.Add(time.Minute)
		r.must(r.ShowSlide(r.ctx(), hosts, d.ID, 4)) // between us
		*r.clock = r.clock.Add(time.Minute)
		r.must(r.ShowSlide(r.ctx(), hosts, d.ID, 3))
		*r.clock = r.clock.Add(time.Minute)
		r.must(r.Resume(r.ctx(), hosts))
		r.start()
		shows(3*time.Second, 0)
		shows(4*time.Second, 2)
		r.takes(r.runs(10 * time.Second))
		r.must(r.End(r.ctx(), hosts))
		at := r.looks(assembly.Attendee)
		f, err := r.Film(r.ctx(), at)
		r.must(err)
		list, err := r.Showings(r.ctx(), at)
		r.must(err)
		turns := f.Turns(list)
		var got []string
		for _, turn := range turns {
			// Two that come in one microsecond are told apart by the next one.
			got = append(got, fmt.Sprint(turn.At.Round(time.Millisecond), " ", turn.Page, turn.Text))
		}
		if want := "5s 1One, 14s 2Two, 16s 3Three, 19s 0, 23s 2Two"; strings.Join(got, ", ") != want {
			r.Errorf("%s, want %s", strings.Join(got, ", "), want)
		}
		for at, want := range map[time.Duration]int64{0: 0, 5 * time.Second: 1, 13 * time.Second: 1, 16 * time.Second: 3, 20 * time.Second: 0, time.Hour: 2} {
			if got := assembly.SeenAt(turns, at).Page; got != want {
				r.Errorf("at %v there is page %d, want %d", at, got, want)
			}
		}
	})
}
