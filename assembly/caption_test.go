package assembly_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/fault"
)

// TestCaptionsAreATextTrack writes lines at times and reads them as WebVTT.
func TestCaptionsAreATextTrack(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		at := f.in[assembly.Captioner]
		for i, body := range []string{"Салам & кош", "<b>two</b>\n-->", "three"} {
			*clock = now.Add(time.Duration(i*i) * 2500 * time.Millisecond)
			f.must(f.Caption(f.ctx(), at, "ky", body))
		}
		f.must(f.Caption(f.ctx(), f.in[assembly.HostRole], "en", "Other"))
		var b strings.Builder
		f.must(f.WebVTT(f.ctx(), at, "ky", now, &b))
		want := "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nСалам &amp; кош\n\n00:00:02.500 --> 00:00:09.500\n&lt;b&gt;two&lt;/b&gt; --&gt;\n\n00:00:10.000 --> 00:00:17.000\nthree\n"
		if b.String() != want {
			f.Errorf("got %s\nwant %s", &b, want)
		}
		for i := range assembly.LastLines {
			f.must(f.Caption(f.ctx(), at, "ky", fmt.Sprint("line ", i)))
		}
		last, err := f.LastCaptions(f.ctx(), at, "ky")
		f.must(err)
		if len(last) != assembly.LastLines || last[0].Body != "line 0" || last[len(last)-1].Body != fmt.Sprint("line ", assembly.LastLines-1) {
			f.Errorf("the last lines: %+v", last)
		}
	})
}

// TestHandsComeUpInTheirOrder raises three, calls one up and dismisses another.
func TestHandsComeUpInTheirOrder(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		boss := f.in[assembly.HostRole]
		a, b, c := f.in[assembly.Attendee], f.in[assembly.OnStage], f.in[assembly.Interpreter]
		for _, at := range []assembly.Seated{a, b, c, a} { // the last changes nothing
			f.must(f.RaiseHand(f.ctx(), at))
		}
		see := func(want string) {
			f.Helper()
			list, err := f.Hands(f.ctx(), c)
			f.must(err)
			var got []string
			for _, h := range list {
				got = append(got, fmt.Sprintf("%s %v %d", h.Name, h.Called, h.Place))
			}
			if s := strings.Join(got, ", "); s != want {
				f.Errorf("%s, want %s", s, want)
			}
		}
		see("Person 0 false 1, Person 1 false 2, Person 2 false 3")
		f.must(f.CallUp(f.ctx(), boss, b.Seat.ID))
		see("Person 1 true 1, Person 0 false 1, Person 2 false 2")
		f.must(f.LowerHand(f.ctx(), a))
		f.must(f.Dismiss(f.ctx(), boss, b.Seat.ID))
		see("Person 2 false 1")
		if err := f.CallUp(f.ctx(), boss, a.Seat.ID); !fault.Is(err, fault.NotFound) {
			f.Errorf("a hand that is down: %v", err)
		}
	})
}
