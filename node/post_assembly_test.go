package node

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
)

// meeting is a published event of one seat on a node that runs.
type meeting struct {
	t    *testing.T
	n    *Node
	host identity.Actor
	assembly.Event
}

func meet(t *testing.T, starts time.Time) *meeting {
	t.Helper()
	n := start(t, settings(t, t.TempDir()))
	t.Cleanup(func() { stop(t, n) })
	p, err := n.Identity.SignUp(t.Context(), identity.NewPerson{Name: "Aigul", Login: "aigul@house.example", Password: "bazaar-2026", Country: "KG", Lang: "ky"})
	if err == nil {
		err = n.Identity.Grant(t.Context(), identity.System(), p.ID, identity.Operator)
	}
	if err == nil {
		p, err = n.Identity.Person(t.Context(), identity.System(), p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	m := &meeting{t: t, n: n, host: p.Actor()}
	m.Event, err = n.Assembly.Save(t.Context(), m.host, assembly.Event{Starts: starts, Ends: starts.Add(time.Hour), Capacity: 2, Plan: assembly.Plan{
		Kind: assembly.Class, Title: catalog.Texts{"en": "Felt in an hour", "ur": "ایک گھنٹے میں نمدہ"}, Zone: "Asia/Karachi", Langs: []string{"ur", "en"}, Venue: "Hall 3"}})
	if err == nil {
		_, err = n.Assembly.TakeHostSeat(t.Context(), m.host, m.ID)
	}
	if err == nil {
		err = n.Assembly.Publish(t.Context(), m.host, m.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *meeting) register(email, lang string) assembly.Seat {
	m.t.Helper()
	seat, _, err := m.n.Assembly.Register(m.t.Context(), identity.Guest(), m.ID, assembly.Applicant{Name: "Saima", Email: email, Country: "PK", Lang: lang, Agreed: true})
	if err != nil {
		m.t.Fatal(err)
	}
	return seat
}

// told waits for a message with something in its subject or text, gives the whole
// of it, and proves that it is one.
func (m *meeting) told(to, says string) string {
	m.t.Helper()
	for want := 1; ; want++ {
		for _, got := range outbox(m.t, m.n, to, want) {
			text := got.Subject + "\n" + got.Text
			if strings.ContainsAny(text, "{}") || strings.Contains(text, "mail.") {
				m.t.Errorf("to %s: %q", to, text)
			}
			if strings.Contains(text, says) {
				return text
			}
		}
	}
}

func (m *meeting) moved(starts time.Time) {
	m.t.Helper()
	e, err := m.n.Assembly.Event(m.t.Context(), m.host, m.ID)
	e.Starts, e.Ends = starts, starts.Add(time.Hour)
	if err == nil {
		_, err = m.n.Assembly.Save(m.t.Context(), m.host, e)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

func TestWhoHasASeatIsTold(t *testing.T) {
	m := meet(t, time.Now().Add(72*time.Hour))
	seat := m.register("saima@example.org", "ur")
	told := m.told("saima@example.org", "نمدہ")
	k := m.n.Identity.Sign(assembly.SeatPurpose, int64(seat.ID))
	link := fmt.Sprintf("%s/attend/%d/%d?k=%s&lang=ur", m.n.Addr(), m.ID, seat.ID, k)
	when := m.Starts.In(m.Location()).Format("15:04") + " (Asia/Karachi, UTC+05:00)"
	for _, want := range []string{link, when, "Hall 3", fmt.Sprintf("/events/%d/calendar.ics", m.ID)} {
		if !strings.Contains(told, want) {
			t.Errorf("no %s in %s", want, told)
		}
	}
	waits := m.register("second@example.org", "")
	if told := m.told("second@example.org", "نمدہ"); strings.Contains(told, "calendar.ics") || waits.State != assembly.Waiting {
		t.Errorf("%s: %s", waits.State, told)
	}
	for range 3 { // somebody plays with her address
		m.register("saima@example.org", "ur")
	}
	if again := outbox(t, m.n, "saima@example.org", 2)[0]; !strings.Contains(again.Text, link) {
		t.Errorf("asked again: %s", again.Text)
	}
	if err := m.n.Assembly.Leave(t.Context(), identity.Actor{Link: assembly.SeatPurpose + ":" + strconv.FormatInt(int64(seat.ID), 10)}, m.ID, seat.ID); err != nil {
		t.Fatal(err)
	}
	m.told("second@example.org", "calendar.ics")
	m.register("third@example.org", "en")
	for range 2 { // two clicks
		if err := m.n.Assembly.Cancel(t.Context(), m.host, m.ID); err != nil {
			t.Fatal(err)
		}
	}
	m.told("third@example.org", "does not take place")
	if told := m.told("aigul@house.example", "болбойт"); !regexp.MustCompile(`/attend/\d+/\d+\n`).MatchString(told) {
		t.Errorf("to the host: %s", told)
	}
	outbox(t, m.n, "second@example.org", 3)
	if n := len(outbox(t, m.n, "saima@example.org", 2)); n != 2 {
		t.Errorf("who left got %d", n)
	}
}

// TestRemindersGoByTheTimeThatHolds moves an event to its next minutes and away
// again, before and after a reminder was due.
func TestRemindersGoByTheTimeThatHolds(t *testing.T) {
	m := meet(t, time.Now().Add(72*time.Hour))
	m.register("saima@example.org", "en")
	m.moved(time.Now().Add(15*time.Minute + 1500*time.Millisecond)) // too late for the one a day before
	m.told("saima@example.org", "In 15 minutes: Felt in an hour")
	m.moved(time.Now().Add(15*time.Minute + 500*time.Millisecond))
	m.moved(time.Now().Add(24*time.Hour + 1500*time.Millisecond))
	m.told("saima@example.org", "In 24 hours: Felt in an hour")
	m.told("aigul@house.example", "24 сааттан кийин: ")
	if n := len(outbox(t, m.n, "saima@example.org", 3)); n != 3 {
		t.Errorf("%d messages", n)
	}
}
