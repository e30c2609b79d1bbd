package aid

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

func (a *Aid) needsRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/aid/{crisis}/needs", Access: web.Caller, Handle: a.needs}, // who answers the telephone reads them
		desk("POST", "/{crisis}/needs", a.judge),
		desk("GET", "/{crisis}/needs/file", a.needsFile),
		{Method: "POST", Pattern: "/aid/{crisis}/needs/file", Access: web.Coordinator, Body: 4 * relief.MaxNeedBytes, Handle: a.takeNeeds},
		desk("GET", "/{crisis}/needs/template.csv", a.needsTemplate),
		{Method: "GET", Pattern: "/aid/{crisis}/call", Access: web.Caller, Handle: a.call},
		{Method: "POST", Pattern: "/aid/{crisis}/call", Access: web.Caller, Handle: a.calls},
	}
}

func needsURL(id relief.CrisisID) string { return boardURL(id) + "/needs" }

// needsView is what facilities lack, the most urgent first; or one need, to change it.
type needsView struct {
	desk        ui.Link // what is above the crisis, as far as she may go there
	crisis      ui.Link
	tabs        []ui.Link
	mishaps     []ui.Mishap
	open        bool
	state, post string // post is the address of all needs
	act         string // and that of these
	states      []ui.Link
	item        ui.Field
	list        []needView
	one         bool
	file        string // address of the form for one
	back        string // to all needs, from one
	first, next string
}

// needView is one need as those who coordinate read it.
type needView struct {
	id, url, item, place       string
	state, tone, badge         string
	due                        string // what presses
	late                       bool
	lacking, terms, note, from string
	facts, earlier             []string
	claim                      string // who works on it
	mine, theirs, waits        bool
	reads                      bool // she may not change it
	reported, asleep, over     bool
	fields                     []ui.Field
	source                     *ui.Field // of a facility that is not verified
}

func (a *Aid) needs(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showNeeds(r, c, nil, relief.NeedID(r.QueryID("need")), http.StatusOK)
}

// showNeeds shows a page of needs, or the one that is named.
func (a *Aid) showNeeds(r *web.Request, c relief.Crisis, form *web.Form, one relief.NeedID, status int) error {
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v := needsView{crisis: r.Words(c.Title), tabs: tabs(r, c, "/needs"), mishaps: form.Mishaps(r), open: c.State == relief.Open && relief.Coordinates(r.Actor), post: needsURL(c.ID), one: one != 0, file: needsFileURL(c.ID)}
	v.desk, v.crisis.URL, v.act = ui.Link{URL: "/aid", Text: r.T("relief.desk")}, boardURL(c.ID), v.post
	if !relief.Coordinates(r.Actor) {
		v.desk, v.crisis.URL = ui.Link{URL: "/relief", Text: r.T("relief.title")}, crisisURL(c.ID)
	}
	if q := r.R.URL.RawQuery; q != "" && one == 0 {
		v.act += "?" + q
	}
	if one != 0 {
		v.back = v.post
	}
	var list []relief.Shortage
	var places map[relief.FacilityID]relief.Facility
	if one != 0 {
		list, places, err = a.Relief.NeedsOf(r.R.Context(), r.Actor, c.ID, one)
	} else {
		f := needFilter(r)
		list, places, err = a.Relief.Urgent(r.R.Context(), r.Actor, c.ID, f)
		v.filters(r, f, items, list)
	}
	if err != nil {
		return err
	}
	known := byID(items)
	for _, s := range list {
		n := needOf(r, s, known[s.Item], places[s.Facility])
		n.url, n.reads = v.post+"?need="+n.id, !relief.Coordinates(r.Actor)
		if v.one {
			n.change(r, form, s, places[s.Facility])
		}
		v.list = append(v.list, n)
	}
	return a.page(r, status, r.T("relief.needs"), needsPage(v))
}

// needFilter reads which needs are looked at.
func needFilter(r *web.Request) relief.NeedFilter {
	f := relief.NeedFilter{Item: goods.ItemID(r.QueryID("item")), After: relief.NeedID(r.QueryID("after"))}
	if at := r.QueryID("at"); at > 0 {
		f.Time = time.UnixMicro(at).UTC()
	}
	switch s := relief.NeedState(r.Query("state")); s {
	case relief.Reported, relief.Wanted, relief.Asleep, relief.Withdrawn:
		f.State = s
	}
	return f
}

// filters are the ways to other needs, and to the next page.
func (v *needsView) filters(r *web.Request, f relief.NeedFilter, items []relief.Item, list []relief.Shortage) {
	q := url.Values{}
	if f.Item != 0 {
		q.Set("item", number(int64(f.Item)))
	}
	for _, s := range []relief.NeedState{"", relief.Reported, relief.Wanted, relief.Asleep, relief.Withdrawn} {
		q.Del("state")
		if s != "" {
			q.Set("state", string(s))
		}
		v.states = append(v.states, ui.Link{URL: v.post + "?" + q.Encode(), Text: stateName(r, s), Current: s == f.State})
	}
	v.state = string(f.State)
	v.item = ui.Field{Name: "item", Label: r.T("relief.item"), Empty: r.T("desk.shelf_all"), Options: []ui.Option{}}
	for _, i := range items {
		v.item.Options = append(v.item.Options, ui.Option{Value: number(int64(i.ID)), Text: itemName(r, i), Selected: i.ID == f.Item})
	}
	q.Del("state")
	if f.State != "" {
		q.Set("state", v.state)
	}
	if f.After != 0 {
		v.first = v.post + "?" + q.Encode()
	}
	if len(list) == relief.PageSize {
		last := list[len(list)-1]
		q.Set("at", strconv.FormatInt(last.RunsOut.UnixMicro(), 10))
		q.Set("after", number(int64(last.ID)))
		v.next = v.post + "?" + q.Encode()
	}
}

// needOf says a need in words.
func needOf(r *web.Request, s relief.Shortage, i relief.Item, f relief.Facility) needView {
	now := r.Now()
	n := needView{id: number(int64(s.ID)), item: itemName(r, i), place: f.Name + ", " + f.Town, state: stateName(r, s.State), note: s.Note,
		lacking: units(r, s.Left(), i), terms: terms(r, s), reported: s.State == relief.Reported, asleep: s.State == relief.Asleep, over: s.State == relief.Withdrawn}
	n.tone = map[relief.NeedState]string{relief.Reported: "saff", relief.Wanted: "leaf", relief.Asleep: "clay", relief.Withdrawn: "clay"}[s.State]
	n.waits = n.reported || n.asleep
	n.due, n.late = presses(r, s, now)
	if f.State != relief.Verified {
		n.badge = r.T("relief.unverified")
	}
	if s.Staff > 0 {
		n.facts = append(n.facts, r.T("relief.need_staff")+": "+r.Locale.Number(s.Staff))
	}
	day := r.Locale.Date(s.Confirmed)
	if n.reported {
		n.facts = append(n.facts, n.state+": "+day)
	} else {
		n.facts = append(n.facts, r.T("relief.need_confirmed", "day", day))
	}
	n.from = reached(s.Reporter)
	for _, w := range s.Earlier {
		n.earlier = append(n.earlier, r.T("relief.needs_reported")+": "+units(r, w.Gap(), i)+" · "+reached(w.Reporter))
	}
	if n.waits && s.Holder.Held(now) {
		if n.mine = s.Holder.Person == r.Actor.Person; n.mine {
			n.claim = r.T("relief.task_mine", "time", r.Clock(s.Holder.Until))
		} else {
			n.theirs, n.claim = true, r.T("fault.relief_claimed", "name", s.Holder.Name)
		}
	}
	return n
}

// stateName names a state of needs; "" is all of them.
func stateName(r *web.Request, s relief.NeedState) string {
	switch s {
	case "":
		return r.T("desk.shelf_all")
	case relief.Withdrawn:
		return r.T("relief.closed")
	}
	return r.T("relief.needs_" + string(s))
}

// terms says what a need is computed of.
func terms(r *web.Request, s relief.Shortage) string {
	n := r.Locale.Number
	args := []any{"pipe", n(s.Pipeline()), "left", n(s.Left())}
	if s.Units > 0 {
		return r.T("relief.need_terms", append(args, "units", n(s.Units))...)
	}
	return r.T("relief.need_terms_daily", append(args, "daily", n(s.Daily), "days", n(s.Days), "stock", n(s.Stock))...)
}

// presses says what presses first: the end of the stock, or the deadline.
func presses(r *web.Request, s relief.Shortage, now time.Time) (words string, late bool) {
	late = s.RunsOut.Before(now.AddDate(0, 0, 3))
	switch left := s.DaysLeftOn(now); {
	case !s.Deadline.IsZero() && !s.Deadline.After(s.RunsOut):
		return r.T("relief.need_deadline") + ": " + r.Locale.Date(s.Deadline), late
	case left >= 0:
		return r.T("relief.need_left", "days", r.N("common.days", left)), late
	}
	return "", false
}

// reached says how somebody is reached.
func reached(c relief.Contact) string {
	var list []string
	for _, s := range []string{c.Name, c.Phone, c.Email} {
		if s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(list, ", ")
}

// change fills the form of one need.
func (n *needView) change(r *web.Request, form *web.Form, s relief.Shortage, f relief.Facility) {
	day := ""
	if !s.Deadline.IsZero() {
		day = s.Deadline.Format(time.DateOnly)
	}
	n.fields = needFields(r)
	for i, v := range []string{some(s.Units), some(s.Stock), some(s.Daily), some(s.Days), some(s.Staff), day, s.Note} {
		n.fields[i].Value = v
	}
	n.fields = filled(r, form, n.fields...)
	if f.State != relief.Verified {
		source := form.Fill(r, ui.Field{Name: "source", Label: r.T("relief.source"), Hint: r.T("relief.source_hint"), Max: 200, Dir: "auto"})
		n.source = &source
	}
}

// judge does what somebody decides about a need.
func (a *Aid) judge(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	to := needsURL(c.ID)
	if q := r.R.URL.RawQuery; q != "" {
		to += "?" + q
	}
	id, say := relief.NeedID(form.ID("need")), "assembly.saved"
	if err == nil {
		id, err = a.decide(r, c, form, id)
	}
	switch do := form.Get("do"); {
	case err == nil && (do == "next" || do == "claim"):
		return r.Redirect(needsURL(c.ID) + "?need=" + number(int64(id)))
	case err == nil:
		return r.Done(nil, say, to)
	case do == "next" && fault.Is(err, fault.NotFound):
		return r.Done(nil, "relief.nothing", needsURL(c.ID))
	case !refused(form, err):
		return err
	}
	return a.showNeeds(r, c, form, id, fault.Status(err))
}

// decide does one deed, and gives the need that it was about.
func (a *Aid) decide(r *web.Request, c relief.Crisis, f *web.Form, id relief.NeedID) (relief.NeedID, error) {
	ctx := r.R.Context()
	switch f.Get("do") {
	case "next":
		n, err := a.Relief.ClaimNext(ctx, r.Actor, c.ID)
		return n.ID, err
	case "claim":
		_, err := a.Relief.ClaimNeed(ctx, r.Actor, c.ID, id)
		return id, err
	case "release":
		return id, a.Relief.ReleaseNeed(ctx, r.Actor, c.ID, id)
	case "still":
		return id, a.stands(r, c, f, id)
	}
	return id, a.Relief.Judge(ctx, r.Actor, c.ID, id, f.Has("take"))
}

// stands confirms a need, and verifies its facility where a source is named. All that may
// be refused is looked at before the facility is touched.
func (a *Aid) stands(r *web.Request, c relief.Crisis, f *web.Form, id relief.NeedID) error {
	source := f.Text("source", 200)
	w, err := want(f)
	if err != nil {
		return err
	}
	n, err := a.Relief.Confirm(r.R.Context(), r.Actor, c.ID, id, &w)
	if err != nil || source == "" {
		return err
	}
	return a.Relief.Verify(r.R.Context(), r.Actor, c.ID, n.Facility, source, time.Time{})
}

// needFields are what is asked about a need.
func needFields(r *web.Request) []ui.Field {
	return []ui.Field{amount(r, "units", "relief.need_units", "relief.need_units_hint"), amount(r, "stock", "relief.need_stock", ""), amount(r, "daily", "relief.need_daily", ""), amount(r, "days", "relief.need_days", ""),
		amount(r, "staff", "relief.need_staff", ""), {Name: "deadline", Label: r.T("relief.need_deadline"), Type: "date"},
		{Name: "note", Label: r.T("relief.note"), Type: "area", Rows: 2, Max: 600, Dir: "auto"}}
}

// want reads them.
func want(f *web.Form) (relief.Want, error) {
	w := relief.Want{Units: f.Int("units"), Stock: f.Int("stock"), Daily: f.Int("daily"), Days: f.Int("days"), Staff: f.Int("staff"), Note: f.Get("note"), Deadline: day(f, "deadline")}
	return w, f.Err()
}
