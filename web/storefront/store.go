package storefront

import (
	"agora/assembly"
	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/delivery"
	"agora/feed"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/notify"
	"agora/ucp"
	"agora/web"
	"agora/web/poster"
)

// Store holds the services that the pages show.
type Store struct {
	Catalog  *catalog.Service
	Market   *market.Service
	Landed   *landed.Service
	Delivery *delivery.Service
	People   *identity.Service
	Blobs    *blob.Store
	Claims   *claim.Service
	Feed     *feed.Service
	Push     *notify.Push      // short notes to browsers; nil for none
	Seats    *assembly.Service // at events, which are paid here
	Machines *ucp.Binding      // who shops for people; nil for nobody

	press  poster.Press
	sums   counts[doorSum] // of cards
	quotes counts[*quoted] // of pages of one thing
}

// Routes are all ways into the storefront.
func (s *Store) Routes() []web.Route {
	get := func(pattern string, h func(*web.Request) error) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Access: web.Anyone, Handle: h}
	}
	post := func(pattern string, h func(*web.Request) error) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Access: web.Anyone, Handle: h}
	}
	strict := func(pattern string, h func(*web.Request) error) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Access: web.Anyone, Strict: true, Handle: h}
	}
	link := func(method, pattern string, h func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: pattern, Access: web.Link, Purpose: market.LinkPurpose, Handle: h}
	}
	seat := func(method string, h func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/attend/{event}/{id}/pay", Access: web.Link, Purpose: assembly.SeatPurpose, Handle: h}
	}
	return []web.Route{
		seat("GET", s.paySeat),
		seat("POST", s.placeSeat),
		get("/{$}", s.home),
		get("/search", s.search),
		get("/c/{category}", s.search),
		get("/shops", s.shopList),
		get("/s/{handle}", s.shop),
		get("/s/{handle}/{product}", s.product),
		get("/s/{handle}/{product}/reviews", s.remarkList(catalog.Review, "store.reviews")),
		get("/s/{handle}/{product}/questions", s.remarkList(catalog.Question, "store.questions")),
		{Method: "POST", Pattern: "/s/{handle}/{product}/ask", Access: web.Buyer, Strict: true, Handle: s.ask},
		get("/s/{handle}/feed", s.feed),
		get("/s/{handle}/feed/merchant.xml", s.offers),
		get("/s/{handle}/share.jpg", s.shareShop),
		get("/s/{handle}/{product}/share.jpg", s.shareProduct),
		get("/robots.txt", s.robots),
		get("/sitemap.xml", s.sitemap),
		get("/sitemap/{part}", s.sitemapOf),
		get("/media/{key}", s.media),

		get("/cart", s.cart),
		post("/cart/add", s.addLine),
		post("/cart/line", s.setLine),
		strict("/cart/code", s.code), // or codes could be guessed
		get("/checkout", s.checkout),
		get("/continue/{id}", s.handed),
		post("/continue/{id}", s.placeHanded),
		post("/checkout", s.place),
		link("GET", "/orders/{id}", s.order),
		link("GET", "/orders/{id}/pay", s.payGroup),
		link("GET", "/orders/{id}/track", s.track),
		link("GET", "/orders/{id}/proof/{order}", s.proof),
		get("/downloads/{token}", s.downloads),
		get("/downloads/{token}/{file}", s.download),
		post("/downloads/{token}/keys", s.showKeys),
		strict("/downloads/{token}/fresh", s.freshLink),
		link("GET", "/orders/{id}/confirm", s.confirm),
		link("POST", "/orders/{id}/confirm", s.confirmPost),
		{Method: "POST", Pattern: "/orders/{id}/confirm/again", Access: web.Link, Purpose: market.LinkPurpose, Strict: true, Handle: s.sendCode},
		link("POST", "/orders/{id}/receive", s.receive),
		link("POST", "/orders/{id}/cancel", s.cancel),
		link("POST", "/orders/{id}/push", s.notes),
		link("POST", "/orders/{id}/review", s.review),
		link("GET", "/orders/{id}/claim/{order}", s.claim),
		{Method: "POST", Pattern: "/orders/{id}/claim/{order}", Access: web.Link, Purpose: market.LinkPurpose, Body: web.ClaimBody, Handle: s.newClaim},
		{Method: "POST", Pattern: "/orders/{id}/claim/{order}/move", Access: web.Link, Purpose: market.LinkPurpose, Body: web.ClaimBody, Handle: s.moveClaim},
		link("GET", "/orders/{id}/claim/{order}/file/{file}", s.claimFile),

		post("/enquiries/add", s.askFor),
		get("/enquiries/new", s.newEnquiry),
		post("/enquiries/lines", s.keepEnquiry),
		strict("/enquiries/new", s.sendEnquiry),
		{Method: "GET", Pattern: "/enquiries/{id}", Access: web.Link, Purpose: market.EnquiryPurpose, Handle: s.enquiry},
		{Method: "POST", Pattern: "/enquiries/{id}/withdraw", Access: web.Link, Purpose: market.EnquiryPurpose, Handle: s.withdrawEnquiry},
		{Method: "GET", Pattern: "/enquiries/{id}/checkout", Access: web.Link, Purpose: market.EnquiryPurpose, Handle: s.quotedCheckout},
		{Method: "POST", Pattern: "/enquiries/{id}/checkout", Access: web.Link, Purpose: market.EnquiryPurpose, Handle: s.placeQuoted},
		get(enquiriesPath, s.enquiries),

		get("/account", s.account),
		get("/search/suggest", s.suggest),
		get("/account/searches", s.saved),
		post("/account/searches", s.keepSearch),
		get("/account/sign-in", s.signIn),
		strict("/account/sign-in", s.signInPost),
		get("/account/sign-up", s.signUp),
		strict("/account/sign-up", s.signUpPost),
		post("/account/sign-out", s.signOut),

		get("/rates", s.rates),
		get("/help", s.help),
		get("/fees", s.fees),
	}
}

// media gives a picture. The blob store answers: it knows what may be cached
// and how a drawing is kept from running anything.
func (s *Store) media(r *web.Request) error {
	s.Blobs.Serve(r.W, r.R, r.Path("key"))
	return nil
}
