package node

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agora/assembly"
)

// TestTheClockOfAnOfferIsTheNodes looks at an offer in a browser whose clock is three
// days behind: it counts down what the node says is left, and when that is over the
// table is as always without that anybody loads the page.
func TestTheClockOfAnOfferIsTheNodes(t *testing.T) {
	o := openSale(t, 72*time.Hour)
	ctx := liveTab(t) // closed before the site, which waits for who listens
	host, hosts := o.seat("olga", assembly.HostRole)
	host.post(hosts("/begin"), nil)
	host.post(hosts("/table"), url.Values{"pin": {"/s/felt/" + o.thing.Handle}, "percent": {"20"}, "minutes": {"2"}})
	_, saimas := o.seat("saima", assembly.Attendee)
	if _, err := chromedp.Run(ctx, chromedp.Navigate(o.site+saimas(""))); err != nil {
		t.Fatal(err)
	}
	const left = `const end = document.querySelector("[data-ends]");
		for (let i = 0; i < 100 && end?.hidden !== false; i++) await new Promise((done) => setTimeout(done, 50));
		return end ? end.textContent : "none";`
	if got := runs(t, ctx, left); got < "1:40" || got > "2:00" {
		t.Errorf("%q is left", got)
	}
	ends, err := strconv.ParseInt(runs(t, ctx, `return document.querySelector("[data-ends]").dataset.ends`), 10, 64)
	o.must(err)
	o.later.Add(int64(time.UnixMilli(ends).Sub(o.node.settings.Clock()) - 3*time.Second))
	if _, err := chromedp.Run(ctx, chromedp.Navigate(o.site+saimas(""))); err != nil {
		t.Fatal(err)
	}
	const gone = `window.stayed = true;
		for (let i = 0; i < 200 && document.querySelector("[data-part=pin] .deal"); i++) await new Promise((done) => setTimeout(done, 50));
		return String(window.stayed && !document.querySelector("[data-part=pin] .deal") && !!document.querySelector("[data-part=pin] form"));`
	if got := runs(t, ctx, gone); got != "true" {
		t.Errorf("the offer is over by the clock of the node, and stays on the page: %s", got)
	}
}
