package notify

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

// browser is a browser and its push service in one.
type browser struct {
	t      *testing.T
	server *httptest.Server
	key    *ecdh.PrivateKey
	secret []byte
	status int
	got    []*http.Request
	bodies [][]byte
}

func newBrowser(t *testing.T) *browser {
	b := &browser{t: t, secret: make([]byte, 16), status: http.StatusCreated}
	var err error
	if b.key, err = ecdh.P256().GenerateKey(rand.Reader); err != nil {
		t.Fatal(err)
	}
	_, _ = rand.Read(b.secret)
	b.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b.got, b.bodies = append(b.got, r), append(b.bodies, body)
		w.WriteHeader(b.status)
	}))
	t.Cleanup(b.server.Close)
	return b
}

func (b *browser) subscription(subject string) Subscription {
	return Subscription{Subject: subject, Endpoint: b.server.URL + "/push/1", Lang: "ur",
		Key: url64.EncodeToString(b.key.PublicKey().Bytes()), Secret: url64.EncodeToString(b.secret)}
}

// open decrypts a message as a browser does.
func (b *browser) open(body []byte) string {
	b.t.Helper()
	if n := binary.BigEndian.Uint32(body[16:20]); n != record || body[20] != 65 {
		b.t.Fatalf("record of %d, key of %d", n, body[20])
	}
	salt, ours := body[:16], body[21:86]
	public, err := ecdh.P256().NewPublicKey(ours)
	if err != nil {
		b.t.Fatal(err)
	}
	shared, err := b.key.ECDH(public)
	if err != nil {
		b.t.Fatal(err)
	}
	ikm, _ := derive(shared, b.secret, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(ours), 32)
	key, _ := derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, _ := derive(ikm, salt, "Content-Encoding: nonce\x00", 12)
	block, _ := aes.NewCipher(key)
	gcm, _ := cipher.NewGCM(block)
	plain, err := gcm.Open(nil, nonce, body[86:], nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(plain)%padTo != 0 {
		b.t.Errorf("%d bytes tell how long the text is", len(plain))
	}
	text, pad, _ := strings.Cut(string(plain), "\x02")
	if strings.Trim(pad, "\x00") != "" {
		b.t.Error("the pad is not zero")
	}
	return text
}

// proven checks the signature of the node and gives its claims.
func (b *browser) proven(header string) (claims map[string]any) {
	b.t.Helper()
	token, public, _ := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	raw, err := url64.DecodeString(public)
	if err != nil || len(parts) != 3 {
		b.t.Fatal(header, err)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	if err != nil {
		b.t.Fatal(err)
	}
	signature, _ := url64.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if len(signature) != 64 || !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		b.t.Error("the signature is wrong")
	}
	body, _ := url64.DecodeString(parts[1])
	if err := json.Unmarshal(body, &claims); err != nil {
		b.t.Fatal(err)
	}
	return claims
}

// newPush makes a channel that may call the test's own server.
func newPush(t *testing.T, d *db.DB, b *browser) *Push {
	t.Helper()
	p := NewPush(d, func() string { return "https://agora.example" })
	p.client, p.check = b.server.Client(), func(string) error { return nil }
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestANoteReachesTheBrowserThatAsked(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		b := newBrowser(t)
		p := newPush(t, d, b)
		if again := newPush(t, d, b); again.Key() != p.Key() || len(p.Key()) != 87 {
			t.Error("the key of the node changes")
		}
		if err := p.Subscribe(t.Context(), b.subscription("person:7")); err != nil {
			t.Fatal(err)
		}
		list, err := p.Subscriptions(t.Context(), "person:7")
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		s := New(d, p)
		m := Message{To: list[0].To(), Key: "seller 1", Subject: "New order AG-1", Text: "Answer", Link: "/desk/1/orders/2"}
		for range 2 {
			if err := s.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
		if len(b.got) != 1 {
			t.Fatalf("%d notes came", len(b.got))
		}
		var got map[string]string
		if err := json.Unmarshal([]byte(b.open(b.bodies[0])), &got); err != nil {
			t.Fatal(err)
		}
		if got["title"] != "New order AG-1" || got["url"] != "/desk/1/orders/2" || got["lang"] != "ur" || len(got) != 5 {
			t.Error(got)
		}
		h := b.got[0].Header
		claims := b.proven(h.Get("Authorization"))
		exp, _ := claims["exp"].(float64)
		if left := time.Until(time.Unix(int64(exp), 0)); claims["aud"] != b.server.URL || claims["sub"] != "https://agora.example" || left < time.Hour || left > 24*time.Hour {
			t.Error(claims)
		}
		if h.Get("Content-Encoding") != "aes128gcm" || h.Get("TTL") == "" || len(h.Get("Topic")) > 32 {
			t.Error(h)
		}
	})
}

func TestABrowserThatIsGoneIsForgotten(t *testing.T) {
	d := dbtest.SQLite(t, Schema)
	b := newBrowser(t)
	p := newPush(t, d, b)
	for _, c := range []struct {
		status  int
		refused bool
		left    int
	}{{201, false, 1}, {503, false, 1}, {400, true, 1}, {410, true, 0}, {404, true, 0}} {
		if err := p.Subscribe(t.Context(), b.subscription("person:7")); err != nil {
			t.Fatal(err)
		}
		list, _ := p.Subscriptions(t.Context(), "person:7")
		b.status = c.status
		err := p.Send(t.Context(), Message{To: list[0].To(), Key: "k", Subject: "s", Text: "t"})
		if errors.Is(err, ErrRefused) != c.refused || (err == nil) != (c.status < 300) {
			t.Errorf("%d: %v", c.status, err)
		}
		if list, _ = p.Subscriptions(t.Context(), "person:7"); len(list) != c.left {
			t.Errorf("%d: %d are left", c.status, len(list))
		}
	}
	if err := p.Send(t.Context(), Message{To: pushed + "12", Key: "k"}); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}

func TestABrowserHasOnePersonsNotes(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		b := newBrowser(t)
		p := newPush(t, d, b)
		count := func(subject string) int {
			list, err := p.Subscriptions(t.Context(), subject)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		for _, subject := range []string{"person:7", "order:1", "person:8", "order:2", "person:8"} {
			if err := p.Subscribe(t.Context(), b.subscription(subject)); err != nil {
				t.Fatal(err)
			}
		}
		if count("person:7") != 0 || count("person:8") != 1 || count("order:1") != 1 || count("order:2") != 1 {
			t.Error("a browser has the notes of two people, or lost those of an order")
		}
		if err := p.Unsubscribe(t.Context(), "order:1", b.subscription("").Endpoint); err != nil || count("order:1") != 0 || count("order:2") != 1 {
			t.Error("a yes was not taken back", err)
		}
		for i := range mostBrowsers + 3 {
			s := b.subscription("person:9")
			s.Endpoint += strings.Repeat("x", i+1)
			if err := p.Subscribe(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		if n := count("person:9"); n != mostBrowsers {
			t.Errorf("%d browsers of one person", n)
		}
		bad := b.subscription("person:9")
		bad.Key = "AAAA"
		if err := p.Subscribe(t.Context(), bad); !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
	})
}

// TestTheNodeCallsNoNeighbour: an address that a browser names may be a trap.
func TestTheNodeCallsNoNeighbour(t *testing.T) {
	for _, endpoint := range []string{"", "http://push.example/1", "https://127.0.0.1/1", "https://[::1]/1", "https://u:p@push.example/1",
		"https://push.example:8443/1", "https:///1", "file:///etc/hosts", "https://push.example/" + strings.Repeat("x", 1000)} {
		if checkEndpoint(endpoint) == nil {
			t.Errorf("%.60s is taken", endpoint)
		}
	}
	if err := checkEndpoint("https://push.example/send/abc:def"); err != nil {
		t.Error(err)
	}
	server := httptest.NewTLSServer(http.NotFoundHandler()) // listens on this machine
	defer server.Close()
	if _, err := dialPublic(t.Context(), "tcp", server.Listener.Addr().String()); !errors.Is(err, ErrRefused) {
		t.Errorf("a neighbour was called: %v", err)
	}
}

// TestSealAsTheStandardDoes follows the example of RFC 8291, appendix A.
func TestSealAsTheStandardDoes(t *testing.T) {
	raw := func(s string) []byte {
		b, err := url64.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	once, err := ecdh.P256().NewPrivateKey(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ecdh.P256().NewPublicKey(raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal([]byte("When I grow up, I want to be a watermelon"), 0, public, raw("BTBZMqHH6r4Tts7J_aSIgg"), raw("DGv6ra1nlYgDCS1FRnbzlw"), once)
	if err != nil {
		t.Fatal(err)
	}
	const want = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	if url64.EncodeToString(got) != want {
		t.Errorf("sealed as %s", url64.EncodeToString(got))
	}
}
