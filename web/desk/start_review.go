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
	why     string // for which an operator sent the shop back; "" for never
}

// stagePart is what was said at one stage.
type stagePart struct {
	mark, tint string // of its star
	what, said string
	url        string
	done, now  bool
}

func reviewOf(r *web.Request, p progress, v startView) reviewView {
	out := reviewView{startView: v, parts: partsOf(r, p)[:len(stages)-1], ready: p.ready()}
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
		part := stagePart{mark: number(int64(i + 1)), tint: "f-lapis", what: r.T(stageNames[stage]), said: said[stage],
			url: base(r) + "/start/" + stage, done: p.done(stage), now: stage == next}
		switch {
		case part.done:
			part.mark, part.tint = "✓", ""
		case part.now:
			part.tint = "f-saff"
		}
		if stage == "shop" {
			part.url = base(r) + "/shop"
		}
		list = append(list, part)
	}
	return list
}
