package httpsig

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/dunglas/httpsfv"
)

// message is a request, or an answer with a status.
type message struct {
	request *http.Request // nil for an answer
	status  int
	header  http.Header
	body    []byte
}

// errPart is a part that cannot be signed, or of which there is none.
var errPart = errors.New("no such part")

// base is the text that is signed: a line for each part, and one for the
// parameters (RFC 9421, 2.5).
func (m message) base(list httpsfv.InnerList) (string, error) {
	var b strings.Builder
	seen := map[string]bool{}
	for _, item := range list.Items {
		id, err := httpsfv.Marshal(item)
		if err != nil {
			return "", fmt.Errorf("httpsig: %w", err)
		}
		name, ok := item.Value.(string)
		if !ok || seen[id] {
			return "", fmt.Errorf("httpsig: %s is no part, or is named twice", id)
		}
		seen[id] = true
		value, err := m.value(name, item.Params)
		if err != nil {
			return "", fmt.Errorf("httpsig: %s: %w", id, err)
		}
		b.WriteString(id + ": " + value + "\n")
	}
	params, err := httpsfv.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("httpsig: %w", err)
	}
	b.WriteString(`"@signature-params": ` + params)
	return b.String(), nil
}

// value is what a part says.
func (m message) value(name string, params *httpsfv.Params) (string, error) {
	var value string
	var err error
	switch {
	case len(params.Names()) > 0:
		value, err = m.member(name, params)
	case !strings.HasPrefix(name, "@"):
		value, err = m.field(name)
	case m.request != nil:
		value, err = m.derived(name)
	case name == "@status":
		value = strconv.Itoa(m.status)
	default:
		err = errPart
	}
	if err == nil && strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
		err = errors.New("has letters that are not ASCII")
	}
	return value, err
}

// derived is a part of the request's line, in the form of RFC 9421, 2.2.
func (m message) derived(name string) (string, error) {
	u := m.request.URL
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	query := ""
	if u.ForceQuery || u.RawQuery != "" {
		query = "?" + u.RawQuery
	}
	scheme, known := m.scheme()
	switch name {
	case "@method":
		if m.request.Method == "" {
			return http.MethodGet, nil
		}
		return m.request.Method, nil
	case "@authority":
		return m.authority(scheme, known), nil
	case "@scheme":
		return scheme, nil
	case "@path":
		return path, nil
	case "@query":
		return "?" + u.RawQuery, nil
	case "@request-target":
		return path + query, nil
	case "@target-uri":
		return scheme + "://" + m.authority(scheme, known) + path + query, nil
	}
	return "", errPart
}

// scheme is the request's, as far as it is known: a proxy may have taken TLS
// off, so that one which is not known counts as https.
func (m message) scheme() (scheme string, known bool) {
	switch {
	case m.request.URL.Scheme != "":
		return strings.ToLower(m.request.URL.Scheme), true
	case m.request.TLS != nil:
		return "https", true
	}
	return "https", false
}

// host is kept apart from the headers by net/http.
func (m message) host() string {
	if m.request.Host == "" {
		return m.request.URL.Host
	}
	return m.request.Host
}

// authority is the host in lower case, without the port that goes without
// saying.
func (m message) authority(scheme string, known bool) string {
	host := strings.ToLower(m.host())
	if scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	if scheme == "http" || !known {
		host = strings.TrimSuffix(host, ":80")
	}
	return host
}

// field is a header: its lines without the space around them, joined.
func (m message) field(name string) (string, error) {
	if name != strings.ToLower(name) {
		return "", errPart
	}
	if name == "host" && m.request != nil {
		return m.host(), nil
	}
	lines := m.header.Values(name)
	if len(lines) == 0 {
		return "", errPart
	}
	trimmed := make([]string, len(lines))
	for i, l := range lines {
		trimmed[i] = strings.Trim(l, " \t")
	}
	return strings.Join(trimmed, ", "), nil
}

// member is one member of a header that is a dictionary (RFC 9421, 2.1.2), such
// as "signature-agent";key="sig1". No other parameter of a part is known here.
func (m message) member(name string, params *httpsfv.Params) (string, error) {
	value, _ := params.Get("key")
	key, ok := value.(string)
	if !ok || len(params.Names()) > 1 || strings.HasPrefix(name, "@") || name != strings.ToLower(name) {
		return "", errPart
	}
	d, err := dictionary(m.header, name)
	if err != nil {
		return "", err
	}
	found, ok := d.Get(key)
	if !ok {
		return "", errPart
	}
	return httpsfv.Marshal(found)
}
