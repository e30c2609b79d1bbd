package node

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/demo"
	"agora/notify"
)

// TestPeopleAreToldWithALinkThatOpens follows the messages of the demo's orders
// from the event to the page their link opens for somebody without an account.
func TestPeopleAreToldWithALinkThatOpens(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	guest := outbox(t, n, "guest@demo.agora.example", 1)[0]
	link := regexp.MustCompile(`http://127.0.0.1:\d+/orders/\d+\?k=\S+`).FindString(guest.Text)
	link = strings.TrimPrefix(link, n.Addr())
	if code, body := fetch(t, n, link); code != 200 || !strings.Contains(body, "Atlas") && !strings.Contains(body, "atlas") {
		t.Errorf("the link %s gives %d %.200s", link, code, body)
	}
	if code, _ := fetch(t, n, strings.Replace(link, "?k=", "?k=x", 1)); code == 200 {
		t.Error("a false link opens")
	}
	for _, e := range outbox(t, n, "aizada@demo.agora.example", 3) {
		if !strings.Contains(e.Text, "/desk") || strings.Contains(e.Text, "{") {
			t.Errorf("to the seller: %q", e.Text)
		}
	}
	keys := map[string]bool{}
	for _, e := range outbox(t, n, "saima@demo.agora.example", 5) {
		if keys[e.Key] || strings.Contains(e.Text, "{") || strings.Contains(e.Subject, "mail.") {
			t.Errorf("to the buyer: %s %q", e.Key, e.Text)
		}
		keys[e.Key] = true
	}
}

// outbox waits until somebody has got so many messages.
func outbox(t *testing.T, n *Node, to string, want int) []notify.Entry {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		list, err := n.Notify.Outbox(ctx, notify.Filter{To: to})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) >= want {
			return list
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s got %d messages, want %d", to, len(list), want)
		case <-tick.C:
		}
	}
}
