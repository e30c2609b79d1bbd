package starter

import (
	_ "embed" // the book

	"agora/course"
)

// The book is made of its authors' files, at the state of which the licence is CC BY 4.0:
//
//	rm academy/starter/openstax-entrepreneurship.zip
//	agora course convert FOLDER academy/starter/openstax-entrepreneurship.zip --to native
//
//go:embed openstax-entrepreneurship.zip
var entrepreneurship []byte

// Book gives "Entrepreneurship" of OpenStax, Rice University (CC BY 4.0): 79 modules to
// read on with after the first course. Reading it takes about a second; keep what it gives.
func Book() (*course.Course, error) {
	c, _, err := course.ReadZip(entrepreneurship)
	return c, err
}
