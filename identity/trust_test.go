package identity

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
	"pgregory.net/rapid"

	"agora/db/dbtest"
	"agora/fault"
)

func TestSignedLinks(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		sig := s.Sign("order", 7)
		if len(sig) != 27 || url.QueryEscape(sig) != sig || !s.Check("order", 7, sig) {
			t.Errorf("signature %q", sig)
		}
		flipped := "A" + sig[1:]
		if sig[0] == 'A' {
			flipped = "B" + sig[1:]
		}
		for name, ok := range map[string]bool{
			"another thing":   s.Check("order", 8, sig),
			"another purpose": s.Check("parcel", 7, sig),
			"nothing":         s.Check("order", 7, ""),
			"a part":          s.Check("order", 7, sig[:20]),
			"one sign off":    s.Check("order", 7, flipped),
		} {
			if ok {
				t.Errorf("%s is let in", name)
			}
		}
		if again := started(t, s.db, Options{}); !again.Check("order", 7, sig) {
			t.Error("a restart broke the links")
		}
		idle := New(s.db, Options{})
		if idle.Sign("order", 7) != "" || idle.Check("order", 7, "") {
			t.Error("without its key nothing may be signed or let in")
		}
	})
	other := started(t, dbtest.SQLite(t, schemas()...), Options{})
	if other.Check("order", 7, started(t, dbtest.SQLite(t, schemas()...), Options{}).Sign("order", 7)) {
		t.Error("two nodes share a key")
	}
}

func TestPasswordsAreHashedAFewAtATime(t *testing.T) {
	h := newHasher()
	hash, err := h.make(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := h.make(t.Context(), password); again == hash {
		t.Error("two hashes share their salt")
	}
	for text, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if ok, err := h.same(t.Context(), text, hash); ok != want || err != nil {
			t.Errorf("%q: %t, %v", text, ok, err)
		}
	}
	if want := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, hashMemory, hashTime, hashLanes); hash[:len(want)] != want ||
		unknown[:len(want)] != want || len(unknown) != len(hash) {
		t.Errorf("%s and %s must cost %s", hash, unknown, want)
	}
	for _, bad := range []string{"", "plain", "$argon2id$v=19$m=x,t=2,p=1$AA$AA", "$argon2id$v=19$m=8,t=1,p=1$AA$", "$argon2id$v=19$m=8,t=1,p=1$?$AA"} {
		if ok, err := h.same(t.Context(), password, bad); ok || err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
	for range hashSlots {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, hashWaiters)
	for range hashWaiters {
		go func() { ended <- h.enter(ctx) }()
	}
	for h.waiting.Load() < hashWaiters {
		runtime.Gosched() // until all of them stand in line
	}
	if err := h.enter(t.Context()); !fault.HasKey(err, "fault.sign_in_busy") {
		t.Errorf("one more in line: %v", err)
	}
	cancel()
	for range hashWaiters {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up: %v", err)
		}
	}
}

func TestALimitNeverAllowsMoreThanItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		burst := rapid.IntRange(1, 5).Draw(t, "burst")
		l := newLimit(burst, time.Second)
		start := time.Unix(1000, 0)
		now, taken := start, 0
		for range rapid.IntRange(1, 60).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "ms")) * time.Millisecond)
			wait := l.take("k", now)
			if wait == 0 {
				taken++
			} else if l.take("k", now.Add(wait-1)) == 0 {
				t.Fatalf("an attempt came free before its wait of %v", wait)
			}
			if most := burst + int(now.Sub(start)/time.Second); taken > most {
				t.Fatalf("%d attempts in %v, %d allowed", taken, now.Sub(start), most)
			}
		}
		if l.take("k", now.Add(time.Second)) != 0 {
			t.Fatal("after a period there must be an attempt")
		}
	})
}

func TestALimitForgets(t *testing.T) {
	l := newLimit(3, time.Second)
	now := time.Unix(1000, 0)
	for i := range 3 * maxKeys {
		l.take(fmt.Sprint(i), now)
	}
	if len(l.full) > maxKeys {
		t.Errorf("%d keys kept", len(l.full))
	}
}

func FuzzLogin(f *testing.F) {
	for _, s := range []string{"a@b.cd", "A@B.CD ", "+92 321 2345678", "0321 2345678", "۰۳۲۱۲۳۴۵۶۷۸", "a@b", "\"a b\"@c.de", "a@-b.cd", "<a@b.cd>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		email, phone, err := normal(s, "PK")
		if err != nil {
			if fault.List(err) == nil || email+phone != "" {
				t.Errorf("%q: %q, %v", s, email+phone, err)
			}
			return
		}
		if (email == "") == (phone == "") {
			t.Errorf("%q is %q and %q", s, email, phone)
		}
		again, phone2, err := normal(email+phone, "")
		if err != nil || again != email || phone2 != phone {
			t.Errorf("%q is %q, which is %q: %v", s, email+phone, again+phone2, err)
		}
	})
}
