package node

import (
	"fmt"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
)

// TestAHallAsksOnceForEachOfItsParts counts the statements of a hall, for who has
// the link of her seat and for who is signed in, with nothing said and with much.
func TestAHallAsksOnceForEachOfItsParts(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, host := newVisit(t, n, site), newVisit(t, n, site).signIn("operator")
	system, now := identity.System(), time.Now().Truncate(time.Second)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	e, err := n.Assembly.Save(t.Context(), system, assembly.Event{Starts: now, Ends: now.Add(time.Hour),
		Plan: assembly.Plan{Kind: assembly.Class, Title: catalog.Texts{"en": "First sale"}, Zone: "Asia/Bishkek", Langs: []string{"en"}}})
	must(err)
	must(n.Assembly.Publish(t.Context(), system, e.ID))
	speaker, err := n.Assembly.Invite(t.Context(), system, e.ID, assembly.Speaker{Name: "Saima"})
	must(err)
	session, err := n.Assembly.Schedule(t.Context(), system, assembly.Session{Event: e.ID, Starts: now, Ends: now.Add(time.Hour),
		Topic: assembly.Topic{Title: catalog.Texts{"en": "Prices"}, Speakers: []assembly.SpeakerID{speaker.ID}}})
	must(err)
	operator, err := n.Identity.SignIn(t.Context(), "operator@demo.agora.example", "bazaar-2026", "test")
	must(err)
	boss, err := n.Identity.Actor(t.Context(), operator)
	must(err)
	seat, err := n.Assembly.TakeHostSeat(t.Context(), boss, e.ID)
	must(err)
	at, err := n.Assembly.Enter(t.Context(), boss, e.ID, seat.ID, session.ID)
	must(err)
	must(n.Assembly.Begin(t.Context(), at))

	path := fmt.Sprintf("/attend/%d/%d/%d", e.ID, seat.ID, session.ID)
	linked := path + "?k=" + n.Identity.Sign(assembly.SeatPurpose, int64(seat.ID))
	before := []map[string]int{guest.count(linked), host.count(path)}
	for i := range 10 {
		must(n.Assembly.Ask(t.Context(), at, fmt.Sprint("Question ", i)))
		must(n.Assembly.Say(t.Context(), at, fmt.Sprint("Message ", i)))
		must(n.Assembly.OpenPoll(t.Context(), at, assembly.Sheet{Question: fmt.Sprint("Poll ", i), Options: []string{"a", "b"}}))
	}
	t.Log(before)
	if after := []map[string]int{guest.count(linked), host.count(path)}; after[0][linked] > before[0][linked] || after[1][path] > before[1][path] {
		t.Errorf("%v with much said, %v with nothing", after, before)
	}
}
