package school

import (
	"context"
	"slices"
	"strconv"
	"time"

	"agora/academy"
	"agora/course"
	"agora/identity"
	"agora/web"
)

// School is the window.
type School struct {
	Academy *academy.Service
	People  *identity.Service // the names of learners, for who teaches
	House   func() string     // who gives certificates
	Own     []Own             // the courses that come with the program, the first to begin with
	Classes func(ctx context.Context, events []int64) ([]Class, error)
}

// Own is a course that comes with the program.
type Own struct {
	Slug, Title string // as Course has them; the title in English
	Course      func() (*course.Course, error)
}

// tries bounds how often one client sends answers: a class behind one line does at once.
var tries = web.Rate{Burst: 90, Every: time.Minute}

// Routes are its ways in.
func (s *School) Routes() []web.Route {
	open := func(page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: "GET", Pattern: "/academy" + page, Access: web.Anyone, Handle: handle}
	}
	learner := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: page, Access: web.Buyer, Handle: handle}
	}
	return append([]web.Route{
		open("", s.courses),
		open("/{course}", s.course),
		open("/{course}/{lesson}", s.lesson),
		open("/{course}/{version}/files/{path...}", s.file),
		learner("GET", "/learn", s.learn),
		learner("POST", "/academy/{course}/join", s.join),
		learner("POST", "/academy/{course}/leave", s.leave),
		learner("POST", "/academy/{course}/{lesson}/read", s.read),
		learner("GET", "/academy/{course}/{lesson}/quiz", s.marked),
		{Method: "POST", Pattern: "/academy/{course}/{lesson}/quiz", Access: web.Buyer, Rate: tries, Handle: s.answer},
		learner("GET", "/academy/{course}/certificate", s.certificate),
		learner("POST", "/academy/{course}/certificate", s.certify),
		learner("GET", "/academy/{course}/certificate.pdf", s.paper),
	}, slices.Concat(s.deskRoutes(), s.figuresRoutes(), s.cohortRoutes(), s.exportRoutes(), s.importRoutes())...)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

const coursesURL, learnURL = "/academy", "/learn"

func courseURL(slug string) string         { return coursesURL + "/" + slug }
func lessonURL(slug, lesson string) string { return courseURL(slug) + "/" + lesson }

// fileURL is where a file of a course lies: another version has other addresses.
func fileURL(e academy.Edition, path string) string {
	return courseURL(e.Slug) + "/" + number(e.Version) + "/files/" + path
}
