package hook

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"agora/egress"
)

// post sends a message, signed.
func (s *Service) post(ctx context.Context, h Hook, m Message) (status int, answer string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, strings.NewReader(m.Body))
	if err != nil {
		return 0, "", err
	}
	id, now := strconv.FormatInt(int64(m.ID), 10), m.sent
	proof, err := sign(id, now, []byte(m.Body), h.secrets()...)
	if err != nil {
		return 0, "", err
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "User-Agent": "Agora", "Webhook-Id": id,
		"Webhook-Timestamp": strconv.FormatInt(now.Unix(), 10), "Webhook-Signature": proof} {
		r.Header.Set(name, value)
	}
	w, err := s.o.Out.Do(r)
	if err != nil {
		return 0, "", plain(err)
	}
	defer w.Body.Close()
	said, err := io.ReadAll(io.LimitReader(w.Body, MaxAnswer))
	return w.StatusCode, printable(said), err
}

// secrets are those by which a message is signed now.
func (h Hook) secrets() []string {
	if h.old != "" {
		return []string{h.secret, h.old}
	}
	return []string{h.secret}
}

// plain says what went wrong without what only concerns the node: the name of
// its resolver, and the address, which the reader knows.
func plain(err error) error {
	var name *net.DNSError
	var long net.Error
	switch {
	case errors.As(err, &name):
		return errors.New(name.Err)
	case errors.As(err, &long) && long.Timeout():
		return errors.New("no answer in time")
	case errors.Is(err, egress.ErrClosed):
		return egress.ErrClosed
	}
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// printable is what of an answer a table can hold.
func printable(said []byte) string {
	return string(bytes.ToValidUTF8(bytes.ReplaceAll(said, []byte{0}, nil), []byte("\uFFFD")))
}
