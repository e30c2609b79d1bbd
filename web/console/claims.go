package console

import (
	"net/http"

	"agora/claim"
	"agora/web"
	"agora/web/ui"
)

// claims lists what buyers say is wrong in all shops, the most urgent first;
// those that have ended below ?ended=yes.
func (c *Console) claims(r *web.Request) error {
	ended := r.Query("ended") != ""
	all, err := c.Claims.Claims(r.R.Context(), r.Actor, claim.Filter{Ended: ended, After: r.ClaimCursor()})
	if err != nil {
		return err
	}
	const to = "/console/claims"
	v := listView{title: r.T("claim.list"), none: r.T("claim.none"), words: r.T("claim.none_words"),
		chips: []ui.Link{{URL: to, Text: r.T("claim.open"), Current: !ended}, {URL: to + "?ended=yes", Text: r.T("claim.ended"), Current: ended}}}
	v.cols, v.rows = r.ClaimRows(all, claimPath)
	v.first, v.next = r.ClaimPages(all, to, ended)
	return c.ok(r, "claims", v.title, list(v))
}

func claimPath(c claim.Claim) string {
	return "/console/claims/" + number(int64(c.Shop)) + "/" + number(int64(c.ID))
}

// claim shows one claim to an arbiter.
func (c *Console) claim(r *web.Request) error { return c.showClaim(r, nil, http.StatusOK) }

func (c *Console) showClaim(r *web.Request, form *web.Form, status int) error {
	n, err := c.claimOf(r)
	if err != nil {
		return err
	}
	at := claimPath(n)
	v := r.ClaimView(n, claim.Bench, func(string) string { return at }, func(id string) string { return at + "/file/" + id }, form)
	return c.page(r, status, "claims", v.Title(), web.ClaimSheet([]ui.Link{{URL: "/console/claims", Text: r.T("claim.list")},
		{URL: "/console/orders/" + number(int64(n.Order)), Text: n.OrderRef}, {Text: v.Title()}}, v))
}

func (c *Console) claimOf(r *web.Request) (n claim.Claim, err error) {
	shop, id, err := shopAndID(r)
	if err != nil {
		return n, err
	}
	return c.Claims.Claim(r.R.Context(), r.Actor, claim.Bench, shop, claim.ID(id))
}

// moveClaim is what an arbiter does in a claim.
func (c *Console) moveClaim(r *web.Request) error {
	n, err := c.claimOf(r)
	if err != nil {
		return err
	}
	return r.MoveClaim(c.Claims, claim.Bench, n, claimPath(n), func(f *web.Form, status int) error { return c.showClaim(r, f, status) })
}

// claimFile gives a piece of evidence to an arbiter.
func (c *Console) claimFile(r *web.Request) error {
	n, err := c.claimOf(r)
	if err != nil {
		return err
	}
	file, err := r.PathID("file")
	if err != nil {
		return err
	}
	return c.Claims.Evidence(r.W, r.R, r.Actor, claim.Bench, n.Shop, n.ID, file)
}
