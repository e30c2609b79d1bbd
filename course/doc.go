// Package course is a course as a thing one can hold: its modules, lessons, quizzes and
// tasks in several languages, with its licence and author. It reads and writes the
// native format, a zip of Markdown and YAML, and draws a lesson as HTML.
//
// It has no tables and knows no learner. Invariants:
//   - a Course that Read gives, or that Check finds nothing wrong with, is within the
//     bounds of this package, has each of its lessons in its first language, and no
//     picture that is not in it;
//   - what is read, written and read again is the same;
//   - HTML that is drawn from it runs nothing and asks no other host.
package course
