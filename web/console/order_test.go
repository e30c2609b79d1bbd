package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/identity"
	"agora/landed"
	"agora/market"
)

// orderPath is the address of the one order of the office.
func (o *office) orderPath() string { return "/console/orders/" + number(int64(o.group.Orders[0].ID)) }

func TestAnOrderIsJudgedByTheOperator(t *testing.T) {
	o := newOffice(t)
	at := o.orderPath()
	if r := o.ask("sadia", at, nil); r.status != 403 {
		t.Errorf("a seller looks: %d", r.status)
	}
	if r := o.ask("", at, nil); r.status != 303 || !strings.HasPrefix(r.to, "/account/sign-in") {
		t.Errorf("a stranger looks: %d, led to %s", r.status, r.to)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.ask("olga", at+"?lang="+lang, nil)
		for _, bad := range []string{" style=", "console.", "desk.", "store.", "{what}", "%!"} {
			if strings.Contains(r.body, bad) {
				t.Errorf("%s: the page holds %q", lang, bad)
			}
		}
	}
	r := o.ask("olga", at, nil)
	for _, want := range []string{o.group.Ref + "/1", "Cap", "Order placed", "Promised, not paid", "Cancel the order"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(r.body, "It reached the buyer") {
		t.Error("an unpaid order can be delivered")
	}
	if r := o.ask("olga", "/console/orders/77", nil); r.status != 404 {
		t.Errorf("an order that is none: %d", r.status)
	}
}

func TestAnOrderIsDeclinedWithAReason(t *testing.T) {
	o := newOffice(t)
	at := o.orderPath()
	boss := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	o.must(o.Market.PayTransfer(t.Context(), boss, o.group.Ref, o.group.Total))
	if r := o.ask("olga", "/console/groups?ref="+o.group.Ref, nil); strings.Contains(r.body, "Still to come") {
		t.Error("what is paid is still to come")
	}
	if r := o.ask("olga", at+"/move", url.Values{"move": {"decline"}}); r.status != 422 || !strings.Contains(r.body, `id="f-reason-e"`) {
		t.Errorf("declined without a reason: %d", r.status)
	}
	long := strings.Repeat("w", 501)
	if r := o.ask("olga", at+"/move", url.Values{"move": {"decline"}, "reason": {long}}); r.status != 422 || !strings.Contains(r.body, long) {
		t.Errorf("too long a reason: %d, and it is lost", r.status)
	}
	if r := o.ask("olga", at+"/move", url.Values{"move": {"decline"}, "reason": {"No \x07clay"}}); r.status != 422 || !strings.Contains(r.body, "No clay") {
		t.Errorf("a reason that is no text: %d, and it is lost", r.status)
	}
	if r := o.ask("olga", at+"/move", url.Values{"move": {"deliver"}}); r.status != 409 {
		t.Errorf("delivered before it was sent: %d", r.status)
	}
	if r := o.ask("olga", at+"/move", url.Values{"move": {"pack"}}); r.status != 422 {
		t.Errorf("packed by the operator: %d", r.status)
	}
	if r := o.ask("olga", at+"/move", url.Values{"move": {"decline"}, "reason": {"The kiln broke"}}); r.status != 303 || r.to != at {
		t.Fatalf("declined: %d, led to %s", r.status, r.to)
	}
	if r := o.ask("olga", at, nil); !strings.Contains(r.body, "olga") || strings.Contains(r.body, "person:") {
		t.Error("the history does not name who declined")
	}
	r := o.ask("olga", at, nil)
	for _, want := range []string{"The kiln broke", "Refunded", "Order paid", "Order placed", "Given back"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if problems, err := market.Check(t.Context(), o.DB); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// TestASetOfRulesIsSwitchedOnADay puts a set into force today, plans its end,
// and takes the plan back.
func TestASetOfRulesIsSwitchedOnADay(t *testing.T) {
	o := newOffice(t)
	do := func(set, act, day string) reply {
		return o.ask("olga", "/console/rules/switch", url.Values{"set": {set}, "do": {act}, "day": {day}, "country": {"KZ"}})
	}
	inForce := func() bool {
		view, err := o.Landed.View(t.Context())
		o.must(err)
		return hasSet(view.Rules("KZ"), "eaeu-b")
	}
	today, later := time.Now().UTC().Format(time.DateOnly), time.Now().UTC().AddDate(0, 1, 0).Format(time.DateOnly)
	if r := o.ask("olga", "/console/rules?country=KZ", nil); !strings.Contains(r.body, "eaeu-b") || !strings.Contains(r.body, "Put into force") || inForce() {
		t.Error("the set cannot be switched")
	}
	if r := do("eaeu-b", "on", today); r.status != 303 || r.to != "/console/rules?country=KZ" || !inForce() {
		t.Errorf("switched on: %d, led to %s, in force %v", r.status, r.to, inForce())
	}
	if r := do("eaeu-b", "off", later); r.status != 303 || !inForce() {
		t.Errorf("its end is planned: %d, in force %v", r.status, inForce())
	}
	planned := `name="day" value="` + later + `"`
	if r := o.ask("olga", "/console/rules?country=KZ", nil); !strings.Contains(r.body, "Out of force from ") || !strings.Contains(r.body, planned) {
		t.Error("the plan is not shown")
	}
	if r := do("eaeu-b", "drop", later); r.status != 303 || strings.Contains(o.ask("olga", "/console/rules?country=KZ", nil).body, planned) {
		t.Errorf("taken back: %d", r.status)
	}
	for _, day := range []string{"2020-01-01", "tomorrow"} {
		if r := do("eaeu-b", "off", day); r.status != 422 || !strings.Contains(r.body, `value="`+day+`"`) {
			t.Errorf("%s: %d", day, r.status)
		}
	}
	for _, set := range []string{"", "nothing"} {
		if r := do(set, "off", today); r.status != 404 {
			t.Errorf("set %q: %d", set, r.status)
		}
	}
	notes, err := audit.List(t.Context(), o.DB, audit.Filter{Subject: "rules:eaeu-b"}, audit.Page{})
	if err != nil || len(notes) != 3 || notes[1].Action != "rules.switched_off" {
		t.Errorf("notes %+v, %v", notes, err)
	}
	if r := o.ask("olga", "/console", nil); !strings.Contains(r.body, "rules.switched_on") {
		t.Error("the overview does not say what was done last")
	}
}

func hasSet(rules []landed.Rule, set string) bool {
	for _, r := range rules {
		if r.Set == set {
			return true
		}
	}
	return false
}

func TestATransferForACancelledOrderIsNotBooked(t *testing.T) {
	o := newOffice(t)
	if r := o.ask("olga", o.orderPath()+"/move", url.Values{"move": {"cancel"}}); r.status != 303 {
		t.Fatalf("cancelled: %d", r.status)
	}
	if r := o.ask("olga", "/console/groups?ref="+o.group.Ref, nil); r.status != 200 || strings.Contains(r.body, `name="amount"`) {
		t.Errorf("%d, and the transfer can be booked", r.status)
	}
	if r := o.ask("olga", "/console/groups/paid", url.Values{"ref": {o.group.Ref}, "amount": {"750.00"}}); r.status != 409 {
		t.Errorf("booked: %d", r.status)
	}
}
