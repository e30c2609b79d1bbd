package node

import (
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/notify"
	"agora/relief"
)

// TestWhoSendsIsToldWhatIsMissing closes a count of which one package of two is missing:
// who answers for it and who follows it as its sender are told, the driver is not.
func TestWhoSendsIsToldWhatIsMissing(t *testing.T) {
	m := meet(t, time.Now().Add(72*time.Hour))
	r, ctx, boss := m.n.Relief, t.Context(), m.host
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := r.Declare(ctx, boss, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	must(err)
	store, err := r.Found(ctx, boss, relief.Facility{Crisis: c.ID, Kind: "warehouse", Profile: relief.Profile{Name: "Airport store", Country: "TJ", Town: "Dushanbe", Source: "a list"}})
	must(err)
	mask, err := r.Stock(ctx, boss, relief.Item{Crisis: c.ID, Code: "mask", Sort: relief.Sort{Name: catalog.Texts{"en": "Masks", "ru": "Маски"}, Unit: "piece"}})
	must(err)
	pack := relief.Content{Value: 130000, Lines: []relief.LineItem{{Item: mask.ID, Units: 2000}}}
	sent, err := r.Consign(ctx, boss, relief.Consignment{Crisis: c.ID, To: store.ID, Letter: relief.Letter{Number: "CN-2", From: "A foundation", Place: "Kashgar", Currency: "CNY"}}, []relief.Content{pack, pack, {Lines: pack.Lines}})
	must(err)
	for role, email := range map[relief.PassRole]string{relief.PassSender: "gives@example.org", relief.PassDriver: "drives@example.org"} {
		_, err := r.Issue(ctx, boss, relief.Pass{Crisis: c.ID, Consignment: sent.ID, Role: role, Holder: relief.Holder{Name: "N", Organisation: "Cargo", Email: email, Lang: "ru"}}, 7)
		must(err)
	}
	_, err = r.HandOver(ctx, boss, c.ID, sent.ID, relief.Signature{Custodian: "Silk Road Cargo", Person: "R. Saidov", Place: "Karasu", Sign: relief.BySignature, Proof: "Rahim Saidov"})
	must(err)
	_, err = r.Sync(ctx, identity.System(), c.ID, sent.ID, "phone", []relief.Scan{{Sequence: 1, Number: 1, At: time.Now()}})
	must(err)
	_, err = r.CloseCount(ctx, identity.System(), c.ID, sent.ID)
	must(err)
	if told := m.told("gives@example.org", "Маски"); !strings.Contains(told, "CN-2") || !strings.Contains(told, "не менее") || !strings.Contains(told, "Silk Road Cargo, R. Saidov, Karasu") || !strings.Contains(told, "/relief/") || strings.Contains(told, "/aid/") {
		t.Error(told)
	}
	if told := m.told("aigul@house.example", "CN-2"); !strings.Contains(told, "/aid/") || !strings.Contains(told, "Silk Road Cargo") {
		t.Error(told)
	}
	if list, err := m.n.Notify.Outbox(ctx, notify.Filter{To: "drives@example.org"}); err != nil || len(list) > 0 {
		t.Errorf("the driver is told: %v %v", err, list)
	}
}
