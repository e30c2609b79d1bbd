package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// keeper is a seller whose phone has a line that comes and goes.
type keeper struct {
	*visitor
	line *line
	desk string // path of her desk
}

// TestSellerWorksWithoutALine is the story of a seller who loses her line,
// accepts two orders and counts her stock, while one of the two is cancelled.
// When the line is back, what can be done is done once, and the rest is
// explained to her.
func TestSellerWorksWithoutALine(t *testing.T) {
	t.Parallel()
	good, bad := bought(t, "127.0.0.61"), bought(t, "127.0.0.62")
	k := newKeeper(t, openBrowser(t))
	k.goes("/orders/" + good.id)
	k.goes("/orders/" + bad.id)
	k.goes("/products?q=jandi")
	stock := `form[action$="/stock"] `
	was := k.attribute(stock+named("on_hand"), "value")
	k.online(false)

	k.goes("/orders/" + good.id)
	k.need("#seen") // says that this page is an old one
	k.press(`form[action$="/accept"] button`)
	k.waits(1)
	k.goes("/orders/" + bad.id)
	k.press(`form[action$="/accept"] button`)
	k.goes("/products?q=jandi")
	k.fill("on_hand", was+"1")
	k.press(stock + "button")
	k.waits(3)
	k.shot("waiting")
	bad.cancel()
	k.online(true)

	k.until("nothing waits", `document.querySelectorAll("#queue [data-state=waiting]").length == 0 && document.querySelectorAll("#queue [data-state]").length == 3`)
	k.audit("what waited")
	k.shot("told")
	if done, refused := k.number("#queue [data-state=done]"), k.number("#queue [data-state=refused]"); done != 2 || refused != 1 {
		k.fail("send what waited", fmt.Errorf("%d done and %d refused", done, refused))
	}
	words := k.words("#queue [data-state=refused]")
	if !strings.Contains(words, bad.ref) || !strings.ContainsFunc(words, func(c rune) bool { return unicode.Is(unicode.Arabic, c) }) {
		k.fail("explain the conflict", fmt.Errorf("it says %q", words))
	}
	k.need(`#queue [data-state=refused] a[href$="/orders/` + bad.id + `"]`) // what to do
	for _, path := range []string{"/orders/" + good.id + "/accept", "/orders/" + bad.id + "/accept", "/stock"} {
		if n := k.line.posted(k.desk + path); n != 1 {
			t.Errorf("%s was sent %d times", path, n)
		}
	}
	k.goes("/orders/" + good.id)
	if k.number("#seen") > 0 || k.number(`form[action$="/pack"]`) != 1 {
		k.fail("look at the good order", errors.New("it is not accepted"))
	}
	k.goes("/products?q=jandi")
	if now := k.attribute(stock+named("on_hand"), "value"); now != was+"1" {
		k.fail("look at the stock", fmt.Errorf("it is %s, not %s1", now, was))
	}
	k.leaves(good.id)
	k.isAnother()
}

// isAnother signs in as somebody else, who sees nothing of what the first did.
func (k *keeper) isAnother() {
	k.Helper()
	k.online(true)
	k.enter("kavita")
	k.load("see what waits", chromedp.Navigate(k.line.url+"/desk/waiting"))
	k.until("the list is empty", `document.getElementById("queue").dataset.shown == "0"`)
}

// enter signs in and goes to the desk.
func (k *keeper) enter(who string) {
	k.Helper()
	k.load("open the way in", chromedp.Navigate(k.line.url+"/account/sign-in?lang="+k.lang+"&next=/desk"))
	k.fill("login", who+"@demo.agora.example")
	k.fill("password", password)
	k.press(`main form[action^="/account/sign-in"] button`)
	k.desk = k.path()
}

// leaves signs out; what she saw is gone from the phone.
func (k *keeper) leaves(order string) {
	k.Helper()
	k.load("open the account", chromedp.Navigate(k.line.url+"/account"))
	k.press(`form[action="/account/sign-out"] button`)
	k.online(false)
	k.load("open an order after signing out", chromedp.Navigate(k.line.url+k.desk+"/orders/"+order))
	if strings.Contains(k.words("main"), "KG") || k.number(`form[action*="/desk/"]`) > 0 {
		k.fail("sign out", errors.New("the desk is still on the phone"))
	}
	k.need("[data-offline]")
	k.shot("signed-out")
}

// bought is one order of the shop, as its buyer holds it.
type boughtOrder struct {
	*client
	link, id, ref string
}

func bought(t *testing.T, from string) boughtOrder {
	t.Helper()
	c := newClient(t, from)
	c.post("/locale", url.Values{"country": {"PK"}, "lang": {"en"}})
	c.take("hala/ralli")
	o := boughtOrder{client: c, link: c.place(c.filledCheckout())}
	page := c.get(o.link)
	path, _, _ := strings.Cut(o.link, "?")
	o.id = page.form(t, path+"/cancel").Get("order")
	found := regexp.MustCompile(`<h2[^>]*>\s*<a[^>]*>.*?</a>\s*<span[^>]*><bdi dir="ltr">([^<]+)</bdi>`).FindSubmatch(page.body)
	if o.id == "" || found == nil {
		t.Fatalf("no order on %s", o.link)
	}
	o.ref = string(found[1])
	return o
}

// cancel takes the order back.
func (o boughtOrder) cancel() {
	o.Helper()
	path, key, _ := strings.Cut(o.link, "?")
	form := o.get(o.link).form(o, path+"/cancel")
	if p := o.post(path+"/cancel?"+key, form); p.status != 303 {
		o.Fatalf("cancel: %d %s", p.status, mishaps(p))
	}
}

// newKeeper signs in and waits until the page can do without a line.
func newKeeper(t *testing.T, parent context.Context) *keeper {
	t.Helper()
	k := &keeper{visitor: visit(t, parent, view{true, 375, "ur"}, "keeper"), line: newLine(t)}
	k.enter("sadia")
	k.until("the worker is there", `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	k.goes("")
	return k
}

// goes opens a page of her desk, by the line or without.
func (k *keeper) goes(path string) {
	k.Helper()
	if status := k.load("open "+path, chromedp.Navigate(k.line.url+k.desk+path)); status != 200 {
		k.fail("open "+path, fmt.Errorf("status %d", status))
	}
}

// waits wants so many forms on the page of what waits.
func (k *keeper) waits(n int) {
	k.Helper()
	if k.path() != "/desk/waiting" {
		k.fail("see what waits", fmt.Errorf("this is %s", k.path()))
	}
	k.until(fmt.Sprintf("%d wait", n), fmt.Sprintf(`document.querySelectorAll("#queue [data-state=waiting]").length == %d`, n))
}

// online cuts the line, or mends it and lets the browser know.
func (k *keeper) online(on bool) {
	k.Helper()
	if on {
		k.line.heal()
	} else {
		k.line.cut()
	}
	k.do("change the line", command(network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: !on, DownloadThroughput: -1, UploadThroughput: -1}))
}

// until asks again until an expression is true.
func (k *keeper) until(what, expression string) {
	k.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); <-time.After(200 * time.Millisecond) {
		if ask[bool](k.visitor, "Promise.resolve("+expression+")", chromedp.EvalAwaitPromise) {
			return
		}
	}
	k.fail("wait until "+what, errors.New("it does not come"))
}
