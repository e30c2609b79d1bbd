package web

import "github.com/a-h/templ"

// Staged gives a page; in a rehearsal with the note above it that no real money
// moves.
func Staged(rehearsal bool, main templ.Component) templ.Component {
	if !rehearsal {
		return main
	}
	return staged(main)
}
