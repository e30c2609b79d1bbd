package node

import (
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/event"
	"agora/identity"
	"agora/notify"
	"agora/relief"
)

// TestAMessageToAPlaceIsSentOn relays one with the sender's address and one without; both
// are forgotten, and sending again sends nothing.
func TestAMessageToAPlaceIsSentOn(t *testing.T) {
	n, err := Open(t.Context(), settings(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	ctx, by := t.Context(), identity.System()
	c, err := n.Relief.Declare(ctx, by, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := n.Relief.Found(ctx, by, relief.Facility{Crisis: c.ID, Kind: "clinic", Profile: relief.Profile{Name: "Vose", Town: "Vose", Country: "TJ", Contact: relief.Contact{Email: "nurse@vose.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, reply := range []string{"", "giver@example.org"} {
		if err := n.Relief.Write(ctx, relief.Message{Crisis: c.ID, Facility: f.ID, Note: relief.Note{Text: "We have masks.", Reply: reply, Lang: "en"}}); err != nil {
			t.Fatal(err)
		}
	}
	events, err := event.After(ctx, n.DB, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	p := post{n.Parts, n.address}
	for range 2 {
		for _, e := range events {
			if e.Kind == relief.MessageWritten {
				if err := p.relay(ctx, e); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	sent, err := n.Notify.Outbox(ctx, notify.Filter{To: "nurse@vose.example"})
	if err != nil || len(sent) != 2 {
		t.Fatalf("%v %+v", err, sent)
	}
	if !strings.Contains(sent[0].Text, "giver@example.org") || strings.Contains(sent[1].Text, "@") || !strings.Contains(sent[1].Text, "We have masks.") {
		t.Errorf("%q\n%q", sent[0].Text, sent[1].Text)
	}
}
