package click

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
	"agora/payment/offline"
	"agora/payment/paymenttest"
)

var testAccount = Account{Service: "12713", Merchant: "3233", Key: "s3cret"}

func testWay() *Way { return &Way{Account: func() Account { return testAccount }} }

// desk calls the edge as the provider does.
type desk struct{ edge http.Handler }

func (d desk) post(f form, failed string) (s said) {
	if f.Sign == "" {
		f.Sign = f.sign(testAccount.Key)
	}
	v := url.Values{"click_trans_id": {f.Trans}, "service_id": {f.Service}, "click_paydoc_id": {"1"}, "merchant_trans_id": {f.Ref},
		"amount": {f.Amount}, "action": {f.Action}, "error": {failed}, "error_note": {"-"}, "sign_time": {f.Time}, "sign_string": {f.Sign}}
	if f.Action == complete {
		v.Set("merchant_prepare_id", f.Prepare)
	}
	s, _ = d.raw(http.MethodPost, v.Encode())
	return s
}

func (d desk) raw(method, body string) (s said, status int) {
	q := httptest.NewRequest(method, "/pay/click/prepare", strings.NewReader(body))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.edge.ServeHTTP(w, q)
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		panic(w.Body.String())
	}
	return s, w.Code
}

func call(action, trans, ref string, minor int64) form {
	return form{Trans: trans, Service: testAccount.Service, Ref: ref, Amount: soums(minor), Action: action, Time: "2026-11-25 22:00:00"}
}

func (d desk) prepare(trans, ref string, minor int64) said {
	return d.post(call(prepare, trans, ref, minor), "0")
}

func (d desk) complete(trans, ref string, minor, prepared int64, failed string) said {
	f := call(complete, trans, ref, minor)
	f.Prepare = strconv.FormatInt(prepared, 10)
	return d.post(f, failed)
}

func TestClickKeepsTheContract(t *testing.T) {
	paymenttest.RunIn(t, "UZS", func() payment.Handler { return testWay() }, nil)
}

func TestClickOnARealMarket(t *testing.T) {
	paymenttest.Drive(t, []db.Schema{Schema}, func(_ *testing.T, d *db.DB) paymenttest.Driver {
		way := testWay()
		return paymenttest.Driver{Way: way, Currency: "UZS", Exact: true, Tell: func(s paymenttest.Stand) func(paymenttest.Notice) bool {
			k := desk{way.Notices(d, s.Market)}
			var lock sync.Mutex
			seen := map[string]said{}
			return func(n paymenttest.Notice) bool {
				trans := strconv.Itoa(int(number(n.Key)))
				first := k.prepare(trans, n.Ref, n.Amount.Minor)
				lock.Lock()
				if first.Prepare == 0 { // answered before
					first = seen[n.Key]
				}
				seen[n.Key] = first
				lock.Unlock()
				done := k.complete(trans, n.Ref, n.Amount.Minor, first.Prepare, "0")
				return done.Error == codeGood || done.Error == codePaid
			}
		}}
	})
}

// number makes the provider's kind of key.
func number(key string) (n uint32) {
	for _, c := range []byte(key) {
		n = n*31 + uint32(c)
	}
	return n
}

func open(t *testing.T) (paymenttest.Stand, desk) {
	t.Helper()
	d := dbtest.SQLite(t, append(markettest.Schemas(), Schema)...)
	way := testWay()
	s := paymenttest.NewStand(t, d, way, "UZS")
	return s, desk{way.Notices(d, s.Market)}
}

func TestEveryCode(t *testing.T) {
	s, k := open(t)
	is := func(what string, got said, want int) {
		t.Helper()
		if got.Error != want || got.Note == "" {
			t.Errorf("%s: %d %q, want %d", what, got.Error, got.Note, want)
		}
	}
	g := s.Place(1)
	sum := g.Total.Minor
	f := call(prepare, "1", g.Ref, sum)
	f.Sign = strings.Repeat("0", 32)
	is("a forged signature", k.post(f, "0"), codeSign)
	f = call(prepare, "1", g.Ref, sum)
	f.Service = "1"
	is("another service", k.post(f, "0"), codeSign)
	is("a wrong sum", k.prepare("1", g.Ref, sum+1), codeAmount)
	f = call("2", "1", g.Ref, sum)
	is("another action", k.post(f, "0"), codeAction)
	is("no order", k.prepare("1", "AG-0000000", sum), codeOrder)
	is("complete before prepare", k.complete("1", g.Ref, sum, 1, "0"), codeNone)
	is("no number", k.prepare("x1", g.Ref, sum), codeRequest)
	is("a number in another way", k.prepare("01", g.Ref, sum), codeRequest)
	is("no error field", k.post(call(prepare, "1", g.Ref, sum), ""), codeRequest)
	is("no prepare id", k.post(call(complete, "1", g.Ref, sum), "0"), codeRequest)
	for _, c := range [][2]string{{http.MethodGet, ""}, {http.MethodPost, ""}, {http.MethodPost, "%zz"}, {http.MethodPost, "a=" + strings.Repeat("x", maxBody)}} {
		got, status := k.raw(c[0], c[1])
		if is(c[0]+" of nothing", got, codeRequest); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
	}

	first := k.prepare("10", g.Ref, sum)
	is("prepare", first, codeGood)
	again := k.prepare("10", g.Ref, sum)
	if is("prepare again", again, codeGood); again.Trans != 10 || again.Prepare != first.Prepare || first.Prepare == 0 {
		t.Errorf("prepared as %d, then as %d", first.Prepare, again.Prepare)
	}
	is("prepare with another sum", k.prepare("10", g.Ref, sum+5), codeRequest)
	is("complete with another sum", k.complete("10", g.Ref, sum+5, first.Prepare, "0"), codeAmount)
	is("complete of another preparation", k.complete("10", g.Ref, sum, first.Prepare+1, "0"), codeNone)
	second := k.prepare("11", g.Ref, sum)
	is("another payment of one order", second, codeGood)
	done := k.complete("10", g.Ref, sum, first.Prepare, "0")
	if is("complete", done, codeGood); done.Confirm != first.Prepare {
		t.Errorf("confirmed as %d", done.Confirm)
	}
	is("complete again", k.complete("10", g.Ref, sum, first.Prepare, "0"), codePaid)
	is("cancel of a confirmed one", k.complete("10", g.Ref, sum, first.Prepare, "-5017"), codePaid)
	is("complete of the other", k.complete("11", g.Ref, sum, second.Prepare, "0"), codeCancelled)
	is("prepare of a paid order", k.prepare("12", g.Ref, sum), codePaid)

	g = s.Place(1)
	first = k.prepare("20", g.Ref, sum)
	is("the provider failed", k.complete("20", g.Ref, sum, first.Prepare, "-5017"), codeCancelled)
	is("complete of a cancelled one", k.complete("20", g.Ref, sum, first.Prepare, "0"), codeCancelled)
	is("prepare of a cancelled one", k.prepare("20", g.Ref, sum), codeCancelled)
	first = k.prepare("21", g.Ref, sum)
	if err := s.Market.Cancel(t.Context(), paymenttest.Buyer(g), g.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	is("complete of a cancelled order", k.complete("21", g.Ref, sum, first.Prepare, "0"), codeCancelled)
	is("prepare of a cancelled order", k.prepare("22", g.Ref, sum), codeCancelled)
	if m, p, _ := s.Receipts(); m != 1 || p != 0 || -s.Stands(ledger.Way("click"), "UZS") != sum {
		t.Errorf("%d receipts, %d parked, %d came", m, p, -s.Stands(ledger.Way("click"), "UZS"))
	}
	rupees := s
	rupees.Way, rupees.Currency = offline.Transfer{}, "PKR"
	g = rupees.Place(1)
	is("rupees", k.prepare("30", g.Ref, g.Total.Minor), codeAmount)
	s.Sound()
}

func TestAFaultOfOursChangesNothing(t *testing.T) {
	s, k := open(t)
	g := s.Place(1)
	first := k.prepare("1", g.Ref, g.Total.Minor)
	rename := func(from, to string) {
		if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec("ALTER TABLE " + from + " RENAME TO " + to)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	rename("receipts", "gone")
	if got := k.complete("1", g.Ref, g.Total.Minor, first.Prepare, "0"); got.Error != codeBroken {
		t.Errorf("%+v", got)
	}
	rename("gone", "receipts")
	if got := k.complete("1", g.Ref, g.Total.Minor, first.Prepare, "0"); got.Error != codeGood || s.Now(g).Orders[0].State != market.Placed {
		t.Errorf("%+v, %s", got, s.Now(g).Orders[0].State)
	}
	s.Sound()
}

func TestThePage(t *testing.T) {
	w := testWay()
	b := payment.Bill{Ref: "AG-7KQ2X9M", Open: true, Due: money.Of(500_05, "UZS")}
	const want = "https://my.click.uz/services/pay?amount=500.05&merchant_id=3233&return_url=https%3A%2F%2Fb.example%2F&service_id=12713&transaction_param=AG-7KQ2X9M"
	if got := w.Page(payment.Instructions{}, b, "https://b.example/"); got != want {
		t.Errorf("page %s", got)
	}
	if w.Offers("KZT", "UZ") || !w.Offers("UZS", "UZ") || (&Way{Account: func() Account { return Account{} }}).Offers("UZS", "UZ") {
		t.Error("offered where it can't be taken, or not where it can")
	}
}

func TestAmounts(t *testing.T) {
	for text, want := range map[string]int64{"1000": 100000, "1000.0": 100000, "1000.5": 100050, "0.01": 1, "7.5000": 750,
		"": -1, ".5": -1, "-1": -1, "1.005": -1, "1e3": -1, "1,5": -1, "9999999999999999": -1, "+5": -1} {
		got, err := tiyin(text)
		if (err != nil) != (want < 0) || err == nil && got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}

// FuzzRead gives the parser what nobody should send.
func FuzzRead(f *testing.F) {
	f.Add("click_trans_id=1&service_id=2&merchant_trans_id=AG-7KQ2X9M&amount=1000.50&action=1&error=0&sign_time=2026-11-25&sign_string=00&merchant_prepare_id=5")
	f.Add("click_trans_id=-1&amount=1e9&action=0")
	f.Add("%zz&;")
	f.Fuzz(func(t *testing.T, body string) {
		v, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		g, code := read(v)
		if code == codeGood && (g.Action == prepare || g.Action == complete) {
			if again, err := tiyin(soums(g.Minor)); err != nil || again != g.Minor || g.Minor < 0 {
				t.Fatalf("amount %q reads as %d", g.Amount, g.Minor)
			}
		}
		_ = g.signed("key")
	})
}
