package setting

import (
	"strings"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

func TestAccountsWithProviders(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s := New(d)
		const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
		for key, list := range map[string][]string{
			"payme_account":  {"one", "one two three"},
			"click_account":  {"1 2", "1 2 3 4"},
			"hosted_account": {"ftp://x k PKR " + secret, "https://x k PK " + secret, "https://x k PKR whsec_x", "https://x k PKR", "https://x k PKR " + strings.Repeat(secret+" ", 3)},
		} {
			for _, bad := range list {
				if err := s.Save(t.Context(), operator(), map[string]string{key: bad}); err == nil {
					t.Errorf("%s takes %q", key, bad)
				}
			}
		}
		if err := s.Save(t.Context(), operator(), map[string]string{"payme_account": "m k", "click_account": "1 2 k",
			"hosted_account": "https://bank.example/ k PKR,UZS " + secret + " " + secret}); err != nil {
			t.Fatal(err)
		}
		m, k := s.House().PaymeAccount()
		service, merchant, key := s.House().ClickAccount()
		address, own, currencies, secrets := s.House().HostedAccount()
		if m != "m" || k != "k" || service != "1" || merchant != "2" || key != "k" || address != "https://bank.example" || own != "k" ||
			currencies != "PKR,UZS" || secrets != secret+" "+secret {
			t.Errorf("%+v", s.House())
		}
		for _, l := range s.Lines() {
			if l.Secret && l.Value != "" {
				t.Errorf("%s shows %q", l.Key, l.Value)
			}
		}
		if err := s.Save(t.Context(), operator(), map[string]string{"payme_account": "none"}); err != nil || s.House().Payme != "" {
			t.Errorf("none leaves %q, %v", s.House().Payme, err)
		}
	})
}
