package node

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/demo"
	"agora/identity"
	"agora/market"
	"agora/payment/hosted/hostedtest"
)

// knock posts to a provider's way in as somebody; header are name, value pairs.
func knock(t *testing.T, n *Node, path, body string, header ...string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.Addr()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", "https://bank.example") // another site's: no form of ours
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}

func TestProvidersProveWhoTheyAre(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	for _, set := range []bool{false, true} {
		if set {
			account := "https://bank.example k PKR " + hostedtest.Secret
			if err := n.House.Save(t.Context(), identity.System(), map[string]string{"payme_account": "m k", "click_account": "1 2 k", "hosted_account": account}); err != nil {
				t.Fatal(err)
			}
		}
		const form = "click_trans_id=1&service_id=1&merchant_trans_id=AG-1&amount=5&action=0&error=0&sign_time=x&sign_string=0"
		for _, c := range []struct {
			path, body, want string
			status           int
		}{
			{"/pay/payme", `{"id":1,"method":"CheckTransaction","params":{"id":"1"}}`, "-32504", 200},
			{"/pay/payme", strings.Repeat("x", 1<<20), "-32600", 200},
			{"/pay/click/prepare", form, `"error":-1,`, 200},
			{"/pay/click/complete", strings.Replace(form, "action=0", "action=1&merchant_prepare_id=1", 1), `"error":-1,`, 200},
			{"/pay/click/prepare", strings.Repeat("x", 1<<20), `"error":-8,`, 200},
			{"/pay/hosted", `{}`, "", 401},
			{"/pay/hosted", strings.Repeat("x", 1<<20), "", 413},
		} {
			header := []string{"Content-Type", "application/x-www-form-urlencoded"}
			status, text, got := knock(t, n, c.path, c.body, header...)
			if status != c.status || !strings.Contains(text, c.want) || got.Get("Set-Cookie") != "" {
				t.Errorf("set %v: %s %.40q: %d %q %v", set, c.path, c.body, status, text, got)
			}
		}
	}
}

// TestPaidThroughPayme is an order from the checkout to the paid order page,
// as the buyer and the provider see them.
func TestPaidThroughPayme(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	variants := twoShops(t, n)
	offered := func(c string) (kinds []string) {
		cart, err := n.Market.AddLine(t.Context(), "", variants[0].ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := n.Market.Checkout(t.Context(), cart, market.Choice{To: "UZ", Currency: "UZS"})
		if c != "UZS" {
			seen, err = n.Market.Checkout(t.Context(), cart, market.Choice{To: "PK", Currency: "PKR"})
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range seen.Ways {
			kinds = append(kinds, w.Kind)
		}
		return kinds
	}
	if slices.Contains(offered("UZS"), "payme") {
		t.Error("offered before it is set")
	}
	if err := n.House.Save(t.Context(), identity.System(), map[string]string{"payme_account": "merchant k3y"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(offered("UZS"), "payme") || slices.Contains(offered("PKR"), "payme") {
		t.Errorf("soums %v, rupees %v", offered("UZS"), offered("PKR"))
	}
	ref, err := buyIn(t.Context(), n, variants, "key-payme", "payme", "UZS")
	if err != nil {
		t.Fatal(err)
	}
	g, err := n.Market.GroupByRef(t.Context(), identity.System(), ref)
	if err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/orders/%d/pay?k=%s", g.ID, n.Identity.Sign(market.LinkPurpose, int64(g.ID)))
	_, page := fetch(t, n, path)
	link := regexp.MustCompile(`https://checkout\.paycom\.uz/([A-Za-z0-9+/=]+)`).FindStringSubmatch(page)
	if link == nil {
		t.Fatalf("no way to Payme on the page:\n%s", page)
	}
	text, err := base64.StdEncoding.DecodeString(link[1])
	want := fmt.Sprintf("m=merchant;ac.order=%s;a=%d;c=%s", ref, g.Total.Minor, n.Addr()+path)
	if err != nil || string(text) != want {
		t.Errorf("the link says %q, want %q (%v)", text, want, err)
	}
	call := func(method, params string) string {
		_, text, _ := knock(t, n, "/pay/payme", fmt.Sprintf(`{"id":5,"method":%q,"params":%s}`, method, params),
			"Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("Paycom:k3y")))
		return text
	}
	account := fmt.Sprintf(`"amount":%d,"account":{"order":%q}`, g.Total.Minor, ref)
	for _, c := range [][3]string{
		{"CheckPerformTransaction", "{" + account + "}", `"allow":true`},
		{"CreateTransaction", fmt.Sprintf(`{"id":"t1","time":%d,%s}`, time.Now().UnixMilli(), account), `"state":1`},
		{"PerformTransaction", `{"id":"t1"}`, `"state":2`},
		{"PerformTransaction", `{"id":"t1"}`, `"state":2`},
		{"CheckTransaction", `{"id":"t1"}`, `"reason":null`},
		{"ChangePassword", `{"password":"n3w"}`, `"success":true`},
		{"CheckTransaction", `{"id":"t1"}`, `-32504`},
	} {
		if got := call(c[0], c[1]); !strings.Contains(got, c[2]) {
			t.Errorf("%s: %s", c[0], got)
		}
	}
	if _, page := fetch(t, n, path); strings.Contains(page, "checkout.paycom.uz") || !strings.Contains(page, url.PathEscape(ref)) {
		t.Error("the paid order still leads to Payme")
	}
	if problems, err := n.Check(t.Context()); err != nil || !Sound(problems) {
		t.Errorf("%v %v", problems, err)
	}
}
