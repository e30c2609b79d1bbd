package node

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
	"agora/slide/slidetest"
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

// TestAHallWithAThingOnTheTableAsksNoMore counts the statements of a live sale in
// which everything goes on at once: speakers, slides, a thing of many variants, an
// offer for it, and what people say.
func TestAHallWithAThingOnTheTableAsksNoMore(t *testing.T) {
	o := openSale(t, 0)
	n, ctx, system := o.node, t.Context(), identity.System()
	speaker, err := n.Assembly.Invite(ctx, system, o.event.ID, assembly.Speaker{Name: "Saima"})
	o.must(err)
	o.hall.Speakers = []assembly.SpeakerID{speaker.ID}
	o.hall, err = n.Assembly.Schedule(ctx, system, o.hall)
	o.must(err)
	token, err := n.Identity.SignIn(ctx, "operator@demo.agora.example", "bazaar-2026", "test")
	o.must(err)
	boss, err := n.Identity.Actor(ctx, token)
	o.must(err)
	seat, err := n.Assembly.TakeHostSeat(ctx, boss, o.event.ID)
	o.must(err)
	enter := func() assembly.Seated {
		at, err := n.Assembly.Enter(ctx, boss, o.event.ID, seat.ID, o.hall.ID)
		o.must(err)
		return at
	}
	at := enter()
	o.must(n.Assembly.Begin(ctx, at))
	o.must(n.Assembly.AddDeck(ctx, at, "felt.pdf", bytes.NewReader(slidetest.PDF(slidetest.Page{Text: "Wool"}, slidetest.Page{Text: "Felt"}))))
	decks, err := n.Assembly.Decks(ctx, at)
	o.must(err)
	o.must(n.Assembly.PrepareDeck(ctx, assembly.DeckWork{Event: o.event.ID, Session: o.hall.ID}, decks[0].ID))
	o.must(n.Assembly.ShowSlide(ctx, at, decks[0].ID, 1))
	o.must(n.Assembly.OfferDeck(ctx, at, decks[0].ID, true))

	reader, link := o.seat("reader", assembly.Attendee)
	host := newVisit(t, n, o.site).signIn("operator")
	hosts := fmt.Sprintf("/attend/%d/%d/%d", o.event.ID, seat.ID, o.hall.ID)
	looks := func(what string) {
		t.Helper()
		for range 2 { // once to warm what keeps rules and ways to send
			for v, path := range map[*visit]string{reader: link(""), host: hosts} {
				if body, _ := v.get(path); !strings.Contains(body, "Saima") || !strings.Contains(body, "slide-") {
					t.Errorf("%s: there is no hall", what)
				}
			}
		}
		t.Log(what, reader.count(link("")), host.count(hosts))
	}
	looks("nothing on the table")
	for _, handle := range []string{"felt-coasters", "slippers", "evening-set"} { // one, many variants, a set
		page := "https://market.example/s/felt/" + handle
		host.post(hosts+"/table", url.Values{"pin": {page}})
		looks(handle)
		host.post(hosts+"/table", url.Values{"pin": {page}, "percent": {"20"}, "minutes": {"5"}, "most": {"9"}})
		looks(handle + " for less")
	}
	for i := range 10 {
		at := enter()
		o.must(n.Assembly.Ask(ctx, at, fmt.Sprint("Question ", i)))
		o.must(n.Assembly.Say(ctx, at, fmt.Sprint("Message ", i)))
		o.must(n.Assembly.Caption(ctx, at, "ky", fmt.Sprint("Line ", i)))
		o.must(n.Assembly.RaiseHand(ctx, at))
		o.must(n.Assembly.OpenPoll(ctx, at, assembly.Sheet{Question: fmt.Sprint("Poll ", i), Options: []string{"a", "b"}}))
	}
	looks("with much said")
}
