package storefront

import (
	"cmp"
	"net/http"
	"strconv"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// enquiriesPath lists what somebody asked prices for.
const enquiriesPath = "/account/enquiries"

// mineToSee gives the enquiry of the address, and the end of its addresses for who
// holds its link.
func (s *Store) mineToSee(r *web.Request) (e market.Enquiry, key string, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return e, "", err
	}
	if e, err = s.Market.Enquiry(r.R.Context(), r.Actor, market.EnquiryID(id)); err != nil {
		return e, "", err
	}
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		key = "?k=" + k
	}
	r.Country = e.To // all is counted for where she said
	return e, key, nil
}

// enquiry shows what was asked, what the shop answered, and the total at the door
// that follows.
func (s *Store) enquiry(r *web.Request) error {
	e, key, err := s.mineToSee(r)
	if err != nil {
		return err
	}
	at := "/enquiries/" + r.Path("id")
	v := enquiryView{shop: ui.Link{URL: shopURL(e.ShopHandle), Text: e.ShopName}, state: r.T("store.enquiry_" + string(e.State)), tone: enquiryTones[e.State],
		words: enquiryWords(r, e), note: e.Note, reply: e.Quotation.Note, asked: askedRows(r, e), signed: key}
	cart := s.Market.QuotedCart(r.Actor, e)
	things, err := s.quotedThings(r, e, cart, &v)
	if err != nil {
		return err
	}
	staged := things[0].Shop.Status == catalog.ShopRehearsal
	for i, l := range e.Lines {
		line := askedThing(r, things[i])
		line.price = l.Unit
		v.lines = append(v.lines, line)
	}
	v.quoted = !e.Quotation.Until.IsZero()
	if e.Group > 0 {
		v.order = "/orders/" + strconv.FormatInt(int64(e.Group), 10)
		if key != "" {
			v.order += "?k=" + s.People.Sign(market.LinkPurpose, int64(e.Group))
		}
	}
	if e.Asker(r.Actor) && !e.Deadline.IsZero() {
		v.withdraw = at + "/withdraw" + key
	}
	if e.Open() && cart != "" {
		v.checkout = at + "/checkout" + key
	}
	f := r.Frame(r.T("store.enquiry_to", "shop", e.ShopName))
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, web.Staged(staged, enquiryPage(v)))
}

// quotedThings gives the things of an enquiry, and puts the total at the door on
// the page, as a checkout has it.
func (s *Store) quotedThings(r *web.Request, e market.Enquiry, cart string, v *enquiryView) ([]market.CartLine, error) {
	if !e.Open() || cart == "" {
		return s.Market.EnquiryThings(r.R.Context(), e)
	}
	c, err := s.counted(r, cart, market.Choice{})
	if err != nil || len(c.Cart.Shops) == 0 { // its time passed this moment
		return nil, cmp.Or(err, error(fault.New(fault.Conflict, "fault.enquiry_lapsed")))
	}
	_, v.blocked = s.parcels(r, c, nil)
	if len(c.Quote.Parcels) > 0 {
		v.rows, v.guess, v.atDoor, v.rates = checkoutRows(r, c), guessed(c.Quote), doorRows(r, c.Quote), ratesOf(r, c.Quote)
	}
	return c.Cart.Quoted(), nil
}

// enquiryTones are the colours of the states.
var enquiryTones = map[market.EnquiryState]string{market.EnquiryAsked: "saff", market.EnquiryAnswered: "turq", market.EnquiryAccepted: "leaf",
	market.EnquiryDeclined: "pome", market.EnquiryRevoked: "pome", market.EnquiryWithdrawn: "clay", market.EnquiryLapsed: "clay"}

// enquiryWords say what happens next.
func enquiryWords(r *web.Request, e market.Enquiry) string {
	switch e.State {
	case market.EnquiryAsked:
		return r.T("store.enquiry_waits", "day", e.Deadline)
	case market.EnquiryAnswered:
		return r.T("store.enquiry_until", "day", e.Quotation.Until)
	}
	return ""
}

// askedRows are the facts of an enquiry and its quotation.
func askedRows(r *web.Request, e market.Enquiry) (rows []ui.Row) {
	rows = append(rows, ui.Row{What: r.T("store.enquiry_on"), Value: r.Locale.Date(e.Asked())}, ui.Row{What: r.T("store.country"), Value: r.CountryName(e.To)})
	if !e.Wanted.IsZero() {
		rows = append(rows, ui.Row{What: r.T("store.enquiry_wanted"), Value: r.Locale.Date(e.Wanted)})
	}
	if e.Quotation.Until.IsZero() {
		return rows
	}
	freight := ui.Row{What: r.T("store.e_freight"), Value: r.T("store.enquiry_as_ways")}
	if a, ok := e.FreightSaid(); ok {
		freight.Value, freight.Amount, freight.Free = "", a, true
	}
	rows = append(rows, ui.Row{What: r.T("store.e_goods"), Amount: e.Goods()}, freight)
	if e.Quotation.Lead > 0 {
		rows = append(rows, ui.Row{What: r.T("store.enquiry_lead"), Value: r.N("store.days", int64(e.Quotation.Lead))})
	}
	return append(rows, ui.Row{What: r.T("store.enquiry_good"), Value: r.Locale.Date(e.Quotation.Until)})
}

// withdrawEnquiry takes an enquiry back.
func (s *Store) withdrawEnquiry(r *web.Request) error {
	e, key, err := s.mineToSee(r)
	if err != nil {
		return err
	}
	if err := s.Market.WithdrawEnquiry(r.R.Context(), r.Actor, e.Shop, e.ID); err != nil {
		return err
	}
	r.Say("store.enquiry_taken_back")
	return r.Redirect("/enquiries/" + r.Path("id") + key)
}

// quotedTill is where a quotation is ordered.
func (s *Store) quotedTill(r *web.Request) (till, error) {
	e, key, err := s.mineToSee(r)
	if err != nil {
		return till{}, err
	}
	cart := s.Market.QuotedCart(r.Actor, e)
	if cart == "" {
		return till{}, fault.New(fault.Conflict, "fault.enquiry_"+string(e.State))
	}
	at := "/enquiries/" + r.Path("id")
	return till{cart: cart, path: at + "/checkout" + key, none: at + key, email: e.Contact.Email, fixed: true}, nil
}

func (s *Store) quotedCheckout(r *web.Request) error {
	at, err := s.quotedTill(r)
	if err != nil {
		return err
	}
	return s.showCheckout(r, at, nil, nil, http.StatusOK)
}

func (s *Store) placeQuoted(r *web.Request) error {
	at, err := s.quotedTill(r)
	if err != nil {
		return err
	}
	return s.placeAt(r, at)
}

// enquiries lists what somebody asked prices for.
func (s *Store) enquiries(r *web.Request) error {
	if !r.Actor.SignedIn() {
		return r.Redirect("/account/sign-in?next=" + enquiriesPath)
	}
	before := r.QueryID("before")
	list, err := s.Market.EnquiriesOf(r.R.Context(), r.Actor, market.EnquiryID(before))
	if err != nil {
		return err
	}
	v := enquiriesView{cols: []ui.Col{{Head: r.T("store.col_what")}, {Head: r.T("store.enquiry_shop")}, {Head: r.T("store.enquiry_on")}, {Head: r.T("store.col_state")}}}
	for _, e := range list {
		v.rows = append(v.rows, []ui.Cell{{Text: enquiryTitle(r, e), URL: s.enquiryURL(r, e)}, {Text: e.ShopName}, {Text: r.Locale.Date(e.Asked())},
			{Part: ui.Badge(enquiryTones[e.State], "", r.T("store.enquiry_"+string(e.State)))}})
	}
	if before > 0 {
		v.first = enquiriesPath
	}
	if len(list) == market.EnquiryPage {
		v.next = enquiriesPath + "?before=" + strconv.FormatInt(int64(list[len(list)-1].ID), 10)
	}
	f := r.Frame(r.T("store.enquiries"))
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, enquiriesPage(v))
}

// enquiryTitle says what was asked for: how many of the one thing, or its first
// thing and how many more.
func enquiryTitle(r *web.Request, e market.Enquiry) string {
	first := r.Words(e.First).Text
	if len(e.Lines) == 1 {
		return r.T("store.enquiry_of", "n", e.Items, "what", first)
	}
	return r.T("store.and_more", "first", first, "n", e.Items-e.Lines[0].Quantity)
}
