package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words folds a document. Runs of scripts without spaces give their characters
// and pairs of them.
func Words(text string) []Word {
	var f folder
	return f.document(text)
}

// document folds one of many.
func (f *folder) document(text string) []Word {
	f.words, f.word, f.place, f.limit = nil, f.word[:0], 0, maxWords
	f.text(bound(text, maxText))
	return f.words
}

// bound cuts a text to so many bytes, between two characters.
func bound(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// folder cuts a text into words.
type folder struct {
	words  []Word
	limit  int
	grams  grams
	place  int
	turkic bool   // the text has Latin letters that only Turkic languages use
	word   []rune // letters of the word at hand, small, in form NFKC
	voice  voice
	exact  []byte
	memory map[memory]Word // what was folded before, when there are many texts
}

// memory is a word of which the folding is remembered.
type memory struct {
	letters string
	turkic  bool
}

// maxMemory words are remembered: those of a market come by Zipf's law, so a few
// are most of it.
const maxMemory = 50_000

// kind is what a character is to the cutting of words.
type kind uint8

const (
	gap     kind = iota // between words
	letter              // of a word
	nothing             // as if it were not there
	tick                // an apostrophe: nothing inside of a word, a gap outside
	run                 // a character of a script without spaces
	trail               // a mark that belongs to the character before
)

// text adds the words of a text.
func (f *folder) text(text string) {
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	f.turkic = turkic(text)
	unspaced := false
	for _, r := range text {
		r = small(r)
		k := kindOf(r)
		switch k {
		case letter, run:
			r = simplified(r)
			if len(f.word) > 0 && unspaced != (k == run) {
				f.end(unspaced)
			}
			unspaced = k == run
			f.word = append(f.word, r)
		case trail:
			if len(f.word) > 0 {
				f.word = append(f.word, r)
			}
		case gap:
			f.end(unspaced)
		}
		if len(f.words) >= f.limit {
			return
		}
	}
	f.end(unspaced)
}

// end adds the word at hand.
func (f *folder) end(unspaced bool) {
	switch {
	case len(f.word) == 0:
		return
	case unspaced:
		f.unspaced(f.word)
	default:
		if w := f.fold(f.word[:min(len(f.word), maxLetters)]); w.Exact != "" {
			w.Place = f.place
			f.words = append(f.words, w)
			f.place++
		}
	}
	f.word = f.word[:0]
}

// fold makes the forms of one word, or remembers them.
func (f *folder) fold(letters []rune) Word {
	if f.memory == nil {
		return f.forms(letters)
	}
	key := memory{string(letters), f.turkic}
	w, ok := f.memory[key]
	if !ok {
		if w = f.forms(letters); len(f.memory) >= maxMemory {
			clear(f.memory)
		}
		f.memory[key] = w
	}
	return w
}

// forms makes the forms of one word.
func (f *folder) forms(letters []rune) (w Word) {
	f.exact = appendExact(f.exact[:0], letters)
	w.Exact = string(f.exact)
	if w.Exact == "" {
		return w
	}
	v := &f.voice
	stem := ""
	n := stemmed(letters)
	if n < len(letters) {
		v.read(letters[:n], f.turkic)
		v.b = harden(v.b)
		v.stem = append(v.stem[:0], v.b...)
		stem = v.latin("")
	}
	v.read(letters, f.turkic)
	w.Latin = v.latin(w.Exact)
	if n == len(letters) {
		v.stem = harden(append(v.stem[:0], v.b...))
		if stem = w.Latin; string(v.stem) != string(v.b) {
			stem = write(v.stem)
		}
	}
	w.Stem = stem
	w.Sounds = v.sounds(w, letters)
	return w
}

// kindOf tells what a character, already small, is.
func kindOf(r rune) kind {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return letter
	case r == '\'' || r == '`' || r == 'ʻ' || r == 'ʼ' || r == '’' || r == '‘' || r == 'ʹ' || r == '´':
		return nothing
	case r < 0x80:
		return gap
	case r == 0x00AD || r == 0x200C || r == 0x200D || r == 0x0640 || r == 0x0674 || r >= 0x064B && r <= 0x065F || r == 0x0670 || r >= 0x06D6 && r <= 0x06ED && r != 0x06DD && r != 0x06DE && !unicode.IsLetter(r):
		return nothing
	case Unspaced(r):
		if unicode.IsMark(r) {
			return trail
		}
		return run
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return letter
	case unicode.IsMark(r):
		return trail
	}
	return gap
}

// small is unicode.ToLower, with digits of all scripts made plain.
func small(r rune) rune {
	switch {
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r < 0x0660:
		return unicode.ToLower(r)
	case unicode.IsDigit(r):
		return digit(r)
	}
	return unicode.ToLower(r)
}

// digit gives the plain digit. Unicode keeps each script's ten in a row from
// nought, and unicode.Nd in ranges that begin with one.
func digit(r rune) rune {
	for _, d := range unicode.Nd.R16 {
		if r >= rune(d.Lo) && r <= rune(d.Hi) {
			return '0' + (r-rune(d.Lo))%10
		}
	}
	for _, d := range unicode.Nd.R32 {
		if r >= rune(d.Lo) && r <= rune(d.Hi) {
			return '0' + (r-rune(d.Lo))%10
		}
	}
	return r
}

// turkic reports a text with Latin letters of Turkish, Azeri, Turkmen or Tatar,
// in which c is read as the j of English.
func turkic(text string) bool {
	for _, r := range text {
		switch r {
		case 'ı', 'ğ', 'ş', 'ə', 'İ', 'Ğ', 'Ş', 'Ə':
			return true
		}
	}
	return false
}
