package node

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"agora/assembly"
	"agora/country"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/jobs"
	"agora/notify"
)

// onProposals adds what follows for those who propose talks.
func (p post) onProposals(kinds jobs.Kinds) {
	for _, s := range []assembly.ProposalState{assembly.Proposed, assembly.Accepted, assembly.Declined, assembly.KeptForNow} {
		kinds[event.Kind("proposal."+string(s))] = []jobs.Reaction{{Name: "mail-proposal", Do: p.proposal}}
	}
}

// proposal tells a proposer, in her language, that her talk came in or what was
// decided about it.
func (p post) proposal(ctx context.Context, e event.Event) error {
	var m assembly.ProposalMoved
	if err := json.Unmarshal(e.Body, &m); err != nil {
		return err
	}
	talk, at, err := p.Assembly.Proposal(ctx, identity.System(), m.Event, assembly.ProposalID(e.Subject))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || e.Kind != event.Kind("proposal."+string(talk.State)) { // it moved on meanwhile
		return err
	}
	l := p.Words.Locale(p.Words.Match(cmp.Or(talk.Tongue, talk.Lang))).In(country.Code(talk.Country))
	title, _ := at.Title.In(l.Lang(), at.Langs...)
	text := l.T("mail.proposal_"+string(talk.State)+"_text", "name", talk.Name, "talk", talk.Title)
	link := p.address() + "/proposal/" + strconv.FormatInt(int64(at.ID), 10) + "/" + strconv.FormatInt(e.Subject, 10) +
		"?k=" + p.Identity.Sign(assembly.ProposalPurpose, e.Subject) + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: talk.Email, Key: "proposal " + strconv.FormatInt(e.ID, 10), Subject: l.T("mail.proposal_subject", "event", title),
		Text: text + "\n\n" + link + "\n"})
}
