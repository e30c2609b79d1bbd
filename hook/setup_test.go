package hook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const shop = db.ShopID(77)

// bench is webhooks of a shop with somebody who runs it, and a program that listens.
type bench struct {
	*testing.T
	*Service
	store  *db.DB
	ahead  time.Duration
	person identity.PersonID
	ear    *ear
}

// ear is a program that listens.
type ear struct {
	*httptest.Server
	mu    sync.Mutex
	sick  func(heard) int // gives the status it answers with; nil for 200
	heard []heard
}

type heard struct {
	id, stamp, proof string
	body             []byte
}

func each(t *testing.T, f func(*bench)) {
	b := &bench{}
	start := time.Now().UTC().Truncate(time.Second)
	dbtest.EachAt(t, func() time.Time { return start.Add(b.ahead) }, []db.Schema{event.Schema, identity.Schema, audit.Schema, Schema}, func(t *testing.T, d *db.DB) {
		b.T, b.store, b.ahead = t, d, 0
		b.Service = NewService(d, Options{Dev: true, Log: slog.New(slog.DiscardHandler), Jitter: func() float64 { return 0.5 }, Thing: func(_ context.Context, by identity.Actor, _ db.ShopID, k Kind, subject int64) (any, error) {
			if subject == 404 {
				return nil, fault.New(fault.NotFound, "fault.not_found")
			}
			return map[string]any{"id": subject, "by": by.Person}, nil
		}})
		people := identity.New(d, identity.Options{})
		p, err := people.SignUp(b.Context(), identity.NewPerson{Name: "Sadia", Login: "sadia@example.org", Password: "three odd camels", Country: "PK", Lang: "ur"})
		b.must(err)
		b.person = p.ID
		b.must(d.Write(b.Context(), func(tx *db.Tx) error { return identity.GrantShop(tx, p.ID, shop, identity.ShopStaff) }))
		b.ear = &ear{}
		b.ear.Server = httptest.NewServer(b.ear)
		defer b.ear.Close()
		f(b)
	})
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h := heard{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), body}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, h)
	if e.sick != nil {
		w.WriteHeader(e.sick(h))
	}
	_, _ = io.WriteString(w, "heard\x00"+strings.Repeat("é", MaxAnswer))
}

// proves reports whether one of the signatures is by a secret: written out from
// the text of the standard, apart from sign.
func (h heard) proves(secret string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join([]string{h.id, h.stamp, string(h.body)}, ".")))
	for _, one := range strings.Split(h.proof, " ") {
		if one == "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
			return true
		}
	}
	return false
}

// kind gives the kind and subject of what was heard.
func (h heard) kind(t *testing.T) (Kind, int64) {
	t.Helper()
	var said struct {
		Type Kind
		Data struct{ ID int64 }
	}
	if err := json.Unmarshal(h.body, &said); err != nil {
		t.Fatal(err)
	}
	return said.Type, said.Data.ID
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) as() (a identity.Actor) {
	b.Helper()
	b.must(b.store.Read(b.Context(), func(tx *db.Tx) (err error) { a, err = identity.ActorIn(tx, b.person); return err }))
	return a
}

// listen makes an endpoint at the ear.
func (b *bench) listen(kinds ...Kind) (Hook, string) {
	b.Helper()
	h, secret, err := b.Make(b.Context(), b.as(), shop, Wish{URL: b.ear.URL + "/in", Kinds: kinds, On: true})
	b.must(err)
	b.step()
	return h, secret
}

func (b *bench) happens(k event.Kind, subject int64) {
	b.Helper()
	b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return event.Append(tx, shop, k, subject, nil) }))
}

// step sends what is due and gives what was heard since the last.
func (b *bench) step() []heard {
	b.Helper()
	b.must(b.Step(b.Context()))
	b.ear.mu.Lock()
	defer b.ear.mu.Unlock()
	out := b.ear.heard
	b.ear.heard = nil
	return out
}

func (b *bench) now(h Hook) Hook {
	b.Helper()
	h, err := b.Hook(b.Context(), b.as(), shop, h.ID)
	b.must(err)
	return h
}

func (b *bench) messages(h Hook, p Page) []Message {
	b.Helper()
	list, err := b.Messages(b.Context(), b.as(), shop, h.ID, p)
	b.must(err)
	return list
}
