package hook

import (
	"testing"

	"agora/verify/verifytest"
)

// TestWebhooksForOthers writes messages as a receiver had them, and changed
// ones, into the folder AGORA_VERIFY, where the library of the standard judges
// them (make verify).
func TestWebhooksForOthers(t *testing.T) {
	type judged struct {
		Secret, ID, Stamp, Proof, Body string
		Good                           bool
	}
	var list []judged
	add := func(secret string, h heard, good bool) {
		list = append(list, judged{secret, h.id, h.stamp, h.proof, string(h.body), good})
	}
	each(t, func(b *bench) {
		h, first := b.listen("order.placed", "stock.changed")
		b.happens("order.placed", 1)
		b.happens("stock.changed", 2)
		for _, got := range b.step() {
			add(first, got, true)
			add(newSecret(), got, false)
			changed := got
			changed.body = append([]byte(" "), got.body...)
			add(first, changed, false)
			changed = got
			changed.id += "0"
			add(first, changed, false)
		}
		_, second, err := b.Rotate(b.Context(), b.as(), shop, h.ID)
		b.must(err)
		b.happens("order.placed", 3)
		for _, got := range b.step() {
			add(first, got, true)
			add(second, got, true)
		}
	})
	if len(list) != 20 {
		t.Fatalf("%d messages", len(list))
	}
	verifytest.Keep(t, "webhooks.json", list)
}
