// Package school is the window of the academy: the courses of the node, their lessons
// with quizzes and tasks, what a person learns, her certificate, and the desk of those who
// teach.
//
// It has no tables. Invariants: every page works without script; a lesson can be read by
// everybody; what is right in a quiz stands on a page only for who has answered it.
package school
