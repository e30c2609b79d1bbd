package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/identity"
)

func TestTheOverviewDrawsWhatThereIs(t *testing.T) {
	o := newOffice(t)
	o.ask("olga", "/console/groups/paid", url.Values{"ref": {o.group.Ref}, "amount": {o.group.Total.Plain()}})
	page := o.ask("olga", "/console", nil).body
	for _, want := range []string{`class="plot"`, `class="funnel"`, `class="map"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the overview lacks %s", want)
		}
	}
	shop := number(int64(o.group.Orders[0].Shop))
	if r := o.ask("olga", "/console/orders?shop="+shop, nil); !strings.Contains(r.body, o.group.Ref) || !strings.Contains(r.body, "shop="+shop+"&amp;state=placed") {
		t.Errorf("orders of a shop: %d", r.status)
	}
	if r := o.ask("olga", "/console/orders?shop=5", nil); r.status != 200 || strings.Contains(r.body, o.group.Ref) {
		t.Errorf("orders of no shop: %d", r.status)
	}
}

func TestABrokenRoleComesBackInItsList(t *testing.T) {
	o := newOffice(t)
	who, err := o.People.ByLogin(t.Context(), identity.System(), "sadia@example.org")
	o.must(err)
	at := "/console/people/" + number(int64(who.ID)) + "/role"
	for name, form := range map[string]url.Values{
		"no text":   {"do": {"grant"}, "role": {"moderator\xff"}},
		"no role":   {"do": {"grant"}, "role": {"king"}},
		"no change": {"do": {"swap"}, "role": {"moderator"}},
	} {
		if r := o.ask("olga", at, form); r.status != 422 || !strings.Contains(r.body, `role="alert"`) || !strings.Contains(r.body, "sadia@example.org") {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if page := o.ask("olga", "/console/people", nil).body; !strings.Contains(page, `class="sure"`) {
		t.Error("nobody asks before an operator is made")
	}
}
