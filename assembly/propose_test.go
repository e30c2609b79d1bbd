package assembly_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

func talk(e assembly.Event, n int) assembly.Proposal {
	return assembly.Proposal{Event: e.ID, Email: fmt.Sprintf("p%d@example.org", n), Talk: assembly.Talk{Name: fmt.Sprintf("Person %d", n), Country: "KG", Tongue: "ky",
		Title: "Felt that travels", Abstract: "What a parcel does to felt.", Lang: "en", Biography: "She felts.", Links: []string{"https://example.org/felt"}}}
}

func proposer(p assembly.Proposal) identity.Actor {
	return identity.Actor{Link: fmt.Sprintf("%s:%d", assembly.ProposalPurpose, p.ID)}
}

// TestACallForSpeakers goes from the call to the session: what is proposed,
// changed, judged, decided.
func TestACallForSpeakers(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := t.Context()
		e := conference(t, s, 1)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Propose(ctx, talk(e, 1), true); !fault.HasKey(err, "fault.call_closed") {
			t.Errorf("nobody called: %v", err)
		}
		if err := s.CallSpeakers(ctx, identity.Actor{Person: 9}, e.ID, assembly.Appeal{Until: e.Starts}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger calls: %v", err)
		}
		if err := s.CallSpeakers(ctx, host, e.ID, assembly.Appeal{Until: e.Ends.Add(time.Hour)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("after the end: %v", err)
		}
		must(s.CallSpeakers(ctx, host, e.ID, assembly.Appeal{Until: e.Starts, Words: catalog.Texts{"en": "Come and speak"}, Langs: []string{"en", "ky"}}))

		wrong := assembly.Proposal{Event: e.ID, Email: "nobody", Talk: assembly.Talk{Country: "Kyrgyzstan", Lang: "fr", Links: []string{"javascript:alert(1)"}}}
		_, err := s.Propose(ctx, wrong, false)
		want := map[string]bool{"name": true, "email": true, "country": true, "agreed": true, "title": true, "abstract": true, "lang": true, "links": true}
		for _, f := range fault.List(err) {
			delete(want, f.Field)
		}
		if len(want) > 0 {
			t.Errorf("not said: %v (%v)", want, err)
		}

		one, err := s.Propose(ctx, talk(e, 1), true)
		must(err)
		two, err := s.Propose(ctx, talk(e, 2), true)
		must(err)
		for range 4 {
			_, err = s.Propose(ctx, talk(e, 2), true)
			must(err)
		}
		if _, err := s.Propose(ctx, talk(e, 2), true); !fault.HasKey(err, "fault.at_most") {
			t.Errorf("a sixth of one address: %v", err)
		}
		change := one
		change.Title, change.Email, change.State = "Felt that arrives", "other@example.org", assembly.Accepted
		if err := s.Revise(ctx, proposer(two), change); !fault.Is(err, fault.NotFound) {
			t.Errorf("another proposer changes it: %v", err)
		}
		must(s.Revise(ctx, proposer(one), change))
		if p, _, err := s.Proposal(ctx, proposer(one), e.ID, one.ID); err != nil || p.Title != "Felt that arrives" || p.Email != one.Email || p.State != assembly.Proposed {
			t.Errorf("changed: %+v, %v", p, err)
		}
		if _, _, err := s.Proposal(ctx, identity.Actor{Person: 9}, e.ID, one.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger reads it: %v", err)
		}
		must(s.TakeBack(ctx, proposer(two), e.ID, two.ID))

		// two who judge, and one who may not
		hosts, err := s.TakeHostSeat(ctx, host, e.ID)
		must(err)
		sits, _, err := s.Register(ctx, identity.Guest(), e.ID, applicant(7))
		must(err)
		if _, err := s.Proposals(ctx, holder(sits), e.ID, sits.ID, 0); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
			t.Errorf("who only takes part judges: %v", err)
		}
		e, err = s.Event(ctx, host, e.ID)
		must(err)
		e.Capacity = 3
		_, err = s.Save(ctx, host, e)
		must(err)
		must(s.Appoint(ctx, host, e.ID, sits.ID, assembly.Reviewer, ""))
		list, err := s.Proposals(ctx, holder(sits), e.ID, sits.ID, 0)
		if err != nil || len(list) != 5 { // one was withdrawn
			t.Fatalf("%d, %v", len(list), err)
		}
		if err := s.Score(ctx, host, e.ID, hosts.ID, one.ID, 6, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("six of five: %v", err)
		}
		must(s.Score(ctx, host, e.ID, hosts.ID, one.ID, 5, "Yes"))
		if j, err := s.ProposalFor(ctx, holder(sits), e.ID, sits.ID, one.ID); err != nil || j.Scores != 0 || len(j.Others) != 0 {
			t.Errorf("seen before her own: %+v, %v", j, err)
		}
		must(s.Score(ctx, holder(sits), e.ID, sits.ID, one.ID, 2, ""))
		must(s.Score(ctx, holder(sits), e.ID, sits.ID, one.ID, 4, "Maybe"))
		if j, err := s.ProposalFor(ctx, holder(sits), e.ID, sits.ID, one.ID); err != nil || j.Scores != 2 || j.Mean() != 450 || len(j.Others) != 1 || j.Others[0].Note != "Yes" {
			t.Errorf("after her own: %+v, %v", j, err)
		}

		if err := s.Decide(ctx, holder(sits), e.ID, one.ID, assembly.Decision{To: assembly.Accepted}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a reviewer decides: %v", err)
		}
		must(s.Decide(ctx, host, e.ID, one.ID, assembly.Decision{To: assembly.KeptForNow}))
		if err := s.Decide(ctx, host, e.ID, one.ID, assembly.Decision{To: assembly.Accepted, Starts: e.Ends, Minutes: 30}); !fault.HasKey(err, "fault.session_outside") {
			t.Errorf("a session after the end: %v", err)
		}
		must(s.Decide(ctx, host, e.ID, one.ID, assembly.Decision{To: assembly.Accepted, Starts: e.Starts, Minutes: 30}))
		if err := s.Decide(ctx, host, e.ID, one.ID, assembly.Decision{To: assembly.Declined}); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted and declined: %v", err)
		}
		if err := s.Revise(ctx, proposer(one), change); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed after the decision: %v", err)
		}
		sessions, err := s.Sessions(ctx, e.ID)
		if err != nil || len(sessions) != 1 || sessions[0].Title["en"] != "Felt that arrives" || len(sessions[0].Speakers) != 1 {
			t.Fatalf("%+v, %v", sessions, err)
		}
		seats, err := s.Seats(ctx, host, e.ID, 0)
		must(err)
		speaks := 0
		for _, seat := range seats {
			if seat.Email == one.Email && seat.State == assembly.Admitted && seat.Role == assembly.OnStage {
				speaks++
			}
		}
		if now, err := s.Event(ctx, host, e.ID); speaks != 1 || err != nil || now.Admitted != 3 {
			t.Errorf("%d seats to speak, %d admitted, %v", speaks, now.Admitted, err)
		}
		var csv bytes.Buffer
		if err := s.ExportProposals(ctx, host, e.ID, &csv); err != nil || strings.Count(csv.String(), "\n") != 7 || !strings.Contains(csv.String(), "4.50") {
			t.Errorf("%v\n%s", err, &csv)
		}
	})
}
