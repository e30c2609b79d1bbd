package api

import (
	"context"
	"strconv"

	"agora/hook"
)

func (a *API) deliveries(ctx context.Context, c *call, in *sentAsked) (*sentListTold, error) {
	before, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	h, err := a.hookOf(ctx, c, in.HookNamed)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Hooks.Messages(ctx, c.by, c.shop, h.ID, hook.Page{State: hook.State(in.State), Before: hook.MessageID(before), Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &sentListTold{Page[WebhookDelivery]{Items: make([]WebhookDelivery, len(list))}}
	for i, m := range list {
		out.Body.Items[i] = webhookDeliveryOf(m)
	}
	if len(list) == in.Limit {
		out.Body.Next = id(list[len(list)-1].ID)
	}
	return out, nil
}

// tellDelivery answers with a message. What it shows is for those who may read
// that.
func (a *API) tellDelivery(ctx context.Context, c *call, in DeliveryNamed) (hook.Message, *sentTold, error) {
	n, err := strconv.ParseInt(in.Delivery, 10, 64)
	if err != nil {
		return hook.Message{}, nil, errNoHook
	}
	h, err := a.hookOf(ctx, c, in.HookNamed)
	if err != nil {
		return hook.Message{}, nil, err
	}
	m, tries, err := a.o.Hooks.Message(ctx, c.by, c.shop, h.ID, hook.MessageID(n))
	if err != nil {
		return m, nil, err
	}
	if err := c.reads(m.Kind); err != nil {
		return m, nil, err
	}
	out := webhookDeliveryOf(m)
	for _, t := range tries {
		out.Attempts = append(out.Attempts, attemptOf(t))
	}
	return m, &sentTold{out}, nil
}

func (a *API) delivery(ctx context.Context, c *call, in *DeliveryNamed) (*sentTold, error) {
	_, out, err := a.tellDelivery(ctx, c, *in)
	return out, err
}

func (a *API) replayDelivery(ctx context.Context, c *call, in *DeliveryNamed) (*sentTold, error) {
	m, _, err := a.tellDelivery(ctx, c, *in)
	if err != nil {
		return nil, err
	}
	if err := a.o.Hooks.Replay(ctx, c.by, c.shop, m.Hook, m.ID); err != nil {
		return nil, err
	}
	_, out, err := a.tellDelivery(ctx, c, *in)
	return out, err
}

func (a *API) replayFailed(ctx context.Context, c *call, in *replaySent) (*replayTold, error) {
	h, err := a.ownHook(ctx, c, in.HookNamed)
	if err != nil {
		return nil, err
	}
	out := &replayTold{}
	out.Body.Replayed, err = a.o.Hooks.ReplayFailed(ctx, c.by, c.shop, h.ID, in.Body.Since)
	return out, err
}
