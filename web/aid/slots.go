package aid

import (
	"net/http"
	"time"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// slotView is a slot in a list.
type slotView struct {
	id, when, free, url string
	off                 bool
	booked              []bookingView
}

// dropView is a facility with its slots of a list.
type dropView struct {
	name, landmark string
	slots          []slotView
}

// slotsView is the times at which goods are handed over without a crowd.
type slotsView struct {
	crisis ui.Link
	places []dropView
	next   string
}

// bookingView is a booking as the drop point reads it.
type bookingView struct {
	id, who, state, tone string
	open                 bool
	sign                 ui.Field
	proof                ui.Field
}

// slotDesk is the slots of a crisis for who coordinates.
type slotDesk struct {
	title   ui.Link
	tabs    []ui.Link
	mishaps []ui.Mishap
	path    string
	open    bool
	fields  []ui.Field
	places  []dropView
	next    string
}

func (a *Aid) slotRoutes() []web.Route {
	return []web.Route{
		public("/{crisis}/slots", a.slots),
		public("/{crisis}/slots/{slot}", a.slot),
		anybody("/{crisis}/slots/{slot}", a.bookSlot),
		public("/{crisis}/booking/{secret}", a.booking),
		anybody("/{crisis}/booking/{secret}", a.unbook),
		desk("GET", "/{crisis}/slots", a.slotDesk),
		desk("POST", "/{crisis}/slots", a.openSlots),
		desk("POST", "/{crisis}/slots/off", a.callOff),
		desk("POST", "/{crisis}/slots/meet", a.meet),
	}
}

// span says when a slot is, by the clock of its place.
func span(r *web.Request, s relief.Slot) string {
	zone := s.Place.Zone()
	return r.Locale.DateTime(s.Begins, zone) + " – " + r.Locale.Digits(s.Ends.In(zone).Format("15:04"))
}

// group puts slots under their places, in the order of the list.
func group(r *web.Request, list []relief.Slot, show func(relief.Slot) slotView) (out []dropView) {
	at := map[relief.FacilityID]int{}
	for _, s := range list {
		i, known := at[s.Facility]
		if !known {
			i = len(out)
			at[s.Facility] = i
			out = append(out, dropView{name: s.Place.Name + ", " + s.Place.Town, landmark: s.Place.Landmark})
		}
		one := show(s)
		one.id, one.when, one.free, one.off = number(int64(s.ID)), span(r, s), r.T("slots.free", "n", s.Free(), "of", s.Capacity), s.Off
		out[i].slots = append(out[i].slots, one)
	}
	return out
}

// slots lists the next free times.
func (a *Aid) slots(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	v := slotsView{crisis: r.Words(c.Title)}
	v.crisis.URL = crisisURL(c.ID)
	if c.State == relief.Open {
		list, err := a.Relief.FreeSlots(r.R.Context(), c.ID, slotPageOf(r))
		if err != nil {
			return err
		}
		v.places = group(r, list, func(s relief.Slot) slotView {
			return slotView{url: v.crisis.URL + "/slots/" + number(int64(s.ID))}
		})
		v.next = nextSlots(v.crisis.URL+"/slots", list)
	}
	return a.page(r, http.StatusOK, r.T("slots.title"), slotsPage(v))
}

// slotPageOf reads the last slot of the page before.
func slotPageOf(r *web.Request) relief.SlotPage {
	return relief.SlotPage{Begins: time.UnixMicro(r.QueryID("at")), ID: relief.SlotID(r.QueryID("after"))}
}

// nextSlots gives the address of the page after a list; "" for none.
func nextSlots(url string, list []relief.Slot) string {
	if len(list) < relief.PageSize {
		return ""
	}
	last := list[len(list)-1]
	return url + "?at=" + number(last.Begins.UnixMicro()) + "&after=" + number(int64(last.ID))
}

func (a *Aid) slot(r *web.Request) error { return a.showSlot(r, nil, http.StatusOK) }

// slotOf reads the slot of the path, of a crisis that goes on.
func (a *Aid) slotOf(r *web.Request) (c relief.Crisis, s relief.Slot, err error) {
	if c, err = a.crisisOf(r); err != nil {
		return c, s, err
	}
	if c.State != relief.Open {
		return c, s, fault.New(fault.NotFound, "fault.relief_unknown")
	}
	id, err := r.PathID("slot")
	if err != nil {
		return c, s, err
	}
	s, err = a.Relief.SlotOf(r.R.Context(), c.ID, relief.SlotID(id))
	return c, s, err
}

func (a *Aid) showSlot(r *web.Request, form *web.Form, status int) error {
	c, s, err := a.slotOf(r)
	if err != nil {
		return err
	}
	v := askView{crisis: r.Words(c.Title), mishaps: form.Mishaps(r), title: span(r, s), words: s.Place.Name + ", " + s.Place.Town + ". " + r.T("slots.free", "n", s.Free(), "of", s.Capacity),
		action: crisisURL(c.ID) + "/slots/" + number(int64(s.ID)), send: r.T("slots.book"), none: s.Free() == 0 || s.Off || !s.Begins.After(r.Now())}
	v.crisis.URL = crisisURL(c.ID) + "/slots"
	var does []ui.Option
	for _, k := range relief.VisitKinds {
		does = append(does, ui.Option{Value: k, Text: r.T("slots.does_" + k)})
	}
	v.fields = filled(r, form, ui.Field{Name: "does", Label: r.T("relief.why"), Options: does},
		ui.Field{Name: "nick", Label: r.T("slots.nick"), Hint: r.T("slots.nick_hint"), Max: 40, Dir: "auto", Complete: "off", Required: true},
		ui.Field{Name: "what", Label: r.T("slots.what"), Max: 200, Dir: "auto", Complete: "off"})
	return a.page(r, status, v.title, askPage(v))
}

func (a *Aid) bookSlot(r *web.Request) error {
	c, s, err := a.slotOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	var b relief.Booking
	if err == nil {
		b, err = a.Relief.Book(r.R.Context(), c.ID, s.ID, relief.Visit{Nick: form.Get("nick"), Does: form.Get("does"), What: form.Get("what")})
	}
	if err == nil {
		return r.Done(nil, "assembly.saved", crisisURL(c.ID)+"/booking/"+b.Secret)
	}
	if !refused(form, err) {
		return err
	}
	return a.showSlot(r, form, fault.Status(err))
}

// visitView is the page of who booked.
type visitView struct {
	crisis                 ui.Link
	when, place, landmark  string
	pin, state, tone, path string
	cancels                bool
}

func (a *Aid) booking(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	b, s, err := a.Relief.BookingOf(r.R.Context(), c.ID, r.Path("secret"))
	if err != nil {
		return err
	}
	v := visitView{crisis: r.Words(c.Title), when: span(r, s), place: s.Place.Name + ", " + s.Place.Town, landmark: s.Place.Landmark, path: crisisURL(c.ID) + "/booking/" + b.Secret,
		cancels: b.State == relief.Booked && c.State == relief.Open}
	v.crisis.URL = crisisURL(c.ID) + "/slots"
	v.state, v.tone = bookingWords(r, b, s)
	if v.cancels {
		v.pin = b.Pin
	}
	f := r.Frame(r.T("slots.yours"))
	f.Place, f.Private = "relief", true
	return r.Page(http.StatusOK, f, bookingPage(v))
}

func bookingWords(r *web.Request, b relief.Booking, s relief.Slot) (state, tone string) {
	switch {
	case b.State == relief.Met:
		return r.T("slots.done"), "leaf"
	case b.State == relief.Cancelled:
		return r.T("desk.st_cancelled"), "clay"
	case s.Off:
		return r.T("assembly.state_cancelled"), "pome"
	}
	return r.T("slots.booked"), "lapis"
}

func (a *Aid) unbook(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	if _, err := r.Form(); err != nil {
		return err
	}
	secret := r.Path("secret")
	return r.Done(a.Relief.Unbook(r.R.Context(), c.ID, secret), "assembly.saved", crisisURL(c.ID)+"/booking/"+secret)
}

func (a *Aid) slotDesk(r *web.Request) error { return a.showSlotDesk(r, nil, http.StatusOK) }

func (a *Aid) showSlotDesk(r *web.Request, form *web.Form, status int) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	v := slotDesk{title: r.Words(c.Title), tabs: tabs(r, c, "/slots"), mishaps: form.Mishaps(r), path: boardURL(c.ID) + "/slots", open: c.State == relief.Open}
	v.title.URL = boardURL(c.ID)
	places, err := a.Relief.AllFacilities(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v.fields = filled(r, form, ui.Field{Name: "facility", Label: r.T("relief.where"), Options: placeOptions(notRefused(places))},
		ui.Field{Name: "day", Label: r.T("console.day"), Type: "date", Required: true},
		ui.Field{Name: "from", Label: r.T("console.rule_from"), Type: "time", Dir: "ltr", Required: true}, ui.Field{Name: "to", Label: r.T("desk.col_to"), Type: "time", Dir: "ltr", Required: true},
		amount(r, "minutes", "slots.minutes", ""), amount(r, "capacity", "slots.capacity", ""))
	list, booked, err := a.Relief.Slots(r.R.Context(), r.Actor, c.ID, slotPageOf(r))
	if err != nil {
		return err
	}
	v.next = nextSlots(v.path, list)
	v.places = group(r, list, func(s relief.Slot) (one slotView) {
		for _, b := range booked[s.ID] {
			one.booked = append(one.booked, bookingRow(r, form, b, s))
		}
		return one
	})
	return a.page(r, status, r.T("slots.title"), slotDeskPage(v))
}

func bookingRow(r *web.Request, form *web.Form, b relief.Booking, s relief.Slot) bookingView {
	row := bookingView{id: number(int64(b.ID)), who: b.Nick + " · " + r.T("slots.does_"+b.Does), open: b.State == relief.Booked}
	if b.What != "" {
		row.who += " · " + b.What
	}
	row.state, row.tone = bookingWords(r, b, s)
	row.sign = ui.Field{Name: "sign", ID: "sign-" + row.id, Label: r.T("relief.sign"), Options: []ui.Option{{Value: "code", Text: "PIN"}, {Value: "photo", Text: r.T("relief.sign_photo")}}}
	row.proof = ui.Field{Name: "proof", ID: "proof-" + row.id, Label: r.T("relief.proof"), Max: 200, Dir: "ltr", Complete: "off", Required: true}
	if form != nil && form.Get("booking") == row.id {
		row.sign, row.proof = form.Fill(r, row.sign), form.Fill(r, row.proof)
	}
	return row
}

// slotAct does what a form of the desk of slots asks for.
func (a *Aid) slotAct(r *web.Request, do func(relief.CrisisID, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return boardURL(c.ID) + "/slots", do(c.ID, f) },
		func(f *web.Form, status int) error { return a.showSlotDesk(r, f, status) })
}

func (a *Aid) openSlots(r *web.Request) error {
	return a.slotAct(r, func(c relief.CrisisID, f *web.Form) error {
		h := relief.Hours{Facility: relief.FacilityID(f.ID("facility")), Day: f.Get("day"), From: f.Get("from"), To: f.Get("to"), Minutes: f.Int("minutes"), Capacity: f.Int("capacity")}
		if err := f.Err(); err != nil {
			return err
		}
		return a.Relief.OpenSlots(r.R.Context(), r.Actor, c, h)
	})
}

func (a *Aid) callOff(r *web.Request) error {
	return a.slotAct(r, func(c relief.CrisisID, f *web.Form) error {
		return a.Relief.CallOffSlot(r.R.Context(), r.Actor, c, relief.SlotID(f.ID("slot")))
	})
}

func (a *Aid) meet(r *web.Request) error {
	return a.slotAct(r, func(c relief.CrisisID, f *web.Form) error {
		return a.Relief.Meet(r.R.Context(), r.Actor, c, relief.BookingID(f.ID("booking")), relief.Sign(f.Get("sign")), f.Get("proof"))
	})
}
