package course

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxRead is how many characters of an answer are read.
const maxRead = 500

// Mark says whether an answer is right. The question is as it was shown: when Drawn
// mixed its choices, the answer picks them by their places there.
func Mark(q Question, a Answer) (right bool) {
	switch q.Kind {
	case Single, Multiple:
		return picked(q, a.Picked)
	case Order:
		return inRow(q, a.Picked)
	case Numeric:
		return near(q, a.Written)
	case Short:
		return accepted(q, a.Written)
	}
	return false
}

// picked reports whether exactly the right choices are.
func picked(q Question, list []int64) bool {
	if q.Kind == Single && len(list) != 1 {
		return false
	}
	for _, p := range list {
		if p < 0 || p >= int64(len(q.Choices)) {
			return false
		}
	}
	for i, c := range q.Choices {
		if c.Right != slices.Contains(list, int64(i)) {
			return false
		}
	}
	return len(list) > 0
}

// inRow reports whether the choices are picked in the right row.
func inRow(q Question, list []int64) bool {
	if len(list) != len(q.Choices) {
		return false
	}
	for i, p := range list {
		if p < 0 || p >= int64(len(q.Choices)) {
			return false
		}
		place := q.Choices[p].Place
		if place == 0 { // as they were written
			place = p + 1
		}
		if place != int64(i+1) {
			return false
		}
	}
	return len(list) > 0
}

// accepted reports whether a word is among those that are right, in any language.
func accepted(q Question, written string) bool {
	if len([]rune(written)) > maxRead {
		return false
	}
	said := foldWords(written)
	for _, list := range q.Accept {
		for _, s := range list {
			if said != "" && foldWords(s) == said {
				return true
			}
		}
	}
	return false
}

// same are letters that keyboards of different countries have for one another.
var same = strings.NewReplacer("ё", "е", "ı", "i", "\u0307", "",
	"ي", "ی", "ى", "ی", "ئ", "ی", "ې", "ی", "ك", "ک", "ڪ", "ک", "ه", "ہ", "ۀ", "ہ", "ة", "ہ", "ە", "ہ",
	"أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ؤ", "و", "ـ", "",
	"ʻ", "'", "ʼ", "'", "’", "'", "‘", "'", "`", "'", "–", "-", "—", "-", "‑", "-", "−", "-")

// foldWords brings a short answer to a form in which spellings of the same are the same.
func foldWords(s string) string {
	s = same.Replace(cases.Fold().String(norm.NFKC.String(s)))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), r >= '\u064b' && r <= '\u065f', r == '\u0670': // joiners, marks of direction, vowels of Arabic
			return -1
		case unicode.Is(unicode.Nd, r):
			return '0' + digit(r)
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if bare := strings.Trim(s, " .,;:!?،؛؟۔।«»\"“”„()'"); bare != "" {
		return bare // "…" around a word or a full stop after it is not wrong
	}
	return s // as when the answer is a mark: "?"
}
