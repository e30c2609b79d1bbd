package certificate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
)

func TestAnAddressIsKeptAsAHashOnly(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		give := func(holder string) certificate.Certificate {
			return issue(t, d, certificate.Certificate{Kind: certificate.Course, Source: "course:1", Holder: holder, Words: certificate.Words{Name: "Айгүл", Email: "Aigul@example.org",
				Criteria: map[string]string{"en": "Eight lessons"}, Evidence: []certificate.Evidence{{Name: map[string]string{"en": "Three products"}, URL: "https://agora.example/s/felt"}}}})
		}
		one, two := give("1"), give("2")
		found, err := certificate.New(d).Find(context.Background(), one.Number)
		if err != nil || found.Criteria["en"] != "Eight lessons" || len(found.Evidence) != 1 || found.Email != "" {
			t.Errorf("%+v %v", found, err)
		}
		if !found.Identity.Is(" aigul@example.org") || found.Identity.Is("burul@example.org") || found.Identity.Hash == two.Identity.Hash {
			t.Errorf("%+v, another certificate %+v", found.Identity, two.Identity)
		}
		if said := fmt.Sprintf("%+v %+v", found, found.Identity); strings.Contains(strings.ToLower(said), "aigul@") {
			t.Errorf("the address is there: %s", said)
		}
		if none := issue(t, d, certificate.Certificate{Source: "course:1", Holder: "3"}); none.Identity.Is("") {
			t.Error("who gave no address is somebody")
		}
	})
}

func TestWhatACertificateSaysHasBounds(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		for name, w := range map[string]certificate.Words{
			"a long text":       {Criteria: map[string]string{"en": strings.Repeat("a", 4001)}},
			"much evidence":     {Evidence: make([]certificate.Evidence, 41)},
			"a script":          {Evidence: []certificate.Evidence{{URL: "javascript:alert(1)"}}},
			"half an address":   {Evidence: []certificate.Evidence{{URL: "/s/felt"}}},
			"letters of no set": {Name: "\xff"},
		} {
			err := d.Write(context.Background(), func(tx *db.Tx) error {
				_, err := certificate.Issue(tx, certificate.Certificate{Source: "course:1", Holder: name, Words: w})
				return err
			})
			if err == nil || !strings.HasPrefix(err.Error(), "certificate: ") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
