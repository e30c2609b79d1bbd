package catalog

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// RemarkID names a remark; its time is db.TimeOfID.
type RemarkID int64

// RemarkKind tells reviews from questions.
type RemarkKind string

// The kinds of remarks.
const (
	Review   RemarkKind = "review"   // of a thing that came
	Question RemarkKind = "question" // before buying
)

// MaxRemark bounds a remark and a reply, in letters.
const MaxRemark = 2_000

// Remark is what somebody writes beneath a product, and the shop's reply.
type Remark struct {
	ID      RemarkID
	Kind    RemarkKind
	Shop    ShopID
	Product ProductID
	Order   int64             // that a review is about; 0 for a question
	Person  identity.PersonID // who wrote it; 0 for a guest with an order
	Name    string            // as others see it: the first name
	Place   string            // town of a review's address; may be empty
	Stars   int               // 1 to 5 of a review; 0 for a question
	Lang    string            // BCP 47 tag of the page it was written on
	Body    string
	Reply   string
	Replied time.Time // zero while there is no reply
	Hidden  bool      // by a moderator
}

// At is when the remark was written.
func (r Remark) At() time.Time { return db.TimeOfID(int64(r.ID)) }

// Rating is how a product, or all of a shop, was judged.
type Rating struct {
	Reviews   int64
	Stars     int64 // sum over the reviews
	Questions int64
}

// Tenths is the mean of the stars times ten, rounded half up; 0 without
// reviews.
func (r Rating) Tenths() int64 {
	if r.Reviews == 0 {
		return 0
	}
	return (20*r.Stars + r.Reviews) / (2 * r.Reviews)
}

// checked gives the remark with its texts cleaned, or every fault of it.
func (r Remark) checked() (Remark, error) {
	var f fault.Fields
	if r.Kind == Review && (r.Stars < 1 || r.Stars > 5) {
		f.Add("stars", "fault.choice")
	}
	body, err := remarkText("body", r.Body, r.Kind == Question)
	if err := f.Join("", err); err != nil {
		return r, err
	}
	r.Body, r.Name = body, firstName(r.Name)
	return r, f.Err()
}

// remarkText cleans what a person wrote for others to read.
func remarkText(field, s string, required bool) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "fault.text")
	}
	s = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")))
	switch {
	case s == "" && required:
		return "", fault.Field(field, "fault.required")
	case utf8.RuneCountInString(s) > MaxRemark:
		return "", fault.Field(field, "fault.too_long", "max", MaxRemark)
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && c != '\n' }):
		return "", fault.Field(field, "fault.text")
	}
	return s, nil
}

// firstName is what strangers may know of a name.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
