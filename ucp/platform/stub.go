// Package platform is a stand-in until the real one is merged.
package platform

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

type Error struct {
	Status int
	Code   string
	Text   string
}

func (e *Error) Error() string { return e.Text }

type Capability struct {
	Name, Version, Spec, Schema string
	Extends                     []string
	Config                      map[string]any
}

type Profile struct {
	Version      string
	Capabilities []Capability
}

func (p Profile) MultiGroup() bool { return false }

type Directory struct {
	mu   sync.Mutex
	kept map[string]Profile
}

func (d *Directory) OwnKeys() []any { return []any{} }

func (d *Directory) Meet(r *http.Request, _ []byte) (string, Profile, error) {
	_, after, ok := strings.Cut(r.Header.Get("UCP-Agent"), `profile="`)
	url, _, ok2 := strings.Cut(after, `"`)
	if !ok || !ok2 {
		return "", Profile{}, &Error{400, "invalid_profile_url", "the header UCP-Agent is missing"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.kept[url]; ok {
		return url, p, nil
	}
	w, err := http.Get(url)
	if err != nil {
		return "", Profile{}, &Error{424, "profile_unreachable", err.Error()}
	}
	defer w.Body.Close()
	var v struct {
		UCP struct {
			Version      string
			Capabilities map[string][]struct {
				Version string
				Extends any
			}
		}
	}
	if err := json.NewDecoder(w.Body).Decode(&v); err != nil {
		return "", Profile{}, &Error{422, "profile_malformed", err.Error()}
	}
	p := Profile{Version: v.UCP.Version}
	for n, list := range v.UCP.Capabilities {
		for _, c := range list {
			p.Capabilities = append(p.Capabilities, Capability{Name: n, Version: c.Version})
		}
	}
	if d.kept == nil {
		d.kept = map[string]Profile{}
	}
	d.kept[url] = p
	return url, p, nil
}

func Negotiate(ours, theirs []Capability) (out []Capability) {
	for _, o := range ours {
		if slices.ContainsFunc(theirs, func(t Capability) bool { return t.Name == o.Name && t.Version == o.Version }) {
			out = append(out, o)
		}
	}
	return out
}
