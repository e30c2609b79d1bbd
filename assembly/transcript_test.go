package assembly_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/assembly"
)

// TestCaptionsFollowTheFilm says lines while a recording runs and while it is
// paused.
func TestCaptionsFollowTheFilm(t *testing.T) {
	tapes(t, true, false, func(r *tape) {
		hosts := r.in[assembly.HostRole]
		say := func(after time.Duration, words string) {
			r.takes(r.runs(after))
			r.must(r.Caption(r.ctx(), hosts, "en", words))
		}
		say(5*time.Second, "The <first> line\n& more")
		say(9*time.Second, "The price at my door")
		r.takes(r.runs(2 * time.Second))
		r.must(r.Pause(r.ctx(), hosts))
		*r.clock = r.clock.Add(time.Minute)
		r.must(r.Caption(r.ctx(), hosts, "en", "This is between us"))
		*r.clock = r.clock.Add(time.Minute)
		r.must(r.Resume(r.ctx(), hosts))
		r.start()
		say(3*time.Second, "Где моя ёлка?")
		r.takes(r.runs(10 * time.Second))
		r.must(r.End(r.ctx(), hosts))
		at := r.looks(assembly.Attendee)
		f, err := r.Film(r.ctx(), at)
		r.must(err)

		var b strings.Builder
		r.must(r.FilmVTT(r.ctx(), at, f, "en", &b))
		want := "WEBVTT\n\n00:00:05.000 --> 00:00:12.000\nThe &lt;first&gt; line &amp; more\n\n00:00:14.000 --> 00:00:19.000\nThe price at my door\n\n00:00:19.000 --> 00:00:26.000\nГде моя ёлка?\n"
		if b.String() != want {
			r.Errorf("%s\nwant\n%s", b.String(), want)
		}
		b.Reset()
		r.must(r.FilmText(r.ctx(), at, f, "en", &b))
		if want := "00:00:05  The <first> line & more\n00:00:14  The price at my door\n00:00:19  Где моя ёлка?\n"; b.String() != want {
			r.Errorf("%s", b.String())
		}
		for q, want := range map[string]string{"елк": "[3]", "DOOR the": "[2]", "us": "[]", "": "[1 2 3]", "irst": "[]", "Ё": "[3]", "!": "[1 2 3]"} {
			list, err := r.Transcript(r.ctx(), at, f, "en", assembly.Find(q), 0)
			r.must(err)
			var got []int64
			for _, l := range list {
				got = append(got, l.Number-map[bool]int64{true: 1}[l.Number > 3])
			}
			if fmt.Sprint(got) != want {
				r.Errorf("%q finds %v, want %s", q, got, want)
			}
		}
		if pins, list, err := r.Contents(r.ctx(), at); err != nil || fmt.Sprint(list) != "[en]" || len(pins) != 0 {
			r.Error(pins, list, err)
		}
	})
}

func TestHitsAreMarked(t *testing.T) {
	for _, c := range []struct{ text, q, want string }{
		{"The price at my door.", "DOO pri", "The [price] at my [door]."},
		{"Где моя Ёлка?", "елк", "Где моя [Ёлка]?"},
		{"<b>bold</b>", "b", "<[b]>[bold]</[b]>"},
		{"请问运费多少?", "运费", "请问[运费]多少?"},
		{"ﬁne print", "fine", "[ﬁne] print"},
		{"nothing", "", "nothing"},
		{"", "a", ""},
	} {
		var b strings.Builder
		for _, m := range assembly.Find(c.q).Marks(c.text) {
			if m.Hit {
				b.WriteString("[" + m.Text + "]")
			} else {
				b.WriteString(m.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%q in %q: %q, want %q", c.q, c.text, b.String(), c.want)
		}
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("Где моя Ёлка?", "елк")
	f.Add("请问运费多少", "运费")
	f.Add("İ̇ß\xff", "i\xff")
	f.Fuzz(func(t *testing.T, text, q string) {
		var b strings.Builder
		query := assembly.Find(q)
		for _, m := range query.Marks(text) {
			b.WriteString(m.Text)
		}
		if b.String() != text {
			t.Errorf("%q became %q", text, b.String())
		}
		query.In(text)
	})
}
