package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	tab "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A slow line: 400 kbit/s down, half of it up, 400 ms there and back.
const (
	slowDown    = 400_000 / 8
	slowUp      = slowDown / 2
	slowLatency = 400
	mostJump    = 0.1 // cumulative layout shift
)

// watchShift adds up how far things jump, from the first moment on.
const watchShift = `window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) shift += e.value })
	.observe({type: "layout-shift", buffered: true})`

// told is what the browser says of a page when it is there. Times are in
// milliseconds from the beginning.
type told struct {
	Text     float64 `json:"text"` // the first text or picture
	Complete float64 `json:"complete"`
	Shift    float64 `json:"shift"`
	Requests int     `json:"requests"`
	Bytes    int     `json:"bytes"` // over the line, with heads
}

const tell = `new Promise(done => { const look = () => {
	const n = performance.getEntriesByType("navigation")[0], p = performance.getEntriesByName("first-contentful-paint")[0];
	if (!n.loadEventEnd || !p) return setTimeout(look, 50);
	const files = performance.getEntriesByType("resource").filter(f => f.startTime < n.loadEventEnd);
	done({text: p.startTime, complete: n.loadEventEnd, shift: window.shift, requests: 1 + files.length,
		bytes: files.reduce((sum, f) => sum + f.transferSize, n.transferSize)}) }; look() })`

// TestSlowLineShowsPagesThatStandStill loads the pages on which a buyer decides
// over a slow line, with nothing in the cache. Times are told and not judged:
// they depend on the machine. What jumps is judged.
func TestSlowLineShowsPagesThatStandStill(t *testing.T) {
	browser := openBrowser(t)
	runs := 1
	if testing.Verbose() {
		runs = 3
	}
	for _, light := range []bool{false, true} {
		for _, path := range []string{"/", "/s/felt/slippers", "/checkout"} {
			for range runs {
				v := visit(t, browser, view{script: true, width: 375, lang: "en"}, "slow")
				if path == "/checkout" {
					v.open("/s/kandy/ceylon-tea")
					v.press(intoCart)
				}
				got := v.slowly(path, light)
				t.Logf("%-18s light %-5v first text %4.0f ms, complete %4.0f ms, shift %.3f, %d requests, %d bytes",
					path, light, got.Text, got.Complete, got.Shift, got.Requests, got.Bytes)
				if got.Shift >= mostJump {
					t.Errorf("%s jumps by %.3f, at most %.1f", path, got.Shift, mostJump)
				}
				if light && got.Requests > mostLightAsked {
					t.Errorf("%s: %d requests of a light page, at most %d", path, got.Requests, mostLightAsked)
				}
			}
		}
	}
}

// slowly opens a page over a slow line.
func (v *visitor) slowly(path string, light bool) told {
	v.Helper()
	if light {
		v.do("spare data", command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
			Headers: network.Headers{"Accept-Language": "en-PK,en", "Save-Data": "on"}}))
	}
	v.do("slow line",
		command(tab.AddScriptToEvaluateOnNewDocument, tab.AddScriptToEvaluateOnNewDocumentParams{Source: watchShift}),
		command(network.ClearBrowserCache, cdp.Empty{}),
		command(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: slowLatency, DownloadThroughput: slowDown, UploadThroughput: slowUp}}}))
	v.open(path)
	return ask[told](v, tell, chromedp.EvalAwaitPromise)
}
