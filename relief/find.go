package relief

import (
	"slices"
	"strings"
)

// Find gives the facilities of a list whose name or town has every word that was typed,
// or its beginning, in whatever alphabet, at most so many; all of them for no word.
func Find(list []Facility, typed string, most int) (found []Facility) {
	words := spelling(typed, "")
	for _, f := range list {
		if len(found) == most {
			break
		}
		if len(words) == 0 || hasAll(spelling(f.Name, f.Town), words) {
			found = append(found, f)
		}
	}
	return found
}

// hasAll reports whether each word is one of a place, nearly one, or the beginning of one.
func hasAll(place, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(place, func(p string) bool { return strings.HasPrefix(p, w) || nearly(p, w) }) {
			return false
		}
	}
	return true
}
