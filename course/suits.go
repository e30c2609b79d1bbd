package course

// Suits says what is wrong with a file that an importer would take into a course, "" for
// nothing: it is of a kind that lessons show, and by its bytes what its name says.
func Suits(name string, body []byte) (why Reason, detail string) {
	if err := cleanPath(name); err != nil {
		return UnsafePath, err.Error()
	}
	return checkMedium(name, body)
}
