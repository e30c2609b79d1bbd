package aid

import (
	"net/http"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

func (a *Aid) carriageRoutes() []web.Route {
	return []web.Route{
		public("/{crisis}/carriage", a.carriage),
		anybody("/{crisis}/carriage", a.offerCarriage),
		desk("GET", "/{crisis}/carriage", a.carriages),
		desk("POST", "/{crisis}/carriage", a.moveCarriage),
	}
}

// carriage shows the form by which somebody offers room on a vehicle.
func (a *Aid) carriage(r *web.Request) error { return a.showCarriage(r, nil, http.StatusOK) }

func (a *Aid) showCarriage(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	if c.State != relief.Open {
		return fault.New(fault.NotFound, "fault.relief_unknown")
	}
	v := askView{crisis: r.Words(c.Title), title: r.T("relief.carriage_offer"), words: r.T("relief.carriage_words"), action: crisisURL(c.ID) + "/carriage", send: r.T("relief.pledge_send"), mishaps: form.Mishaps(r)}
	v.crisis.URL = crisisURL(c.ID)
	v.fields = filled(r, form, ui.Field{Name: "vehicle", Label: r.T("relief.carriage_vehicle"), Options: named(r, "relief.vehicle_", relief.Vehicles)},
		ui.Field{Name: "day", Label: r.T("console.day"), Type: "date", Value: r.Now().UTC().Format(time.DateOnly), Required: true},
		ui.Field{Name: "from", Label: r.T("relief.carriage_from"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "to", Label: r.T("relief.carriage_to"), Max: 200, Dir: "auto", Required: true},
		amount(r, "kilos", "relief.carriage_kilos", ""), amount(r, "packages", "relief.carriage_packages", ""),
		ui.Field{Name: "donor", Label: r.T("relief.pledge_donor"), Max: 200, Dir: "auto", Value: r.Actor.Name, Complete: "name", Required: true},
		ui.Field{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "tel", Required: true},
		ui.Field{Name: "note", Label: r.T("relief.note"), Type: "area", Rows: 2, Max: 600, Dir: "auto"})
	return a.page(r, status, v.title, askPage(v))
}

func (a *Aid) offerCarriage(r *web.Request) error {
	return a.said(r, "relief.pledge_thanks", a.showCarriage, func(in relief.Crisis, f *web.Form) error {
		c := relief.Carriage{Crisis: in.ID, Day: goods.DayOf(dayOf(f, "day")), Room: relief.Room{Vehicle: relief.Vehicle(f.Get("vehicle")), From: f.Get("from"), To: f.Get("to"),
			Kilos: f.Int("kilos"), Packages: f.Int("packages"), Carrier: f.Get("donor"), Note: f.Get("note"), Contact: relief.ContactOf(f.Get("contact"))}}
		if err := f.Err(); err != nil {
			return err
		}
		_, err := a.Relief.Offer(r.R.Context(), c)
		return err
	})
}

// roomView is an offer of carriage at the desk.
type roomView struct {
	id, who, way, takes, contact, note string
	badges                             []string
	consignment                        string  // that a form gives to it; "" for none
	with                               ui.Link // the consignment that it carries
}

// carriagesView is the desk of carriage.
type carriagesView struct {
	title   ui.Link
	tabs    []ui.Link
	action  string
	mishaps []ui.Mishap
	open    bool
	list    []roomView
}

func room(r *web.Request, c relief.Carriage) roomView {
	v := roomView{id: number(int64(c.ID)), who: c.Carrier, way: c.From + " → " + c.To, contact: reached(c.Contact), note: c.Note,
		takes: r.T("relief.vehicle_"+string(c.Vehicle)) + " · " + r.Locale.Date(c.Day.Time())}
	if c.Kilos > 0 {
		v.takes += " · " + r.Locale.Weight(c.Kilos*1000)
	}
	if c.Packages > 0 {
		v.takes += " · " + r.T("relief.carriage_count", "count", r.Locale.Number(c.Packages))
	}
	return v
}

func (a *Aid) carriages(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showCarriages(r, c, nil, http.StatusOK)
}

func (a *Aid) showCarriages(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	at := boardURL(c.ID)
	v := carriagesView{title: r.Words(c.Title), tabs: tabs(r, c, "/carriage"), action: at + "/carriage", mishaps: form.Mishaps(r), open: c.State == relief.Open}
	v.title.URL = at
	list, err := a.Relief.Carriages(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	var ids []relief.ConsignmentID
	for _, o := range list {
		ids = append(ids, o.Consignment)
	}
	carried, err := a.Relief.ConsignmentsNamed(r.R.Context(), c.ID, ids...)
	if err != nil {
		return err
	}
	for _, o := range list {
		one := room(r, o)
		if s, ok := carried[o.Consignment]; ok {
			one.with = ui.Link{URL: custodyURL(s), Text: s.Number}
		}
		v.list = append(v.list, one)
	}
	return a.page(r, status, r.T("relief.carriage"), carriagesPage(v))
}

// moveCarriage entrusts a consignment to a carriage, frees it, or declines it.
func (a *Aid) moveCarriage(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		id, consignment, to := relief.CarriageID(f.ID("carriage")), relief.ConsignmentID(f.ID("consignment")), boardURL(c.ID)+"/carriage"
		if consignment != 0 {
			to = boardURL(c.ID) + "/" + number(int64(consignment))
		}
		if f.Has("decline") {
			return to, a.Relief.DeclineCarriage(r.R.Context(), r.Actor, c.ID, id)
		}
		return to, a.Relief.Entrust(r.R.Context(), r.Actor, c.ID, id, consignment)
	}, func(f *web.Form, status int) error { return a.showCarriages(r, c, f, status) })
}

// ridesView is the carriage of one consignment: who is expected, and what fits.
type ridesView struct {
	action         string
	expected, fits []roomView
}

// rides reads the carriage of a consignment that did not arrive yet.
func (a *Aid) rides(r *web.Request, j relief.Journey) (v ridesView, err error) {
	if j.State != relief.Packed && j.State != relief.Moving {
		return v, nil
	}
	v.action = boardURL(j.Crisis) + "/carriage"
	list, err := a.Relief.Carriages(r.R.Context(), j.Crisis)
	for _, o := range list {
		if o.Consignment == j.ID {
			v.expected = append(v.expected, room(r, o))
		}
	}
	for _, f := range relief.Fitting(list, j) {
		one := room(r, f.Carriage)
		one.consignment = number(int64(j.ID))
		if f.Starts && f.Ends {
			one.badges = append(one.badges, r.T("relief.carriage_way"))
		}
		if f.Whole {
			one.badges = append(one.badges, r.T("relief.carriage_whole"))
		}
		v.fits = append(v.fits, one)
	}
	return v, err
}
