package hosted

import (
	"net/http"
	"testing"
	"time"
)

// FuzzReadNote gives the parser what nobody should send.
func FuzzReadNote(f *testing.F) {
	f.Add([]byte(`{"type":"payment.updated","data":{"key":"hosted-1","currency":"PKR","amount":5,"captured":5,"refunded":1,"url":"https://b.example/x"}}`))
	f.Add([]byte(`{"type":"payment.reversed","data":{"captured":-1}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := readNote(body)
		if err == nil && (n.Data.Key == "" || n.Data.Captured < 0 || n.Data.Refunded > n.Data.Captured || !n.Data.Currency.Valid()) {
			t.Fatalf("%+v", n)
		}
	})
}

// FuzzVerify: only what was signed with the secret is true.
func FuzzVerify(f *testing.F) {
	const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
	at := time.Unix(1_700_000_000, 0)
	f.Add("m", "1700000000", Sign(secret, "m", at, []byte("{}")), []byte("{}"))
	f.Add("m", "-1", "v1,", []byte(""))
	f.Add("m", "1700000000", "v1,AAAA v1,BBBB", []byte("x"))
	f.Fuzz(func(t *testing.T, id, stamp, signature string, body []byte) {
		h := http.Header{}
		h.Set("webhook-id", id)
		h.Set("webhook-timestamp", stamp)
		h.Set("webhook-signature", signature)
		if verify(secret, h, body, at) == nil && verify("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI0", h, body, at) == nil {
			t.Fatal("two secrets made one signature")
		}
	})
}
