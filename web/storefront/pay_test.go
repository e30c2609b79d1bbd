package storefront

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/payment"
	"agora/payment/offline"
	"agora/payment/qr"
)

// raast is what the operator's bank gave her.
const raast = "raast; tag=28; id=pk.example; 01=PK36SCBL0000001123456702; name=Loom; city=Lahore; lang=ur; own=آگورا بازار"

func bankWay() payment.Handler {
	return offline.Transfer{Account: func(money.Currency) string { return "Bank, PK36 SCBL 0000 0011 2345 6702" }}
}

func qrWay() payment.Handler {
	return qr.Way{Account: func(c money.Currency) string {
		if c == "PKR" {
			return raast
		}
		return ""
	}}
}

// gateway is a way whose page is elsewhere.
type gateway struct{ offline.Transfer }

func (gateway) Kind() string { return "hosted" }

func (g gateway) Authorize(_ context.Context, in payment.Intent) (payment.Attempt, error) {
	return payment.Begin(g.Kind(), in)
}

func (gateway) Page(_ payment.Instructions, b payment.Bill, back string) string {
	return "https://bank.example/pay?sum=" + b.Due.Plain() + "&back=" + url.QueryEscape(back)
}

// bought places an order of n caps that is paid by a way; it gives where the
// market leads and the reference.
func (b *bazaar) bought(n int, way string) (to, ref string) {
	b.Helper()
	b.fillCart(n)
	form := b.address()
	form.Set("pay", way)
	placed := b.ask("/checkout", form)
	if placed.status != 303 {
		b.Fatalf("placing: %d", placed.status)
	}
	ref = regexp.MustCompile(`AG-[A-Z0-9]+`).FindString(b.ask(placed.to, nil).body)
	return placed.to, ref
}

// came tells of money as a bank's statement does.
func (b *bazaar) came(key, ref string, minor int64) {
	b.Helper()
	b.must(b.db.Write(b.Context(), func(tx *db.Tx) error {
		_, err := b.Market.Take(tx, payment.Receipt{Way: "transfer", Key: key, Ref: ref, Amount: money.Of(minor, "PKR"), At: tx.Now})
		return err
	}))
}

func TestPayingByCode(t *testing.T) {
	b := newBazaar(t)
	to, ref := b.bought(1, "qr")
	if !strings.Contains(to, "/pay?k=") {
		t.Fatalf("the buyer is led to %s", to)
	}
	if r := b.ask(strings.Split(to, "?")[0], nil); r.status != 404 {
		t.Errorf("without its key the page answers %d", r.status)
	}
	g, err := b.Market.GroupByRef(t.Context(), identity.System(), ref)
	b.must(err)
	for _, part := range []int64{0, 40_000} { // the code asks for what is still to come
		if part > 0 {
			b.came("a", ref, part)
		}
		page := b.ask(to, nil).body
		account, err := qr.ReadAccount("PKR", raast)
		b.must(err)
		paper, err := account.Paper(qr.Ask{Amount: money.Of(g.Total.Minor-part, "PKR"), Ref: ref, Made: g.Placed, Until: until(g)})
		b.must(err)
		code, err := qr.Draw(paper.Text)
		b.must(err)
		if !strings.Contains(page, `d="`+code.Path+`"`) || !strings.Contains(page, `class="copy copy-l"`) {
			t.Errorf("after %d came in the page lacks the code of the rest", part)
		}
		if part > 0 && !strings.Contains(page, "The rest is still to come") {
			t.Error("the page does not say that a part came in")
		}
	}
	b.came("b", ref, g.Total.Minor-40_000+500)
	page := b.ask(to, nil).body
	for _, want := range []string{"note-leaf", "Paid too much", "Bank transfer · on its way"} {
		if !strings.Contains(page, want) {
			t.Errorf("the paid page lacks %q", want)
		}
	}
	if strings.Contains(page, `class="qr"`) {
		t.Error("a paid order still asks to be paid")
	}
}

func TestPaymentPageIsSmallAndLooksAgain(t *testing.T) {
	b := newBazaar(t)
	to, _ := b.bought(1, "qr")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+to, nil)
	b.must(err)
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := b.visitor.Do(r)
	b.must(err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	b.must(err)
	t.Logf("%d bytes on the wire", len(body))
	if len(body) > 14<<10 || w.Header.Get("Refresh") != lookAgain {
		t.Errorf("%d bytes, looks again %q", len(body), w.Header.Get("Refresh"))
	}
	if _, err := gzip.NewReader(strings.NewReader(string(body))); err != nil {
		t.Errorf("not as it goes over the wire: %v", err)
	}
}

func TestPaymentPageOfEachWay(t *testing.T) {
	for way, want := range map[string]string{"transfer": "Bank, PK36 SCBL", "play": "note-leaf"} {
		b := newBazaar(t)
		to, _ := b.bought(1, way)
		if strings.Contains(to, "/pay") {
			t.Errorf("%s leads to %s", way, to)
		}
		if page := b.ask(pageURL(to, "/pay"), nil); page.status != 200 || !strings.Contains(page.body, want) {
			t.Errorf("%s: %d, without %q", way, page.status, want)
		}
	}
	b := newBazaar(t)
	to, ref := b.bought(1, "qr")
	g, err := b.Market.GroupByRef(t.Context(), identity.System(), ref)
	b.must(err)
	b.must(b.Market.Cancel(t.Context(), identity.Actor{System: true}, g.Orders[0].ID, "gone"))
	if page := b.ask(to, nil).body; !strings.Contains(page, "There is nothing to pay") || strings.Contains(page, `class="qr"`) {
		t.Error("a cancelled order still asks to be paid")
	}
}

func TestProviderGetsWhatIsOutstanding(t *testing.T) {
	b := newBazaar(t)
	to, ref := b.bought(1, "hosted")
	g, err := b.Market.GroupByRef(t.Context(), identity.System(), ref)
	b.must(err)
	b.came("a", ref, 40_000)
	page := b.ask(to, nil).body
	want := "https://bank.example/pay?sum=" + money.Of(g.Total.Minor-40_000, "PKR").Plain() + "&amp;back=http%3A%2F%2F"
	if !strings.Contains(page, `class="btn btn-w no-print" href="`+want) || !strings.Contains(page, "%2Fpay%3Fk%3D") {
		t.Errorf("the page does not lead to %s", want)
	}
}

func TestTooLateAsksForNothing(t *testing.T) {
	b := newBazaar(t)
	b.Market = market.New(b.db, b.Catalog, b.Landed, b.Delivery, payment.Ways{qrWay()},
		market.Options{Deadlines: market.Deadlines{Pay: time.Microsecond}})
	to, _ := b.bought(1, "qr")
	if page := b.ask(to, nil).body; !strings.Contains(page, "The time to pay is over") || strings.Contains(page, `class="qr"`) {
		t.Error("an order that is too late still asks to be paid")
	}
}

func TestOnlyPagesOfTheWebAreLinked(t *testing.T) {
	for to, ok := range map[string]bool{"https://pay.example/7": true, "javascript:alert(1)": false, "//evil.example": false, "data:text/html,x": false} {
		if got := safe(to); (got == to) != ok {
			t.Errorf("%s gives %q", to, got)
		}
	}
}
