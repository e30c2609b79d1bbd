package aid

import (
	"context"
	"net/http"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// askView is the form of a need, or of a pledge.
type askView struct {
	crisis  ui.Link
	title   string
	words   string
	action  string
	send    string
	mishaps []ui.Mishap
	fields  []ui.Field
	none    bool // nothing can be chosen yet
	public  string
	made    string // words of the tick for what is home-made; "" for none
	isMade  bool
	shown   bool     // the tick for public is set
	need    *needAsk // of the form of a need
}

// things are the items of a crisis to choose from, each in its unit and in its packs.
type things struct {
	crisis  relief.CrisisID
	choices []ui.Option
	one     relief.Item // that is chosen; its ID is 0 for none yet
}

func (t things) field(r *web.Request) ui.Field {
	return ui.Field{Name: "item", Label: r.T("relief.item"), Options: ui.Select(t.choices, r.Query("item")), Empty: r.T("desk.sweep_choose"), Required: true}
}

// ask reads what both forms have: the crisis, which must go on, and its items.
func (a *Aid) ask(r *web.Request, form *web.Form) (v askView, t things, err error) {
	c, err := a.crisisOf(r)
	if err != nil {
		return v, t, err
	}
	if c.State != relief.Open {
		return v, t, fault.New(fault.NotFound, "fault.relief_unknown")
	}
	v = askView{crisis: r.Words(c.Title), mishaps: form.Mishaps(r)}
	v.crisis.URL = crisisURL(c.ID)
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	t.crisis = c.ID
	value := r.Query("item")
	if form != nil {
		value = form.Get("item")
	}
	one, _ := chosen(value)
	for _, i := range list {
		t.choices = append(t.choices, counted(r, i)...)
		if i.ID == one {
			t.one = i
		}
	}
	return v, t, err
}

// said does what a public form asks for, and leads to the public page with a word.
func (a *Aid) said(r *web.Request, say string, again func(*web.Request, *web.Form, int) error, do func(relief.Crisis, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, say, func(f *web.Form) (string, error) { return crisisURL(c.ID), do(c, f) },
		func(f *web.Form, status int) error { return again(r, f, status) })
}

// pledge shows the form by which somebody says what she would give.
func (a *Aid) pledge(r *web.Request) error { return a.showPledge(r, nil, http.StatusOK) }

func (a *Aid) showPledge(r *web.Request, form *web.Form, status int) error {
	v, items, err := a.ask(r, form)
	if err != nil {
		return err
	}
	v.title, v.words, v.action, v.send = r.T("relief.pledge"), r.T("relief.pledge_words"), v.crisis.URL+"/pledge", r.T("relief.pledge_send")
	v.none, v.public = len(items.choices) == 0, r.T("relief.pledge_public")
	v.made, v.isMade = r.T("relief.homemade"), form != nil && form.Has("homemade")
	v.shown = form != nil && form.Has("public")
	asked := append([]ui.Field{items.field(r), amount(r, "units", "relief.pledge_units", "")}, questions(r, items.one, form)...)
	v.fields = filled(r, form, append(asked, ui.Field{Name: "donor", Label: r.T("relief.pledge_donor"), Max: 200, Dir: "auto", Value: r.Actor.Name, Complete: "name", Required: true},
		ui.Field{Name: "place", Label: r.T("relief.pledge_place"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "tel", Required: true}, originField(r),
		ui.Field{Name: "note", Label: r.T("relief.note"), Type: "area", Rows: 2, Max: 600, Dir: "auto"})...)
	return a.page(r, status, v.title, askPage(v))
}

func (a *Aid) promise(r *web.Request) error {
	return a.said(r, "relief.pledge_thanks", a.showPledge, func(c relief.Crisis, f *web.Form) error {
		item, pack := a.packOf(r, c.ID, f)
		p := relief.Pledge{Crisis: c.ID, Item: item, Units: pack.In(f.Int("units")),
			Gift: relief.Gift{Donor: f.Get("donor"), Public: f.Has("public"), Place: f.Get("place"), Note: f.Get("note"), Contact: relief.ContactOf(f.Get("contact")),
				Homemade: f.Has("homemade"), Certified: f.Get("certificate"), Expires: lastDay(f, "expires"), Origin: originOf(r, f), Lang: r.Locale.Lang()}}
		if err := f.Err(); err != nil {
			return err
		}
		_, err := a.Relief.Pledge(r.R.Context(), p)
		return a.cure(r, c.ID, f, err)
	})
}

// letterView is a pledge that waits for who coordinates.
type letterView struct {
	id, what, who, why, contact string
	allotted                    string // how much of a pledge waits to be sent where it is matched
	taken                       bool
}

// letters reads what waits. What is taken is packed by one form for all of it: each with a
// form of its own would have all facilities to choose from once more.
func (a *Aid) letters(r *web.Request, c relief.Crisis, items map[goods.ItemID]relief.Item, to []ui.Option, form *web.Form, v *boardView) error {
	ctx, packs := r.R.Context(), []ui.Option{}
	for _, state := range []relief.PledgeState{relief.Promised, relief.Taken} {
		list, err := a.Relief.Pledges(ctx, c.ID, state, 0)
		if err != nil {
			return err
		}
		for _, p := range list {
			one := letterView{id: number(int64(p.ID)), what: itemName(r, items[p.Item]) + ", " + units(r, p.Rest(), items[p.Item]), who: p.Donor + ", " + p.Place, why: p.Note, contact: reached(p.Contact), taken: state == relief.Taken}
			if p.Origin != "" {
				one.what += " · " + made(r, p.Origin)
			}
			if p.Allotted > 0 {
				one.allotted = r.T("relief.allotted") + ": " + units(r, p.Allotted, items[p.Item])
			}
			if one.taken && p.Rest() > 0 {
				packs = append(packs, ui.Option{Value: one.id, Text: one.what + " · " + one.who})
			}
			v.pledges = append(v.pledges, one)
		}
	}
	if len(packs) > 0 {
		v.send = row(r, form, "send", "1", ui.Field{Name: "pledge", Label: r.T("relief.pledges"), Options: packs, Empty: r.T("desk.sweep_choose"), Required: true}, ui.Field{Name: "facility", Label: r.T("relief.to"), Options: to},
			ui.Field{Name: "number", Label: r.T("relief.number"), Max: 200, Dir: "ltr", Required: true},
			ui.Field{Name: "packages", Label: r.T("relief.pledge_packages"), Mode: "numeric", Dir: "ltr", Max: 4, Value: "1", Required: true}, originField(r))
	}
	return nil
}

// take takes a pledge, declines it, or sends it on its way.
func (a *Aid) take(r *web.Request) error {
	return a.act(r, "assembly.saved", func(c relief.Crisis, f *web.Form) error {
		ctx, id := r.R.Context(), relief.PledgeID(f.ID("pledge"))
		if !f.Has("send") {
			return a.Relief.Take(ctx, r.Actor, c.ID, id, f.Has("take"))
		}
		return a.sendPledge(ctx, r, c, id, f)
	})
}

func (a *Aid) sendPledge(ctx context.Context, r *web.Request, c relief.Crisis, id relief.PledgeID, f *web.Form) error {
	packages, origin := f.Int("packages"), originOf(r, f)
	if id == 0 {
		f.Add("pledge", "fault.choice")
	}
	if err := f.Err(); err != nil {
		return err
	}
	p, err := a.Relief.PledgeOf(ctx, c.ID, id)
	if err != nil {
		return err
	}
	_, err = a.Relief.Send(ctx, r.Actor, c.ID, id, relief.Consignment{To: relief.FacilityID(f.ID("facility")), Letter: relief.Letter{Number: f.Get("number"), From: p.Named(), Place: p.Place, Currency: r.Currency}}, packages, origin)
	return err
}
