package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/treasury"
)

// TestAPayoutGoesToTheBank leads a payout of the one shop from the plan to the
// bank's yes, as two operators do it.
func TestAPayoutGoesToTheBank(t *testing.T) {
	o := newOffice(t)
	o.House.Rule("payout_accounts", treasury.CheckAccounts)
	o.must(o.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := ledger.Post(tx, ledger.Transfer{Shop: o.shop, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Way("play"), Amount: money.Of(-90_000, "PKR")}, {Account: ledger.Payable, Amount: money.Of(90_000, "PKR")}}})
		return err
	}))
	second := o.enter("oskar")
	o.must(o.People.Grant(t.Context(), identity.System(), second.ID, identity.Operator))
	boss := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	o.must(o.House.Save(t.Context(), boss, map[string]string{"payout_alone": "PKR 100"}))
	if made, err := o.Treasury.Plan(t.Context(), func(time.Time) time.Time { return time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC) }); err != nil || made != 1 {
		t.Fatalf("%d planned, %v", made, err)
	}
	list, err := o.Treasury.Payouts(t.Context(), boss, treasury.Planned, 0, 50)
	o.must(err)
	at := payoutPath(list[0])
	for path, form := range map[string]url.Values{"/console/payouts": nil, at: nil, "/console/payouts/file": {"currency": {"PKR"}}} {
		if r := o.ask("sadia", path, form); r.status != 403 {
			t.Errorf("a seller at %s: %d", path, r.status)
		}
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{"/console/payouts", at} {
			if r := o.ask("olga", path+"?lang="+lang, nil); r.status != 200 || strings.Contains(r.body, "console.") || !strings.Contains(r.body, "1180-77") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
		}
	}
	for i, who := range []string{"olga", "olga", "oskar"} {
		if r := o.ask(who, at, url.Values{"move": {"approve"}}); r.status != [...]int{303, 409, 303}[i] {
			t.Errorf("approval %d by %s: %d", i, who, r.status)
		}
	}
	r := o.ask("olga", "/console/payouts/file", url.Values{"currency": {"PKR"}})
	if file := o.ask("olga", r.to, nil); file.status != 200 || !strings.Contains(file.body, "The Loom,1180-77,900.00,PKR,2026-11-26") {
		t.Errorf("file %d: %q", file.status, file.body)
	}
	if file := o.ask("olga", r.to+"?as=pain", nil); file.status != 409 {
		t.Errorf("pain.001 from no account: %d", file.status)
	}
	o.must(o.House.Save(t.Context(), boss, map[string]string{"payout_accounts": "PKR account=PK36SCBL0000001123456702; name=Агора"}))
	if file := o.ask("olga", r.to+"?as=pain", nil); file.status != 200 || !strings.Contains(file.body, "<EndToEndId>"+list[0].Ref()+"</EndToEndId>") || !strings.Contains(file.body, "<Nm>Agora</Nm>") {
		t.Errorf("pain.001 %d: %q", file.status, file.body)
	}
	if err := o.House.Save(t.Context(), boss, map[string]string{"payout_accounts": "PKR account=PK37SCBL0000001123456702; name=A"}); !fault.HasKey(err, "fault.iban") {
		t.Errorf("a wrong IBAN: %v", err)
	}
	if r := o.ask("olga", at, url.Values{"move": {"settle"}}); r.status != 422 || !strings.Contains(r.body, `id="settle-proof-e"`) {
		t.Errorf("settled without a number: %d", r.status)
	}
	if r := o.ask("olga", at, url.Values{"move": {"settle"}, "proof": {"B-1"}}); r.status != 303 {
		t.Errorf("settled: %d", r.status)
	}
	if r := o.ask("olga", at, nil); !strings.Contains(r.body, "Paid out") || !strings.Contains(r.body, "B-1") {
		t.Error("the page does not say that it was paid out")
	}
}
