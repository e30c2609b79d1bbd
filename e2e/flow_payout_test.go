package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"time"

	"agora/db"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/treasury"
)

// boss is the operator for questions of the test.
var boss = identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}

// stands is what an account of a shop stands at.
func (f *flow) stands(o market.Order, account ledger.Account) (a money.Amount) {
	f.Helper()
	if err := f.DB.Read(f.Context(), func(tx *db.Tx) error {
		b, err := ledger.Of(tx, o.Shop, account, o.Goods.Currency)
		a = b.Amount
		return err
	}); err != nil {
		f.Fatal(err)
	}
	return a
}

// free is what a shop has for its next payout.
func (f *flow) free(o market.Order) money.Amount { return f.stands(o, ledger.Payable) }

// took proves that a payout took all that its shop had at that moment, and no
// more.
func (f *flow) took(p treasury.Payout) {
	f.Helper()
	if err := f.DB.Read(f.Context(), func(tx *db.Tx) error {
		list, err := ledger.Statement(tx, p.Shop, ledger.Payable, 0, 100)
		for _, e := range list {
			if e.Kind == "payout.planned" && e.Subject == int64(p.ID) {
				if e.Amount.Minor != -p.Amount.Minor || !e.Balance.IsZero() {
					f.Errorf("a payout of %s took %s and left %s", p.Amount, e.Amount, e.Balance)
				}
				return err
			}
		}
		f.Errorf("the balance knows of no payout of %s", p.Amount)
		return err
	}); err != nil {
		f.Fatal(err)
	}
}

// weekLater turns the clock and starts the program again, as a machine that was
// off: what is due then it does by itself.
func (f *flow) weekLater() {
	f.close()
	f.ahead += 8 * 24 * time.Hour
	f.open()
	f.renew()
	for end := time.Now().Add(30 * time.Second); ; {
		late, err := f.Market.PastDeadline(f.Context())
		if err != nil {
			f.Fatal(err)
		}
		if late == 0 {
			return
		}
		if time.Now().After(end) {
			moved, err := f.Market.Expire(f.Context(), 100)
			f.Fatalf("orders are %s late: %d, %v", late, moved, err)
		}
	}
}

// completed is a paid group whose parcels all came.
func (f *flow) completed(things ...string) purchase {
	b := f.paid(things...)
	for _, o := range b.Orders {
		f.acts(o, "accept", "pack", "ship")
		f.receives(b, o)
	}
	return f.now(b)
}

// newest finds the newest payout of a shop.
func (f *flow) newest(o market.Order) treasury.Payout {
	f.Helper()
	list, err := f.Treasury.PayoutsOf(f.Context(), boss, o.Shop, 0, 50)
	if err != nil || len(list) == 0 {
		f.Fatalf("%s has no payout, %v", o.ShopName, err)
	}
	return list[0]
}

// bothArePaid: two sellers of one checkout have their payouts a week later, and
// nobody but the program planned them; a shop without an account has none.
func (f *flow) bothArePaid() {
	b := f.completed("felt/esparcet-honey", "kandy/green-cardamom", "isfara/dried-apricots")
	owed := map[string]money.Amount{}
	for _, o := range b.Orders {
		owed[o.ShopHandle] = f.free(o)
	}
	before, err := f.Treasury.PayoutsOf(f.Context(), boss, b.Orders[2].Shop, 0, 50)
	if err != nil {
		f.Fatal(err)
	}
	desk := fmt.Sprintf("/desk/%d/shop", b.Orders[2].Shop)
	f.must(f.as(owners[b.Orders[2].ShopHandle]), desk, desk, "payout", "")
	f.weekLater()
	for _, o := range b.Orders[:2] {
		f.wait(f.as("operator"), "/console/payouts?state=planned", o.ShopName)
		p := f.newest(o)
		if p.Amount.Minor < owed[o.ShopHandle].Minor || p.State != treasury.Planned { // other orders of the shop fell due, too
			f.Errorf("%s: a payout of %s, %s; %s was owed", o.ShopName, p.Amount, p.State, owed[o.ShopHandle])
		}
		f.took(p)
		c, _ := f.sold(o)
		if page := c.get(fmt.Sprintf("/desk/%d/money", o.Shop)); !page.shows(p.Amount) || !page.holds("being prepared") {
			f.Errorf("the seller of %s does not see it", o.ShopName)
		}
	}
	if list, err := f.Treasury.PayoutsOf(f.Context(), boss, b.Orders[2].Shop, 0, 50); err != nil || len(list) > len(before) {
		f.Errorf("paid out to no account: %+v, %v", list, err)
	}
}

// withinBalance: after the payout the seller has to give back more than is left
// on her balance; the next payout is the rest of what she earned, and no more.
func (f *flow) withinBalance() {
	first := f.completed("felt/esparcet-honey")
	f.weekLater()
	f.wait(f.as("operator"), "/console/payouts", first.Orders[0].ShopName)
	o := first.Orders[0]
	net := func() int64 { return f.free(o).Minor + f.stands(o, ledger.Debt).Minor }
	before, had := f.newest(o), net()
	c, path := f.sold(o)
	f.must(c, path, path+"/back", "policy", "all", "why", "It leaked")
	if got := net(); got != had-o.Earnings().Minor {
		f.Errorf("the seller stood at %d and stands at %d, having given back %s", had, got, o.Earnings())
	}
	second := f.completed("felt/esparcet-honey", "felt/esparcet-honey").Orders[0]
	owed := f.free(o)
	if got := net(); got != had-o.Earnings().Minor+second.Earnings().Minor || !f.stands(o, ledger.Debt).IsZero() {
		f.Errorf("the seller stands at %d, of it a debt of %s", got, f.stands(o, ledger.Debt))
	}
	f.weekLater()
	for end := time.Now().Add(30 * time.Second); f.newest(o).ID == before.ID; {
		if time.Now().After(end) {
			f.Fatal("no payout")
		}
	}
	if p := f.newest(o); p.Amount.Minor < owed.Minor {
		f.Errorf("a payout of %s of %s", p.Amount, owed)
	}
	f.took(f.newest(o))
}

// returned: approved, in the file, settled, and back.
func (f *flow) returned() {
	shop, err := f.Catalog.Shop(f.Context(), "felt")
	if err != nil {
		f.Fatal(err)
	}
	o := market.Order{Shop: shop.ID}
	p := f.newest(o)
	o.Goods = p.Amount
	operator, path := f.as("operator"), fmt.Sprintf("/console/payouts/%d/%d", p.Shop, p.ID)
	f.must(operator, path, path, "move", "approve")
	f.must(operator, "/console/payouts", "/console/payouts/file", "currency", string(p.Amount.Currency))
	for i, step := range [][2]string{{"settle", "proof"}, {"return", "why"}} {
		form := operator.get(path).form(f.T, path)
		form.Set("move", step[0])
		form.Set(step[1], "B-17")
		if r := operator.post(path, form); r.status != http.StatusSeeOther {
			f.Fatalf("%s: %d %s", step[0], r.status, mishaps(r))
		}
		settled := regexp.MustCompile(`>Paid out<`).Match(operator.get(path).body)
		seller := f.as("aizada").get(fmt.Sprintf("/desk/%d/money", p.Shop))
		if settled != (i == 0) || seller.holds("paid to your account") != (i == 0) {
			f.Errorf("after %s: settled in the console %v, at the desk %v", step[0], settled, seller.holds("paid to your account"))
		}
	}
	if got := f.free(o); got != p.Amount {
		f.Errorf("%s is back of %s", got, p.Amount)
	}
}
