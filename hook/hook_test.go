package hook

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/egress"
	"agora/fault"
	"agora/identity"
)

// TestTheSignatureIsThatOfTheStandard has the vector that Standard Webhooks
// publishes.
func TestTheSignatureIsThatOfTheStandard(t *testing.T) {
	got, err := sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil || got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestAnEndpointHearsWhatItWants(t *testing.T) {
	each(t, func(b *bench) {
		b.step()
		b.happens("order.placed", 1) // before there was an endpoint
		h, secret := b.listen("order.placed", "order.refunded")
		if !strings.HasPrefix(secret, "whsec_") {
			b.Error(secret)
		}
		b.happens("order.placed", 2)
		b.happens("order.accepted", 2)
		b.happens("order.given_back", 2)
		got := b.step()
		if len(got) != 2 {
			b.Fatalf("heard %d", len(got))
		}
		for i, want := range []Kind{"order.placed", "order.refunded"} {
			if k, of := got[i].kind(b.T); k != want || of != 2 {
				b.Errorf("%d: %s of %d", i, k, of)
			}
			if !got[i].proves(secret) || got[i].proves(newSecret()) {
				b.Errorf("%d: signature %q", i, got[i].proof)
			}
		}
		if got := b.step(); len(got) != 0 {
			b.Errorf("heard again: %d", len(got))
		}
		list := b.messages(h, Page{})
		if len(list) != 2 || list[0].State != Told || list[0].Kind != "order.refunded" {
			b.Errorf("messages %+v", list)
		}
		m, tries, err := b.Message(b.Context(), b.as(), shop, h.ID, list[1].ID)
		b.must(err)
		if m.Body != string(got[0].body) || len(tries) != 1 || tries[0].Status != 200 || !strings.HasPrefix(tries[0].Answer, "heardé") || len(tries[0].Answer) > MaxAnswer+2 {
			b.Errorf("message %+v, tries %+v", m, tries)
		}
	})
}

func TestARotatedSecretSignsBesideTheNewOne(t *testing.T) {
	each(t, func(b *bench) {
		h, first := b.listen("order.placed")
		h, second, err := b.Rotate(b.Context(), b.as(), shop, h.ID)
		b.must(err)
		if h.Both.IsZero() {
			b.Error("it does not say until when")
		}
		b.happens("order.placed", 2)
		if got := b.step(); !got[0].proves(first) || !got[0].proves(second) {
			b.Errorf("signed %q", got[0].proof)
		}
		b.ahead += Rotation
		b.happens("order.placed", 3)
		if got := b.step(); got[0].proves(first) || !got[0].proves(second) {
			b.Errorf("signed %q", got[0].proof)
		}
	})
}

func TestWhatMayBeAnEndpoint(t *testing.T) {
	each(t, func(b *bench) {
		for _, c := range []struct {
			url   string
			kinds []Kind
			key   string
		}{
			{"", []Kind{"order.placed"}, "fault.required"},
			{"https://10.0.0.1/", []Kind{"order.placed"}, "fault.hook_url"},
			{"ftp://example.org/", []Kind{"order.placed"}, "fault.hook_url"},
			{b.ear.URL, nil, "fault.hook_kinds"},
			{b.ear.URL, []Kind{"order.placed", "order.guessed"}, "fault.hook_kinds"},
		} {
			if _, _, err := b.Make(b.Context(), b.as(), shop, Wish{URL: c.url, Kinds: c.kinds}); !fault.HasKey(err, c.key) {
				b.Errorf("%s %v: %v", c.url, c.kinds, err)
			}
		}
		h, _ := b.listen("order.placed")
		if _, _, err := b.Make(b.Context(), b.as(), shop, Wish{URL: h.URL, Kinds: h.Kinds}); !fault.HasKey(err, "fault.hook_twice") {
			b.Error(err)
		}
		for i := range MaxHooks - 1 {
			_, _, err := b.Make(b.Context(), b.as(), shop, Wish{URL: b.ear.URL + "/" + strings.Repeat("a", i+1), Kinds: h.Kinds})
			b.must(err)
		}
		if _, _, err := b.Make(b.Context(), b.as(), shop, Wish{URL: b.ear.URL, Kinds: h.Kinds}); !fault.HasKey(err, "fault.hooks_many") {
			b.Error(err)
		}
		for _, by := range []identity.Actor{identity.Guest(), {Person: 5, Shops: map[db.ShopID]identity.Role{78: identity.ShopOwner}}} {
			if _, err := b.Hook(b.Context(), by, shop, h.ID); !fault.Is(err, fault.Forbidden) {
				b.Error(err)
			}
			if err := b.Remove(b.Context(), by, shop, h.ID); !fault.Is(err, fault.Forbidden) {
				b.Error(err)
			}
		}
		b.must(b.Remove(b.Context(), b.as(), shop, h.ID))
		b.must(b.Remove(b.Context(), b.as(), shop, h.ID))
		b.happens("order.placed", 2)
		if got := b.step(); len(got) != 0 {
			b.Errorf("a removed endpoint hears %d", len(got))
		}
	})
}

// TestAClosedAddressIsNotCalled names a host that leads to this machine.
func TestAClosedAddressIsNotCalled(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("order.placed")
		b.o.Out = egress.Strangers(Patience, false)
		b.happens("order.placed", 2)
		if got := b.step(); len(got) != 0 {
			b.Fatal("it was called")
		}
		_, tries, err := b.Message(b.Context(), b.as(), shop, h.ID, b.messages(h, Page{})[0].ID)
		b.must(err)
		if tries[0].Failure != egress.ErrClosed.Error() || tries[0].Status != 0 {
			b.Errorf("%+v", tries)
		}
	})
}

func TestAnEndpointOfSomebodyWhoLostTheShopIsSwitchedOff(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("order.placed")
		as := b.as()
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.RevokeShop(tx, b.person, shop, identity.ShopStaff) }))
		b.happens("order.placed", 2)
		if got := b.step(); len(got) != 0 {
			b.Error("it was told of an order")
		}
		if h, err := b.Hook(b.Context(), as, shop, h.ID); err != nil || h.Why != Forbidden {
			b.Errorf("%+v %v", h, err)
		}
	})
}

func TestAnEndpointThatIsGoneIsSwitchedOff(t *testing.T) {
	each(t, func(b *bench) {
		h, _ := b.listen("order.placed")
		b.ear.sick = func(heard) int { return http.StatusGone }
		b.happens("order.placed", 2)
		b.step()
		if now := b.now(h); now.Why != Gone || now.Off.IsZero() {
			b.Errorf("%+v", now)
		}
		if _, err := b.Test(b.Context(), b.as(), shop, h.ID); !fault.HasKey(err, "fault.hook_off") {
			b.Error(err)
		}
	})
}
