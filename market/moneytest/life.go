package moneytest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
	"agora/setting"
	"agora/treasury"
)

// life is a market in which time passes and people act at random.
type life struct {
	testing.TB
	*markettest.Fixture
	ctx      context.Context
	treasury *treasury.Service
	claims   *claim.Service
	agent    identity.Actor
	rnd      *rand.Rand
	now      time.Time
	groups   []market.Group // the youngest, at most open of them
	receipts []payment.Receipt
	done     map[string]int // steps that were not refused, by name
}

// open is how many groups are acted upon: enough that their lives mix.
const open = 30

// begin makes a market of three shops in three countries.
func begin(t testing.TB, seed uint64) *life {
	l := &life{TB: t, ctx: t.Context(), rnd: rand.New(rand.NewPCG(seed, 1)), done: map[string]int{},
		now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	d := dbtest.At(t, func() time.Time { return l.now }, schemas()...)
	l.Fixture = markettest.New(t, d, 3, 1, 1_000_000)
	l.Cash = market.CashTerms{Confirm: true}
	l.agent = l.Agent(t, 900, "Post")
	l.treasury = treasury.New(d, setting.New(d))
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	l.claims = claim.New(d, l.Market, files, claim.Deadlines{})
	return l
}

func schemas() []db.Schema {
	return append(markettest.Schemas(), setting.Schema, treasury.Schema, claim.Schema)
}

// step does one thing that somebody might do; time passes.
func (l *life) step() (name string, err error) {
	const seldom = 80 // or deadlines would end most orders before anybody does something with them
	if l.rnd.IntN(seldom) == 0 {
		l.now = l.now.Add(time.Duration(l.rnd.IntN(12)) * time.Hour)
	} else {
		l.now = l.now.Add(time.Minute)
	}
	if len(l.groups) < 5 || l.rnd.IntN(25) == 0 {
		return "place", l.place()
	}
	a := acts[l.rnd.IntN(len(acts))]
	err = a.do(l, l.groups[l.rnd.IntN(len(l.groups))])
	if err == nil {
		l.done[a.name]++
	}
	return a.name, err
}

// refused reports whether an error is a no that people may get.
func refused(err error) bool {
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Invalid, fault.Forbidden, fault.NotFound:
		return true
	}
	return false
}

func (l *life) place() error {
	var variants []catalog.VariantID
	for _, i := range l.rnd.Perm(len(l.Shops))[:1+l.rnd.IntN(len(l.Shops))] {
		variants = append(variants, l.Shops[i].Variants[0])
	}
	token, err := l.Fill(l.ctx, variants...)
	if err != nil {
		return err
	}
	currency := []money.Currency{"PKR", "KGS", "KZT"}[l.rnd.IntN(3)]
	pay := []string{"play", "cash", "cash", "transfer", "transfer"}[l.rnd.IntN(5)]
	l.Cash.Deposit = []int{0, 0, 20}[l.rnd.IntN(3)]
	c, err := l.Market.Checkout(l.ctx, token, market.Choice{To: "PK", Currency: currency, Pay: pay})
	if err != nil {
		return err
	}
	g, err := l.Market.Place(l.ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: "key-" + token, QuoteHash: c.Quote.Hash(),
		Seen: c.Seen(), Address: markettest.Address, Contact: market.Contact{Email: fmt.Sprintf("saima%d@example.org", l.rnd.IntN(40))}, Currency: currency,
		Options: c.Chosen, Pay: pay, Lang: "en"})
	if err != nil {
		return err
	}
	if l.groups = append(l.groups, g); len(l.groups) > open {
		l.groups = l.groups[1:]
	}
	l.done["place"]++
	return nil
}

// take tells of money that came in.
func (l *life) take(r payment.Receipt) error {
	l.receipts = append(l.receipts, r)
	if len(l.receipts) > open {
		l.receipts = l.receipts[1:]
	}
	return l.DB.Write(l.ctx, func(tx *db.Tx) error {
		_, err := l.Market.Take(tx, r)
		return err
	})
}

func (l *life) receipt(ref string, sum money.Amount) payment.Receipt {
	return payment.Receipt{Way: "transfer", Key: strconv.FormatUint(l.rnd.Uint64(), 36), Ref: ref, Amount: sum, At: l.now}
}

// order chooses one order of a group.
func (l *life) order(g market.Group) market.Order { return g.Orders[l.rnd.IntN(len(g.Orders))] }

func (l *life) seller(o market.Order) identity.Actor {
	for _, s := range l.Shops {
		if s.ID == o.Shop {
			return s.Seller
		}
	}
	panic(fmt.Sprintf("order %s of no shop", o.Ref))
}

func guest(g market.Group) identity.Actor { return identity.Actor{Link: market.LinkSubject(g.ID)} }
