package node

import (
	"context"
	"strconv"
	"time"

	"agora/digital"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/market"
	"agora/notify"
)

// firstLinks sends the buyer of a digital order, once, the link to what was
// bought.
func (p post) firstLinks(ctx context.Context, e event.Event) error {
	return p.sendLinks(ctx, e, "first")
}

// links sends a fresh link, at most one a day.
func (p post) links(ctx context.Context, e event.Event) error {
	return p.sendLinks(ctx, e, strconv.FormatInt(digital.Until(time.Now()).Unix(), 10))
}

func (p post) sendLinks(ctx context.Context, e event.Event, which string) error {
	m, err := moved(e)
	if err != nil {
		return err
	}
	g, err := p.Market.Group(ctx, identity.System(), m.Group)
	if err != nil {
		return err
	}
	l := p.Words.Locale(p.Words.Match(g.Lang)).In(g.Address.Country)
	for _, o := range g.Orders {
		now := time.Now()
		token := p.Market.DownloadToken(o, now) // none for a seat, whose mail is its own
		if int64(o.ID) != e.Subject || token == "" || g.Contact.Email == "" || o.Refunded == o.Captured {
			continue
		}
		return p.Notify.Send(ctx, notify.Message{To: g.Contact.Email, Key: "buyer links " + strconv.FormatInt(e.Subject, 10) + " " + which,
			Subject: l.T("mail.digital_subject", "ref", o.Ref),
			Text: l.T("mail.digital_text", "ref", o.Ref, "shop", o.ShopName, "until", digital.Until(now), "times", digital.MaxDownloads) +
				"\n\n" + p.address() + "/downloads/" + token + "?lang=" + l.Lang() + "\n"})
	}
	return nil
}

// sold tells the owner of a shop that something was sold that she need not send.
func (p post) sold(ctx context.Context, e event.Event) error {
	m, err := moved(e)
	if err != nil || m.Event != market.Hand {
		return err
	}
	seat, _, err := p.Market.Stand(ctx, market.OrderID(e.Subject))
	if err != nil {
		return err
	}
	return p.toSeller(ctx, e, "sold", "/desk", func(l *i18n.Locale, m market.Moved, owner, shop string) (string, string) {
		key := "mail.sold_text"
		if seat != nil {
			key = "mail.sold_seat_text"
		}
		return l.T("mail.sold_subject", "ref", m.Ref), l.T(key, "name", owner, "ref", m.Ref, "shop", shop)
	})
}
