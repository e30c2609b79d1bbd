package course

import (
	"fmt"
	"slices"
	"strings"
)

// Reason is the name of what can be wrong with a course, or worth knowing of it.
type Reason string

// Reasons for which a course is refused.
const (
	NotZip        Reason = "not_zip"
	UnsafePath    Reason = "unsafe_path"
	UnknownFile   Reason = "unknown_file"
	NoRegularFile Reason = "no_regular_file"
	SameName      Reason = "same_name"
	TooMany       Reason = "too_many"
	TooLarge      Reason = "too_large"
	TooDense      Reason = "too_dense"
	Missing       Reason = "missing"
	Unreadable    Reason = "unreadable"
	NotText       Reason = "not_text"
	BadYAML       Reason = "bad_yaml"
	Alias         Reason = "alias"
	NoFrontMatter Reason = "no_front_matter"
	Required      Reason = "required"
	BadID         Reason = "bad_id"
	BadLanguage   Reason = "bad_language"
	OtherLanguage Reason = "other_language"
	Twice         Reason = "twice"
	TooLong       Reason = "too_long"
	OutOfRange    Reason = "out_of_range"
	BadKind       Reason = "bad_kind"
	RightChoices  Reason = "right_choices"
	BadDecimal    Reason = "bad_decimal"
	UnknownLesson Reason = "unknown_lesson"
	HTML          Reason = "html"
	BadLink       Reason = "bad_link"
	NoSuchFile    Reason = "no_such_file"
	BadMedia      Reason = "bad_media"
)

// Reasons that are worth knowing.
const (
	LacksLanguage Reason = "lacks_language"
	NoWords       Reason = "no_words"
	NoTranscript  Reason = "no_transcript"
	NoLicence     Reason = "no_licence"
	Heavy         Reason = "heavy"
	Unused        Reason = "unused"
	LeftOut       Reason = "left_out"
	Normalized    Reason = "normalized"
	OtherMinutes  Reason = "other_minutes"
	Otherwise     Reason = "otherwise" // by importers: a kind of thing that is there in another way
	NotShown      Reason = "not_shown" // by importers: a kind of thing that could not be brought over
)

// sentences say each reason in words.
var sentences = map[Reason]string{
	NotZip:        "is no zip that can be read",
	UnsafePath:    "has a path that leads out of the course, or that some systems can't keep",
	UnknownFile:   "is no file that a course has",
	NoRegularFile: "is a link or device, not a file",
	SameName:      "has the name of another file, but for case or accents",
	TooMany:       "there are too many of them",
	TooLarge:      "is too large",
	TooDense:      "unpacks to far more than a course would",
	Missing:       "is missing",
	Unreadable:    "can't be read whole",
	NotText:       "is no text in UTF-8, or has characters that are no text",
	BadYAML:       "is not as this file must be written",
	Alias:         "has an anchor, alias or tag, which are not taken",
	NoFrontMatter: "must begin with its title between two lines of ---",
	Required:      "must be filled in",
	BadID:         "must be small letters a-z, digits and hyphens, 64 at most",
	BadLanguage:   "is no language tag such as ky or uz-Cyrl",
	OtherLanguage: "is in a language that the course does not list",
	Twice:         "is there twice",
	TooLong:       "is too long",
	OutOfRange:    "is too small or too large",
	BadKind:       "is no kind of question; there are single, multiple, order, numeric and text",
	RightChoices:  "has not as many right choices as its kind wants",
	BadDecimal:    "must be a number such as 2824.80",
	UnknownLesson: "names a lesson that is not in the course",
	HTML:          "has HTML; write Markdown",
	BadLink:       "leads where a lesson may not lead; https, mailto, tel and lesson:ID are good",
	NoSuchFile:    "shows a file that is not in the course",
	BadMedia:      "is not the picture, sound or film that its name says, or could do harm",
	LacksLanguage: "is not in this language",
	NoWords:       "has no words for people who can't see it",
	NoTranscript:  "has no transcript",
	NoLicence:     "says no licence, so it can't be given to other nodes",
	Heavy:         "is heavy for a slow line",
	Unused:        "is shown nowhere",
	LeftOut:       "was left out",
	Normalized:    "had accents in two pieces, which were put together",
	OtherMinutes:  "says other minutes than the first language",
	Otherwise:     "is there in another way",
	NotShown:      "can't be shown",
}

// Problem is one thing that is wrong with a course, or worth knowing of it.
type Problem struct {
	Path   string // the file, as the native format names it: "quizzes/price.yaml"
	At     string // where in it: "questions[2].ask.ru", "line 12"; "" for the whole
	Reason Reason
	Detail string // what was found, or the bound: "no-such.svg", "40 KiB at most"
}

// Error says the problem in words.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Path)
	if p.At != "" {
		fmt.Fprintf(&b, ", %s", p.At)
	}
	b.WriteString(": " + p.Words())
	return b.String()
}

// Words says what it is without where.
func (p Problem) Words() string {
	words := sentences[p.Reason]
	if words == "" {
		words = string(p.Reason)
	}
	if p.Detail != "" {
		words += " (" + p.Detail + ")"
	}
	return words
}

// maxProblems is after how many nobody reads on.
const maxProblems = 200

// Problems are all that is wrong with a course, so that it is mended in one go.
type Problems []Problem

// Error says them line by line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Err gives them as an error, nil when there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

func (p *Problems) add(path, at string, why Reason, detail string) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{path, at, why, detail})
	}
}

// Report is what is worth knowing of a course that was read, though it is taken.
type Report struct {
	Notes []Problem
	More  int64 // notes that are not listed any more
}

// maxNotes is how many notes a report lists.
const maxNotes = 1000

// Note adds a note, once.
func (r *Report) Note(n Problem) {
	switch {
	case len(r.Notes) >= maxNotes:
		r.More++
	case !slices.Contains(r.Notes, n):
		r.Notes = append(r.Notes, n)
	}
}

func (r *Report) add(path, at string, why Reason, detail string) {
	r.Note(Problem{path, at, why, detail})
}
