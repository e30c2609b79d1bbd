package ucptest

import (
	"net/url"
	"slices"
	"strings"
)

// ProfileRules judges what the schema of a profile cannot say: whose names
// these are (T4), where keys lie (T2), endpoints, and what extends what.
func ProfileRules(doc map[string]any) error {
	var p problems
	ucp := object(doc, "ucp")
	p.check(ucp["signing_keys"] == nil, "signing_keys lie beside ucp, not in it (T2)")
	p.check(text(ucp, "version") == Version, "ucp.version is %q, not %s", text(ucp, "version"), Version)
	keys := ids(objects(doc, "signing_keys"), "kid")
	p.check(twice(keys) == "", "two keys have the kid %s (T2)", twice(keys))
	for i, k := range objects(doc, "signing_keys") {
		p.check(k["d"] == nil, "signing_keys[%d] shows its secret part (T2)", i)
	}

	capabilities := object(ucp, "capabilities")
	for _, kind := range []string{"services", "capabilities", "payment_handlers"} {
		for name, v := range object(ucp, kind) {
			list, _ := v.([]any)
			p.check(len(list) > 0, "%s %s is an empty list", kind, name)
			for _, e := range list {
				e, _ := e.(map[string]any)
				p.entity(kind, name, e)
				p.parents(name, e["extends"], capabilities)
			}
		}
	}
	return p.err()
}

// entity checks one entry: spec and schema there and of the name's owner (T4),
// the endpoint such that paths can be appended.
func (p *problems) entity(kind, name string, e map[string]any) {
	for _, field := range []string{"spec", "schema"} {
		address, ok := e[field].(string)
		p.check(ok, "%s %s has no %s (T4)", kind, name, field)
		p.check(!ok || owns(address, name), "%s %s: the origin of %s %s is not the name's (T4)", kind, name, field, address)
	}
	if endpoint, ok := e["endpoint"].(string); ok {
		p.check(absolute(endpoint) && !strings.HasSuffix(endpoint, "/") && !strings.ContainsAny(endpoint, "?#"),
			"%s %s: the endpoint %s is not https without a slash at its end", kind, name, endpoint)
	}
}

// parents checks that an extension extends what is declared.
func (p *problems) parents(name string, extends any, capabilities map[string]any) {
	list, many := extends.([]any)
	if !many && extends != nil {
		list = []any{extends}
	}
	known := slices.ContainsFunc(list, func(v any) bool { s, _ := v.(string); return capabilities[s] != nil })
	p.check(len(list) == 0 || known, "%s extends nothing that is declared", name)
}

// owns reports whether an address is https and its host, read backwards,
// begins the name. On this machine, which development allows, http and a port
// will do.
func owns(address, name string) bool {
	u, err := url.Parse(address)
	if err != nil || !loopback(u.Hostname()) && (u.Scheme != "https" || u.Port() != "") {
		return false
	}
	labels := strings.Split(u.Hostname(), ".")
	slices.Reverse(labels)
	return strings.HasPrefix(name, strings.Join(labels, ".")+".")
}
