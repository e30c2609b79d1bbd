package demo

import (
	"slices"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
)

// TestGatheringsCanBeHeld: every text is in five languages, every session lies
// within its event, and everybody who is named is there.
func TestGatheringsCanBeHeld(t *testing.T) {
	plan, err := loadGatherings()
	if err != nil {
		t.Fatal(err)
	}
	said := func(what string, texts catalog.Texts, must bool) {
		for _, lang := range []string{"en", "ru", "ky", "ur", "zh-Hans"} {
			if texts[lang] == "" && (must || len(texts) > 0) {
				t.Errorf("%s is not said in %s", what, lang)
			}
		}
	}
	kinds, countries, handles := map[assembly.Kind]bool{}, map[string]bool{}, map[string]bool{"": true}
	for _, s := range load(t).Shops {
		handles[s.Handle] = true
	}
	for _, p := range plan.People {
		countries[p.Country] = true
	}
	if len(countries) < 45 {
		t.Errorf("people of %d countries", len(countries))
	}
	tickets, calls, series := 0, 0, 0
	for _, g := range plan.Events {
		title := g.Title["en"]
		kinds[g.Kind] = true
		said(title, g.Title, true)
		said(title+": about", g.About, true)
		said(title+": consent", g.Consent, false)
		if g.Seats > len(plan.People) || !handles[g.Host] {
			t.Errorf("%s: %d come, to %q", title, g.Seats, g.Host)
		}
		day := time.Now().In(g.Location())
		starts := clock(day, g.At)
		for _, s := range g.Sessions {
			what := title + ": " + s.Title["en"]
			said(what, s.Title, true)
			said(what, s.About, false)
			at := clock(day.AddDate(0, 0, s.Day), s.At)
			if at.Before(starts) || at.Add(time.Duration(s.Minutes)*time.Minute).After(starts.Add(time.Duration(g.Hours)*time.Hour)) {
				t.Errorf("%s is outside", what)
			}
			if s.Repeat.Every != assembly.Once {
				series++
				times, err := s.Repeat.Times(at, g.Location())
				if last := starts.Add(time.Duration(g.Hours) * time.Hour); err != nil || len(times) < 2 || times[len(times)-1].Add(time.Duration(s.Minutes)*time.Minute).After(last) {
					t.Errorf("%s comes again at %v, the event is over at %v: %v", what, times, last, err)
				}
			}
			if !s.Break && len(s.Speakers) == 0 || slices.ContainsFunc(s.Speakers, func(n int) bool { return n >= len(g.Speakers) }) {
				t.Errorf("%s: who speaks?", what)
			}
		}
		for _, k := range g.Tickets {
			said(title+": ticket", k.Name, true)
			said(title+": "+k.Name["en"], k.About, true)
		}
		tickets += len(g.Tickets)
		if g.Call != nil {
			calls++
			said(title+": call", g.Call.Words, true)
		}
		for _, r := range g.Roles {
			if r.Seat >= g.Seats || !slices.Contains(assembly.Roles, r.Role) || r.Channel != "" && !slices.Contains(g.Langs, r.Channel) {
				t.Errorf("%s: %+v", title, r)
			}
		}
	}
	if tickets < 2 || calls == 0 || series == 0 {
		t.Errorf("%d tickets, %d calls for speakers, %d series", tickets, calls, series)
	}
	for _, k := range []assembly.Kind{assembly.Conference, assembly.LiveSale, assembly.Class} {
		if !kinds[k] {
			t.Errorf("no %s", k)
		}
	}
}
