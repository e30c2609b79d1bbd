package notify

import (
	"bufio"
	"encoding/base64"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// letter is what the server took: the envelope and the content.
type letter struct{ helo, auth, from, to, content string }

// postOffice is an SMTP server small enough to read.
type postOffice struct {
	address string
	rcpt    string // answer to RCPT TO, "250 ok" when empty
	login   string // "user:password" that it asks for, "" for none

	mu   sync.Mutex
	took []letter
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{address: l.Addr().String()}
	var lines sync.WaitGroup
	lines.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			lines.Go(func() { p.talk(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		lines.Wait()
	})
	return p
}

func (p *postOffice) letters() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]letter(nil), p.took...)
}

func (p *postOffice) talk(c net.Conn) {
	defer c.Close()
	in := textproto.NewReader(bufio.NewReader(c))
	say := func(s string) { c.Write([]byte(s + "\r\n")) }
	say("220 office ready")
	var l letter
	for {
		line, err := in.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			l.helo = rest
			say("250-office\r\n250-AUTH PLAIN\r\n250 8BITMIME")
		case "AUTH":
			_, text, _ := strings.Cut(rest, " ")
			plain, _ := base64.StdEncoding.DecodeString(text)
			l.auth = strings.ReplaceAll(strings.TrimPrefix(string(plain), "\x00"), "\x00", ":")
			if l.auth != p.login {
				say("535 wrong")
				continue
			}
			say("235 welcome")
		case "MAIL":
			l.from = rest
			if l.auth != p.login {
				say("530 sign in first")
				continue
			}
			say("250 ok")
		case "RCPT":
			l.to = rest
			if p.rcpt != "" {
				say(p.rcpt)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			text, err := in.ReadDotBytes()
			if err != nil {
				return
			}
			l.content = string(text)
			p.mu.Lock()
			p.took = append(p.took, l)
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default: // NOOP, RSET
			say("250 ok")
		}
	}
}
