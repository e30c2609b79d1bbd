// Package console is the operator's window: what the market does, whose money
// lies where, what is stuck, and the few things that only the operator may do.
// It has no tables and no rules.
//
// Invariants: every route is open to operators only; every amount has both
// decimals; every page works without script; what changes something is a post
// that some service notes in the audit or in its events.
package console

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"agora/catalog"
	"agora/claim"
	"agora/commission"
	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/invoice"
	"agora/jobs"
	"agora/landed"
	"agora/market"
	"agora/notify"
	"agora/rates"
	"agora/setting"
	"agora/token"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
	"agora/wording"
)

// Console holds the services that the pages show.
type Console struct {
	DB       *db.DB
	Catalog  *catalog.Service
	Market   *market.Service
	Landed   *landed.Service
	Rates    *rates.Service
	Delivery *delivery.Service
	People   *identity.Service
	House    *setting.Service
	Wording  *wording.Service
	Tokens   *token.Service
	Outbox   *notify.Service
	Jobs     Jobs

	Treasury   *treasury.Service
	Claims     *claim.Service
	Commission *commission.Service
	Invoices   *invoice.Service
}

// Jobs is what the console asks of the queue.
type Jobs interface {
	Dead(ctx context.Context, p jobs.Page) ([]jobs.Job, error)
	Recent(ctx context.Context, p jobs.Page) ([]jobs.Job, error)
	Retry(ctx context.Context, id int64) error
	Counts(ctx context.Context) (map[string]int64, error)
}

// ratesBody bounds a file of exchange rates, in bytes.
const ratesBody = 8 << 20

// Routes are all ways to the console.
func (c *Console) Routes() []web.Route {
	var list []web.Route
	add := func(method, path string, body int64, do func(*web.Request) error) {
		list = append(list, web.Route{Method: method, Pattern: "/console" + path, Access: web.Operator, Body: body, Handle: exact(do)})
	}
	get := func(path string, do func(*web.Request) error) { add(http.MethodGet, path, 0, do) }
	post := func(path string, do func(*web.Request) error) { add(http.MethodPost, path, 0, do) }
	large := func(path string, bytes int64, do func(*web.Request) error) { add(http.MethodPost, path, bytes, do) }

	get("", c.overview)
	get("/shops", c.shops)
	post("/shops/{id}/move", c.moveShop)
	post("/shops/{id}/commission", c.commission)
	post("/shops/{id}/prices", c.prices)
	get("/commission", c.commissions)
	get("/invoices", c.invoices)
	post("/commission", c.addRule)
	get("/orders", c.orders)
	get("/orders/{id}", c.order)
	post("/orders/{id}/move", c.moveOrder)
	get("/orders/{id}/proof", c.proof)
	post("/orders/{id}/back", c.setWayBack)
	post("/orders/{id}/forgive", c.forgive)
	get("/groups", c.group)
	post("/groups/paid", c.paid)
	get("/ledger", c.ledger)
	post("/ledger/check", c.check)
	get("/queue", c.queue)
	post("/queue/{id}", c.settleStray)
	post("/queue/refunds/{id}", c.sentRefund)
	get("/cash", c.cash)
	get("/cash/{id}", c.remittance)
	post("/cash/{id}", c.settleCash)
	post("/cash/remit", c.remitFor)
	post("/cash/back", c.payBack)
	post("/cash/agents", c.appoint)
	post("/cash/agents/{id}/dismiss", c.dismiss)
	get("/payouts", c.payouts)
	post("/payouts/file", c.payoutFile)
	get("/payouts/file/{id}", c.payoutCSV)
	get("/payouts/{shop}/{id}", c.payout)
	post("/payouts/{shop}/{id}", c.movePayout)
	get("/claims", c.claims)
	get("/claims/{shop}/{id}", c.claim)
	large("/claims/{shop}/{id}", web.ClaimBody, c.moveClaim)
	get("/claims/{shop}/{id}/file/{file}", c.claimFile)
	get("/debts", c.debts)
	get("/fines", c.fines)
	get("/fines/new", c.newFine)
	large("/fines/new", fineBody, c.announceFine)
	get("/fines/{shop}/{id}", c.fine)
	post("/fines/{shop}/{id}", c.moveFine)
	get("/fines/{shop}/{id}/file", c.fineFile)
	get("/statements", c.statements)
	large("/statements", statementBody, c.importStatement)
	get("/statements/{id}", c.statement)
	post("/statements/{id}", c.bookStatement)
	get("/banks", c.bank)
	post("/banks", c.saveBank)
	get("/exchange", c.exchange)
	post("/exchange", c.convert)
	get("/carriers", c.carriers)
	get("/carriers/{key}", c.carrier)
	post("/carriers/{key}", c.saveCarrier)
	large("/carriers/{key}/prices", tariffBody, c.importTariff)
	large("/carriers/{key}/events", trackBody, c.importTracked)
	post("/carriers/{key}/secret", c.newSecret)
	post("/carriers/{key}/points", c.savePoints)
	get("/consolidations", c.consolidations)
	post("/consolidations", c.gather)
	get("/consolidations/new", c.newConsolidation)
	get("/consolidations/{id}", c.consolidation)
	post("/consolidations/{id}", c.moveConsolidation)
	get("/consolidations/{id}/{file}", c.consolFile)
	get("/tariffs/{id}", c.tariff)
	post("/tariffs/{id}", c.settleTariff)
	get("/settings", c.settings)
	post("/settings", c.saveSettings)
	get("/tokens", c.ofTokens(web.TokenPages.List))
	post("/tokens", c.ofTokens(web.TokenPages.Make))
	post("/tokens/revoke", c.ofTokens(web.TokenPages.Revoke))
	get("/rates", c.rates)
	large("/rates", ratesBody, c.importRates)
	large("/rates/banks", sheetBody, c.readSheet)
	get("/rates/banks/{bank}", c.sheet)
	post("/rates/banks/{bank}", c.endSheet)
	get("/rules", c.rules)
	post("/rules/switch", c.switchSet)
	get("/rules/export", c.exportRules)
	large("/rules/import", rulesBody, c.importRules)
	get("/rules/draft/{id}", c.draft)
	post("/rules/draft/{id}", c.applyDraft)
	get("/jobs", c.jobs)
	post("/jobs/{id}/retry", c.retry)
	get("/audit", c.audit)
	get("/people", c.people)
	post("/people/{id}/role", c.role)
	get("/messages", c.messages)
	get("/remarks", c.remarks)
	post("/remarks/{shop}/{id}", c.hideRemark)
	get("/codes", c.codes)
	post("/codes/{shop}/{id}", c.reviewCode)
	get("/synonyms", c.synonyms)
	post("/synonyms", c.saveSynonyms)
	get("/search", c.explain)
	get("/kinds", c.kinds)
	get("/kinds/category", c.category)
	post("/kinds/category", c.saveCategory)
	get("/kinds/trait", c.trait)
	post("/kinds/trait", c.saveTrait)
	get("/words", c.words)
	get("/words/edit", c.editWords)
	post("/words/edit", c.saveWords)
	get("/words/export", c.exportWords)
	return list
}

// exact lets a page write amounts with both decimals.
func exact(do func(*web.Request) error) func(*web.Request) error {
	return func(r *web.Request) error {
		r.Locale = r.Locale.Exact()
		return do(r)
	}
}

// rooms are the tabs: key, path, icon; the first five stand in the phone bar.
var rooms = [...][3]string{
	{"today", "", "clock"}, {"orders", "/orders", "box"}, {"shops", "/shops", "shop"}, {"ledger", "/ledger", "scale"},
	{"people", "/people", "me"}, {"queue", "/queue", "scale"}, {"claims", "/claims", "chat"}, {"cash", "/cash", "cash"}, {"payouts", "/payouts", "cash"}, {"statements", "/statements", "file"},
	{"fines", "/fines", "scale"}, {"commission", "/commission", "cash"}, {"carriers", "/carriers", "box"},
	{"rates", "/rates", "globe"}, {"rules", "/rules", "file"}, {"jobs", "/jobs", "list"},
	{"messages", "/messages", "chat"}, {"remarks", "/remarks", "star"}, {"kinds", "/kinds", "list"}, {"codes", "/codes", "globe"}, {"synonyms", "/synonyms", "search"}, {"words", "/words", "chat"}, {"audit", "/audit", "pen"}, {"settings", "/settings", "lock"},
}

// page writes a page of the console.
func (c *Console) page(r *web.Request, status int, tab, title string, main templ.Component) error {
	f := r.Frame(title)
	f.Room, f.Home, f.Place, f.NoCart, f.Private = r.T("console.room"), "/console", "console", true, true
	for i, room := range rooms {
		l := ui.Link{URL: "/console" + room[1], Text: r.T("console.tab_" + room[0]), Icon: room[2], Current: room[0] == tab}
		f.Tabs = append(f.Tabs, l)
		if i < 5 {
			f.Bar = append(f.Bar, l)
		}
	}
	return r.Page(status, f, main)
}

// ok writes a page that has nothing to complain about.
func (c *Console) ok(r *web.Request, tab, title string, main templ.Component) error {
	return c.page(r, http.StatusOK, tab, title, main)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// pageSize is how many rows a page of a list has.
const pageSize = 50
