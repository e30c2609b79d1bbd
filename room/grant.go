package room

import (
	"errors"
	"strings"
)

// Role is what a person does in a room.
type Role string

// The roles. All of them see and hear.
const (
	Viewer      Role = "viewer"      // sends nothing
	Speaker     Role = "speaker"     // camera, microphone, screen
	Interpreter Role = "interpreter" // the sound of one language; signs instead where that is sign language
	Captioner   Role = "captioner"   // written words
	Recorder    Role = "recorder"    // a program that nobody sees and that is not counted
)

// Sign is the language of an interpreter who signs, whatever the sign language.
const Sign = "sgn"

// Grant is a role, and for interpreters the language. The zero value is no
// grant.
type Grant struct {
	Role     Role
	Language string // BCP 47, "ru", "zh-Hans"
}

// ErrGrant is the fault of a program that grants what there is not.
var ErrGrant = errors.New("room: no such grant")

// Empty reports whether nothing is granted.
func (g Grant) Empty() bool { return g == Grant{} }

// Check gives ErrGrant unless the grant is one that an engine can give: a known
// role, with a language for interpreters and without for others.
func (g Grant) Check() error {
	switch g.Role {
	case Viewer, Speaker, Captioner, Recorder:
		if g.Language == "" {
			return nil
		}
	case Interpreter:
		if tagged(g.Language) {
			return nil
		}
	}
	return ErrGrant
}

// tagged reports whether a text has the form of a language tag: a word of two or
// three small letters, then parts of two to eight letters or digits.
func tagged(s string) bool {
	first, rest, more := strings.Cut(s, "-")
	if len(first) < 2 || len(first) > 3 || strings.Trim(first, "abcdefghijklmnopqrstuvwxyz") != "" {
		return false
	}
	for more {
		var part string
		part, rest, more = strings.Cut(rest, "-")
		if len(part) < 2 || len(part) > 8 || check(part) != nil || strings.ContainsAny(part, "._") {
			return false
		}
	}
	return len(s) <= longest/2
}
