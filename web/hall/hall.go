package hall

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"agora/assembly"
	"agora/blob"
	"agora/catalog"
	"agora/identity"
	"agora/market"
	"agora/room"
	"agora/web"
)

// Hall is the window: events for everybody, seats, and the pages of hosts.
type Hall struct {
	Assembly *assembly.Service
	Catalog  *catalog.Service  // the names of shops that hold events
	Market   *market.Service   // what tickets bring
	People   *identity.Service // signs the links to seats
	House    func() string     // the name of who runs the node
	Rooms    room.Engine       // from which who is put out is sent home; nil for none
	Streams  *Streams          // whose viewers are counted; nil for none

	worlds sync.Map // lists of countries, by world
}

// mails bounds how many mails one client causes by registering people: a school class
// behind one line registers at once, and nobody writes to thousands.
var mails = web.Rate{Burst: 60, Every: time.Minute}

// Routes are its ways in. Who is no host of an event is told by assembly.
func (h *Hall) Routes() []web.Route {
	seat := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/attend/{event}/{id}" + page, Access: web.Link, Purpose: assembly.SeatPurpose, Handle: handle}
	}
	host := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/host" + page, Access: web.Buyer, Handle: handle}
	}
	return []web.Route{
		{Method: "GET", Pattern: "/events", Access: web.Anyone, Handle: h.events},
		{Method: "GET", Pattern: "/events/calendar.ics", Access: web.Anyone, Handle: h.feed},
		{Method: "GET", Pattern: "/events/{event}", Access: web.Anyone, Handle: h.event},
		{Method: "GET", Pattern: "/events/{event}/calendar.ics", Access: web.Anyone, Handle: h.calendar},
		{Method: "POST", Pattern: "/events/{event}/register", Access: web.Anyone, Strict: true, Rate: mails, Handle: h.register},
		seat("GET", "", h.seat),
		seat("POST", "/leave", h.leave),
		seat("GET", "/handout", h.handout),
		seat("GET", "/certificate.pdf", h.certificate),
		seat("POST", "/survey", h.judge),

		host("GET", "", h.held),
		{Method: "GET", Pattern: "/host/now", Access: web.Operator, Handle: h.now},
		host("GET", "/new", h.newEvent),
		host("POST", "/new", h.makeEvent),
		host("GET", "/{event}", h.plan),
		host("POST", "/{event}", h.savePlan),
		host("POST", "/{event}/move", h.move),
		host("POST", "/{event}/enter", h.enter),
		host("GET", "/{event}/sessions/{session}", h.session),
		host("POST", "/{event}/sessions/{session}", h.saveSession),
		host("POST", "/{event}/sessions/{session}/drop", h.drop),
		host("POST", "/{event}/sessions/{session}/repeat", h.repeat),
		host("GET", "/{event}/speakers/{speaker}", h.speaker),
		host("POST", "/{event}/speakers/{speaker}", h.saveSpeaker),
		{Method: "GET", Pattern: "/events/{event}/call", Access: web.Anyone, Handle: h.call},
		{Method: "POST", Pattern: "/events/{event}/call", Access: web.Anyone, Strict: true, Handle: h.propose},
		{Method: "GET", Pattern: "/proposal/{event}/{id}", Access: web.Link, Purpose: assembly.ProposalPurpose, Handle: h.proposal},
		{Method: "POST", Pattern: "/proposal/{event}/{id}", Access: web.Link, Purpose: assembly.ProposalPurpose, Handle: h.revise},
		{Method: "POST", Pattern: "/proposal/{event}/{id}/withdraw", Access: web.Link, Purpose: assembly.ProposalPurpose, Handle: h.takeBack},
		seat("GET", "/review", h.reviews),
		{Method: "GET", Pattern: "/review/{event}/{id}/{proposal}", Access: web.Link, Purpose: assembly.SeatPurpose, Handle: h.review},
		{Method: "POST", Pattern: "/review/{event}/{id}/{proposal}", Access: web.Link, Purpose: assembly.SeatPurpose, Handle: h.judgeTalk},
		host("GET", "/{event}/call", h.appeal),
		host("POST", "/{event}/call", h.saveAppeal),
		host("POST", "/{event}/review", h.toReview),
		host("GET", "/{event}/proposals.csv", h.exportProposals),
		host("GET", "/{event}/organisations", h.organisations),
		host("POST", "/{event}/organisations", h.arrange),
		{Method: "POST", Pattern: "/host/{event}/organisations/{place}", Access: web.Buyer, Body: blob.MaxPicture + web.DefaultBody, Handle: h.saveOrganisation},
		host("GET", "/{event}/tickets", h.tickets),
		host("POST", "/{event}/tickets/{ticket}", h.saveTicket),
		host("GET", "/{event}/seats", h.seats),
		host("POST", "/{event}/seats/{seat}", h.appoint),
		host("GET", "/{event}/people", h.people),
		{Method: "POST", Pattern: "/host/{event}/people", Access: web.Buyer, Body: assembly.MaxImportBytes + web.DefaultBody, Handle: h.importPeople},
		host("GET", "/{event}/people.csv", h.exportPeople),
		host("GET", "/{event}/shares.csv", h.exportShares),
		host("POST", "/{event}/seats/{seat}/uncertify", h.uncertify),
		host("GET", "/{event}/survey", h.survey),
	}
}

// eventID gives the event of the path.
func eventID(r *web.Request) (assembly.EventID, error) {
	id, err := r.PathID("event")
	return assembly.EventID(id), err
}

func eventURL(id assembly.EventID) string { return "/events/" + number(int64(id)) }
func hostURL(id assembly.EventID) string  { return "/host/" + number(int64(id)) }

// attendURL is the address of a seat, for who has it.
func attendURL(e assembly.EventID, s assembly.SeatID) string {
	return "/attend/" + number(int64(e)) + "/" + number(int64(s))
}

// seatURL gives a page below the seat that the request is about, with the key that
// opened it.
func seatURL(r *web.Request, page string) string {
	return address(r, "/attend/"+r.Path("event")+"/"+r.Path("id")+page)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// clock writes the time of a day, day its date, both in the zone that t is in.
func clock(r *web.Request, t time.Time) string { return r.Locale.Digits(t.Format("15:04")) }

func day(r *web.Request, t time.Time) string {
	y, m, d := t.Date()
	return r.Locale.Date(time.Date(y, m, d, 12, 0, 0, 0, time.UTC))
}

// span writes from when to when something is, in a zone.
func span(r *web.Request, from, to time.Time, zone *time.Location) string {
	from, to = from.In(zone), to.In(zone)
	if day(r, from) == day(r, to) {
		return day(r, from) + ", \u2068" + clock(r, from) + "–" + clock(r, to) + "\u2069" // from left to right in every script
	}
	return day(r, from) + " – " + day(r, to)
}

// kindName says what sort of event it is.
func kindName(r *web.Request, k assembly.Kind) string { return r.T("assembly.kind_" + string(k)) }

// hostName says who holds an event.
func (h *Hall) hostName(r *web.Request, e assembly.Event) (string, error) {
	if e.Host == 0 {
		return h.House(), nil
	}
	shop, err := h.Catalog.ShopByID(r.R.Context(), e.Host)
	return shop.Name, err
}

// speakersOf gives the names of a session's speakers.
func speakersOf(s assembly.Session, all []assembly.Speaker) (names []string) {
	for _, id := range s.Speakers {
		if i := slices.IndexFunc(all, func(p assembly.Speaker) bool { return p.ID == id }); i >= 0 {
			names = append(names, all[i].Name)
		}
	}
	return names
}
