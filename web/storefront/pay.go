package storefront

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"agora/market"
	"agora/money"
	"agora/payment"
	"agora/payment/qr"
	"agora/web"
	"agora/web/ui"
)

// lookAgain is after how many seconds a page that waits for money loads again,
// without any script.
const lookAgain = "30"

// payGroup shows how a group is paid, how far that has come, and what goes back.
func (s *Store) payGroup(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	g, err := s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id))
	if err != nil {
		return err
	}
	back, err := s.Market.Refunds(r.R.Context(), r.Actor, g)
	if err != nil {
		return err
	}
	v := payView{title: r.T("store.pay_see"), shares: shareViews(r, g), back: refundRows(r, back)}
	v.stand(r, g, time.Now())
	if v.lead != "" {
		v.title = r.T("store.pay_page", "ref", g.Ref)
	}
	v.crumbs = []ui.Link{{URL: "/account", Text: r.T("store.my_orders")}, {URL: groupURL(r, ""), Text: g.Ref}, {Text: r.T("store.pay_see")}}
	if v.lead != "" && !g.Outstanding().IsZero() {
		page := s.Market.PayPage(g, r.Origin()+groupURL(r, "/pay"))
		if err := v.how(r, g, page); err != nil {
			return err
		}
		v.again = r.T("store.pay_again")
		r.W.Header().Set("Refresh", lookAgain)
	}
	v.moments = payMoments(r, g)
	f := r.Frame(v.title)
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, web.Staged(g.Total.Currency == money.Play, payPage(v)))
}

// groupURL is a page of the group that is looked at, with the key of who has no
// account.
func groupURL(r *web.Request, page string) string {
	to := "/orders/" + r.Path("id") + page
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		to += "?k=" + url.QueryEscape(k)
	}
	return to
}

// paysNext reports whether a buyer has something to do on the payment page at
// once: scan a code, go on to a provider, pay a deposit.
func paysNext(g market.Group) bool {
	return g.Pay == "cash" && !g.Outstanding().IsZero() || g.Pay != "cash" && g.Pay != "transfer" && g.Pay != "play"
}

// pageURL is a page behind an order's page.
func pageURL(order, page string) string {
	path, query, signed := strings.Cut(order, "?")
	if signed {
		query = "?" + query
	}
	return path + page + query
}

// until is when the orders that wait for money are let go; zero for never.
func until(g market.Group) (t time.Time) {
	for _, o := range g.Orders {
		if o.State == market.AwaitingPayment {
			t = o.Deadline
		}
	}
	return t
}

// stand says how the payment stands.
func (v *payView) stand(r *web.Request, g market.Group, now time.Time) {
	open := g.Outstanding()
	end := until(g)
	say := func(tone, icon, key string, args ...any) {
		v.tone, v.icon, v.stands = tone, icon, r.T(key, args...)
	}
	switch {
	case !open.IsZero() && !end.IsZero() && !now.Before(end):
		say("pome", "clock", "store.pay_late")
		v.more = r.T("store.pay_late_words")
	case !open.IsZero():
		v.lead, v.due = r.T("store.pay_amount"), open
		if g.Pay == "cash" {
			v.more = r.T("store.deposit_rest", "amount", g.AtDoor())
		}
		if !end.IsZero() {
			key := "store.pay_until"
			if seated(g) {
				key = "store.seat_until"
			}
			v.until = r.T(key, "time", r.Locale.DateTime(end, nil))
		}
		say("saff", "clock", "store.st_awaiting_payment")
		if !g.Received.IsZero() {
			say("saff", "cash", "store.pay_part", "amount", g.Received)
		}
	case g.PayReads() == payment.Refunded, allEnded(g) && len(v.back) > 0:
		say("", "back", "store.pay_back")
	case g.PayState == string(payment.Captured):
		say("leaf", "ok", "store.pay_paid")
	case allEnded(g):
		say("pome", "clock", "store.pay_over")
		v.more = r.T("store.pay_late_words")
	default: // cash
		say("", "cash", "store.pay_at_door")
		v.lead, v.due = r.T("store.pay_amount"), g.AtDoor()
		v.hint = r.T("pay.cash.how", "amount", v.due, "ref", g.Ref)
	}
}

// how says what to do, by the way that was chosen; page is that of a provider,
// "" for none.
func (v *payView) how(r *web.Request, g market.Group, page string) error {
	v.ref = g.Ref
	if to := safe(page); to != "" {
		v.open = ui.Link{URL: to, Text: r.T("store.pay_now") + " · " + wayName(r, g.Pay)}
		return nil
	}
	account := g.HowToPay.Arg("account")
	switch {
	case g.HowToPay.Key == "pay.qr.how":
		return v.scan(r, g, account)
	case account != "":
		v.hint = r.T("store.pay_transfer_words")
		if seated(g) {
			v.hint = r.T("store.seat_kept")
		}
		v.rows = []copyRow{{r.T("store.pay_account"), account}}
	case g.Pay == "transfer", g.Pay == "cash":
		v.hint = r.T("pay.transfer.wait", "amount", v.due, "ref", g.Ref)
	}
	return nil
}

// safe gives the address of a provider's page, which is one of the web.
func safe(to string) string {
	if u, err := url.Parse(to); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return to
}

// scan draws the code for what is still to come.
func (v *payView) scan(r *web.Request, g market.Group, account string) error {
	to, err := qr.ReadAccount(g.Total.Currency, account)
	if err != nil {
		return err
	}
	paper, err := to.Paper(qr.Ask{Amount: v.due, Ref: g.Ref, Made: g.Placed, Until: until(g)})
	if err != nil {
		return err
	}
	p, err := qr.Draw(paper.Text)
	if err != nil {
		return err
	}
	n := strconv.Itoa(p.Size)
	v.code = picture{box: "0 0 " + n + " " + n, white: "M0 0h" + n + "v" + n + "H0z", path: p.Path}
	v.due = paper.Amount // riel are whole
	v.hint = r.T("store.pay_scan")
	if paper.Link == "" {
		v.hint += " " + r.T("store.pay_scan_here")
	}
	if to.Bare() {
		v.typed = r.T("store.pay_typed")
	}
	if paper.Link != "" {
		v.open = ui.Link{URL: paper.Link, Text: r.T("store.pay_open")}
	}
	return nil
}
