package course

import (
	"fmt"
	"regexp"
)

// Bounds of a course. A lesson fits a slow line, a course fits a memory stick.
const (
	MaxLesson        = 40 << 10 // bytes of text in one language
	MaxLessons       = 500
	MaxModules       = 200
	MaxLanguages     = 20
	MaxQuestions     = 200   // in a quiz
	MaxAllQuestions  = 2_000 // in a course
	MaxChoices       = 20
	MaxTasks         = 20 // after a lesson
	MaxCriteria      = 20
	MaxMedium        = 20 << 20  // bytes of a picture, sound or film
	MaxMedia         = 200 << 20 // bytes of all of them
	maxFront         = 4 << 10   // bytes before the text of a lesson
	maxList          = 1 << 20   // bytes of course.yaml
	maxQuiz          = 4 << 20   // bytes of a file of quizzes, tasks or works
	maxTexts         = 64 << 20  // bytes of all that is no medium
	maxFiles         = 12_000
	maxDepth         = 4   // folders and a name
	maxPath          = 200 // bytes
	maxRatio         = 100 // unpacked to packed, of a file that is not small
	smallFile        = 128 << 10
	maxWords         = 300    // characters of a title or the like
	maxParagraph     = 4_000  // characters of a question, a choice or the like
	maxAccepted      = 50     // short answers in one language
	maxMinutes       = 1_000  // of a lesson
	maxPoints        = 1_000  // of a criterion
	maxPeers         = 10     // who look at a work
	maxNeed          = 10_000 // of a task
	maxRequires      = 20
	maxVersion       = 1 << 40
	heavyMedium      = 1 << 20 // from here on a report says so
	maxYAMLDepth     = 12
	maxPieces        = 500_000 // of YAML in all files; each costs the reader microseconds and a few hundred bytes
	maxMarkdownDepth = 24
)

var (
	goodID       = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)
	goodLanguage = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
)

// IsLanguage reports whether a tag is one of those in which a course may be written.
func IsLanguage(tag string) bool { return goodLanguage.MatchString(tag) }

// Reserved reports whether an ID is the name of a page of its own beside courses or lessons.
func Reserved(id string) bool {
	return id == "certificate" || id == "cohort" || id == "figures" || id == "import"
}

// bytesOf says a bound in words.
func bytesOf(n int) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB at most", n>>20)
	}
	return fmt.Sprintf("%d KiB at most", n>>10)
}

// most says a bound in words.
func most(n int) string { return fmt.Sprintf("%d at most", n) }
