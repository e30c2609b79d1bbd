// Package platform knows the other side of the Universal Commerce Protocol:
// programs that shop for people, each known by the address of its profile. It
// reads profiles, keeps those that were fetched in memory, and finds out what
// both sides can do. It has no tables.
//
// Invariant: a profile is a stranger's text at a stranger's address. It is
// fetched from the open net only, seldom, in bounds, and looked at before use.
package platform

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"agora/httpsig"
)

// Version is the one version of the protocol that is spoken here.
const Version = "2026-04-08"

// MaxProfile bounds the bytes of a profile.
const MaxProfile = 64 << 10

// The capabilities whose configuration is read here.
const (
	order       = "dev.ucp.shopping.order"
	fulfillment = "dev.ucp.shopping.fulfillment"
)

// Profile is what a platform says of itself. It is shared: nobody changes it.
type Profile struct {
	Address      string // by which it is known; empty until it was fetched
	Version      string // of the protocol, a date
	Services     []Service
	Capabilities []Capability // by name, the newest first
	Keys         []httpsig.JWK
}

// Service is a way to reach the platform.
type Service struct {
	Name, Version, Transport, Endpoint string
}

// Capability is one thing that a side can do.
type Capability struct {
	Name    string
	Version string          // a date
	Extends []string        // what it adds to; empty for one that stands alone
	Config  json.RawMessage // an object, or nothing
}

// wire is a profile as JSON. The keys stand beside "ucp", not in it.
type wire struct {
	UCP struct {
		Version      string              `json:"version"`
		Services     map[string][]entity `json:"services"`
		Capabilities map[string][]entity `json:"capabilities"`
		Handlers     map[string][]entity `json:"payment_handlers"`
	} `json:"ucp"`
	Keys []httpsig.JWK `json:"signing_keys"`
}

// Parse reads a profile. Its error is a Refusal: Malformed, or
// VersionUnsupported for one of another version, whose rest is not looked at.
func Parse(text []byte) (Profile, error) {
	if len(text) > MaxProfile {
		return Profile{}, malformed(fmt.Errorf("more than %d bytes", MaxProfile))
	}
	var version struct {
		UCP struct {
			Version string `json:"version"`
		} `json:"ucp"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return Profile{}, malformed(notJSON(err))
	}
	if v := version.UCP.Version; isDate(v) && v != Version {
		return Profile{}, &Refusal{Code: VersionUnsupported, Content: "This business speaks version " + Version + " only."}
	}
	var w wire
	if err := json.Unmarshal(text, &w); err != nil {
		return Profile{}, malformed(notJSON(err))
	}
	if err := w.check(); err != nil {
		return Profile{}, malformed(err)
	}
	return w.profile(), nil
}

func malformed(err error) *Refusal {
	return &Refusal{Code: Malformed, Content: "The profile is not one of version " + Version + ": " + err.Error() + ".", Cause: err}
}

// notJSON says where a text is not as it should be, in words without our types.
func notJSON(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s is a %s, at byte %d", e.Field, e.Value, e.Offset)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no JSON at byte %d", e.Offset)
	}
	return err
}

// profile takes over what was checked.
func (w wire) profile() Profile {
	p := Profile{Version: w.UCP.Version, Keys: w.Keys}
	for name, list := range w.UCP.Services {
		for _, e := range list {
			p.Services = append(p.Services, Service{name, e.Version, e.Transport, e.Endpoint})
		}
	}
	for name, list := range w.UCP.Capabilities {
		for _, e := range list {
			p.Capabilities = append(p.Capabilities, Capability{name, e.Version, e.Extends, e.Config})
		}
	}
	slices.SortStableFunc(p.Services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(b.Version, a.Version))
	})
	slices.SortStableFunc(p.Capabilities, func(a, b Capability) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(b.Version, a.Version))
	})
	return p
}

// MultiGroup reports whether the platform can show several parcels, each with
// its own ways to come.
func (p Profile) MultiGroup() bool {
	var c struct {
		Supports bool `json:"supports_multi_group"`
	}
	return p.config(fulfillment, &c) == nil && c.Supports
}

// config reads the configuration of a capability's newest version.
func (p Profile) config(name string, into any) error {
	for _, c := range p.Capabilities {
		if c.Name == name && c.Config != nil {
			return json.Unmarshal(c.Config, into)
		}
	}
	return errors.New("no configuration")
}

// key finds a key by its id. Without one the error is httpsig.ErrKey.
func (p Profile) key(kid string) (*httpsig.PublicKey, error) {
	for _, k := range p.Keys {
		if k.KID == kid {
			return k.Public()
		}
	}
	return nil, fmt.Errorf("%w: %q", httpsig.ErrKey, kid)
}
