//go:build !nolive

package livekit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/livekit/protocol/auth"

	"agora/fault"
	"agora/room"
)

// knock asks at a door, and gives how it answers.
func knock(t *testing.T, method, address string, header ...string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, strings.TrimSpace(string(text))
}

func opened(t *testing.T, e *Engine, id room.ID) {
	t.Helper()
	if err := e.Open(t.Context(), room.Spec{ID: id}); err != nil {
		t.Fatal(err)
	}
}

func admitted(t *testing.T, e *Engine, id room.ID, p room.PersonID, g room.Grant) room.Ticket {
	t.Helper()
	ticket, err := e.Admit(t.Context(), id, room.Person{ID: p}, g)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

const validate = "/rtc/validate"

// TestOnlySignallingIsReachable knocks at what LiveKit's port has beside it.
func TestOnlySignallingIsReachable(t *testing.T) {
	e, web := site(t)
	opened(t, e, "one")
	ticket := admitted(t, e, "one", "7", room.Grant{Role: room.Speaker})
	own, err := auth.NewAccessToken(e.key, e.secret).SetIdentity("7").SetVideoGrant(&auth.VideoGrant{RoomCreate: true, RoomList: true, RoomAdmin: true, Room: "one"}).ToJWT()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/twirp/livekit.RoomService/ListRooms", "/twirp/livekit.RoomService/CreateRoom", "/whip/v1", "/agent", "/debug/pprof/",
		"/rtc/", "/rtc/v2", "/rtc/v1/", "/rtc/x", "/rtc/%2e%2e/agent", "/RTC", "/metrics"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for _, token := range []string{ticket.Token, own} {
				if status, _, text := knock(t, method, web.URL+path, "Authorization", "Bearer "+token); status != http.StatusNotFound || text != "Not Found" {
					t.Errorf("%s %s: %d %q", method, path, status, text)
				}
			}
		}
	}
	if status, _, _ := knock(t, http.MethodPost, web.URL+validate, "Authorization", "Bearer "+ticket.Token); status != http.StatusMethodNotAllowed {
		t.Errorf("a post: %d", status)
	}
	if status, _, _ := knock(t, http.MethodGet, web.URL+validate, "Authorization", "Bearer "+own); status != http.StatusUnauthorized {
		t.Errorf("with the node's own token: %d", status)
	}
	if status, _, text := knock(t, http.MethodGet, web.URL+validate+"?access_token="+ticket.Token); status != http.StatusOK || text != "success" {
		t.Errorf("with a ticket: %d %q", status, text)
	}
}

// TestOnlyOurPagesComeIn is about the origin of who asks.
func TestOnlyOurPagesComeIn(t *testing.T) {
	public := ""
	e, web := site(t, func(o *Options) {
		inner := o.Address
		o.Address = func() string {
			if public != "" {
				return public
			}
			return inner()
		}
	})
	opened(t, e, "one")
	token := admitted(t, e, "one", "7", room.Grant{Role: room.Viewer}).Token
	for origin, want := range map[string]int{"": 200, web.URL: 200, "https://bazaar.example": 403, "null": 403, "http://127.0.0.1": 403} {
		header := []string{"Authorization", "Bearer " + token}
		if origin != "" {
			header = append(header, "Origin", origin)
		}
		status, h, _ := knock(t, http.MethodGet, web.URL+validate, header...)
		if status != want || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("from %q: %d %v", origin, status, h)
		}
	}
	public = "https://bazaar.example" // a proxy may name another host to us than the browser sees
	if status, _, _ := knock(t, http.MethodGet, web.URL+validate, "Authorization", "Bearer "+token, "Origin", public); status != http.StatusOK {
		t.Errorf("from the public address: %d", status)
	}
}

// forge signs claims as LiveKit does, at any time of its life.
func forge(t *testing.T, key, secret string, v *auth.VideoGrant, g room.Grant, from, to time.Time) string {
	t.Helper()
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	text := part(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + part(map[string]any{"iss": key, "sub": "7", "identity": "7",
		"iat": from.Unix(), "nbf": from.Unix(), "exp": to.Unix(), "video": v, "attributes": attributes(g)})
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// TestOnlyTrueTicketsLetIn tries old, foreign and changed ones, at the door and,
// where the door would not be, at what is behind it.
func TestOnlyTrueTicketsLetIn(t *testing.T) {
	e, web := site(t)
	opened(t, e, "one")
	viewer, now := room.Grant{Role: room.Viewer}, time.Now()
	good := forge(t, e.key, e.secret, video("one", viewer), viewer, now, now.Add(time.Minute))
	if status, _, text := knock(t, http.MethodGet, web.URL+validate+"?access_token="+good); status != http.StatusOK {
		t.Fatalf("a true one: %d %s", status, text)
	}
	all := video("one", room.Grant{Role: room.Speaker})
	admin := video("one", viewer)
	admin.RoomAdmin = true
	for what, token := range map[string]string{
		"none":                     "",
		"no token":                 "ticket",
		"one that is over":         forge(t, e.key, e.secret, video("one", viewer), viewer, now.Add(-time.Hour), now.Add(-2*time.Minute)),
		"one of tomorrow":          forge(t, e.key, e.secret, video("one", viewer), viewer, now.Add(time.Hour), now.Add(2*time.Hour)),
		"one of another node":      forge(t, e.key, strings.Repeat("0", 64), video("one", viewer), viewer, now, now.Add(time.Minute)),
		"one of another key":       forge(t, "other", e.secret, video("one", viewer), viewer, now, now.Add(time.Minute)),
		"one that was changed":     good[:len(good)-6] + "AAAAAA",
		"a viewer's who may speak": forge(t, e.key, e.secret, all, viewer, now, now.Add(time.Minute)),
		"one of who rules":         forge(t, e.key, e.secret, admin, viewer, now, now.Add(time.Minute)),
		"one without a role":       forge(t, e.key, e.secret, all, room.Grant{}, now, now.Add(time.Minute)),
	} {
		for _, path := range []string{"/rtc", "/rtc/v1", validate} {
			if status, _, text := knock(t, http.MethodGet, web.URL+path+"?access_token="+token); status != http.StatusUnauthorized || text != "Unauthorized" {
				t.Errorf("%s at %s: %d %q", what, path, status, text)
			}
		}
	}
	if status, _, _ := knock(t, http.MethodGet, web.URL+validate+"?publish=x&access_token="+good); status != http.StatusUnauthorized {
		t.Errorf("as a second self: %d", status)
	}
	other := forge(t, e.key, e.secret, video("two", viewer), viewer, now, now.Add(time.Minute))
	if status, _, text := knock(t, http.MethodGet, web.URL+validate+"?access_token="+other); status != http.StatusNotFound || text != "Not Found" {
		t.Errorf("a true one for a room that is not open: %d %q", status, text)
	}
	if _, err := join(t.Context(), room.Ticket{Address: e.o.Address(), Token: other}, "/rtc"); err == nil {
		t.Error("it lets somebody in")
	}
	if err := e.look(t.Context(), e.now(), "two"); err == nil {
		t.Error("it made the room")
	}
}

// TestStrangersDoNotStartTheServer knocks before there is a room, and looks at
// what else must not happen.
func TestStrangersDoNotStartTheServer(t *testing.T) {
	e, web := site(t)
	viewer := room.Grant{Role: room.Viewer}
	token := forge(t, e.key, e.secret, video("one", viewer), viewer, time.Now(), time.Now().Add(time.Minute))
	if status, _, _ := knock(t, http.MethodGet, web.URL+"/rtc?access_token="+token); status != http.StatusServiceUnavailable || e.now() != nil {
		t.Errorf("%d, and the server runs: %v", status, e.now() != nil)
	}
	if list, err := e.Present(t.Context(), "one"); !fault.Is(err, fault.NotFound) || e.now() != nil {
		t.Errorf("there are %v, %v, and the server runs: %v", list, err, e.now() != nil)
	}
	before := slog.Default()
	opened(t, e, "one")
	if slog.Default() != before {
		t.Error("LiveKit took the log of the program")
	}
	g, err := join(context.WithoutCancel(t.Context()), admitted(t, e, "one", "7", viewer), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Leave()
	for _, s := range g.servers {
		if s != "stun:127.0.0.1:3478" { // no media port, which Chromium would not hear any more
			t.Errorf("browsers are sent to %s", s)
		}
	}
	if len(g.servers) == 0 {
		t.Error("no server is named, so a browser takes its own")
	}
}
