package hook

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

// TestMessagesAboutOneThingKeepTheirOrder has the first message of one order
// refused: those behind it wait, those of another order don't.
func TestMessagesAboutOneThingKeepTheirOrder(t *testing.T) {
	each(t, func(b *bench) {
		h, secret := b.listen("order.placed", "order.accepted", "order.shipped")
		b.ear.sick = func(got heard) int {
			if k, of := got.kind(b.T); k == "order.placed" && of == 1 {
				return http.StatusServiceUnavailable
			}
			return http.StatusNoContent
		}
		for _, k := range []Kind{"order.placed", "order.accepted", "order.shipped"} {
			for of := range int64(2) {
				o, _ := OfferOf(k)
				b.happens(o.from, of+1)
			}
		}
		said := func(list []heard) (out []string) {
			for _, got := range list {
				k, of := got.kind(b.T)
				out = append(out, fmt.Sprint(k, of))
			}
			return out
		}
		first := b.step()
		if got := said(first); !slices.Equal(got, []string{"order.placed1", "order.placed2", "order.accepted2", "order.shipped2"}) {
			b.Fatal(got)
		}
		b.ear.sick = nil
		if got := b.step(); len(got) != 0 {
			b.Errorf("before its time: %v", said(got))
		}
		b.ahead += schedule[0]
		again := b.step()
		if got := said(again); !slices.Equal(got, []string{"order.placed1", "order.accepted1", "order.shipped1"}) {
			b.Error(got)
		}
		if again[0].id != first[0].id || string(again[0].body) != string(first[0].body) || again[0].stamp == first[0].stamp || !again[0].proves(secret) {
			b.Error("told again it is not the same message")
		}
		if now := b.now(h); !now.Since.IsZero() {
			b.Errorf("it fails: %+v", now)
		}
	})
}

// TestTheScheduleEndsAndIsBegunAnew follows one message to its end, replays it,
// and all that failed.
func TestTheScheduleEndsAndIsBegunAnew(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("order.placed")
		b.ear.sick = func(heard) int { return http.StatusInternalServerError }
		b.happens("order.placed", 1)
		began := b.ahead
		for i := range schedule {
			if got := b.step(); len(got) != 1 {
				b.Fatalf("attempt %d: %d", i, len(got))
			}
			m := b.messages(h, Page{State: Waiting})[0]
			if wait := m.Due.Sub(m.Made()).Round(time.Second) - (b.ahead - began); wait != schedule[i] {
				b.Errorf("after attempt %d it waits %v", i+1, wait)
			}
			b.ahead += schedule[i]
		}
		b.step()
		failed := b.messages(h, Page{State: Failed})
		if len(failed) != 1 || failed[0].Tries != len(schedule)+1 || len(b.messages(h, Page{State: Waiting})) != 0 {
			b.Fatalf("%+v", failed)
		}
		b.ear.sick = nil
		b.must(b.Replay(b.Context(), b.as(), shop, h.ID, failed[0].ID))
		if got := b.step(); len(got) != 1 || got[0].id != fmt.Sprint(failed[0].ID) {
			b.Errorf("replayed %d", len(got))
		}
		for since, want := range map[time.Time]int64{failed[0].Made(): 1, failed[0].Made().Add(time.Second): 0} {
			_, err := b.store.Pool().Exec("UPDATE hook_messages SET state = 'failed'")
			b.must(err)
			n, err := b.ReplayFailed(b.Context(), b.as(), shop, h.ID, since)
			b.must(err)
			if got := b.step(); n != want || len(got) != int(want) {
				b.Errorf("replayed %d, heard %d, want %d", n, len(got), want)
			}
		}
	})
}

func TestAnEndpointThatFailsForDaysIsSwitchedOff(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("order.placed")
		b.ear.sick = func(heard) int { return http.StatusBadGateway }
		for day := int64(0); b.now(h).Off.IsZero(); day++ {
			if day > 6 {
				b.Fatal("it stays on")
			}
			b.happens("order.placed", day)
			b.step()
			b.ahead += 24 * time.Hour
		}
		now := b.now(h)
		if now.Why != Failing || now.Off.Sub(now.Since) < GiveUp {
			b.Errorf("%+v", now)
		}
		b.happens("order.placed", 100)
		if got := b.step(); len(got) != 0 {
			b.Error("it is told while it is off")
		}
		b.ear.sick = nil
		now, err := b.Change(b.Context(), b.as(), shop, h.ID, Wish{URL: h.URL, Kinds: h.Kinds, On: true})
		b.must(err)
		if !now.Off.IsZero() || !now.Since.IsZero() || now.Why != "" {
			b.Errorf("%+v", now)
		}
		b.happens("order.placed", 101)
		var of int64
		for _, got := range b.step() {
			_, of = got.kind(b.T)
		}
		if of != 101 {
			b.Errorf("the last it heard of is %d", of)
		}
	})
}

// TestAnEndpointThatFailsRests counts how often one that fails is called in a
// turn, and that the others have theirs.
func TestAnEndpointThatFailsRests(t *testing.T) {
	each(t, func(b *bench) {
		b.listen("order.placed")
		_, _, err := b.Make(b.Context(), b.as(), shop, Wish{URL: b.ear.URL + "/other", Kinds: []Kind{"product.archived"}, On: true})
		b.must(err)
		b.ear.sick = func(got heard) int {
			if k, _ := got.kind(b.T); k == "order.placed" {
				return http.StatusBadGateway
			}
			return http.StatusOK
		}
		for of := range int64(10) {
			b.happens("order.placed", of)
		}
		b.happens("product.archived", 5)
		if got := b.step(); len(got) != turnFailures+1 {
			b.Errorf("%d calls", len(got))
		}
		b.ahead += rest / 2
		if got := b.step(); len(got) != 0 {
			b.Errorf("%d calls while it rests", len(got))
		}
		b.ahead += rest / 2
		if got := b.step(); len(got) != turnFailures {
			b.Errorf("%d calls after it", len(got))
		}
	})
}

// TestOnlyTheNewestStateIsTold has a product saved many times before anything
// is sent.
func TestOnlyTheNewestStateIsTold(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("product.changed", "stock.changed")
		for range 5 {
			b.happens("product.saved", 7)
			b.happens("product.saved", 404) // gone when it is looked for
			b.must(b.follow(b.Context()))
		}
		if got := b.step(); len(got) != 1 {
			b.Errorf("heard %d", len(got))
		}
		b.happens("product.saved", 7)
		if got := b.step(); len(got) != 1 {
			b.Errorf("the next: %d", len(got))
		}
		if void := b.messages(h, Page{State: Void}); len(void) != 1 {
			b.Errorf("void: %+v", void)
		}
	})
}

func TestATestIsHeardAndOldMessagesAreForgotten(t *testing.T) {
	each(t, func(b *bench) {
		h, secret := b.listen("order.placed")
		m, err := b.Test(b.Context(), b.as(), shop, h.ID)
		b.must(err)
		got := b.step()
		if k, _ := got[0].kind(b.T); k != Tested || got[0].id != fmt.Sprint(m.ID) || !got[0].proves(secret) {
			b.Errorf("heard %s", got[0].body)
		}
		b.must(b.Forget(b.Context(), 100))
		if len(b.messages(h, Page{})) != 1 {
			b.Error("forgotten at once")
		}
		b.ahead += Kept + time.Hour
		b.must(b.Forget(b.Context(), 100))
		if _, _, err := b.Message(b.Context(), b.as(), shop, h.ID, m.ID); err == nil {
			b.Error("it is still there")
		}
	})
}

// TestTwoNodesTellOnce has two follow the same events.
func TestTwoNodesTellOnce(t *testing.T) {
	each(t, func(b *bench) {
		b.listen("order.placed")
		other := NewService(b.store, b.o)
		for of := range int64(6) {
			b.happens("order.placed", of)
			b.must(other.Step(b.Context()))
			b.must(b.Step(b.Context()))
			b.must(b.Step(b.Context()))
		}
		if got := b.step(); len(got) != 6 {
			b.Errorf("heard %d", len(got))
		}
	})
}
