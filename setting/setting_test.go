package setting

import (
	"os"
	"slices"
	"strings"
	"testing"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/money"
)

var schemas = []db.Schema{audit.Schema, Schema}

func operator() identity.Actor {
	return identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
}

func TestSaveAndLoad(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s := New(d)
		if err := s.Save(t.Context(), operator(), map[string]string{
			"house_name": " Базар ", "mail_server": "smtp://me:secret@mail.example:587", "deadline_pay": "24", "behind_proxy": "yes",
		}); err != nil {
			t.Fatal(err)
		}
		other := New(d)
		if err := other.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		h := other.House()
		if h != s.House() || h.Name != "Базар" || h.Pay.Hours() != 24 || !h.Proxy || h.MailServer == "" {
			t.Errorf("loaded %+v, saved %+v", h, s.House())
		}
		for _, l := range s.Lines() {
			if strings.Contains(l.Value, "secret") || l.Set != slices.Contains([]string{"house_name", "mail_server", "deadline_pay", "behind_proxy"}, l.Key) {
				t.Errorf("line %+v", l)
			}
		}
		for given, want := range map[string]string{"": "smtp://me:secret@mail.example:587", "none": ""} {
			before := s.House().MailServer
			if err := s.Save(t.Context(), operator(), map[string]string{"mail_server": given}); err != nil {
				t.Fatal(err)
			}
			if got := s.House().MailServer; got != want && before == "smtp://me:secret@mail.example:587" {
				t.Errorf("mail server %q gives %q, want %q", given, got, want)
			}
		}
	})
}

func TestBadValuesAreNamedAndNothingIsSaved(t *testing.T) {
	d := dbtest.SQLite(t, schemas...)
	s := New(d)
	before := s.House()
	bad := map[string]string{
		"house_name": "", "public_address": "https://agora.example/shop", "mail_server": "mail.example", "mail_from": "nobody",
		"transfer_accounts": "PKR one\nPKR two", "cash_fees": "PKR much",
		"behind_proxy": "perhaps", "deadline_pay": "0", "deadline_ship": "9000000000", "color": "blue",
	}
	bad["deadline_object"] = "24" // a good one among them
	err := s.Save(t.Context(), operator(), bad)
	list := fault.List(err)
	if len(list) != len(bad)-1 {
		t.Errorf("%d faults, want %d: %v", len(list), len(bad)-1, err)
	}
	if s.House() != before {
		t.Errorf("changed to %+v", s.House())
	}
	if err := s.Save(t.Context(), identity.Guest(), map[string]string{"house_name": "Mine"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest saved: %v", err)
	}
}

func TestAccountsAndFeesByCurrency(t *testing.T) {
	h := House{Accounts: "PKR Bank, 123\nKZT Bank, 456\n", CashFees: " PKR 150\nKZT 900.50"}
	if a, b := h.Account("KZT"), h.Account("KGS"); a != "Bank, 456" || b != "" {
		t.Errorf("accounts %q and %q", a, b)
	}
	if a, b := h.CashFee("KZT"), h.CashFee("KGS"); a != money.Of(90050, "KZT") || b != money.Of(0, "KGS") {
		t.Errorf("fees %v and %v", a, b)
	}
	if key := checkFees(h.CashFees) + checkAccounts(h.Accounts); key != "" {
		t.Error(key)
	}
}

func TestEverySettingIsExplained(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	h := defaults()
	for _, f := range fields {
		for _, key := range []string{"setting." + f.Key, "setting." + f.Key + "_help"} {
			if !words.Locale("en").Has(key) {
				t.Errorf("no text %s", key)
			}
		}
		if row := "| " + f.Key + " | " + strings.TrimLeft(f.show(&h)+" |", " "); !strings.Contains(string(manual), row) {
			t.Errorf("docs/operating.md has no row %q", row)
		}
	}
}
