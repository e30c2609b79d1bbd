package relief_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	. "agora/relief"
)

func som(minor int64) money.Amount { return money.Of(minor, "KGS") }

// donates pledges money.
func (a *aid) donates(minor int64) Donation {
	a.Helper()
	d, err := a.Donate(a.Context(), Donation{Crisis: a.crisis.ID, Amount: som(minor), Giver: Giver{Donor: "Open Door", Contact: Contact{Phone: "+996"}}})
	a.must(err)
	return d
}

// fund gives the money of the crisis in som, after it was proved.
func (a *aid) fund() (f Fund) {
	a.Helper()
	report, err := CheckFunds(a.Context(), a.d)
	a.must(err)
	if len(report.Problems) > 0 {
		a.Fatal(report.Problems)
	}
	list, err := a.Funds(a.Context(), a.crisis.ID)
	a.must(err)
	for _, one := range list {
		if one.Currency == "KGS" {
			f = one
		}
	}
	return f
}

// commits writes an outlay down.
func (a *aid) commits(by identity.Actor, minor int64, for_ ConsignmentID) (Outlay, error) {
	return a.Commit(a.Context(), by, Outlay{Crisis: a.crisis.ID, Consignment: for_, Amount: som(minor), Purpose: Purpose{What: "Freight", Payee: "Silk Road Cargo"}}, nil)
}

// TestMoneyIsReleasedByProof follows money from the pledge over the bank to a carrier, who
// is paid when what he carried was counted, and above the bound only by two.
func TestMoneyIsReleasedByProof(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		d := a.donates(100_000)
		if got := a.fund(); got != (Fund{}) {
			t.Errorf("what nobody looked at counts: %+v", got)
		}
		a.must(a.TakeDonation(a.Context(), expects, a.crisis.ID, d.ID, true))
		if got := a.fund(); got != (Fund{Currency: "KGS", Pledged: 100_000}) {
			t.Errorf("pledged: %+v", got)
		}
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 60_000, "B-1"))
		if err := a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 60_000, "B-1"); !fault.HasKey(err, "fault.proof_used") {
			t.Errorf("a number of the bank twice: %v", err)
		}
		if got := a.fund(); got != (Fund{Currency: "KGS", Pledged: 40_000, Received: 60_000, Left: 60_000}) {
			t.Errorf("a part came: %+v", got)
		}
		if _, err := a.commits(expects, 60_001, 0); !fault.Is(err, fault.Invalid) {
			t.Errorf("more than there is: %v", err)
		}
		c := a.consigns(manifest())
		o, err := a.commits(expects, 50_000, c.ID)
		a.must(err)
		if got := a.fund(); o.State != Asked || got.Left != 10_000 || got.Committed != 50_000 {
			t.Errorf("%s: %+v", o.State, got)
		}
		pays := func(minor int64) error { return a.Pay(a.Context(), expects, a.crisis.ID, o.ID, minor, "B-2") }
		if err := pays(50_000); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("it is paid before it was approved: %v", err)
		}
		if err := a.Approve(a.Context(), expects, a.crisis.ID, o.ID); !fault.HasKey(err, "fault.payout_second") {
			t.Errorf("one person approves twice: %v", err)
		}
		a.must(a.Approve(a.Context(), counts, a.crisis.ID, o.ID))
		if err := pays(50_000); !fault.HasKey(err, "fault.relief_proof") {
			t.Errorf("it is paid before it arrived: %v", err)
		}
		if err := a.Close(a.Context(), expects, a.crisis.ID); !fault.HasKey(err, "fault.relief_money_left") {
			t.Errorf("a crisis with money is closed: %v", err)
		}
		_, err = a.Sync(a.Context(), counts, a.crisis.ID, c.ID, "phone", scans(1, 676))
		a.must(err)
		_, err = a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		a.must(pays(48_000))
		if got := a.fund(); got != (Fund{Currency: "KGS", Pledged: 40_000, Received: 60_000, Left: 12_000, Spent: 48_000}) {
			t.Errorf("21 packages did not come, and a part is paid: %+v", got)
		}
		if err := pays(1); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is paid twice: %v", err)
		}
		a.givesBack(d)
	})
}

// givesBack gives back what a fund of 120.00 som still has of a donation.
func (a *aid) givesBack(d Donation) {
	a.Helper()
	if _, err := a.GiveBack(a.Context(), expects, a.crisis.ID, d.ID, 12_001, "asked for"); !fault.Is(err, fault.Invalid) {
		a.Errorf("what was spent goes back: %v", err)
	}
	o, err := a.GiveBack(a.Context(), expects, a.crisis.ID, d.ID, 12_000, "asked for")
	a.must(err)
	a.must(a.Approve(a.Context(), counts, a.crisis.ID, o.ID))
	a.must(a.Pay(a.Context(), expects, a.crisis.ID, o.ID, 12_000, "B-3"))
	if got := a.fund(); got.Left != 0 || got.Returned != 12_000 || got.Spent != 48_000 {
		a.Errorf("after it went back: %+v", got)
	}
	a.must(a.Close(a.Context(), expects, a.crisis.ID))
}

// TestOnePersonUpToABound lets one spend up to what another set.
func TestOnePersonUpToABound(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		d := a.donates(10_000)
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 10_000, "B-1"))
		a.must(a.SpendAlone(a.Context(), counts, a.crisis.ID, som(1_000)))
		for _, c := range []struct {
			by    identity.Actor
			minor int64
			want  OutlayState
		}{{expects, 1_000, Committed}, {expects, 1_001, Asked}, {counts, 1, Asked}} {
			if o, err := a.commits(c.by, c.minor, 0); err != nil || o.State != c.want {
				t.Errorf("%s %d: %s %v", c.by.Name, c.minor, o.State, err)
			}
		}
		other := a.donates(500)
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, other.ID, 500, "B-2"))
		if _, err := a.GiveBack(a.Context(), expects, a.crisis.ID, other.ID, 501, "asked for"); !fault.Is(err, fault.Invalid) {
			t.Errorf("more goes back than she gave: %v", err)
		}
		coordinator := identity.Actor{Person: 7, Roles: []identity.Role{identity.Coordinator}}
		if _, err := a.commits(coordinator, 5, 0); err != nil {
			t.Errorf("who coordinates commits money: %v", err)
		}
		for name, err := range map[string]error{
			"hers": a.SpendAlone(a.Context(), coordinator, a.crisis.ID, som(5)), "her receipt": a.Banked(a.Context(), coordinator, a.crisis.ID, d.ID, 1, "x"),
			"her payment": a.Pay(a.Context(), coordinator, a.crisis.ID, 1, 1, "x"),
			"a bound":     a.SpendAlone(a.Context(), identity.Guest(), a.crisis.ID, som(5)),
			"a receipt":   a.Banked(a.Context(), identity.Guest(), a.crisis.ID, d.ID, 1, "x"),
			"a look":      a.TakeDonation(a.Context(), identity.Guest(), a.crisis.ID, d.ID, true),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := a.DonationOf(a.Context(), identity.Guest(), a.crisis.ID, d.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest reads a donation: %v", err)
		}
	})
}

// TestABankTellsOnce has money told by a bank's statement with the reference as people
// write it: twice, after a person typed it, and in another currency.
func TestABankTellsOnce(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		d := a.donates(10_000)
		tells := func(text, key string, sum money.Amount) (again bool, err error) {
			return again, a.d.Write(a.Context(), func(tx *db.Tx) error {
				of, err := Named(tx, text)
				if err == nil {
					again, err = Receive(tx, of, Receipt{Way: "transfer", Key: key, Amount: sum})
				}
				return err
			})
		}
		if n, ok := new(big.Int).SetString(letters.Replace(d.Ref[4:]+d.Ref[:4]), 10); !ok || new(big.Int).Mod(n, big.NewInt(97)).Int64() != 1 {
			t.Errorf("%s is no creditor reference of ISO 11649", d.Ref)
		}
		typed := "gift " + strings.ToLower(Spaced(d.Ref)) + ", thank you"
		if again, err := tells(typed, "line-1", som(10_000)); again || err != nil {
			t.Errorf("%s: %v %v", typed, again, err)
		}
		if again, err := tells(typed, "line-1", som(10_000)); !again || err != nil {
			t.Errorf("told twice: %v %v", again, err)
		}
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 500, "B-7"))
		if again, err := tells(d.Ref, "line-2", som(500)); !again || err != nil {
			t.Errorf("what a person typed: %v %v", again, err)
		}
		if again, err := tells(d.Ref, "line-3", som(500)); again || err != nil {
			t.Errorf("the same sum once more: %v %v", again, err)
		}
		if _, err := tells(d.Ref, "line-4", money.Of(5, "USD")); !fault.Is(err, fault.Invalid) {
			t.Errorf("another currency: %v", err)
		}
		for _, text := range []string{"", "RF", d.Ref + "0", "RF00" + d.Ref[4:], "AG-7KQ2X9M"} {
			if _, err := tells(text, "line-5", som(1)); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", text, err)
			}
		}
		if got := a.fund(); got.Received != 11_000 {
			t.Errorf("%+v", got)
		}
	})
}

// TestTheCheckNamesWhatDiffers breaks each of the three that tell the same sums.
func TestTheCheckNamesWhatDiffers(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		d := a.donates(10_000)
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 10_000, "B-1"))
		o, err := a.commits(expects, 4_000, 0)
		a.must(err)
		a.must(a.Approve(a.Context(), counts, a.crisis.ID, o.ID))
		a.must(a.Pay(a.Context(), expects, a.crisis.ID, o.ID, 3_000, "B-2"))
		a.fund()
		for what, breaks := range map[string][2]string{
			"KGS shown as spent is":   {"UPDATE relief_funds SET spent = spent + 1", "UPDATE relief_funds SET spent = spent - 1"},
			"KGS received is":         {"UPDATE relief_receipts SET amount = amount + 1", "UPDATE relief_receipts SET amount = amount - 1"},
			"KGS spent is":            {"UPDATE relief_outlays SET paid = paid + 1", "UPDATE relief_outlays SET paid = paid - 1"},
			"goes back":               {"UPDATE relief_donations SET returned = 1", "UPDATE relief_donations SET returned = 0"},
			"KGS committed is":        {"UPDATE relief_outlays SET state = 'committed'", "UPDATE relief_outlays SET state = 'paid'"},
			"KGS shown as pledged is": {"UPDATE relief_donations SET state = 'taken', received = 0", "UPDATE relief_donations SET state = 'given', received = 10000"},
		} {
			run := func(q string) {
				a.must(a.d.Write(a.Context(), func(tx *db.Tx) error {
					_, err := tx.Exec(q)
					return err
				}))
			}
			run(breaks[0])
			r, err := CheckFunds(a.Context(), a.d)
			a.must(err)
			if !strings.Contains(strings.Join(r.Problems, "\n"), what) {
				t.Errorf("%s: %q", what, r.Problems)
			}
			run(breaks[1])
			a.fund()
		}
	})
}

// letters are A to Z as the numbers from 10 on.
var letters = strings.NewReplacer("A", "10", "B", "11", "C", "12", "D", "13", "E", "14", "F", "15", "G", "16", "H", "17", "J", "19", "K", "20", "M", "22", "N", "23",
	"P", "25", "Q", "26", "R", "27", "S", "28", "T", "29", "V", "31", "W", "32", "X", "33", "Y", "34", "Z", "35")

// TestMoneyIsSomewhereInAnyHistory pledges, takes, receives, commits, approves, pays,
// releases and gives back, at random: what came in is left, committed, spent or returned,
// nothing is below zero, the ledger sums to zero and the house took nothing.
func TestMoneyIsSomewhereInAnyHistory(t *testing.T) {
	d := dbtest.At(t, func() time.Time { return now }, event.Schema, ledger.Schema, goods.Schema, audit.Schema, Schema)
	rapid.Check(t, func(r *rapid.T) {
		p := &purse{aid: newAid(t, d), rapid: r, ctx: t.Context()}
		p.must(p.SpendAlone(p.ctx, counts, p.crisis.ID, som(300)))
		steps := map[string]func(){"donate": p.donate, "take": p.take, "come": p.come, "commit": p.commit, "approve": p.approve, "pay": p.pay, "release": p.release, "give back": p.giveBack}
		names := slices.Sorted(maps.Keys(steps))
		for range rapid.IntRange(4, 30).Draw(r, "steps") {
			steps[rapid.SampledFrom(names).Draw(r, "step")]()
			f := p.fund()
			if f.Received != p.in || f.Received != f.Left+f.Committed+f.Spent+f.Returned || f.Spent != p.spent || f.Returned != p.back || min(f.Pledged, f.Left, f.Committed, f.Spent, f.Returned) < 0 {
				r.Fatalf("%d came, %d were spent, %d went back: %+v", p.in, p.spent, p.back, f)
			}
		}
	})
	report, err := ledger.Check(t.Context(), d)
	if err != nil || len(report.Problems) > 0 || report.Transfers == 0 {
		t.Errorf("ledger: %v %+v", err, report)
	}
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		var sum int64
		for _, b := range list {
			sum += b.Amount.Minor
			for _, of := range []ledger.Account{ledger.Commission, ledger.CommissionTax, ledger.Fees, ledger.Result} {
				if b.Account == of {
					t.Errorf("the house took %v", b)
				}
			}
		}
		if sum != 0 {
			t.Errorf("the ledger sums to %d", sum)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// purse is a fund in a random history.
type purse struct {
	*aid
	rapid           *rapid.T
	ctx             context.Context
	given           []DonationID
	outlays         []Outlay
	in, spent, back int64
	number          int
}

func (p *purse) sum() int64 { return rapid.Int64Range(1, 1000).Draw(p.rapid, "sum") }

func (p *purse) bank() string {
	p.number++
	return fmt.Sprint(p.crisis.ID, "-", p.number)
}

func (p *purse) donate() { p.given = append(p.given, p.donates(p.sum()).ID) }

func (p *purse) one() (DonationID, bool) {
	if len(p.given) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(p.given).Draw(p.rapid, "donation"), true
}

func (p *purse) take() {
	if id, ok := p.one(); ok {
		_ = p.TakeDonation(p.ctx, expects, p.crisis.ID, id, rapid.Bool().Draw(p.rapid, "yes"))
	}
}

func (p *purse) come() {
	if id, ok := p.one(); ok {
		n := p.sum()
		p.must(p.Banked(p.ctx, expects, p.crisis.ID, id, n, p.bank()))
		p.in += n
	}
}

func (p *purse) commit() {
	if o, err := p.commits(expects, p.sum(), 0); err == nil {
		p.outlays = append(p.outlays, o)
	}
}

func (p *purse) giveBack() {
	if id, ok := p.one(); ok {
		if o, err := p.GiveBack(p.ctx, expects, p.crisis.ID, id, p.sum(), "asked for"); err == nil {
			p.outlays = append(p.outlays, o)
		}
	}
}

func (p *purse) outlay() (Outlay, bool) {
	if len(p.outlays) == 0 {
		return Outlay{}, false
	}
	return rapid.SampledFrom(p.outlays).Draw(p.rapid, "outlay"), true
}

func (p *purse) approve() {
	if o, ok := p.outlay(); ok {
		_ = p.Approve(p.ctx, counts, p.crisis.ID, o.ID)
	}
}

func (p *purse) release() {
	if o, ok := p.outlay(); ok {
		_ = p.Release(p.ctx, counts, p.crisis.ID, o.ID)
	}
}

func (p *purse) pay() {
	o, ok := p.outlay()
	if !ok {
		return
	}
	n := rapid.Int64Range(1, o.Amount.Minor).Draw(p.rapid, "pay")
	switch err := p.Pay(p.ctx, expects, p.crisis.ID, o.ID, n, "B"); {
	case err != nil:
	case o.Donation == 0:
		p.spent += n
	default:
		p.back += n
	}
}

// TestATakenBackReceiptLeavesByItsWay has a donation come in two ways, and the first of
// them take its part back: the accounts of both agree with what the ways have.
func TestATakenBackReceiptLeavesByItsWay(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		d := a.donates(8_000)
		card := Receipt{Way: "payme", Key: "P-1", Amount: som(5_000)}
		a.must(a.d.Write(a.Context(), func(tx *db.Tx) error {
			_, err := Receive(tx, d, card)
			return err
		}))
		a.must(a.Banked(a.Context(), expects, a.crisis.ID, d.ID, 3_000, "B-1"))
		a.must(a.d.Write(a.Context(), func(tx *db.Tx) error {
			now, err := ReceivedFor(tx, card.Way, card.Key)
			if err != nil {
				return err
			}
			return TakenBack(tx, now, card, "")
		}))
		if f := a.fund(); f.Left != 3_000 || f.Returned != 5_000 {
			t.Errorf("%+v", f)
		}
		a.must(a.d.Read(a.Context(), func(tx *db.Tx) error {
			list, err := ledger.Totals(tx)
			for _, b := range list {
				if b.Account == ledger.Way("payme") && b.Amount.Minor != 0 {
					t.Errorf("%v is with who took it back", b.Amount)
				}
			}
			return err
		}))
	})
}
