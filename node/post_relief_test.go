package node

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/identity"
	"agora/notify"
	"agora/relief"
)

// TestANeedThatSleepsIsAskedAbout lets a need grow old: its reporter gets a link to a
// page without account, and what she says there counts the same moment.
func TestANeedThatSleepsIsAskedAbout(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	ctx, by := t.Context(), identity.System()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := n.Relief.Declare(ctx, by, relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	must(err)
	f, err := n.Relief.Found(ctx, by, relief.Facility{Crisis: c.ID, Kind: "clinic", Profile: relief.Profile{Name: "Vose health house", Town: "Vose", Country: "TJ", Contact: relief.Contact{Email: "house@example.org"}}})
	must(err)
	i, err := n.Relief.Stock(ctx, by, relief.Item{Crisis: c.ID, Code: "mask", Sort: relief.Sort{Name: catalog.Texts{"en": "Masks", "ru": "Маски"}, Unit: "piece"}})
	must(err)
	_, err = n.Relief.Report(ctx, by, relief.Need{Crisis: c.ID, Facility: f.ID, Item: i.ID, Want: relief.Want{Units: 400, Lang: "ru", Reporter: relief.Contact{Email: "nurse@example.org"}}})
	must(err)
	needed := func() (sum int64) {
		o, err := n.Relief.Overview(ctx, c.ID, 0)
		must(err)
		for _, t := range o.Totals {
			sum += t.Needed
		}
		return sum
	}
	ages := func(days int) {
		t.Helper()
		must(n.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE relief_needs SET confirmed = $1", db.Micro(tx.Now.AddDate(0, 0, -days)))
			return err
		}))
		_, err := n.Relief.Sleep(ctx, 10)
		must(err)
	}
	ages(5)
	told := outboxOf(t, n, "nurse@example.org", "Сообщалось, что Vose health house, Vose нуждается: Маски")
	if strings.Contains(told, "{") || needed() != 400 {
		t.Errorf("on day five: %q, %d needed", told, needed())
	}
	outboxOf(t, n, "house@example.org", "Маски")
	ages(8)
	told = outboxOf(t, n, "nurse@example.org", "не учитывается")
	if needed() != 0 {
		t.Errorf("%d are needed of what sleeps", needed())
	}
	link := regexp.MustCompile(`http://127.0.0.1:\d+/needed/\d+/\d+\?k=\S+`).FindString(told)
	if code, body := fetch(t, n, strings.TrimPrefix(link, n.Addr())); code != http.StatusOK || !strings.Contains(body, "Vose health house") || strings.Contains(body, "nurse@") {
		t.Fatalf("the link %q gives %d", link, code)
	}
	bare, _, _ := strings.Cut(link, "?")
	if code, _ := fetch(t, n, strings.TrimPrefix(bare, n.Addr())+"?k=forged"); code == http.StatusOK {
		t.Error("a forged link opens it")
	}
	says := func(pairs url.Values) int {
		t.Helper()
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.PostForm(link, pairs)
		must(err)
		res.Body.Close()
		return res.StatusCode
	}
	if code := says(url.Values{"do": {"still"}, "units": {"250"}}); code != http.StatusSeeOther || needed() != 250 {
		t.Errorf("still needed: %d, %d needed", code, needed())
	}
	if code := says(url.Values{"do": {"over"}}); code != http.StatusSeeOther || needed() != 0 {
		t.Errorf("not needed any more: %d, %d needed", code, needed())
	}
	if code := says(url.Values{"do": {"still"}, "units": {"9"}}); code != http.StatusConflict || needed() != 0 {
		t.Errorf("after that: %d", code)
	}
}

// TestMailOfReliefIsForgotten writes to who reported a need, and has nothing of that in any
// table of the outbox when its day is over.
func TestMailOfReliefIsForgotten(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	send := func(key string) {
		t.Helper()
		if err := n.Notify.Send(t.Context(), notify.Message{To: "nurse@example.org", Subject: "A need", Text: "Masks", Key: key}); err != nil {
			t.Fatal(err)
		}
	}
	for _, about := range []string{"relief ", "relief message ", "need ", "allotted ", "buyer placed "} {
		send(about + "7")
	}
	if err := n.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE notify_messages SET message_id = message_id - $1", db.IDAt(tx.Now)-db.IDAt(tx.Now.Add(-relief.KeepRefused-time.Minute)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	send("need 8")
	for _, task := range n.forgetTasks(2) {
		if err := task.Do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	list, err := n.Notify.Outbox(t.Context(), notify.Filter{To: "nurse@example.org"})
	if err != nil || len(list) != 2 || list[0].Key != "need 8" || list[1].Key != "buyer placed 7" {
		t.Errorf("%+v %v", list, err)
	}
}
