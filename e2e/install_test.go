package e2e

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	permit "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"
)

// newGuest is somebody without an account, whose line may be cut, once the
// page can do without it.
func newGuest(t *testing.T, lang string) *keeper {
	t.Helper()
	k := &keeper{visitor: visit(t, openBrowser(t), view{true, 375, lang}, "guest"), line: newLine(t)}
	k.goes("/?lang=" + lang)
	k.until("the worker is there", `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	return k
}

// TestWhatWasSeenStaysWithoutALine lets a guest look at a product and her
// order, and then again without a line.
func TestWhatWasSeenStaysWithoutALine(t *testing.T) {
	t.Parallel()
	order := bought(t, "127.0.0.63")
	k := newGuest(t, "ru")
	for _, path := range []string{"/s/hala/ralli", order.link, "/fees"} {
		k.goes(path)
	}
	k.online(false)
	for _, path := range []string{"/s/hala/ralli", order.link} {
		k.goes(path)
		k.need("#seen")
		k.need(`main h1`)
	}
	k.audit("order without a line")
	k.shot("kept-order")
	k.goes("/fees") // not among what is kept
	k.need("[data-offline]")
	k.until("the kept pages are listed", `document.querySelectorAll("#kept a").length == 2`)
	k.audit("no line")
	k.shot("offline")
	k.load("open what is kept", chromedp.Click(chromedp.CSS(`#kept a[href*="/orders/"]`), chromedp.NodeVisible))
	k.need("#seen")
	k.online(true)
	k.goes(order.link)
	if k.number("#seen") > 0 {
		k.fail("come back", errors.New("the page is still an old one"))
	}
}

// TestANewVersionWaitsUntilItIsWanted changes the worker while somebody reads.
func TestANewVersionWaitsUntilItIsWanted(t *testing.T) {
	t.Parallel()
	k := newGuest(t, "en")
	k.line.newer.Store(true)
	k.goes("/rates")
	k.until("the note is there", `navigator.serviceWorker.ready.then(r => r.update()).then(() => document.querySelector("#told button") != null)`)
	k.shot("newer")
	k.audit("a newer version")
	ask[bool](k.visitor, `(window.before = true)`)
	k.tick("#told button")
	k.until("it is loaded", `!window.before && document.readyState == "complete"`)
	k.until("nothing waits", `navigator.serviceWorker.ready.then(r => r.waiting == null)`)
}

// TestANoteIsShown delivers a note as a push service would.
func TestANoteIsShown(t *testing.T) {
	t.Parallel()
	k := newGuest(t, "en")
	worker := make(chan serviceworker.RegistrationID, 8)
	if err := chromedp.Listen(k.ctx, func(ev any) {
		if e, ok := ev.(*serviceworker.EventWorkerRegistrationUpdated); ok {
			for _, r := range e.Registrations {
				if strings.HasPrefix(r.ScopeURL, k.line.url) {
					select {
					case worker <- r.RegistrationID:
					default:
					}
				}
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.CallBrowser(k.ctx, permit.SetPermission, permit.SetPermissionParams{Permission: &permit.PermissionDescriptor{Name: "notifications"},
		Setting: permit.PermissionSettingGranted, Origin: k.line.url, BrowserContextID: chromedp.FromContext(k.ctx).BrowserContextID}); err != nil {
		t.Fatal(err)
	}
	k.do("watch the worker", command(serviceworker.Enable, cdp.Empty{}))
	body, err := json.Marshal(map[string]string{"title": "New order AG-1", "body": "Open the order to see more.", "url": "/desk", "tag": "one", "lang": "en"})
	if err != nil {
		t.Fatal(err)
	}
	id := <-worker
	for range 2 { // a second copy takes the place of the first
		k.do("deliver", command(serviceworker.DeliverPushMessage, serviceworker.DeliverPushMessageParams{Origin: k.line.url, RegistrationID: id, Data: string(body)}))
	}
	k.until("one note is shown", `navigator.serviceWorker.ready.then(r => r.getNotifications()).then(l => l.length == 1 && l[0].title == "New order AG-1" && l[0].data == "/desk")`)
}
