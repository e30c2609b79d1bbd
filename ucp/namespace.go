package ucp

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"agora/fault"
	"agora/ucp/platform"
)

// ValidNamespace reports whether a text may be the namespace of a node.
func ValidNamespace(s string) bool { return len(s) <= 100 && platform.IsName(s) }

// CheckNamespace is the rule of the setting.
func CheckNamespace(s string) error {
	if !ValidNamespace(s) {
		return fault.Field("", "fault.setting_namespace")
	}
	return nil
}

// unnamed is the namespace of a node that nobody has given a name, reachable on
// its own machine as agora.localhost.
const unnamed = "localhost.agora"

// namespace is the reverse domain under which the node's own names stand: what
// the operator set, that of its address, or unnamed.
func (b *Binding) namespace() string {
	if s := b.Namespace(); ValidNamespace(s) {
		return s
	}
	u, err := url.Parse(b.Address())
	if err == nil && net.ParseIP(u.Hostname()) == nil {
		if s := reversed(u.Hostname()); ValidNamespace(s) {
			return s
		}
	}
	return unnamed
}

// origin is where the pages and schemas of the node's own names are: on a host
// that the namespace owns.
func (b *Binding) origin() string {
	n := b.namespace()
	u, err := url.Parse(b.Address())
	if err != nil || reversed(u.Hostname()) == n {
		return b.Address()
	}
	host := reversed(n)
	if n == unnamed && u.Port() != "" {
		host = net.JoinHostPort(host, u.Port())
	}
	if n == unnamed {
		return u.Scheme + "://" + host
	}
	return "https://" + host
}

func reversed(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	slices.Reverse(labels)
	return strings.Join(labels, ".")
}
