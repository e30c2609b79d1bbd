package payme

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment/offline"
	"agora/payment/paymenttest"
)

// bench is a market with the way, and a clock that the test turns.
type bench struct {
	paymenttest.Stand
	desk
	ahead *atomic.Int64
}

// open makes a bench on an embedded database.
func open(t *testing.T) bench {
	t.Helper()
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	d := dbtest.At(t, now, append(markettest.Schemas(), Schema)...)
	way := testWay()
	s := paymenttest.NewStand(t, d, way, "UZS")
	return bench{s, desk{way.Notices(d, s.Market), now}, &ahead}
}

func (b bench) turn(d time.Duration) { b.ahead.Add(int64(d)) }

func (b bench) is(what string, r reply, code int) {
	b.Helper()
	if r.code() != code {
		b.Errorf("%s: code %d, want %d (%+v)", what, r.code(), code, r)
	}
}

func id(id string) map[string]any { return map[string]any{"id": id} }

func cancelOf(id string, reason int) map[string]any {
	return map[string]any{"id": id, "reason": reason}
}

func TestTheTransportRefusesByTheBook(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		what, method, body, key string
		code                    int
	}{
		{"GET", http.MethodGet, "", testKey, codeMethod},
		{"another key", http.MethodPost, `{"id":1,"method":"CheckTransaction","params":{"id":"x"}}`, "guess", codeStranger},
		{"no key", http.MethodPost, `{"id":1,"method":"CheckTransaction","params":{"id":"x"}}`, "", codeStranger},
		{"no JSON", http.MethodPost, `{"id":1,`, testKey, codeParse},
		{"nothing", http.MethodPost, ``, testKey, codeParse},
		{"no method", http.MethodPost, `{"id":1,"params":{}}`, testKey, codeRequest},
		{"a list", http.MethodPost, `[]`, testKey, codeRequest},
		{"a sum that is a text", http.MethodPost, `{"id":1,"method":"CreateTransaction","params":{"amount":"5"}}`, testKey, codeRequest},
		{"a sum with a fraction", http.MethodPost, `{"id":1,"method":"CreateTransaction","params":{"amount":5.5}}`, testKey, codeRequest},
		{"too long an id", http.MethodPost, `{"id":1,"method":"CheckTransaction","params":{"id":"` + strings.Repeat("x", 65) + `"}}`, testKey, codeRequest},
		{"too long", http.MethodPost, `{"id":1,"method":"` + strings.Repeat("x", maxBody) + `"}`, testKey, codeRequest},
		{"unknown", http.MethodPost, `{"id":1,"method":"Steal","params":{}}`, testKey, codeUnknownCall},
		{"a key nobody may change", http.MethodPost, `{"id":1,"method":"ChangePassword","params":{"password":"x"}}`, testKey, codeUnknownCall},
		{"no id", http.MethodPost, `{"id":1,"method":"PerformTransaction","params":{}}`, testKey, codeRequest},
		{"no account", http.MethodPost, `{"id":1,"method":"CheckPerformTransaction","params":{"amount":5}}`, testKey, codeRequest},
		{"no reason", http.MethodPost, `{"id":1,"method":"CancelTransaction","params":{"id":"x"}}`, testKey, codeRequest},
		{"no span", http.MethodPost, `{"id":1,"method":"GetStatement","params":{}}`, testKey, codeRequest},
		{"no receipt", http.MethodPost, `{"id":1,"method":"SetFiscalData","params":{"id":"x"}}`, testKey, codeRequest},
	} {
		r, status := b.raw(c.method, c.body, c.key)
		if r.code() != c.code || status != http.StatusOK {
			t.Errorf("%s: code %d, status %d; want %d", c.what, r.code(), status, c.code)
		}
		if r.Error != nil && (r.Error.Message.Ru == "" || r.Error.Message.Uz == "" || r.Error.Message.En == "") {
			t.Errorf("%s: no words in three languages: %+v", c.what, r.Error)
		}
	}
	unset := &Way{Account: func() Account { return Account{} }}
	r, _ := desk{unset.Notices(b.DB, b.Market), b.now}.raw(http.MethodPost, `{"id":1,"method":"CheckTransaction","params":{"id":"x"}}`, "")
	b.is("a way that is not set", r, codeStranger)
}

func TestWhatMayBePaid(t *testing.T) {
	b := open(t)
	g := b.Place(1)
	check := func(ref string, amount int64) reply {
		return b.call("CheckPerformTransaction", map[string]any{"amount": amount, "account": map[string]string{"order": ref}})
	}
	b.is("the bill", check(g.Ref, g.Total.Minor), 0)
	b.is("a wrong sum", check(g.Ref, g.Total.Minor-1), codeAmount)
	r := check("AG-0000000", 5)
	if b.is("no order", r, codeOrder); r.Error.Data != "order" {
		t.Errorf("the field at fault is %q", r.Error.Data)
	}
	other := b.Stand
	other.Currency, other.Way = "PKR", offline.Transfer{}
	rupees := other.Place(1)
	b.is("rupees", check(rupees.Ref, rupees.Total.Minor), codeCurrency)

	b.is("create", b.create("t1", g.Ref, g.Total.Minor), 0)
	b.is("another of one order", b.create("t2", g.Ref, g.Total.Minor), codeBusy)
	b.is("perform", b.call("PerformTransaction", id("t1")), 0)
	b.is("paid", check(g.Ref, g.Total.Minor), codePaid)
	b.is("create of a paid one", b.create("t3", g.Ref, g.Total.Minor), codePaid)

	g = b.Place(1)
	if err := b.Market.Cancel(t.Context(), paymenttest.Buyer(g), g.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	b.is("cancelled", check(g.Ref, g.Total.Minor), codeClosed)
	for _, m := range []string{"PerformTransaction", "CheckTransaction"} {
		b.is(m+" of none", b.call(m, id("none")), codeNone)
	}
	b.is("cancel of none", b.call("CancelTransaction", cancelOf("none", 3)), codeNone)
	b.is("receipt of none", b.call("SetFiscalData", map[string]any{"id": "none", "fiscal_data": map[string]any{}}), codeNone)
}

func TestARepeatGetsTheFirstAnswer(t *testing.T) {
	b := open(t)
	g := b.Place(1)
	told := b.now().UnixMilli()
	p := map[string]any{"id": "t1", "time": told, "amount": g.Total.Minor, "account": map[string]string{"order": g.Ref}}
	first := b.call("CreateTransaction", p)
	b.turn(time.Minute)
	if again := b.call("CreateTransaction", p); again.code() != 0 || again.Result["create_time"] != first.Result["create_time"] ||
		again.Result["transaction"] != first.Result["transaction"] || again.Result["state"] != 1.0 {
		t.Errorf("create: %v, then %v", first, again)
	}
	p["amount"] = g.Total.Minor + 1
	b.is("the same with another sum", b.call("CreateTransaction", p), codePerform)
	first = b.call("PerformTransaction", id("t1"))
	b.turn(13 * time.Hour) // what is performed does not expire
	if again := b.call("PerformTransaction", id("t1")); again.code() != 0 || again.Result["perform_time"] != first.Result["perform_time"] || again.Result["state"] != 2.0 {
		t.Errorf("perform: %v, then %v", first, again)
	}
	p["amount"] = g.Total.Minor
	b.is("create after perform", b.call("CreateTransaction", p), codePerform)
	first = b.call("CancelTransaction", cancelOf("t1", 5))
	b.turn(time.Minute)
	if again := b.call("CancelTransaction", cancelOf("t1", 3)); again.Result["cancel_time"] != first.Result["cancel_time"] || again.Result["state"] != -2.0 {
		t.Errorf("cancel: %v, then %v", first, again)
	}
	b.is("perform after cancel", b.call("PerformTransaction", id("t1")), codePerform)
	r := b.call("CheckTransaction", id("t1")).Result
	if r["state"] != -2.0 || r["reason"] != 5.0 || r["create_time"] == 0.0 || r["perform_time"] == 0.0 || r["cancel_time"] == 0.0 {
		t.Errorf("check: %v", r)
	}
	list, ok := b.call("GetStatement", map[string]any{"from": told - 1, "to": told}).Result["transactions"].([]any)
	if !ok || len(list) != 1 || list[0].(map[string]any)["id"] != "t1" || list[0].(map[string]any)["time"] != float64(told) {
		t.Errorf("statement: %v", list)
	}
	if list, _ := b.call("GetStatement", map[string]any{"from": told + 1, "to": told + 10}).Result["transactions"].([]any); len(list) != 0 {
		t.Errorf("statement of another span: %v", list)
	}
	b.is("receipt", b.call("SetFiscalData", map[string]any{"id": "t1", "type": "PERFORM", "fiscal_data": map[string]any{"qr_code_url": "https://ofd.example/1"}}), 0)
	b.Sound()
}

func TestTwelveHours(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		name  string
		wait  time.Duration
		code  int
		state float64
	}{{"just in time", Expiry - time.Minute, 0, 2}, {"too late", Expiry, codePerform, stateDropped}} {
		g := b.Place(1)
		b.is("create", b.create(c.name, g.Ref, g.Total.Minor), 0)
		b.turn(c.wait)
		b.is(c.name, b.call("PerformTransaction", id(c.name)), c.code)
		if r := b.call("CheckTransaction", id(c.name)).Result; r["state"] != c.state || c.code != 0 && (r["reason"] != 4.0 || r["perform_time"] != 0.0) {
			t.Errorf("%s: %v", c.name, r)
		}
	}
	g := b.Place(1)
	b.is("create", b.create("again", g.Ref, g.Total.Minor), 0)
	told := b.now().UnixMilli()
	b.turn(Expiry + time.Second)
	b.is("another once it is over", b.create("next", g.Ref, g.Total.Minor), 0)
	b.is("create of a stale one", b.call("CreateTransaction", map[string]any{"id": "again", "time": told, "amount": g.Total.Minor,
		"account": map[string]string{"order": g.Ref}}), codePerform)
	b.is("create that was told long ago", b.call("CreateTransaction", map[string]any{"id": "old", "time": told, "amount": g.Total.Minor,
		"account": map[string]string{"order": g.Ref}}), codePerform)
	b.Sound()
}

func TestTheOrderIsCancelledBetweenTheCalls(t *testing.T) {
	b := open(t)
	g := b.Place(1)
	b.is("create", b.create("t1", g.Ref, g.Total.Minor), 0)
	if err := b.Market.Cancel(t.Context(), paymenttest.Buyer(g), g.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	b.is("perform", b.call("PerformTransaction", id("t1")), codePerform)
	b.is("the provider gives it back", b.call("CancelTransaction", cancelOf("t1", 3)), 0)
	if r := b.call("CheckTransaction", id("t1")).Result; r["state"] != -1.0 || r["reason"] != 3.0 || r["perform_time"] != 0.0 {
		t.Errorf("%v", r)
	}
	if m, p, back := b.Receipts(); m+p+back != 0 {
		t.Errorf("%d, %d, %d receipts of money that never came", m, p, back)
	}
	b.Sound()
}

func TestAPaidOrderIsTakenBackUntilItIsShipped(t *testing.T) {
	b := open(t)
	g := b.Place(2)
	b.create("t1", g.Ref, g.Total.Minor)
	b.is("perform", b.call("PerformTransaction", id("t1")), 0)
	b.is("cancel", b.call("CancelTransaction", cancelOf("t1", 5)), 0)
	if g = b.Now(g); g.Orders[0].State != market.Cancelled || g.Orders[1].State != market.Cancelled {
		t.Errorf("%s, %s", g.Orders[0].State, g.Orders[1].State)
	}
	if n := b.Stands(ledger.Way("payme"), "UZS"); n != 0 {
		t.Errorf("%d is left with the provider", n)
	}

	g = b.Place(1)
	b.create("t2", g.Ref, g.Total.Minor)
	b.is("perform", b.call("PerformTransaction", id("t2")), 0)
	o, seller := g.Orders[0], b.Shops[0].Seller
	if err := b.Market.Accept(t.Context(), seller, o.ID); err != nil {
		t.Fatal(err)
	}
	ship(b, seller, o)
	b.is("cancel of a shipped one", b.call("CancelTransaction", cancelOf("t2", 5)), codeCancel)
	if r := b.call("CheckTransaction", id("t2")).Result; r["state"] != 2.0 || b.Now(g).Orders[0].State != market.Shipped {
		t.Errorf("a refused cancel left %v, %s", r, b.Now(g).Orders[0].State)
	}
	if err := b.Market.Receive(t.Context(), paymenttest.Buyer(g), o.ID); err != nil {
		t.Fatal(err)
	}
	b.is("cancel of a completed one", b.call("CancelTransaction", cancelOf("t2", 5)), codeCancel)
	if m, _, _ := b.Receipts(); m != 1 {
		t.Errorf("%d receipts stand", m)
	}
	b.Sound()
}

func TestAFaultOfOursIsSaidSo(t *testing.T) {
	b := open(t)
	g := b.Place(1)
	b.create("t1", g.Ref, g.Total.Minor)
	if err := b.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("ALTER TABLE receipts RENAME TO gone")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	b.is("perform", b.call("PerformTransaction", id("t1")), codeInternal)
	if r := b.call("CheckTransaction", id("t1")).Result; r["state"] != 1.0 {
		t.Errorf("half was kept: %v", r)
	}
}

func ship(b bench, seller identity.Actor, o market.Order) {
	b.Helper()
	if err := b.Market.Pack(b.Context(), seller, o.ID); err != nil {
		b.Fatal(err)
	}
	if err := b.Market.Ship(b.Context(), seller, o.ID, "", ""); err != nil {
		b.Fatal(err)
	}
}
