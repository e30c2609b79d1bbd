package platform

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"

	"agora/httpsig"
)

// Bounds within a profile, besides its size.
const (
	maxEntities = 200 // of one kind
	maxParents  = 20
	maxKeys     = 32
	maxName     = 200
	maxURI      = 2048
)

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*)+$`)

// entity is a service, a capability or a way to pay.
type entity struct {
	Version   string          `json:"version"`
	Spec      string          `json:"spec"`
	Schema    string          `json:"schema"`
	ID        string          `json:"id"`
	Config    json.RawMessage `json:"config"`
	Transport string          `json:"transport"`
	Endpoint  string          `json:"endpoint"`
	Extends   parents         `json:"extends"`
}

// parents are one name, or several in a list.
type parents []string

// UnmarshalJSON takes both forms.
func (p *parents) UnmarshalJSON(text []byte) error {
	var one string
	if err := json.Unmarshal(text, &one); err == nil {
		*p = parents{one}
		return nil
	}
	var list []string
	if err := json.Unmarshal(text, &list); err != nil || len(list) == 0 {
		return errors.New("extends is neither a name nor a list of names")
	}
	*p = list
	return nil
}

// check compares a profile with the schemas of the version: the form of a
// platform, or that of a business, as both are one schema.
func (w wire) check() error {
	if !isDate(w.UCP.Version) {
		return errors.New("ucp.version is no date")
	}
	if w.UCP.Services == nil || w.UCP.Handlers == nil {
		return errors.New("ucp lacks services or payment_handlers")
	}
	if err := each("services", w.UCP.Services, checkService); err != nil {
		return err
	}
	if err := each("capabilities", w.UCP.Capabilities, checkCapability); err != nil {
		return err
	}
	if err := each("payment_handlers", w.UCP.Handlers, checkHandler); err != nil {
		return err
	}
	return checkKeys(w.Keys)
}

// each looks at every entity of a kind.
func each(kind string, all map[string][]entity, check func(entity) error) error {
	count := 0
	for name, list := range all {
		if !IsName(name) {
			return fmt.Errorf("%s has a name that is none", kind)
		}
		if list == nil {
			return fmt.Errorf("%s.%s is no list", kind, name)
		}
		if count += len(list); count > maxEntities {
			return fmt.Errorf("%s has more than %d entries", kind, maxEntities)
		}
		for _, e := range list {
			if err := errors.Join(checkEntity(e), check(e)); err != nil {
				return fmt.Errorf("%s.%s: %w", kind, name, err)
			}
		}
	}
	return nil
}

func checkEntity(e entity) error {
	if !isDate(e.Version) {
		return errors.New("version is no date")
	}
	for field, text := range map[string]string{"spec": e.Spec, "schema": e.Schema, "endpoint": e.Endpoint} {
		if u, err := url.Parse(text); text != "" && (err != nil || u.Scheme == "" || len(text) > maxURI) {
			return fmt.Errorf("%s is no absolute address", field)
		}
	}
	if e.Config != nil && e.Config[0] != '{' {
		return errors.New("config is no object")
	}
	return nil
}

// checkService wants where the service is described (a platform's form), or
// where it is (a business's).
func checkService(e entity) error {
	described := e.Spec != "" && (e.Schema != "" || e.Transport == "a2a")
	if !slices.Contains([]string{"rest", "mcp", "a2a", "embedded"}, e.Transport) {
		return errors.New("transport is not rest, mcp, a2a or embedded")
	}
	if !described && e.Endpoint == "" && e.Transport != "embedded" {
		return errors.New("has neither spec and schema nor endpoint")
	}
	return nil
}

func checkCapability(e entity) error {
	if len(e.Extends) > maxParents || slices.ContainsFunc(e.Extends, func(n string) bool { return !IsName(n) }) {
		return errors.New("extends what has no name, or too much")
	}
	return nil
}

func checkHandler(e entity) error {
	if e.ID == "" {
		return errors.New("id is missing")
	}
	return nil
}

// checkKeys wants each id once. Keys of kinds that are not known here do no
// harm; one that pretends to be known must be well made.
func checkKeys(keys []httpsig.JWK) error {
	if len(keys) > maxKeys {
		return fmt.Errorf("signing_keys has more than %d keys", maxKeys)
	}
	seen := map[string]bool{}
	for i, k := range keys {
		if k.KID == "" || k.KTY == "" || len(k.KID) > maxName || k.Use != "" && k.Use != "sig" && k.Use != "enc" {
			return fmt.Errorf("signing_keys[%d] lacks kid or kty, or is of no use", i)
		}
		if seen[k.KID] {
			return fmt.Errorf("signing_keys[%d] has the kid of another", i)
		}
		seen[k.KID] = true
		if _, err := k.Public(); k.Use != "enc" && errors.Is(err, httpsig.ErrKey) {
			return fmt.Errorf("signing_keys[%d] is not well made", i)
		}
	}
	return nil
}

// IsName reports whether a text is a name of the protocol: reversed labels of a
// host, and what stands below them, without hyphens and capitals.
func IsName(s string) bool { return len(s) <= maxName && namePattern.MatchString(s) }

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
