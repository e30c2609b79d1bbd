package i18n

import "unicode"

// FSI and PDI of Unicode's bidirectional algorithm (UAX #9).
const firstStrong, popIsolate = "\u2068", "\u2069"

// isolate keeps a name, a reference or an amount in a sentence that runs the
// other way from turning the words and signs around it, as <bdi> does where
// there is markup.
func (l *Locale) isolate(s string) string {
	if s == "" || l.dir != "rtl" && !runsLeft(s) {
		return s
	}
	return firstStrong + s + popIsolate
}

// runsLeft reports whether there is a letter that is written from right to left.
func runsLeft(s string) bool {
	for _, r := range s {
		if r >= 0x0590 && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Thaana, unicode.Syriac, unicode.Nko) {
			return true
		}
	}
	return false
}
