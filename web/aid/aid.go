package aid

import (
	"slices"
	"strconv"
	"time"

	"agora/payment"
	"agora/pricewatch"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// Aid is the window.
type Aid struct {
	Relief *relief.Service
	Pay    payment.Ways                               // how donors of money pay
	Sign   func(purpose string, subject int64) string // makes the key of a link
	Prices *pricewatch.Service
}

// letters bounds how often one client reports or pledges: a hotline writes many, and
// nobody thousands.
var letters = web.Rate{Burst: 60, Every: time.Minute}

// public is a way in for everybody.
func public(page string, handle func(*web.Request) error) web.Route {
	return web.Route{Method: "GET", Pattern: "/relief" + page, Access: web.Anyone, Handle: handle}
}

// anybody is a form that everybody may send.
func anybody(page string, handle func(*web.Request) error) web.Route {
	return web.Route{Method: "POST", Pattern: "/relief" + page, Access: web.Anyone, Strict: true, Rate: letters, Handle: handle}
}

// desk is a way in for those who coordinate.
func desk(method, page string, handle func(*web.Request) error) web.Route {
	return web.Route{Method: method, Pattern: "/aid" + page, Access: web.Coordinator, Handle: handle}
}

// Routes are its ways in, each part of the desk by itself.
func (a *Aid) Routes() []web.Route {
	return slices.Concat(a.publicRoutes(), a.boardRoutes(), a.custodyRoutes(), a.paperRoutes(), a.recordRoutes(), a.matchingRoutes(), a.moneyRoutes(), a.carriageRoutes(), a.helpRoutes(), a.priceRoutes(), a.slotRoutes(), a.itemRoutes(), a.facilityRoutes(), a.placeRoutes(), a.passRoutes(), a.needsRoutes(), a.stillRoutes(), a.kitRoutes(), a.stockRoutes(), a.archiveRoutes(), a.voucherRoutes())
}

func (a *Aid) publicRoutes() []web.Route {
	return []web.Route{
		public("", a.crises),
		public("/{crisis}", a.crisis),
		public("/{crisis}/totals.csv", a.totals),
		public("/{crisis}/needs.csv", a.needsCSV),
		public("/{crisis}/need", a.need),
		anybody("/{crisis}/need", a.report),
		public("/{crisis}/pledge", a.pledge),
		anybody("/{crisis}/pledge", a.promise),
		public("/{crisis}/{consignment}", a.consignment),
	}
}

func (a *Aid) boardRoutes() []web.Route {
	return []web.Route{
		desk("GET", "", a.desk),
		desk("POST", "", a.declare),
		desk("GET", "/{crisis}", a.board),
		desk("POST", "/{crisis}", a.declare),
		desk("POST", "/{crisis}/close", a.close),
		{Method: "POST", Pattern: "/aid/{crisis}/consign", Access: web.Coordinator, Body: relief.MaxManifestBytes + web.DefaultBody, Handle: a.consign},
		desk("POST", "/{crisis}/pledges", a.take),
	}
}

func (a *Aid) custodyRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/{consignment}", a.custody),
		desk("POST", "/{crisis}/{consignment}/scan", a.scan),
		desk("POST", "/{crisis}/{consignment}/count", a.closeCount),
		desk("POST", "/{crisis}/{consignment}/receive", a.receive),
		desk("POST", "/{crisis}/{consignment}/give-up", a.giveUp),
	}
}

// tabs are the parts of the desk of a crisis that she may open; here is that which is
// shown. It comes first: a phone shows the beginning of the row.
func tabs(r *web.Request, c relief.Crisis, here string) []ui.Link {
	list := []ui.Link{
		{URL: "", Text: r.T("relief.consignments")},
		{URL: "/needs", Text: r.T("relief.needs")},
		{URL: "/matching", Text: r.T("relief.matching")},
		{URL: "/call", Text: r.T("relief.call")},
		{URL: "/stock", Text: r.T("relief.stock")},
		{URL: "/facilities", Text: r.T("relief.facilities")},
		{URL: "/items", Text: r.T("relief.items")},
		{URL: "/money", Text: r.T("desk.tab_money")},
		{URL: "/carriage", Text: r.T("relief.carriage")},
		{URL: "/tasks", Text: r.T("relief.time")},
		{URL: "/slots", Text: r.T("slots.title")},
		{URL: "/prices", Text: r.T("prices.title")},
		{URL: importPage, Text: r.T("relief.import")},
	}
	if !relief.Coordinates(r.Actor) {
		list = slices.DeleteFunc(list, func(l ui.Link) bool { return l.URL != "/needs" && l.URL != "/call" })
	}
	slices.SortStableFunc(list, func(a, b ui.Link) int {
		if (a.URL == here) == (b.URL == here) {
			return 0
		} else if a.URL == here {
			return -1
		}
		return 1
	})
	for i := range list {
		list[i].Current = list[i].URL == here
		list[i].URL = boardURL(c.ID) + list[i].URL
	}
	return list
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func crisisURL(id relief.CrisisID) string { return "/relief/" + number(int64(id)) }
func boardURL(id relief.CrisisID) string  { return "/aid/" + number(int64(id)) }

func consignmentURL(c relief.Consignment) string {
	return crisisURL(c.Crisis) + "/" + number(int64(c.ID))
}
func custodyURL(c relief.Consignment) string { return boardURL(c.Crisis) + "/" + number(int64(c.ID)) }

// crisisOf reads the crisis of the path.
func (a *Aid) crisisOf(r *web.Request) (relief.Crisis, error) {
	id, err := r.PathID("crisis")
	if err != nil {
		return relief.Crisis{}, err
	}
	return a.Relief.Crisis(r.R.Context(), relief.CrisisID(id))
}

// consignmentID gives the consignment of the path.
func consignmentID(r *web.Request) (relief.CrisisID, relief.ConsignmentID, error) {
	crisis, err := r.PathID("crisis")
	if err != nil {
		return 0, 0, err
	}
	id, err := r.PathID("consignment")
	return relief.CrisisID(crisis), relief.ConsignmentID(id), err
}

// consignmentOf reads it.
func (a *Aid) consignmentOf(r *web.Request) (relief.Consignment, error) {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return relief.Consignment{}, err
	}
	return a.Relief.Consignment(r.R.Context(), crisis, id)
}
