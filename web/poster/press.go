package poster

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"sync"
)

// Press draws posters, and remembers the last ones: whoever shares a link makes many
// readers ask within a minute. The zero Press is ready; it reads its letters when the
// first poster is asked for.
type Press struct {
	load    sync.Once
	letters *Type
	err     error
	mu      sync.Mutex
	drawn   map[string][]byte
}

// Letters gives the letters that the press has.
func (p *Press) Letters() (*Type, error) {
	p.load.Do(func() { p.letters, p.err = Load() })
	return p.letters, p.err
}

// Tag names a drawing by all that is drawn; from is what its picture will be made of.
func Tag(p Poster, from string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v %q", p, from))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Draw gives the file of a tag that was drawn before, or draws it.
func (p *Press) Draw(tag string, draw func(*Type) ([]byte, error)) ([]byte, error) {
	const most = 64 // of about 80 KiB
	letters, err := p.Letters()
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if file := p.drawn[tag]; file != nil {
		return file, nil
	}
	file, err := draw(letters)
	if err != nil {
		return nil, err
	}
	if p.drawn == nil || len(p.drawn) >= most {
		p.drawn = map[string][]byte{}
	}
	p.drawn[tag] = file
	return file, nil
}
