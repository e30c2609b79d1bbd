// Package starter holds the courses that come with the program.
package starter

import (
	"embed"
	"io/fs"

	"agora/course"
)

//go:embed from-your-hands
var fromYourHands embed.FS

// Course gives "From your hands to their door", the first course of a learner.
func Course() (*course.Course, error) {
	folder, err := fs.Sub(fromYourHands, "from-your-hands")
	if err != nil {
		return nil, err
	}
	c, _, err := course.Read(folder)
	return c, err
}
