package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"agora/fault"
	"agora/hook"
	"agora/token"
)

type hooksAsked struct{ OfShop }

// HookNamed names a webhook.
type HookNamed struct {
	OfShop
	Webhook string `path:"webhook" maxLength:"19" doc:"Id of the webhook"`
}

type hookSent struct {
	OfShop
	Body struct {
		URL   string   `json:"url" maxLength:"2048" doc:"An https address on the open net"`
		Kinds []string `json:"kinds" minItems:"1" maxItems:"50" doc:"What it is told of; the token needs the scope that reads it"`
	}
}

type hookChanged struct {
	HookNamed
	Body struct {
		URL   *string  `json:"url,omitempty" maxLength:"2048" doc:"Left out: stays"`
		Kinds []string `json:"kinds,omitempty" maxItems:"50" doc:"Left out: stay"`
		On    *bool    `json:"on,omitempty" doc:"Left out: stays"`
	}
}

type sentAsked struct {
	HookNamed
	Paging
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
	State string `query:"state" enum:"waiting,told,failed,void"`
}

// DeliveryNamed names a message to a webhook.
type DeliveryNamed struct {
	HookNamed
	Delivery string `path:"delivery" maxLength:"19" doc:"Id of the delivery"`
}

type replaySent struct {
	HookNamed
	Body struct {
		Since time.Time `json:"since" doc:"What failed since then is sent again, at most 1,000"`
	}
}

type (
	hookTold     struct{ Body Webhook }
	hooksTold    struct{ Body Page[Webhook] }
	sentTold     struct{ Body WebhookDelivery }
	sentListTold struct{ Body Page[WebhookDelivery] }
	nothing      struct{}
	replayTold   struct {
		Body struct {
			Replayed int64 `json:"replayed"`
		}
	}
)

func (a *API) addWebhooks() {
	const tag = "Webhooks"
	add(a, operation{"GET", "/webhooks", token.ReadHooks, "list-webhooks", "The webhooks of the shop, newest first", tag}, a.webhooks)
	addAs(a, http.StatusCreated, operation{"POST", "/webhooks", token.WriteHooks, "make-webhook", "Have an address told what happens; its secret is in this answer only", tag}, a.makeWebhook)
	add(a, operation{"GET", "/webhooks/{webhook}", token.ReadHooks, "get-webhook", "One webhook", tag}, a.webhook)
	add(a, operation{"PATCH", "/webhooks/{webhook}", token.WriteHooks, "change-webhook", "Change a webhook, or switch it on or off", tag}, a.changeWebhook)
	addAs(a, http.StatusNoContent, operation{"DELETE", "/webhooks/{webhook}", token.WriteHooks, "remove-webhook", "Remove a webhook with its log", tag}, a.removeWebhook)
	add(a, operation{"POST", "/webhooks/{webhook}/rotate", token.WriteHooks, "rotate-webhook", "Give it a new secret; the old one signs, too, for a day", tag}, a.rotateWebhook)
	addAs(a, http.StatusAccepted, operation{"POST", "/webhooks/{webhook}/test", token.WriteHooks, "test-webhook", "Send it a test", tag}, a.testWebhook)
	add(a, operation{"GET", "/webhooks/{webhook}/deliveries", token.ReadHooks, "list-deliveries", "What it was told in 30 days, newest first", tag}, a.deliveries)
	add(a, operation{"GET", "/webhooks/{webhook}/deliveries/{delivery}", token.ReadHooks, "get-delivery", "One delivery, with what each attempt met", tag}, a.delivery)
	addAs(a, http.StatusAccepted, operation{"POST", "/webhooks/{webhook}/deliveries/{delivery}/replay", token.WriteHooks, "replay-delivery", "Send it again, as it was", tag}, a.replayDelivery)
	addAs(a, http.StatusAccepted, operation{"POST", "/webhooks/{webhook}/replay", token.WriteHooks, "replay-failed", "Send again what failed", tag}, a.replayFailed)
}

// reads refuses who may not read what kinds show: a webhook is another way to
// read.
func (c *call) reads(kinds ...hook.Kind) error {
	for _, k := range kinds {
		if o, ok := hook.OfferOf(k); ok {
			if err := c.Need(areaScope[o.Area]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *API) webhooks(ctx context.Context, c *call, _ *hooksAsked) (*hooksTold, error) {
	list, err := a.o.Hooks.List(ctx, c.by, c.shop)
	if err != nil {
		return nil, err
	}
	out := &hooksTold{Page[Webhook]{Items: make([]Webhook, len(list))}}
	for i, h := range list {
		out.Body.Items[i] = webhookOf(h, "")
	}
	return out, nil
}

func (a *API) makeWebhook(ctx context.Context, c *call, in *hookSent) (*hookTold, error) {
	w := hook.Wish{URL: in.Body.URL, Kinds: kindsOf(in.Body.Kinds), On: true}
	if err := c.reads(w.Kinds...); err != nil {
		return nil, err
	}
	h, secret, err := a.o.Hooks.Make(ctx, c.by, c.shop, w)
	return &hookTold{webhookOf(h, secret)}, err
}

func kindsOf(words []string) (kinds []hook.Kind) {
	for _, w := range words {
		kinds = append(kinds, hook.Kind(w))
	}
	return kinds
}

// hookOf gives the webhook that a call names.
func (a *API) hookOf(ctx context.Context, c *call, named HookNamed) (hook.Hook, error) {
	n, err := strconv.ParseInt(named.Webhook, 10, 64)
	if err != nil {
		return hook.Hook{}, errNoHook
	}
	return a.o.Hooks.Hook(ctx, c.by, c.shop, hook.ID(n))
}

// ownHook is hookOf for those who may read all that it is told.
func (a *API) ownHook(ctx context.Context, c *call, named HookNamed) (h hook.Hook, err error) {
	if h, err = a.hookOf(ctx, c, named); err == nil {
		err = c.reads(h.Kinds...)
	}
	return h, err
}

var errNoHook = fault.New(fault.NotFound, "fault.no_hook")

func (a *API) webhook(ctx context.Context, c *call, in *HookNamed) (*hookTold, error) {
	h, err := a.hookOf(ctx, c, *in)
	return &hookTold{webhookOf(h, "")}, err
}

func (a *API) changeWebhook(ctx context.Context, c *call, in *hookChanged) (*hookTold, error) {
	h, err := a.ownHook(ctx, c, in.HookNamed)
	if err != nil {
		return nil, err
	}
	w := hook.Wish{URL: h.URL, Kinds: h.Kinds, On: h.Off.IsZero()}
	if in.Body.URL != nil {
		w.URL = *in.Body.URL
	}
	if in.Body.Kinds != nil {
		w.Kinds = kindsOf(in.Body.Kinds)
	}
	if in.Body.On != nil {
		w.On = *in.Body.On
	}
	if err := c.reads(w.Kinds...); err != nil {
		return nil, err
	}
	h, err = a.o.Hooks.Change(ctx, c.by, c.shop, h.ID, w)
	return &hookTold{webhookOf(h, "")}, err
}

func (a *API) removeWebhook(ctx context.Context, c *call, in *HookNamed) (*nothing, error) {
	n, err := strconv.ParseInt(in.Webhook, 10, 64)
	if err != nil {
		return nil, errNoHook
	}
	return &nothing{}, a.o.Hooks.Remove(ctx, c.by, c.shop, hook.ID(n))
}

func (a *API) rotateWebhook(ctx context.Context, c *call, in *HookNamed) (*hookTold, error) {
	h, err := a.ownHook(ctx, c, *in)
	if err != nil {
		return nil, err
	}
	h, secret, err := a.o.Hooks.Rotate(ctx, c.by, c.shop, h.ID)
	return &hookTold{webhookOf(h, secret)}, err
}

func (a *API) testWebhook(ctx context.Context, c *call, in *HookNamed) (*sentTold, error) {
	h, err := a.hookOf(ctx, c, *in)
	if err != nil {
		return nil, err
	}
	m, err := a.o.Hooks.Test(ctx, c.by, c.shop, h.ID)
	return &sentTold{webhookDeliveryOf(m)}, err
}
