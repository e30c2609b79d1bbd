package course

import "strings"

// foldWords brings a short answer to a form in which spellings of the same are the same.
func foldWords(s string) string { return strings.TrimSpace(s) }
