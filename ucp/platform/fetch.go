package platform

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// patience bounds the fetch of one profile.
const patience = 5 * time.Second

// fetch gets a profile from its address, and how long it is to be believed.
// Errors are Refusals.
func (d *Directory) fetch(address string) (Profile, time.Duration, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Profile{}, 0, unreachable(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "Agora (profiles of platforms)")
	w, err := d.client.Do(r)
	if err != nil {
		return Profile{}, 0, unreachable(err)
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		return Profile{}, 0, unreachable(fmt.Errorf("status %d", w.StatusCode))
	}
	text, err := io.ReadAll(io.LimitReader(w.Body, MaxProfile+1))
	if err != nil {
		return Profile{}, 0, unreachable(err)
	}
	p, err := Parse(text)
	return p, believed(w.Header), err
}

// unreachable says the same whatever went wrong, so that nobody finds out by us
// which hosts and ports there are.
func unreachable(err error) *Refusal {
	return &Refusal{Code: Unreachable, Content: "The profile could not be fetched: its address must answer 200 within five seconds, without redirection.", Cause: err}
}

// believed is the max-age of Cache-Control, between Floor and ceiling.
func believed(h http.Header) time.Duration {
	age := time.Duration(0)
	for directive := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch name {
		case "no-store", "no-cache":
			return Floor
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
				age = time.Duration(seconds) * time.Second
			}
		}
	}
	return min(max(age, Floor), ceiling)
}
