// Package ucptest judges what a server of the Universal Commerce Protocol says,
// from outside: by the JSON Schemas of the protocol's authors, and by the rules
// that schemas cannot state (sums, references, states). It owns no tables and
// knows nothing of Agora, so that it can judge any server.
//
// Response judges an answer, Request what is sent, Client is a platform that
// shops and judges every answer it gets. The rules T1 to T48 are those that
// the tests of package ucp name.
package ucptest

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Version is the version of the protocol that this package knows.
const Version = "2026-04-08"

//go:embed 2026-04-08
var files embed.FS

// origin is where the files refer to one another. The published copies have
// the version in their address, the references between them have not.
const origin = "https://ucp.dev/"

// document reads a file of the protocol; path is that below its folder.
func document(path string) (map[string]any, error) {
	text, err := files.ReadFile(Version + "/" + path)
	if err != nil {
		return nil, fmt.Errorf("the protocol has no file %s", path)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return v.(map[string]any), nil
}

// extensionFile is the path of the file that defines a capability of the
// protocol itself; "" for a name of somebody else's.
func extensionFile(capability string) string {
	rest, ours := strings.CutPrefix(capability, "dev.ucp.")
	area, name, ok := strings.Cut(rest, ".")
	if !ours || !ok {
		return ""
	}
	return "schemas/" + area + "/" + strings.ReplaceAll(name, ".", "_") + ".json"
}

// loader gives the compiler the files of one use.
type loader struct {
	use string                    // "" for answers, else create, update or complete
	own map[string]map[string]any // extensions of others, by address
}

// Load reads the schema at an address, with the annotations for requests
// applied. Nothing is fetched.
func (l loader) Load(url string) (any, error) {
	doc, own := l.own[url]
	if !own {
		path, ok := strings.CutPrefix(url, origin)
		if !ok {
			return nil, fmt.Errorf("schema %s is not known here", url)
		}
		path = strings.TrimPrefix(path, Version+"/")
		var err error
		if doc, err = document(path); err != nil {
			return nil, err
		}
		// One file says another path than its own, from which its references
		// would lead nowhere.
		doc["$id"] = origin + path
	}
	if l.use == "" {
		return doc, nil
	}
	return forRequest(doc, l.use), nil
}
