package node

import (
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/relief"
)

// TestBothSidesOfAMatchAreTold approves lines of one gift for two places: the donor has
// one letter with both, each place its own, and nobody reads how another is reached.
func TestBothSidesOfAMatchAreTold(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	t.Cleanup(func() { stop(t, n) })
	ctx, by := t.Context(), identity.System()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := n.Relief.Declare(ctx, by, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	must(err)
	i, err := n.Relief.Stock(ctx, by, relief.Item{Crisis: c.ID, Code: "mask", Sort: relief.Sort{Name: catalog.Texts{"en": "Masks", "ru": "Маски"}, Unit: "piece"}})
	must(err)
	for _, f := range []relief.Profile{{Name: "Kulob hospital", Town: "Kulob", Landmark: "by the bridge", Contact: relief.Contact{Email: "ward@kulob.example", Phone: "+992900000001"}}, {Name: "Vose", Town: "Vose", Contact: relief.Contact{Phone: "+992900000002"}}} {
		f.Country = "TJ"
		place, err := n.Relief.Found(ctx, by, relief.Facility{Crisis: c.ID, Kind: "hospital", Profile: f})
		must(err)
		_, err = n.Relief.Report(ctx, by, relief.Need{Crisis: c.ID, Facility: place.ID, Item: i.ID, Want: relief.Want{Units: 100, Reporter: relief.Contact{Email: strings.ToLower(f.Town) + "-nurse@example.org"}}})
		must(err)
	}
	p, err := n.Relief.Pledge(ctx, relief.Pledge{Crisis: c.ID, Item: i.ID, Units: 200, Gift: relief.Gift{Donor: "Aziza", Place: "Osh", Lang: "ru", Contact: relief.Contact{Phone: "aziza@example.org"}}})
	must(err)
	must(n.Relief.Take(ctx, by, c.ID, p.ID, true))
	made, err := n.Relief.Propose(ctx, by, c.ID)
	must(err)
	must(n.Relief.ApproveLines(ctx, by, c.ID, relief.Choice{All: made.ID}))

	for to, want := range map[string][]string{
		"aziza@example.org":       {"Куда идёт то, что вы обещали: Flood", "- Маски, 100 штук: Kulob hospital, Kulob, by the bridge\n- Маски, 100 штук: Vose, Vose\n", "/relief/"},
		"ward@kulob.example":      {"Kulob hospital", "- Masks, 100 дона: ", ", Osh\n"},
		"kulob-nurse@example.org": {"Kulob hospital"},
		"vose-nurse@example.org":  {"Vose", ", Osh\n"},
	} {
		list := outbox(t, n, to, 1)
		text := list[0].Subject + "\n" + list[0].Text
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("to %s: no %q in %s", to, w, text)
			}
		}
		for _, secret := range []string{"+992", "@", "Aziza", "{", "mail."} {
			if strings.Contains(text, secret) {
				t.Errorf("to %s: %q is in %s", to, secret, text)
			}
		}
		if len(list) != 1 {
			t.Errorf("to %s: %d letters", to, len(list))
		}
	}

	lines, err := n.Relief.Lines(ctx, c.ID, 0, relief.Allotted)
	must(err)
	must(n.Relief.Free(ctx, by, c.ID, lines[0].ID))
	if again := outbox(t, n, "aziza@example.org", 2); !strings.Contains(again[0].Text+again[1].Text, "туда не идёт:\n\n- Маски, 100 штук: "+lines[0].To.Name) {
		t.Errorf("when it is taken back: %+v", again)
	}
	must(n.Relief.Take(ctx, by, c.ID, p.ID, false)) // the other line goes with its pledge
	for _, town := range []string{"kulob", "vose"} {
		outbox(t, n, town+"-nurse@example.org", 2)
	}
	if list := outbox(t, n, "aziza@example.org", 3); len(list) != 3 {
		t.Errorf("%d letters", len(list))
	}
}
