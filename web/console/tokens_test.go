package console

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/token"
)

// TestTheOperatorMakesATokenOfTheNode does so by the page, and revokes it.
func TestTheOperatorMakesATokenOfTheNode(t *testing.T) {
	o := newOffice(t)
	const at = "/console/tokens"
	if r := o.ask("sadia", at, nil); r.status != 403 {
		t.Errorf("a seller: %d", r.status)
	}
	form := url.Values{"name": {"Books"}, "ends": {time.Now().UTC().AddDate(0, 0, 5).Format(time.DateOnly)}, "scopes": {"operator:money:read", "orders:read"}}
	r := o.ask("olga", at, form)
	text := regexp.MustCompile(`agora_0_[0-9A-Z]{52}`).FindString(r.body)
	if r.status != 200 || text == "" {
		t.Fatalf("made: %d", r.status)
	}
	h, err := o.Tokens.Holder(t.Context(), text)
	o.must(err)
	if h.Shop != db.House || h.Need(token.ReadAllMoney) != nil || h.Need(token.WriteShops) == nil {
		t.Errorf("holder %+v", h)
	}
	if r := o.ask("olga", at, nil); strings.Contains(r.body, text) || !strings.Contains(r.body, "operator:shops:write") {
		t.Error("the list shows the token, or not its scopes")
	}
	if r := o.ask("olga", at+"/revoke", url.Values{"token": {number(int64(h.ID))}}); r.status != 303 {
		t.Errorf("revoke: %d", r.status)
	}
	if _, err := o.Tokens.Holder(t.Context(), text); err == nil {
		t.Error("a revoked token works")
	}
}
