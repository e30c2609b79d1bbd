package notify

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
)

func (p *postOffice) mail(userinfo string) *Mail {
	return NewMail(func() Server {
		return Server{URL: "smtp://" + userinfo + p.address, From: "post@agora.example", Name: "Бозор | بازار"}
	})
}

func TestMailArrivesInEveryScript(t *testing.T) {
	p := newPostOffice(t)
	p.login = "agora:p@ss"
	msg := Message{To: "asel@house.example", Key: "order 7",
		Subject: "آرڈر AG-7 روانہ ہوا", Text: "السلام علیکم\n.\nЗаказ в пути", HTML: `<p dir="rtl">روانہ</p>`}
	if err := p.mail("agora:p%40ss@").Send(t.Context(), msg); err != nil {
		t.Fatal(err)
	}
	got := p.letters()
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	l := got[0]
	if l.auth != "agora:p@ss" || !strings.HasPrefix(l.from, "FROM:<post@agora.example>") ||
		!strings.HasPrefix(l.to, "TO:<asel@house.example>") || l.helo != "agora.example" {
		t.Errorf("envelope %q %q %q %q", l.helo, l.auth, l.from, l.to)
	}
	m, err := mail.ReadMessage(strings.NewReader(l.content))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	from, err := m.Header.AddressList("From")
	if subject != msg.Subject || err != nil || from[0].Name != "Бозор | بازار" {
		t.Errorf("subject %q from %v, %v", subject, from, err)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("Date") == "" ||
		!strings.HasSuffix(m.Header.Get("Message-ID"), "@agora.example>") {
		t.Errorf("headers %v", m.Header)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []string{msg.Text, msg.HTML} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if text := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || strings.TrimSpace(text) != want {
			t.Errorf("part %q, %v; want %q", text, err, want)
		}
	}
}

func TestTheSameKeyIsTheSameMessage(t *testing.T) {
	p := newPostOffice(t)
	ids := map[string]bool{}
	for _, key := range []string{"a", "a", "b"} {
		if err := p.mail("").Send(t.Context(), Message{To: "x@y.example", Key: key, Subject: "s", Text: "t"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range p.letters() {
		m, err := mail.ReadMessage(strings.NewReader(l.content))
		if err != nil {
			t.Fatal(err)
		}
		ids[m.Header.Get("Message-ID")] = true
	}
	if len(ids) != 2 {
		t.Errorf("ids %v", ids)
	}
}

func TestHeadersStayOnTheirLines(t *testing.T) {
	p := newPostOffice(t)
	err := p.mail("").Send(t.Context(), Message{To: "x@y.example", Key: "k", Subject: "hi\r\nBcc: all@y.example", Text: "t"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(p.letters()[0].content))
	if err != nil || m.Header.Get("Bcc") != "" || m.Header.Get("Subject") != "hi Bcc: all@y.example" {
		t.Errorf("%v, %v", m.Header, err)
	}
}

func TestWhatMailRefusesForGood(t *testing.T) {
	for _, c := range []struct {
		name, rcpt, to, userinfo string
		refused                  bool
	}{
		{"no such mailbox", "550 no such user", "x@y.example", "", true},
		{"full mailbox", "452 full", "x@y.example", "", false},
		{"no address", "", "x y@z", "", true},
		{"two addresses in one", "", "a@y.example>, <b@y.example", "", true},
		{"our own password is wrong", "", "x@y.example", "agora:wrong@", false},
	} {
		p := newPostOffice(t)
		p.rcpt = c.rcpt
		if c.userinfo != "" {
			p.login = "agora:right"
		}
		err := p.mail(c.userinfo).Send(t.Context(), Message{To: c.to, Key: "k", Subject: "s", Text: "t"})
		if err == nil || errors.Is(err, ErrRefused) != c.refused || len(p.letters()) != 0 {
			t.Errorf("%s: %v, %d letters", c.name, err, len(p.letters()))
		}
	}
}

func TestPasswordsTravelEncryptedOnly(t *testing.T) {
	for url, policy := range map[string]string{
		"smtp://u:p@mail.example:587": "TLSMandatory",
		"smtp://mail.example:25":      "TLSOpportunistic",
		"smtp://u:p@127.0.0.1:25":     "NoTLS",
	} {
		c, err := Server{URL: url, From: "a@b.example"}.client()
		if err != nil || c.TLSPolicy() != policy {
			t.Errorf("%s: %v, %v", url, c, err)
		}
	}
	for _, url := range []string{"mail.example", "http://mail.example", "smtp://", "smtp://h:x"} {
		if _, err := (Server{URL: url, From: "a@b.example"}).client(); err == nil {
			t.Errorf("%q is taken", url)
		}
	}
}

func TestMailTakesAddressesOfMailOnly(t *testing.T) {
	none := NewMail(func() Server { return Server{} })
	some := NewMail(func() Server { return Server{URL: "smtp://h", From: "a@b.example"} })
	if none.Takes("a@b.example") || !some.Takes("a@b.example") || some.Takes("+992931234567") {
		t.Error("a server and an address make mail, nothing else")
	}
}

func TestMailWaitsForALine(t *testing.T) {
	p := newPostOffice(t)
	m := p.mail("")
	for range mailLines {
		m.lines <- struct{}{}
	}
	msg := Message{To: "asel@house.example", Key: "order 7", Subject: "On its way", Text: "Today."}
	sent := make(chan error)
	go func() { sent <- m.Send(t.Context(), msg) }()
	ended, end := context.WithCancel(t.Context())
	end()
	if err := m.Send(ended, msg); !errors.Is(err, context.Canceled) {
		t.Errorf("while all lines are busy: %v", err)
	}
	if len(p.letters()) != 0 {
		t.Error("a fifth line was opened")
	}
	<-m.lines
	if err := <-sent; err != nil || len(p.letters()) != 1 {
		t.Errorf("once a line was free: %v, %d letters", err, len(p.letters()))
	}
}
