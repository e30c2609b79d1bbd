// Package desk is the seller's window: what waits today, orders, products,
// import, money, and the shop itself. It has no tables and no rules: every
// page asks a service and every post calls one.
//
// Invariants: each route names a shop in its path and is open to those who run
// it; every amount has both decimals; every page works without script.
package desk

import (
	"agora/bilingual"
	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/commission"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/feed"
	"agora/hook"
	"agora/i18n"
	"agora/invoice"
	"agora/landed"
	"agora/market"
	"agora/pricewatch"
	"agora/token"
	"agora/treasury"
	"agora/web"
)

// Desk holds the services that the pages show.
type Desk struct {
	Words     *i18n.Bundle // for papers in the buyer's language
	Catalog   *catalog.Service
	Market    *market.Service
	Delivery  *delivery.Service
	Landed    *landed.Service
	Feed      *feed.Service
	Bilingual *bilingual.Service
	Treasury  *treasury.Service
	Claims    *claim.Service

	Commission *commission.Service
	Discounts  *discount.Service
	Invoices   *invoice.Service
	Tokens     *token.Service
	Hooks      *hook.Service
	Prices     *pricewatch.Service
	Lessons    Lessons // nil where nobody learns

	uploads uploads
}

// Bounds of what is posted, in bytes.
const (
	productBody  = 512 << 10
	pictureBody  = blob.MaxPicture + 1<<20
	picturesBody = 6*blob.MaxPicture + 1<<20 // of several; phones make pictures of 3 to 8 MiB
	importBody   = feed.MaxBytes + 1<<20
	pointsBody   = delivery.MaxPointBytes + 64<<10
	wordsBody    = 4 << 20
	keysBody     = 4 << 20

	wordsFileBody = bilingual.MaxBytes + 1<<20
)

// Routes are all ways to the desk.
func (d *Desk) Routes() []web.Route {
	var list []web.Route
	add := func(method, pattern string, access web.Access, body int64, do func(*web.Request) error) {
		list = append(list, web.Route{Method: method, Pattern: pattern, Access: access, Body: body, Handle: exact(do)})
	}
	get := func(path string, do func(*web.Request) error) { add("GET", "/desk/{shop}"+path, web.Seller, 0, do) }
	post := func(path string, do func(*web.Request) error) { add("POST", "/desk/{shop}"+path, web.Seller, 0, do) }
	large := func(path string, bytes int64, do func(*web.Request) error) {
		add("POST", "/desk/{shop}"+path, web.Seller, bytes, do)
	}

	add("GET", "/desk", web.Buyer, 0, d.door)
	add("GET", "/desk/open", web.Buyer, 0, d.openForm)
	add("POST", "/desk/open", web.Buyer, 0, d.open)

	get("/start", d.start)
	get("/start/{stage}", d.stage)
	large("/start/{stage}", pictureBody, d.answer)

	get("", d.today)
	get("/bell", d.bell)
	get("/orders", d.orders)
	get("/orders/{id}", d.order)
	get("/orders/dispatch.pdf", d.dispatch)
	get("/orders/labels.pdf", d.labels)
	get("/orders/{id}/slip", d.slip)
	get("/together", d.together)
	post("/together", d.join)
	get("/orders/{id}/label.pdf", d.label)
	get("/orders/{id}/papers", d.papers)
	post("/orders/{id}/papers", d.declare)
	get("/orders/{id}/papers/{file}", d.paperFile)
	post("/orders/{id}/vouch", d.vouch)
	post("/orders/{id}/accept", d.accept)
	post("/orders/{id}/decline", d.decline)
	post("/orders/{id}/pack", d.pack)
	post("/orders/{id}/ship", d.ship)
	post("/orders/{id}/track", d.track)
	large("/orders/{id}/deliver", pictureBody, d.deliver)
	get("/orders/{id}/proof", d.proof)
	post("/orders/{id}/refuse", d.refuse)
	post("/orders/{id}/back", d.back)
	get("/enquiries", d.enquiries)
	get("/enquiries/{id}", d.enquiry)
	post("/enquiries/{id}/answer", d.quote)
	post("/enquiries/{id}/decline", d.declineEnquiry)
	post("/enquiries/{id}/revoke", d.revokeQuotation)
	get("/claims", d.claims)
	get("/claims/{id}", d.claim)
	large("/claims/{id}", web.ClaimBody, d.moveClaim)
	get("/claims/{id}/file/{file}", d.claimFile)

	get("/products", d.products)
	get("/products/edit", d.prices)
	large("/products/edit", productBody, d.savePrices)
	post("/places", d.savePlace)
	get("/products/new", d.product)
	get("/products/{id}", d.product)
	get("/products/{id}/doors", d.doors)
	get("/products/{id}/digital", d.contents)
	large("/products/{id}/digital/file", digital.MaxFile+1<<20, d.addFile)
	post("/products/{id}/digital/remove", d.removeFile)
	large("/products/{id}/digital/keys", keysBody, d.addKeys)
	get("/products/{id}/held", d.held)
	large("/products/{id}/held", heldBody, d.appealPrice)
	get("/products/{id}/held/{step}", d.heldPaper)
	get("/products/{id}/set", d.set)
	post("/products/{id}/set", d.saveSet)
	large("/products/new", productBody, d.saveProduct)
	large("/products/{id}", productBody, d.saveProduct)
	large("/products/{id}/picture", picturesBody, d.addPictures)
	post("/products/{id}/pictures", d.arrange)
	post("/products/{id}/videos", d.setVideos)
	get("/products/{id}/pictures/{key}", d.editPicture)
	post("/products/{id}/pictures/{key}", d.savePicture)
	post("/products/{id}/archive", d.archive)
	post("/products/{id}/restore", d.restore)
	post("/stock", d.setStock)
	get("/pictures", d.wordless)
	large("/pictures", productBody, d.describe)
	get("/discounts", d.discounts)
	get("/discounts/new", d.discount)
	post("/discounts/new", d.saveDiscount)
	get("/discounts/{id}", d.discount)
	post("/discounts/{id}", d.saveDiscount)
	post("/discounts/{id}/end", d.endDiscount)
	get("/products/sweep", d.sweepForm)
	post("/products/sweep", d.sweep)
	get("/products/sweep/run", d.sweeping)
	post("/products/sweep/undo", d.undoSweep)

	get("/words", d.words)
	large("/words", wordsBody, d.saveWords)
	get("/words/file", d.wordsFile)
	large("/words/file", wordsFileBody, d.rehearseWords)
	post("/words/file/confirm", d.takeWords)
	post("/words/machine", d.askMachine)

	get("/import", d.importForm)
	large("/import", importBody, d.rehearse)
	post("/import/confirm", d.importFile)
	large("/import/columns", productBody, d.mapFile)
	get("/import/run", d.importing)
	post("/import/undo", d.undoImport)
	post("/import/again", d.picturesAgain)
	large("/import/pictures", feed.MaxZip+1<<20, d.sendPictures)
	get("/export", d.export)

	get("/voices", d.voices)
	post("/voices/{id}", d.reply)

	get("/rehearsal", d.rehearsal)
	post("/rehearsal", d.openRehearsal)

	get("/money", d.money)
	get("/money/statement", d.statement)
	get("/money/statement.csv", d.statementCSV)
	get("/money/statement.pdf", d.statementPDF)
	get("/fines", d.fines)
	get("/fines/{id}", d.fine)
	post("/fines/{id}/appeal", d.appeal)
	get("/fines/{id}/file", d.fineFile)
	get("/invoices", d.invoices)
	get("/invoices/{id}", d.invoice)
	get("/shop", d.settings)
	post("/shop", d.saveSettings)
	post("/shop/delivery", d.saveDelivery)
	post("/shop/numbers", d.addNumbers)
	post("/shop/points", d.savePoints)
	get("/tokens", d.ofTokens(web.TokenPages.List))
	post("/tokens", d.ofTokens(web.TokenPages.Make))
	post("/tokens/revoke", d.ofTokens(web.TokenPages.Revoke))
	get("/hooks", d.hooks)
	post("/hooks", d.makeHook)
	get("/hooks/{id}", d.hook)
	post("/hooks/{id}", d.changeHook)
	get("/hooks/{id}/{message}", d.message)
	post("/hooks/{id}/{message}", d.replayMessage)
	get("/shop/points/file", d.pointsUpload)
	large("/shop/points/file", pointsBody, d.comparePoints)
	post("/shop/points/confirm", d.replacePoints)
	get("/shop/points/export", d.exportPoints)
	post("/shop/move", d.moveShop)
	return list
}

// exact lets a page write amounts with both decimals.
func exact(do func(*web.Request) error) func(*web.Request) error {
	return func(r *web.Request) error {
		r.Locale = r.Locale.Exact()
		return do(r)
	}
}
