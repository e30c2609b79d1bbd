package api

import (
	"encoding/json"
	"time"

	"agora/hook"
)

// Webhook is an address that is told what happens in the shop.
type Webhook struct {
	ID        string     `json:"id"`
	URL       string     `json:"url"`
	Kinds     []string   `json:"kinds" doc:"What it is told of"`
	On        bool       `json:"on"`
	Why       string     `json:"why,omitempty" enum:"hand,failing,gone,person" doc:"That it is off: by hand; nothing arrived for five days; it answered 410; its person left the shop"`
	Failing   *time.Time `json:"failing,omitempty" doc:"Since when nothing arrived"`
	OldSecret *time.Time `json:"old_secret,omitempty" doc:"Until when the replaced secret signs beside the new one"`
	Created   time.Time  `json:"created"`
	Secret    string     `json:"secret,omitempty" doc:"Only in the answer that made it: whsec_ and 256 bits in base64"`
}

// WebhookDelivery is one message to a webhook.
type WebhookDelivery struct {
	ID       string          `json:"id" doc:"The webhook-id of the message"`
	Kind     string          `json:"kind" example:"order.placed"`
	Subject  string          `json:"subject,omitempty" doc:"Id of the order, product, variant or payout"`
	State    string          `json:"state" enum:"waiting,told,failed,void" doc:"void: what it is about is gone"`
	Tries    int             `json:"tries"`
	Created  time.Time       `json:"created"`
	Due      *time.Time      `json:"due,omitempty" doc:"Of the next attempt"`
	Body     json.RawMessage `json:"body,omitempty" doc:"As it is sent; where one delivery is read"`
	Attempts []Attempt       `json:"attempts,omitempty" doc:"Newest first; where one delivery is read"`
}

// Attempt is what one attempt met.
type Attempt struct {
	At      time.Time `json:"at"`
	Status  int       `json:"status,omitempty" doc:"Of HTTP; nothing when there was no answer"`
	Took    int64     `json:"took_ms"`
	Answer  string    `json:"answer,omitempty" doc:"Its first 1,024 bytes"`
	Failure string    `json:"failure,omitempty" doc:"Why there was none"`
}

func webhookOf(h hook.Hook, secret string) Webhook {
	out := Webhook{ID: id(h.ID), URL: h.URL, Kinds: []string{}, On: h.Off.IsZero(), Why: string(h.Why), Failing: at(h.Since), OldSecret: at(h.Both),
		Created: h.Made().UTC(), Secret: secret}
	for _, k := range h.Kinds {
		out.Kinds = append(out.Kinds, string(k))
	}
	return out
}

func webhookDeliveryOf(m hook.Message) WebhookDelivery {
	out := WebhookDelivery{ID: id(m.ID), Kind: string(m.Kind), State: string(m.State), Tries: m.Tries, Created: m.Made().UTC()}
	if m.Kind != hook.Tested {
		out.Subject = id(hook.MessageID(m.Subject))
	}
	if m.State == hook.Waiting {
		out.Due = at(m.Due)
	}
	if m.Body != "" {
		out.Body = json.RawMessage(m.Body)
	}
	return out
}

func attemptOf(t hook.Try) Attempt {
	return Attempt{t.At.UTC(), t.Status, t.Took.Milliseconds(), t.Answer, t.Failure}
}
