package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Server is where mail is handed in, and in whose name.
type Server struct {
	URL  string // "smtp://user:password@host:587", or smtps for TLS from the start; "" for none
	From string // address of the sender
	Name string // of the sender, as people see it
}

// mailTime bounds one delivery.
const mailTime = 30 * time.Second

// mailLines bounds the connections to the server at once; many providers turn
// away more.
const mailLines = 4

// Mail sends e-mail over SMTP.
type Mail struct {
	server func() Server // asked anew each time: an operator changes it while the node stands
	clock  func() time.Time
	lines  chan struct{} // connections that are open
}

// NewMail makes the channel; server gives the settings of the moment.
func NewMail(server func() Server) *Mail {
	return &Mail{server: server, clock: time.Now, lines: make(chan struct{}, mailLines)}
}

// Name gives "e-mail".
func (m *Mail) Name() string { return "e-mail" }

// Takes reports whether to is an e-mail address and there is a server.
func (m *Mail) Takes(to string) bool {
	s := m.server()
	return s.URL != "" && s.From != "" && strings.Contains(to, "@")
}

// Send hands one message to the server.
func (m *Mail) Send(ctx context.Context, msg Message) error {
	s := m.server()
	letter, err := m.letter(s, msg)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	select {
	case m.lines <- struct{}{}:
		defer func() { <-m.lines }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, letter)
	var refusal *mail.SendError
	if errors.As(err, &refusal) && refusal.Reason == mail.ErrSMTPRcptTo && !refusal.IsTemp() {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// letter writes the message as mail.
func (m *Mail) letter(s Server, msg Message) (*mail.Msg, error) {
	letter := mail.NewMsg()
	if err := letter.FromFormat(line(s.Name), s.From); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := letter.To(msg.To); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if msg.ReplyTo != "" {
		if err := letter.ReplyTo(msg.ReplyTo); err != nil {
			return nil, fmt.Errorf("reply: %w", err)
		}
	}
	letter.Subject(line(msg.Subject))
	letter.SetDateWithValue(m.clock())
	sum := sha256.Sum256([]byte(msg.Key)) // so that a second copy is known as one
	letter.SetMessageIDWithValue(hex.EncodeToString(sum[:16]) + "@" + s.domain())
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // no holiday replies, please
	letter.SetBodyString(mail.TypeTextPlain, msg.Text)
	if msg.HTML != "" {
		letter.AddAlternativeString(mail.TypeTextHTML, msg.HTML)
	}
	return letter, nil
}

// line keeps a header on its line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func (s Server) domain() string {
	_, domain, _ := strings.Cut(s.From, "@")
	return domain
}

// client makes the connection's options. A password never leaves the machine
// unencrypted; without one, encryption is used where the server offers it.
func (s Server) client() (*mail.Client, error) {
	u, err := url.Parse(s.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("mail server: its address is not smtp://user:password@host:port")
	}
	user, password := u.User.Username(), ""
	if u.User != nil {
		password, _ = u.User.Password()
	}
	o := []mail.Option{mail.WithTimeout(mailTime), mail.WithHELO(s.domain())}
	auth := mail.SMTPAuthAutoDiscover
	switch {
	case u.Scheme == "smtps":
		o = append(o, mail.WithSSLPort(false))
	case loopback(u.Hostname()):
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
		auth = mail.SMTPAuthPlainNoEnc
	case user != "":
		o = append(o, mail.WithTLSPortPolicy(mail.TLSMandatory))
	default:
		o = append(o, mail.WithTLSPortPolicy(mail.TLSOpportunistic))
	}
	if user != "" {
		o = append(o, mail.WithSMTPAuth(auth), mail.WithUsername(user), mail.WithPassword(password))
	}
	if text := u.Port(); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("mail server: port: %w", err)
		}
		o = append(o, mail.WithPort(port))
	}
	return mail.NewClient(u.Hostname(), o...)
}

// loopback reports whether the server is on this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
