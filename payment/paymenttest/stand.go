package paymenttest

import (
	"testing"

	"agora/db"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
	"agora/payment/offline"
)

// Stand is a market of two shops where one way to pay is tried.
type Stand struct {
	*testing.T
	*markettest.Fixture
	Way      payment.Handler
	Currency money.Currency
}

// NewStand makes a market on a database that has the way beside the others.
func NewStand(t *testing.T, d *db.DB, way payment.Handler, c money.Currency) Stand {
	t.Helper()
	f := markettest.New(t, d, 2, 1, 10_000)
	ways := payment.Ways{way, payment.Play{}, offline.Cash{}, offline.Transfer{}}
	f.Market = market.New(d, f.Catalog, f.Landed, f.Delivery, ways, market.Options{})
	return Stand{t, f, way, c}
}

// Place orders something of each of the first shops.
func (s Stand) Place(shops int) market.Group {
	s.Helper()
	ctx := s.Context()
	token := ""
	var err error
	for _, shop := range s.Shops[:shops] {
		if token, err = s.Market.AddLine(ctx, token, shop.Variants[0], 1); err != nil {
			s.Fatal(err)
		}
	}
	seen, err := s.Market.Checkout(ctx, token, market.Choice{To: markettest.Address.Country, Currency: s.Currency, Pay: s.Way.Kind()})
	if err != nil {
		s.Fatal(err)
	}
	g, err := s.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: "key-" + token, QuoteHash: seen.Quote.Hash(),
		Seen: seen.Seen(), Address: markettest.Address, Contact: market.Contact{Email: "saima@example.org"}, Currency: s.Currency,
		Options: seen.Chosen, Pay: s.Way.Kind(), Lang: "en"})
	if err != nil {
		s.Fatal(err)
	}
	return g
}

// Now gives a group as it is now.
func (s Stand) Now(g market.Group) market.Group {
	s.Helper()
	g, err := s.Market.Group(s.Context(), identity.System(), g.ID)
	if err != nil {
		s.Fatal(err)
	}
	return g
}

// Buyer is who placed a group.
func Buyer(g market.Group) identity.Actor { return identity.Actor{Link: market.LinkSubject(g.ID)} }

// Receipts gives the receipts of the way, by what became of them.
func (s Stand) Receipts() (matched, parked, returned int64) {
	s.Helper()
	err := s.DB.Read(s.Context(), func(tx *db.Tx) error {
		return tx.Row(`SELECT COALESCE(SUM(CASE outcome WHEN 'matched' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE outcome WHEN 'parked' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE outcome WHEN 'returned' THEN 1 ELSE 0 END), 0) FROM receipts WHERE way = $1`,
			[]any{s.Way.Kind()}, &matched, &parked, &returned)
	})
	if err != nil {
		s.Fatal(err)
	}
	return matched, parked, returned
}

// Stands gives the sum of an account over all shards, in minor units.
func (s Stand) Stands(a ledger.Account, c money.Currency) (minor int64) {
	s.Helper()
	if err := s.DB.Read(s.Context(), func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		for _, b := range list {
			if b.Account == a && b.Amount.Currency == c {
				minor += b.Amount.Minor
			}
		}
		return err
	}); err != nil {
		s.Fatal(err)
	}
	return minor
}

// Refunds gives what is owed back to a group or was sent.
func (s Stand) Refunds(g market.Group) []market.Refund {
	s.Helper()
	list, err := s.Market.Refunds(s.Context(), identity.System(), g)
	if err != nil {
		s.Fatal(err)
	}
	return list
}

// Sound fails unless the ledger sums to zero and every order's money is what
// its entries say.
func (s Stand) Sound() {
	s.Helper()
	r, err := ledger.Check(s.Context(), s.DB)
	if err != nil || len(r.Problems) > 0 {
		s.Errorf("ledger: %v %v", err, r.Problems)
	}
	problems, err := market.Check(s.Context(), s.DB)
	if err != nil || len(problems) > 0 {
		s.Errorf("market: %v %v", err, problems)
	}
}
