package assembly

import (
	"bytes"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"agora/catalog"
)

var update = flag.Bool("update", false, "write the golden files anew")

func calendarOptions(langs ...string) CalendarOptions {
	return CalendarOptions{Node: "Silk Bazaar; Bishkek", Langs: langs, Stamp: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC),
		Page: func(id EventID) string { return "https://bazaar.example/events/" + number(int64(id)) }}
}

// fair is an event with everything a calendar has to say.
func fair() (Event, []Session) {
	at := time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)
	e := Event{ID: 7, State: Published, Starts: at, Ends: at.Add(33 * time.Hour), Revision: 4, Plan: Plan{
		Zone: "Asia/Bishkek", Langs: []string{"ky", "en"}, Venue: "Hall 3, House of Friendship; Bishkek",
		Title: catalog.Texts{"en": "First sellers", "ky": "Биринчи сатуучулар"},
		About: catalog.Texts{"ky": "Эки күн: кантип дүкөн ачуу, баа коюу, посылка жөнөтүү.\r\nБаары акысыз; орун алуу керек.",
			"ur": "دو دن، سب کچھ مفت"}}}
	return e, []Session{
		{ID: 11, Starts: at, Ends: at.Add(time.Hour), Topic: Topic{Title: catalog.Texts{"ky": "Ачылыш", "en": "Opening"}, Track: "A"}},
		{ID: 12, Starts: at.Add(time.Hour), Ends: at.Add(90 * time.Minute), Topic: Topic{Title: catalog.Texts{"en": "Tea"}, Break: true}},
		{ID: 13, Starts: at.Add(2 * time.Hour), Ends: at.Add(3 * time.Hour), Topic: Topic{Title: catalog.Texts{"zh-Hans": "海关编码：六位数字", "en": "Customs codes, in six digits"},
			About: catalog.Texts{"en": "Where C:\\tariff is; what \"HS\" means"}}},
	}
}

func TestCalendarsAreAsTheyWere(t *testing.T) {
	e, sessions := fair()
	off := e
	off.State, off.Revision, off.Venue = Cancelled, 5, ""
	for name, write := range map[string]func(*bytes.Buffer) error{
		"sessions":  func(b *bytes.Buffer) error { return Calendar(b, e, sessions, calendarOptions("ky")) },
		"event":     func(b *bytes.Buffer) error { return Calendar(b, e, sessions[1:2], calendarOptions("ur")) },
		"cancelled": func(b *bytes.Buffer) error { return Calendar(b, off, nil, calendarOptions("fr", "en")) },
		"feed":      func(b *bytes.Buffer) error { return Feed(b, []Event{e, off}, calendarOptions("zh-Hans")) },
	} {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		path := "testdata/" + name + ".ics"
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got.String()); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

// TestLinesAreFolded: a line is at most 75 octets and whole letters, and unfolding
// gives what was written.
func TestLinesAreFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := escaped(rapid.StringOfN(rapid.SampledFrom([]rune("aйක漢🙂,;\\\n ")), 0, 400, -1).Draw(t, "value"))
		var b bytes.Buffer
		l := newLeaf(&b)
		l.line("SUMMARY", value)
		if err := l.end(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("%d octets: %q", len(line), line)
			}
		}
		if got := strings.ReplaceAll(b.String(), "\r\n ", ""); got != "SUMMARY:"+value+"\r\n" {
			t.Fatalf("%q came from %q", got, value)
		}
	})
}

// FuzzCalendar tries to break out of a property by what hosts write.
func FuzzCalendar(f *testing.F) {
	for _, s := range []string{"plain", "a\r\nEND:VEVENT\r\nBEGIN:VALARM", "x\n\u2028ATTENDEE:y", "\\\\;,\x00\x85", "\xff\xfe\r", strings.Repeat("පු🙂", 90), "\u0085URL:x", "\v\fX:y"} {
		f.Add(s, "ky")
		f.Add("t", s)
	}
	known := map[string]bool{}
	for name := range strings.FieldsSeq(`BEGIN END VERSION PRODID CALSCALE METHOD NAME X-WR-CALNAME UID DTSTAMP SEQUENCE DTSTART DTEND STATUS TRANSP
		SUMMARY CATEGORIES LOCATION URL DESCRIPTION`) {
		known[name] = true
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		e, sessions := fair()
		e.Title, e.About, e.Venue = catalog.Texts{lang: text}, catalog.Texts{lang: text}, text
		sessions = sessions[:1]
		sessions[0].Title, sessions[0].About, sessions[0].Track = e.Title, e.About, text
		o := calendarOptions(lang)
		o.Node, o.Page = text, func(EventID) string { return text }
		var b bytes.Buffer
		if err := Calendar(&b, e, sessions, o); err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(b.Bytes()) {
			t.Fatal("no UTF-8")
		}
		whole := strings.ReplaceAll(b.String(), "\r\n ", "")
		seen := map[string]int{}
		for line := range strings.SplitSeq(strings.TrimSuffix(whole, "\r\n"), "\r\n") {
			name, _, ok := strings.Cut(line, ":")
			name, _, _ = strings.Cut(name, ";")
			if seen[name]++; !ok || !known[name] || strings.ContainsAny(line, "\r\n\v\f\u0085\u2028\u2029") {
				t.Fatalf("a line of its own: %s", strconv.Quote(line))
			}
		}
		if seen["BEGIN"] != 2 || seen["SUMMARY"] != 1 || seen["URL"] > 1 {
			t.Fatalf("%v", seen)
		}
	})
}
