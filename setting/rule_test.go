package setting

import (
	"testing"

	"agora/db/dbtest"
	"agora/fault"
)

func TestARuleOfAnotherPackageRefuses(t *testing.T) {
	s := New(dbtest.SQLite(t, schemas...))
	s.Rule("qr_accounts", func(v string) error {
		if v == "bad" {
			return fault.Field("", "fault.qr_line", "line", 1)
		}
		return nil
	})
	err := s.Save(t.Context(), operator(), map[string]string{"qr_accounts": "bad"})
	if list := fault.List(err); len(list) != 1 || list[0].Field != "qr_accounts" || list[0].Key != "fault.qr_line" || s.House().QRAccounts != "" {
		t.Errorf("%v, saved %q", err, s.House().QRAccounts)
	}
	if err := s.Save(t.Context(), operator(), map[string]string{"qr_accounts": "KHR khqr; account=a@b"}); err != nil || s.House().QR("KHR") != "khqr; account=a@b" {
		t.Errorf("%v, saved %q", err, s.House().QR("KHR"))
	}
}
