package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"agora/egress"
)

// Libre speaks the protocol of LibreTranslate (docs.libretranslate.com, "API
// usage", read 2026-11): POST /translate with a list of texts, GET /languages.
type Libre struct {
	Address string // "https://host/path" without a final slash
	Key     string // "" where none is asked for
}

// Bounds of a call.
const (
	patience  = 45 * time.Second // a machine without a graphics card is slow
	maxAnswer = 4 << 20          // bytes
)

// Languages asks which pairs there are.
func (l Libre) Languages(ctx context.Context) (Pairs, error) {
	var list []struct {
		Code    string   `json:"code"`
		Targets []string `json:"targets"`
	}
	if err := l.call(ctx, http.MethodGet, "/languages", nil, &list); err != nil {
		return nil, err
	}
	pairs := Pairs{}
	for _, one := range list {
		pairs[one.Code] = one.Targets
	}
	for code, targets := range pairs {
		if targets != nil {
			continue
		}
		for other := range pairs { // programs before version 1.3 name no targets: each goes with each
			pairs[code] = append(pairs[code], other)
		}
	}
	return pairs, nil
}

// Translate asks for texts in another language.
func (l Libre) Translate(ctx context.Context, from, into string, texts []string) ([]string, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	letters := 0
	for _, t := range texts {
		letters += utf8.RuneCountInString(t)
	}
	if len(texts) > MaxTexts || letters > MaxLetters {
		return nil, fmt.Errorf("%w: %d texts of %d letters", ErrRefused, len(texts), letters)
	}
	body, err := json.Marshal(struct {
		Q      []string `json:"q"`
		Source string   `json:"source"`
		Target string   `json:"target"`
		Format string   `json:"format"`
		Key    string   `json:"api_key,omitempty"`
	}{texts, from, into, "text", l.Key})
	if err != nil {
		return nil, err
	}
	var answer struct {
		Texts []string `json:"translatedText"`
	}
	if err := l.call(ctx, http.MethodPost, "/translate", body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Texts) != len(texts) {
		return nil, fmt.Errorf("translate: %d texts came back for %d", len(answer.Texts), len(texts))
	}
	for _, t := range answer.Texts {
		if !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
			return nil, errors.New("translate: what came back is no text")
		}
	}
	return answer.Texts, nil
}

// call makes one call and reads its answer into v.
func (l Libre) call(ctx context.Context, method, path string, body []byte, v any) error {
	r, err := http.NewRequestWithContext(ctx, method, l.Address+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrRefused, err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "Agora")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	w, err := egress.Named(hostPort(r.URL), patience).Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the address
		}
		return fmt.Errorf("translate: %w", err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(w.Body, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("translate: %w", err)
	case len(raw) > maxAnswer:
		return errors.New("translate: the answer is too long")
	case w.StatusCode == http.StatusTooManyRequests || w.StatusCode >= http.StatusInternalServerError:
		return fmt.Errorf("translate: %s", w.Status)
	case w.StatusCode != http.StatusOK:
		return fmt.Errorf("%w: %s", ErrRefused, w.Status)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("translate: the answer is no JSON: %w", err)
	}
	return nil
}

// hostPort gives what is dialled for an address.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = "443"
		if u.Scheme == "http" {
			port = "80"
		}
	}
	host := u.Hostname()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return host + ":" + port
}
