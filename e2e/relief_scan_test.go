package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/relief"
)

// scanner is a phone on the scanning page, with a line that comes and goes.
type scanner struct {
	*visitor
	line *line
}

// adds types what a scanner would read.
func (s *scanner) adds(text string) {
	s.Helper()
	s.typeInto("#f-one", text)
	s.do("add", chromedp.Click(chromedp.CSS("#scan form button"), chromedp.NodeVisible))
}

// TestTwoPhonesWithoutALine counts 697 packages by two phones that are offline and
// overlap; one loads its page again meanwhile. Both send twice, a third person closes the
// count, and the public page names the 21.
func TestTwoPhonesWithoutALine(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx, boss := t.Context(), identity.System()
	service := h.node.Relief
	c, err := service.Declare(ctx, boss, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	h.must(err)
	store, err := service.Found(ctx, boss, relief.Facility{Crisis: c.ID, Kind: "warehouse", Profile: relief.Profile{Name: "Airport store", Country: "TJ", Town: "Dushanbe", Source: "a list"}})
	h.must(err)
	mask, err := service.Stock(ctx, boss, relief.Item{Crisis: c.ID, Code: "mask", Sort: relief.Sort{Name: catalog.Texts{"en": "Masks"}, Unit: "piece"}})
	h.must(err)
	var packages []relief.Content
	for range 697 {
		packages = append(packages, relief.Content{Value: 130000, Lines: []relief.LineItem{{Item: mask.ID, Units: 2000}}})
	}
	sent, err := service.Consign(ctx, boss, relief.Consignment{Crisis: c.ID, To: store.ID, Letter: relief.Letter{Number: "CN-697", From: "A foundation", Place: "Kashgar", Currency: "CNY"}}, packages)
	h.must(err)
	browser := openBrowser(t)
	link := func(name string, closes bool) string {
		p, err := service.Issue(ctx, boss, relief.Pass{Crisis: c.ID, Consignment: sent.ID, Role: relief.PassReceiver, Holder: relief.Holder{Name: name, Organisation: "Airport store", Closes: closes}}, 7)
		h.must(err)
		return fmt.Sprintf("%s/pass/%d/%d?k=%s", h.node.Addr(), c.ID, p.ID, url.QueryEscape(h.node.Identity.Sign(relief.PassPurpose, int64(p.ID))))
	}
	phone := func(name string) *scanner {
		l := newLineTo(t, h.node.Addr())
		address := strings.Replace(strings.Replace(link(name, false), "?", "/scan?", 1), h.node.Addr(), l.url, 1)
		s := &scanner{enters(t, browser, view{true, 375, "en"}, name, address), l}
		kept := `navigator.serviceWorker.ready.then(() => caches.open("scan")).then((c) => c.keys()).then((k) => k.length > 1)`
		for end := time.Now().Add(patience); !ask[bool](s.visitor, kept, chromedp.EvalAwaitPromise); <-time.After(100 * time.Millisecond) {
			if time.Now().After(end) {
				s.fail("wait for the page to be kept", fmt.Errorf("it is not"))
			}
		}
		l.cut()
		return s
	}
	one, two := phone("one"), phone("two")
	one.adds("1-380")
	one.sees(`[data-n=seen]`, "380 / 697")
	one.load("load it again without a line", chromedp.Reload())
	one.sees(`[data-n=waits]`, "380")
	one.adds("7")
	one.sees(`[data-last]`, "7: seen before")
	two.adds(fmt.Sprintf("%s 300-410, 432-697", strings.ToUpper(relief.Label("https://agora.example", relief.Tag{Crisis: c.ID, Consignment: sent.ID, Number: 300}))))
	two.sees(`[data-n=seen]`, "377 / 697")
	two.adds("https://agora.example/relief/1/2?p=5")
	two.sees(`[data-last]`, "from another consignment")
	two.adds("5013")
	two.sees(`[data-n=strange]`, "5013")
	two.shot("scanned")
	for _, s := range []*scanner{one, two} {
		s.line.heal()
	}
	for range 2 {
		for _, s := range []*scanner{one, two} {
			s.do("send", chromedp.Click(chromedp.CSS("[data-send]"), chromedp.NodeVisible))
			s.sees(`[data-n=waits]`, "0")
		}
	}
	two.sees("[data-said]", "676 of 697 packages arrived in Dushanbe.")
	other := enters(t, browser, view{false, 375, "en"}, "closes", link("Zarina", true))
	other.tick("details.sure summary")
	other.press("details.sure form button")
	page := enters(t, browser, view{false, 375, "en"}, "public", fmt.Sprintf("%s/relief/%d/%d?a=1", h.node.Addr(), c.ID, sent.ID))
	for _, words := range []string{"676 of 697 packages arrived in Dushanbe.", "21 did not.", "42,000 pieces", "numbers 411–431", "5013"} {
		page.sees("main", words)
	}
	if gap, err := service.Journey(ctx, c.ID, sent.ID); err != nil || !strings.HasSuffix(gap.Gap.ClosedBy, "Zarina, Airport store") || gap.Tally.Came() != 676 {
		t.Errorf("%v %+v", err, gap.Gap.ClosedBy)
	}
}
