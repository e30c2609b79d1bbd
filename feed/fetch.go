package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/blob"
	"agora/egress"
	"agora/fault"
)

// Bounds of fetching a picture.
const (
	fetchTime  = 30 * time.Second
	fetchHops  = 3 // redirects
	fetchTries = 5
)

// dial connects to an address.
type dial func(ctx context.Context, network, address string) (net.Conn, error)

// fetcher gets pictures from the open net. Every address that a name or a
// redirect leads to is judged when it is dialled.
func fetcher(d dial) *http.Client {
	return &http.Client{Timeout: fetchTime,
		Transport: &http.Transport{DialContext: d, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 15 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: 10 * time.Second},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > fetchHops {
				return errBad("fault.picture_gone")
			}
			return webAddress(r.URL)
		}}
}

func errBad(key string) error { return fault.Field("picture", key) }

// webAddress refuses what is no plain address of the web: other schemes and
// ports, names and passwords.
func webAddress(u *url.URL) error {
	port := u.Port()
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || port != "" && port != "80" && port != "443" {
		return errBad("fault.picture_address")
	}
	return nil
}

// fetch gets a picture and hands it to keep. A fault is for good; another error
// may pass.
func (s *Service) fetch(ctx context.Context, address string, keep func(io.Reader) error) error {
	u, err := url.Parse(address)
	if err != nil {
		return errBad("fault.picture_address")
	}
	if err := s.judge(u); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return errBad("fault.picture_address")
	}
	request.Header.Set("User-Agent", "Agora (pictures of an imported catalogue)")
	request.Header.Set("Accept", "image/webp,image/jpeg,image/png,image/gif;q=0.8")
	answer, err := s.client.Do(request)
	if errors.Is(err, egress.ErrClosed) {
		return errBad("fault.picture_closed")
	}
	if list := fault.List(err); list != nil {
		return list[0]
	}
	if err != nil {
		return fmt.Errorf("feed: fetch a picture: %w", err)
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500:
		return fmt.Errorf("feed: fetch a picture: %s", answer.Status)
	case answer.StatusCode != http.StatusOK:
		return errBad("fault.picture_gone")
	case answer.ContentLength > blob.MaxPicture:
		return errBad("fault.picture_gone")
	case strings.HasPrefix(answer.Header.Get("Content-Type"), "text/"):
		return errBad("fault.picture_format")
	}
	return keep(answer.Body)
}
