package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/event"
	"agora/fault"
	"agora/jobs"
	"agora/notify"
	"agora/relief"
)

// onMessages adds what follows from what people write to places of relief.
func (p post) onMessages(kinds jobs.Kinds) {
	kinds[relief.MessageWritten] = []jobs.Reaction{{Name: "mail-relief-message", Do: p.relay}}
}

// relay sends a message on to whom it is for, and forgets what it said. The address of
// the sender goes with it only where she wants that.
func (p post) relay(ctx context.Context, e event.Event) error {
	var to relief.MessageTo
	if err := json.Unmarshal(e.Body, &to); err != nil {
		return err
	}
	id := relief.MessageID(e.Subject)
	m, f, err := p.Relief.MessageOf(ctx, to, id)
	if fault.Is(err, fault.NotFound) {
		return nil // it was sent
	}
	if err != nil {
		return err
	}
	if f.Reachable() {
		l := p.Words.Locale(p.Words.Match(m.Lang)).In(f.Country)
		answer := l.T("mail.relief_no_reply")
		if m.Reply != "" {
			answer = l.T("mail.relief_reply", "address", m.Reply)
		}
		text := l.T("mail.relief_text", "place", f.Name) + "\n" + p.address() + "/relief/" + strconv.FormatInt(int64(to.Crisis), 10) + "/at/" + strconv.FormatInt(int64(to.Facility), 10) + "/\n\n" + m.Text + "\n"
		if m.Name != "" {
			text += m.Name + "\n"
		}
		if err := p.Notify.Send(ctx, notify.Message{To: f.Contact.Email, ReplyTo: m.Reply, Key: "relief message " + strconv.FormatInt(e.Subject, 10),
			Subject: l.T("mail.relief_subject", "place", f.Name), Text: text + "\n" + answer + "\n"}); err != nil {
			return err
		}
	}
	return p.Relief.MessageSent(ctx, to, id)
}
