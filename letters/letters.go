// Package letters has the letters of the scripts in which the node draws
// pictures and papers itself: parts of the Noto families, without Han, whose
// letters would weigh more than the program. fonts/LICENSE.txt is theirs. It has
// no tables.
package letters

import (
	"bytes"
	"embed"
	"fmt"
	"unicode"

	"github.com/go-text/typesetting/font"
)

//go:embed fonts/*.ttf
var files embed.FS

// names are the fonts in the order in which they are asked for a letter.
var names = [...]string{"serif", "arabic", "devanagari", "armenian", "khmer", "sinhala"}

// Set is the fonts, read once. It is safe for use by many, as far as its faces
// are: shape with one Set at a time.
type Set struct {
	Faces []*font.Face
	Raw   [][]byte // the file of each face
}

// Load reads the letters.
func Load() (*Set, error) {
	s := &Set{}
	for _, name := range names {
		raw, err := files.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		face, err := font.ParseTTF(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("letters: %s: %w", name, err)
		}
		s.Faces, s.Raw = append(s.Faces, face), append(s.Raw, raw)
	}
	return s, nil
}

// Can reports whether there is a letter for each character of a text; there
// are none for Han.
func (s *Set) Can(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && s.Has(r) == nil {
			return false
		}
	}
	return text != ""
}

// Has gives the first face that has a letter; nil when none has.
func (s *Set) Has(r rune) *font.Face {
	for _, f := range s.Faces {
		if _, ok := f.NominalGlyph(r); ok {
			return f
		}
	}
	return nil
}

// ResolveFace gives the face that has a letter, the first for one that none
// has.
func (s *Set) ResolveFace(r rune) *font.Face {
	if f := s.Has(r); f != nil {
		return f
	}
	return s.Faces[0]
}
