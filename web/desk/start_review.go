package desk

import (
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// reviewView is all that was said, before an operator is asked to look.
type reviewView struct {
	startView
	parts   []stagePart
	picture ui.Picture
	title   string
	price   money.Amount
	ready   bool
}

// stagePart is what was said at one stage.
type stagePart struct {
	n          string
	what, said string
	url, verb  string
	done, now  bool
}

func reviewOf(r *web.Request, p progress, v startView) reviewView {
	out := reviewView{startView: v, parts: partsOf(r, p), ready: p.ready()}
	if p.first.ID != 0 {
		out.title, out.picture = text(r, p.shop, p.first.Title), thumb(p.first.Picture(), p.first.Tint, int64(p.first.ID))
	}
	if len(p.first.Variants) > 0 {
		out.price = p.first.Variants[0].Price
	}
	return out
}

// partsOf gives the stages with what was said at each; the first open one is
// where to go on.
func partsOf(r *web.Request, p progress) []stagePart {
	said := map[string]string{"shop": p.shop.Name, "pay": p.shop.Payout}
	if p.first.ID != 0 {
		said["product"] = text(r, p.shop, p.first.Title)
	}
	if p.done("delivery") {
		said["delivery"] = p.shop.City
	}
	var list []stagePart
	next := p.next()
	for i, stage := range stages {
		part := stagePart{n: number(int64(i + 1)), what: r.T(stageNames[stage]), said: said[stage], url: base(r) + "/start/" + stage,
			verb: r.T("common.next"), done: p.done(stage), now: stage == next}
		if stage == "shop" {
			part.url = base(r) + "/shop"
		}
		if part.done {
			part.verb = r.T("common.change")
		}
		list = append(list, part)
	}
	return list
}

// stageTint is the colour of a stage's star.
func stageTint(p stagePart) string {
	switch {
	case p.done:
		return ""
	case p.now:
		return "f-saff"
	}
	return "f-lapis"
}
