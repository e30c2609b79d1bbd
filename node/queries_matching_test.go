package node

import (
	"fmt"
	"strings"
	"testing"

	"agora/identity"
	"agora/relief"
)

// TestTheMatchingAsksNoMoreForMore counts the statements of the desk of the matching with
// the few lines of the demo, and with three pages of them.
func TestTheMatchingAsksNoMoreForMore(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	ctx, by := t.Context(), identity.System()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	list, err := n.Relief.Crises(ctx)
	must(err)
	c := list[0].ID
	operator := newVisit(t, n, site).signIn("operator")
	path := fmt.Sprintf("/aid/%d/matching", c)
	few := operator.count(path)[path]

	items, err := n.Relief.Items(ctx, c)
	must(err)
	for i := range 120 {
		f, err := n.Relief.Found(ctx, by, relief.Facility{Crisis: c, Kind: "clinic", Profile: relief.Profile{Name: fmt.Sprint("House ", i), Country: "TJ", Town: "Vose", Source: "list"}})
		must(err)
		_, err = n.Relief.Report(ctx, by, relief.Need{Crisis: c, Facility: f.ID, Item: items[0].ID, Want: relief.Want{Daily: 10, Days: 30, Staff: 5}})
		must(err)
		p, err := n.Relief.Pledge(ctx, relief.Pledge{Crisis: c, Item: items[0].ID, Units: 200, Gift: relief.Gift{Donor: "x", Place: "Osh", Contact: relief.Contact{Phone: "1"}}})
		must(err)
		must(n.Relief.Take(ctx, by, c, p.ID, true))
	}
	_, err = n.Relief.Propose(ctx, by, c)
	must(err)
	lines, err := n.Relief.Lines(ctx, c, 0, relief.Suggested)
	must(err)
	var some relief.Choice
	for _, l := range lines {
		some.Lines = append(some.Lines, l.ID)
	}
	must(n.Relief.ApproveLines(ctx, by, c, some))
	if many := operator.count(path)[path]; many > few || len(lines) < relief.PageSize {
		t.Errorf("it asks %d times with %d lines, %d with few:\n\t%s", many, len(lines), few, strings.Join(brief(operator.asked), "\n\t"))
	}
}
