package node

import (
	"testing"

	"agora/catalog"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/event"
	"agora/identity"
	"agora/payment"
	"agora/payment/offline"
	"agora/search"
)

// TestWhatIsDigitalComesAnywhere, whatever its shop sends and where; but nobody
// stands at a door to be paid.
func TestWhatIsDigitalComesAnywhere(t *testing.T) {
	d := delivery.New(dbtest.SQLite(t, event.Schema, identity.Schema, delivery.Schema))
	out, err := reaches(d, payment.Ways{payment.Play{}, offline.Cash{}})(t.Context(), []catalog.Sent{{Shop: 7, Grams: 100}, {Shop: 7, Digital: true}})
	if err != nil || len(out) != 2 || out[0].To != nil || out[0].Pays != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	if r := out[1]; len(r.To) != 1 || r.To[0] != search.Anywhere || len(r.Pays) != 1 || r.Pays[0] != (search.Pay{Way: payment.Play{}.Kind(), To: search.Anywhere}) {
		t.Errorf("%+v", r)
	}
}
