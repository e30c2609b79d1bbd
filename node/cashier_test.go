package node

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/payment/hosted/hostedtest"
	"agora/relief"
)

// charity is a node with a crisis for which people give money.
type charity struct {
	*testing.T
	node   *Node
	boss   identity.Actor
	crisis relief.Crisis
}

func newCharity(t *testing.T, settled map[string]string) charity {
	t.Helper()
	n := start(t, settings(t, t.TempDir()))
	t.Cleanup(func() { stop(t, n) })
	c := charity{T: t, node: n, boss: identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}}
	c.must(n.House.Save(t.Context(), identity.System(), settled))
	var err error
	c.crisis, err = n.Relief.Declare(t.Context(), c.boss, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	c.must(err)
	return c
}

func (c charity) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c charity) donates(minor int64, in money.Currency) relief.Donation {
	c.Helper()
	d, err := c.node.Relief.Donate(c.Context(), relief.Donation{Crisis: c.crisis.ID, Amount: money.Of(minor, in), Giver: relief.Giver{Contact: relief.Contact{Phone: "1"}}})
	c.must(err)
	return d
}

// fund gives the money of the crisis in its one currency, after the node was checked.
func (c charity) fund() relief.Fund {
	c.Helper()
	found, err := c.node.Check(c.Context())
	c.must(err)
	if !Sound(found) {
		c.Fatalf("%+v", found)
	}
	list, err := c.node.Relief.Funds(c.Context(), c.crisis.ID)
	c.must(err)
	if len(list) != 1 {
		c.Fatalf("%+v", list)
	}
	return list[0]
}

// TestABankStatementTellsOfDonations books a statement: a donation by its reference, one
// that a person typed before, one in another currency, one twice, and money that leaves.
func TestABankStatementTellsOfDonations(t *testing.T) {
	c := newCharity(t, map[string]string{"payout_accounts": "KGS account=KG-HOUSE; name=House"})
	one, typed, other := c.donates(10_000, "KGS"), c.donates(5_000, "KGS"), c.donates(700, "PKR")
	c.must(c.node.Relief.Banked(t.Context(), c.boss, c.crisis.ID, typed.ID, 5_000, "B-1"))
	var b strings.Builder
	b.WriteString(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>KG-HOUSE</Id></Othr></Id><Ccy>KGS</Ccy></Acct>`)
	for i, l := range [][3]string{{"100.00", "CRDT", "for Kulob " + relief.Spaced(one.Ref)}, {"50.00", "CRDT", typed.Ref}, {"7.00", "CRDT", other.Ref}, {"100.00", "CRDT", one.Ref}, {"3.00", "DBIT", one.Ref}} {
		fmt.Fprintf(&b, `<Ntry><Amt Ccy="KGS">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-26</Dt></BookgDt><AcctSvcrRef>R%d</AcctSvcrRef>
			<NtryDtls><TxDtls><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`, l[0], l[1], i, l[2])
	}
	b.WriteString(`</Stmt></BkToCstmrStmt></Document>`)
	ids, err := c.node.Treasury.Draft(t.Context(), c.boss, "", strings.NewReader(b.String()))
	c.must(err)
	if got := c.fund(); got.Received != 5_000 {
		t.Errorf("a draft books: %+v", got)
	}
	c.must(c.node.Treasury.Book(t.Context(), c.boss, ids[0]))
	_, lines, err := c.node.Treasury.Statement(t.Context(), c.boss, ids[0], -1)
	c.must(err)
	var fates []string
	for _, l := range lines {
		fates = append(fates, string(l.Fate))
	}
	if got := strings.Join(fates, " "); got != "received received parked received look" {
		t.Errorf("%s", got)
	}
	if got := c.fund(); got.Received != 25_000 || got.Left != 25_000 {
		t.Errorf("%+v", got)
	}
	strays, err := c.node.Market.Strays(t.Context(), c.boss, 0)
	c.must(err)
	if _, err := c.node.Market.Match(t.Context(), c.boss, strays[0].ID, other.Ref); !fault.HasKey(err, "unmatched.currency") {
		t.Errorf("som are for rupees: %v", err)
	}
	if _, err := c.node.Market.Match(t.Context(), c.boss, strays[0].ID, "AG-1"); !fault.Is(err, fault.Invalid) {
		t.Errorf("for no order: %v", err)
	}
	_, err = c.node.Market.Match(t.Context(), c.boss, strays[0].ID, relief.Spaced(typed.Ref))
	c.must(err)
	if got := c.fund(); got.Received != 25_700 {
		t.Errorf("after a person said what it is for: %+v", got)
	}
	c.must(c.node.DB.Read(t.Context(), func(tx *db.Tx) error {
		stands, err := ledger.Of(tx, db.House, ledger.Unmatched, "KGS")
		if !stands.Amount.IsZero() {
			t.Errorf("%v fits no order still", stands.Amount)
		}
		return err
	}))
	if left, err := c.node.Market.Strays(t.Context(), c.boss, 0); err != nil || len(left) != 0 {
		t.Errorf("it waits still: %v %v", left, err)
	}
}

// TestADonationIsPaidAtAGateway has a donor led to the page of a gateway, which tells that
// she paid, often, and then that the money goes back.
func TestADonationIsPaidAtAGateway(t *testing.T) {
	g := hostedtest.New(t)
	c := newCharity(t, map[string]string{"hosted_account": g.URL + " " + hostedtest.Key + " PKR " + hostedtest.Secret})
	d := c.donates(30_000, "PKR")
	at := fmt.Sprintf("%s/donation/%d/%d?k=%s", c.node.Addr(), c.crisis.ID, d.ID, url.QueryEscape(c.node.Identity.Sign(relief.DonationPurpose, int64(d.ID))))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at, nil)
	c.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(r)
	c.must(err)
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	c.must(err)
	if res.StatusCode != http.StatusOK || len(g.Keys()) != 1 || !strings.Contains(string(body), g.URL) {
		t.Fatalf("%d %v", res.StatusCode, g.Keys())
	}
	key := g.Keys()[0]
	paid := g.Pay(key, 30_000)
	for range 3 {
		c.tells("payment.updated", paid)
	}
	if got := c.fund(); got != (relief.Fund{Currency: "PKR", Received: 30_000, Left: 30_000}) {
		t.Errorf("%+v", got)
	}
	for range 2 {
		c.tells("payment.reversed", paid)
	}
	if got := c.fund(); got != (relief.Fund{Currency: "PKR", Received: 30_000, Returned: 30_000}) {
		t.Errorf("after it was taken back: %+v", got)
	}
}

// tells sends a notification of the gateway.
func (c charity) tells(kind string, p hostedtest.Payment) {
	c.Helper()
	res, err := http.DefaultClient.Do(hostedtest.Note(c.Context(), c.node.Addr()+"/pay/hosted", kind, p, time.Now()))
	c.must(err)
	res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		c.Errorf("%s: %d", kind, res.StatusCode)
	}
}

// TestWhoGivesIsWrittenTo sends a donor how to pay and that it came, and a helper her
// tasks, each with a link that opens the page; who left a telephone number has no mail.
func TestWhoGivesIsWrittenTo(t *testing.T) {
	c := newCharity(t, nil)
	n, ctx := c.node, t.Context()
	d, err := n.Relief.Donate(ctx, relief.Donation{Crisis: c.crisis.ID, Amount: money.Of(5_000, "KGS"), Giver: relief.Giver{Lang: "ru", Contact: relief.Contact{Email: "donor@example.org"}}})
	c.must(err)
	told := outboxOf(t, n, "donor@example.org", relief.Spaced(d.Ref))
	c.opens(told, "/donation/", relief.Spaced(d.Ref))
	c.must(n.Relief.Banked(ctx, c.boss, c.crisis.ID, d.ID, 5_000, "B-1"))
	told = outboxOf(t, n, "donor@example.org", "Деньги поступили")
	c.opens(told, "/donation/", "Деньги поступили")
	_, err = n.Relief.Help(ctx, identity.Guest(), relief.Helper{Crisis: c.crisis.ID, Offer: relief.Offer{Name: "Anna", Skills: []relief.Skill{"driver"}, Hours: 1, Contact: relief.Contact{Email: "anna@example.org"}}})
	c.must(err)
	c.opens(outboxOf(t, n, "anna@example.org", "Flood"), "/helper/", "Tasks that wait")
}

// opens wants the link of a message to open a page that says something.
func (c charity) opens(told, path, says string) {
	c.Helper()
	link := regexp.MustCompile(`http://127.0.0.1:\d+` + path + `\d+/\d+\?k=\S+`).FindString(told)
	if code, body := fetch(c.T, c.node, strings.TrimPrefix(link, c.node.Addr())); code != http.StatusOK || !strings.Contains(body, says) || strings.Contains(told, "{") {
		c.Errorf("%q: the link %s gives %d", told, link, code)
	}
}
