package aid

import (
	"net/http"
	"net/url"
	"slices"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

func (a *Aid) helpRoutes() []web.Route {
	link := func(method string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/helper/{crisis}/{id}", Access: web.Link, Purpose: relief.HelperPurpose, Handle: handle}
	}
	return []web.Route{
		public("/{crisis}/time", a.help),
		anybody("/{crisis}/time", a.volunteer),
		link("GET", a.turns),
		link("POST", a.turn),
		desk("GET", "/{crisis}/tasks", a.tasks),
		desk("POST", "/{crisis}/tasks", a.moveTask),
	}
}

// helpView is the form by which somebody gives time.
type helpView struct {
	askView
	skills []skillView
}

type skillView struct {
	skill, words string
	on           bool
}

// help shows the form by which somebody gives time.
func (a *Aid) help(r *web.Request) error { return a.showHelp(r, nil, http.StatusOK) }

func (a *Aid) showHelp(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	if c.State != relief.Open {
		return fault.New(fault.NotFound, "fault.relief_unknown")
	}
	v := helpView{askView: askView{crisis: r.Words(c.Title), title: r.T("relief.time_offer"), words: r.T("relief.time_words"), action: crisisURL(c.ID) + "/time", send: r.T("relief.time_offer"), mishaps: form.Mishaps(r)}}
	v.crisis.URL = crisisURL(c.ID)
	for _, s := range relief.Skills {
		v.skills = append(v.skills, skillView{string(s), r.T("relief.skill_" + string(s)), form != nil && slices.Contains(form.List("skills"), string(s))})
	}
	v.fields = filled(r, form, ui.Field{Name: "donor", Label: r.T("relief.name"), Max: 200, Dir: "auto", Value: r.Actor.Name, Complete: "name", Required: true},
		ui.Field{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "tel", Required: true},
		ui.Field{Name: "hours", Label: r.T("relief.time_hours"), Mode: "numeric", Dir: "ltr", Max: 3, Complete: "off", Required: true})
	return a.page(r, status, v.title, helpPage(v))
}

// volunteer takes somebody in who gives time, and leads to her own page.
func (a *Aid) volunteer(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	h := relief.Helper{Crisis: c.ID, Offer: relief.Offer{Name: form.Get("donor"), Hours: form.Int("hours"), Lang: r.Locale.Lang(), Contact: relief.ContactOf(form.Get("contact"))}}
	for _, s := range form.List("skills") {
		h.Skills = append(h.Skills, relief.Skill(s))
	}
	if err = form.Err(); err == nil {
		h, err = a.Relief.Help(r.R.Context(), r.Actor, h)
	}
	if err == nil {
		return r.Redirect(a.helperURL(h))
	}
	if !refused(form, err) {
		return err
	}
	return a.showHelp(r, form, fault.Status(err))
}

// helperURL is the page of a helper, with the key that lets her in.
func (a *Aid) helperURL(h relief.Helper) string {
	id := int64(h.ID)
	return "/helper/" + number(int64(h.Crisis)) + "/" + number(id) + "?k=" + url.QueryEscape(a.Sign(relief.HelperPurpose, id))
}

// turnsView is the page of a helper: what she claimed, and what waits for her.
type turnsView struct {
	crisis      ui.Link
	action      string
	mishaps     []ui.Mishap
	mine, waits []taskView
}

// taskView is one task.
type taskView struct {
	id, what, where, when, skill, people string
	done                                 bool
	who                                  []shiftView // at the desk
}

// shiftView is somebody who claimed a task, as the desk reads her.
type shiftView struct {
	id, name, contact string
	done              bool
}

func (a *Aid) turns(r *web.Request) error { return a.showTurns(r, nil, http.StatusOK) }

func (a *Aid) showTurns(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	h, list, err := a.Relief.Turns(r.R.Context(), r.Actor, c.ID, relief.HelperID(id))
	if err != nil {
		return err
	}
	v := turnsView{crisis: r.Words(c.Title), action: a.helperURL(h), mishaps: form.Mishaps(r)}
	v.crisis.URL = crisisURL(c.ID)
	for _, t := range list {
		one := task(r, t.Task)
		if one.done = t.State == relief.Done; t.State != "" {
			v.mine = append(v.mine, one)
		} else {
			v.waits = append(v.waits, one)
		}
	}
	return a.private(r, status, r.T("relief.time_yours"), turnsPage(v))
}

func task(r *web.Request, t relief.Task) taskView {
	return taskView{id: number(int64(t.ID)), what: t.What, where: t.Where, when: r.Moment(t.Starts), skill: r.T("relief.skill_" + string(t.Skill)),
		people: r.T("relief.task_taken", "taken", r.Locale.Number(t.Taken), "places", r.Locale.Number(t.Places))}
}

// turn claims a task for a helper, gives it up, or says that it is done.
func (a *Aid) turn(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	h := relief.Helper{ID: relief.HelperID(id), Crisis: c.ID}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return a.helperURL(h), a.shift(r, h, f) },
		func(f *web.Form, status int) error { return a.showTurns(r, f, status) })
}

// shift does what a form says about a helper and a task.
func (a *Aid) shift(r *web.Request, h relief.Helper, f *web.Form) error {
	ctx, id := r.R.Context(), relief.TaskID(f.ID("task"))
	switch {
	case f.Has("drop"):
		return a.Relief.GiveUpShift(ctx, r.Actor, h.Crisis, h.ID, id)
	case f.Has("done"):
		return a.Relief.Finish(ctx, r.Actor, h.Crisis, h.ID, id)
	}
	return a.Relief.Claim(ctx, r.Actor, h.Crisis, h.ID, id)
}
