package treasury_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/bank"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/treasury"
)

// entry is one entry of a camt.053 in the test.
type entry struct {
	sum, sign, more, ref, end, text string
}

func camt(account, currency string, list ...entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>%s</Id></Othr></Id><Ccy>%s</Ccy></Acct>`, account, currency)
	for _, e := range list {
		fmt.Fprintf(&b, `<Ntry><Amt Ccy="%s">%s</Amt><CdtDbtInd>%s</CdtDbtInd>%s<Sts>BOOK</Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt><AcctSvcrRef>%s</AcctSvcrRef>
			<NtryDtls><TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`, currency, e.sum, e.sign, e.more, e.ref, e.end, e.text)
	}
	return b.String() + `</Stmt></BkToCstmrStmt></Document>`
}

func (h house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// place orders one thing of the first shop, to be paid by transfer.
func (h house) place() market.Group {
	h.Helper()
	token, err := h.Fill(h.Context(), h.Shops[0].Variants[0])
	h.must(err)
	in, err := h.Quoted(h.Context(), token, "transfer")
	h.must(err)
	g, err := h.Market.Place(h.Context(), identity.Guest(), in)
	h.must(err)
	return g
}

// payout makes a payout of a shop that is in a bank file.
func (h house) payout(i int, minor int64, day time.Time) treasury.Payout {
	h.Helper()
	h.earn(i, minor)
	if h.plan(day) != 1 {
		h.Fatal("no payout")
	}
	p := h.in(treasury.Planned)[0]
	h.must(h.Approve(h.Context(), markettest.Operator(), p.Shop, p.ID))
	_, err := h.File(h.Context(), markettest.Operator(), p.Amount.Currency)
	h.must(err)
	return p
}

// draft reads a file and gives its one statement with the fates of its lines.
func (h house) draft(text string) (treasury.StatementID, string) {
	h.Helper()
	ids, err := h.Draft(h.Context(), markettest.Operator(), "", strings.NewReader(text))
	h.must(err)
	return ids[0], h.fates(ids[0])
}

func (h house) fates(id treasury.StatementID) string {
	h.Helper()
	_, lines, err := h.Statement(h.Context(), markettest.Operator(), id, -1)
	h.must(err)
	var list []string
	for _, l := range lines {
		list = append(list, string(l.Fate))
	}
	return strings.Join(list, " ")
}

func minus(g market.Group, minor int64) string {
	return money.Of(g.Total.Minor+minor, g.Total.Currency).Plain()
}

func TestAStatementIsBookedOnce(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		h, ctx, op := open(t, d, 1), t.Context(), markettest.Operator()
		h.Reads(h.Market)
		h.must(h.settings.Save(ctx, op, map[string]string{"payout_accounts": "PKR account=PK-HOUSE; name=House\nKGS account=KG-HOUSE; name=House"}))
		paid, part, over, hand := h.place(), h.place(), h.place(), h.place()
		h.must(h.Market.PayTransfer(ctx, op, hand.Ref, hand.Total))
		cyrillic := strings.NewReplacer("A", "А", "G", "Г", "-", " ").Replace(strings.ToLower(part.Ref))
		text := camt("PK-HOUSE", "PKR",
			entry{paid.Total.Plain(), "CRDT", "", "R1", "", "order " + paid.Ref + " thanks"},
			entry{"10.00", "CRDT", "", "R2", "", "заказ " + cyrillic},
			entry{minus(over, 500), "CRDT", "", "R3", over.Ref, ""},
			entry{"77.00", "CRDT", "", "R4", "", "hello"},
			entry{hand.Total.Plain(), "CRDT", "", "R5", "", hand.Ref},
			entry{"5.00", "DBIT", "", "R6", "", "bank fee"},
			entry{"9.00", "DBIT", "<RvslInd>true</RvslInd>", "R7", "", paid.Ref},
			entry{"5.00", "DBIT", "", "R8", "", "back " + over.Ref})
		const want = "received received received parked known look look "
		id, fates := h.draft(text)
		if fates != want+"refunded" {
			t.Fatalf("it would be %q", fates)
		}
		if strays, err := h.Market.Strays(ctx, op, 0); err != nil || len(strays) != 0 {
			t.Fatalf("a dry run booked: %v %v", strays, err)
		}
		h.must(h.Book(ctx, op, id))
		if err := h.Book(ctx, op, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("booked twice: %v", err)
		}
		if got := h.fates(id); got != want+"refunded" {
			t.Errorf("it was %q", got)
		}
		again, fates := h.draft(text)
		if fates != "again again again again again look look again" {
			t.Errorf("the second time %q", fates)
		}
		h.must(h.Book(ctx, op, again))
		strays, err := h.Market.Strays(ctx, op, 0)
		if err != nil || len(strays) != 1 || strays[0].Amount.Minor != 7700 {
			t.Errorf("%v %v", strays, err)
		}
		open, err := h.Market.OpenRefunds(ctx, op, 0)
		if err != nil || len(open) != 0 {
			t.Errorf("the refund was sent: %+v %v", open, err)
		}
		for g, state := range map[string]string{paid.Ref: "captured", part.Ref: "part", over.Ref: "captured"} {
			if err := h.DB.Read(ctx, func(tx *db.Tx) error {
				b, err := h.Market.Bill(tx, g)
				if err == nil && b.Paid != (state == "captured") {
					t.Errorf("%s: %+v, want %s", g, b, state)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		sound(t, d)
	})
}

func TestAStatementSettlesAndReturnsPayouts(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		h, ctx, op := open(t, d, 1), t.Context(), markettest.Operator()
		h.Reads(h.Market)
		h.must(h.settings.Save(ctx, op, map[string]string{"payout_accounts": "KGS account=KG-HOUSE; name=House"}))
		a, b, c := h.payout(0, 20_000, day), h.payout(0, 30_000, day.AddDate(0, 0, 7)), h.payout(0, 40_000, day.AddDate(0, 0, 14))
		h.must(h.Settle(ctx, op, c.Shop, c.ID, "typed"))
		text := camt("KG-HOUSE", "KGS",
			entry{"200.00", "CRDT", "<RvslInd>true</RvslInd>", "R5", a.Ref(), ""}, // a bank that lists the newest first
			entry{"200.00", "DBIT", "", "R1", a.Ref(), ""},
			entry{"300.00", "DBIT", "", "R2", "", "payout " + b.Ref()},
			entry{"400.00", "DBIT", "", "R3", c.Ref(), ""},
			entry{"400.00", "DBIT", "", "R4", c.Ref(), ""},
			entry{"300.00", "CRDT", "", "R6", "", "I write " + b.Ref()})
		id, fates := h.draft(text)
		if fates != "returned settled settled known look look" {
			t.Fatalf("it would be %q", fates)
		}
		h.must(h.Book(ctx, op, id))
		if _, fates := h.draft(text); fates != "again again again again look look" {
			t.Errorf("the second time %q", fates)
		}
		if p := h.in(treasury.Returned); len(p) != 1 || p[0].ID != a.ID || len(h.in(treasury.Settled)) != 2 {
			t.Errorf("%+v", p)
		}
		if h.stands(0, ledger.Bank) != 70_000 || h.stands(0, ledger.Payable) != 20_000 || h.stands(0, ledger.Paying) != 0 {
			t.Error("the balances")
		}
		if _, err := h.Draft(ctx, op, "", strings.NewReader(camt("SOMEBODY", "KGS"))); !fault.HasKey(err, "fault.statement_account") {
			t.Errorf("another's statement: %v", err)
		}
		if _, err := h.Draft(ctx, h.Shops[0].Seller, "", strings.NewReader(text)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller imported: %v", err)
		}
		sound(t, d)
	})
}

func TestAStatementByAMappingOfItsBank(t *testing.T) {
	d := dbtest.SQLite(t, schemas()...)
	h, ctx, op := open(t, d, 1), t.Context(), markettest.Operator()
	h.Reads(h.Market)
	h.must(h.settings.Save(ctx, op, map[string]string{"payout_accounts": "PKR account=PK-HOUSE; name=House"}))
	m := bank.Mapping{Name: "HBL", Account: "PK-HOUSE", Currency: "PKR", Charset: "utf-8", Delimiter: ",", Decimal: ".", Dates: "DD/MM/YYYY", Day: "Date", Amount: "Sum", Text: "Details"}
	h.must(h.SaveMapping(ctx, op, m))
	g, other := h.place(), h.place()
	ids, err := h.Draft(ctx, op, "HBL", strings.NewReader("Date,Sum,Details\n26/11/2026,"+g.Total.Plain()+",no "+strings.TrimPrefix(g.Ref, "AG-")+
		"\n26/11/2026,5,"+g.Ref+" and "+other.Ref+"\n26/11/2026,-5,"+g.Ref+"\n"))
	h.must(err)
	if got := h.fates(ids[0]); got != "received parked look" { // of two orders nobody knows which, and nothing is owed back
		t.Errorf("%q", got)
	}
	h.must(h.Drop(ctx, op, ids[0]))
	if list, err := h.Statements(ctx, op, 0); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	if _, err := h.Draft(ctx, op, "Other", strings.NewReader("")); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown bank: %v", err)
	}
}
