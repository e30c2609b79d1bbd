package payme

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"agora/db"
	"agora/money"
	"agora/payment"
	"agora/payment/paymenttest"
)

const testKey = "k3y"

func testWay() *Way {
	return &Way{Account: func() Account { return Account{Merchant: "5e730e8e0b852a417aa49ceb", Key: testKey} }}
}

// desk calls the edge as the provider does.
type desk struct {
	edge http.Handler
	now  func() time.Time
}

type reply struct {
	ID     any            `json:"id"`
	Result map[string]any `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Data    string `json:"data"`
		Message words  `json:"message"`
	} `json:"error"`
}

func (d desk) raw(method, body, key string) (r reply, status int) {
	q := httptest.NewRequest(method, "/pay/payme", bytes.NewReader([]byte(body)))
	q.SetBasicAuth("Paycom", key)
	w := httptest.NewRecorder()
	d.edge.ServeHTTP(w, q)
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		panic(w.Body.String())
	}
	return r, w.Code
}

func (d desk) call(method string, p map[string]any) reply {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 7, "method": method, "params": p})
	if err != nil {
		panic(err)
	}
	r, _ := d.raw(http.MethodPost, string(body), testKey)
	return r
}

func (d desk) create(id, ref string, amount int64) reply {
	return d.call("CreateTransaction", map[string]any{"id": id, "time": d.now().UnixMilli(), "amount": amount, "account": map[string]string{"order": ref}})
}

func (r reply) code() int {
	if r.Error == nil {
		return 0
	}
	return r.Error.Code
}

func TestPaymeKeepsTheContract(t *testing.T) {
	paymenttest.RunIn(t, "UZS", func() payment.Handler { return testWay() }, nil)
}

func TestPaymeOnARealMarket(t *testing.T) {
	paymenttest.Drive(t, []db.Schema{Schema}, func(_ *testing.T, d *db.DB) paymenttest.Driver {
		way := testWay()
		return paymenttest.Driver{Way: way, Currency: "UZS", Exact: true, Tell: func(s paymenttest.Stand) func(paymenttest.Notice) bool {
			k := desk{way.Notices(d, s.Market), time.Now}
			return func(n paymenttest.Notice) bool {
				k.create(n.Key, n.Ref, n.Amount.Minor)
				return k.call("PerformTransaction", map[string]any{"id": n.Key}).code() == 0
			}
		}}
	})
}

func TestOffersSoumsOnceItIsSet(t *testing.T) {
	w := testWay()
	if !w.Offers("UZS", "UZ") || w.Offers("USD", "UZ") || (&Way{Account: func() Account { return Account{} }}).Offers("UZS", "UZ") {
		t.Error("offered where it can't be taken, or not where it can")
	}
	b := payment.Bill{Ref: "AG-7KQ2X9M", Open: true, Due: money.Of(500_00, "UZS")}
	const want = "https://checkout.paycom.uz/bT01ZTczMGU4ZTBiODUyYTQxN2FhNDljZWI7YWMub3JkZXI9QUctN0tRMlg5TTthPTUwMDAwO2M9aHR0cHM6Ly9iYXphYXIuZXhhbXBsZS9vcmRlcnMvMQ=="
	if got := w.Page(payment.Instructions{}, b, "https://bazaar.example/orders/1"); got != want {
		t.Errorf("page %s", got)
	}
	b.Open = false
	if got := w.Page(payment.Instructions{}, b, ""); got != "" {
		t.Errorf("a page to pay what is not open: %s", got)
	}
}
