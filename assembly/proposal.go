package assembly

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/catalog"
	"agora/country"
	"agora/fault"
)

// Appeal is an event's call for speakers.
type Appeal struct {
	Until time.Time     `json:"until,omitzero"` // zero: there is none
	Words catalog.Texts `json:"words,omitempty"`
	Langs []string      `json:"langs,omitempty"` // BCP 47, of talks; none for any
}

// Called reports whether talks can be proposed at a time.
func (e Event) Called(now time.Time) bool {
	return e.State == Published && now.Before(e.Appeal.Until) && now.Before(e.Ends)
}

// ProposalID names a talk that somebody proposes.
type ProposalID int64

// ProposalPurpose is what the signed link to a proposal is signed for; the subject
// is the proposal.
const ProposalPurpose = "proposal"

// ProposalState is what became of a proposal.
type ProposalState string

// States of a proposal.
const (
	Proposed   ProposalState = "sent"
	Accepted   ProposalState = "accepted"
	Declined   ProposalState = "declined"
	KeptForNow ProposalState = "waits" // may be accepted when another falls out
	Withdrawn  ProposalState = "withdrawn"
)

// Proposal is a talk that somebody proposes.
type Proposal struct {
	ID    ProposalID
	Event EventID
	Email string
	State ProposalState
	Talk
}

// Talk is what a proposer writes.
type Talk struct {
	Name      string   `json:"name"`
	Country   string   `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Tongue    string   `json:"tongue,omitempty"`  // BCP 47, for what is written to her
	Title     string   `json:"title"`
	Abstract  string   `json:"abstract"`
	Lang      string   `json:"lang"` // BCP 47, of the talk and of these words
	Biography string   `json:"biography,omitempty"`
	Links     []string `json:"links,omitempty"` // https
}

// Bounds of proposals.
const (
	maxProposals = 5 // of one address at one event
	maxLinks     = 5
	maxLink      = 300
	maxNote      = 1_000
	maxReviews   = 200 // shown of one proposal
)

// checked gives a proposal as it is kept, or what is wrong, by field.
func (p Proposal) checked(e Event) (Proposal, error) {
	var bad fault.Fields
	p.Name, p.Title = strings.Join(strings.Fields(p.Name), " "), strings.Join(strings.Fields(p.Title), " ")
	p.Email, p.Country = strings.ToLower(strings.TrimSpace(p.Email)), strings.ToUpper(strings.TrimSpace(p.Country))
	for field, s := range map[string]string{"name": p.Name, "title": p.Title, "abstract": strings.TrimSpace(p.Abstract)} {
		if s == "" {
			bad.Add(field, "fault.required")
		}
	}
	if strings.Contains(p.Name, "://") || strings.ContainsFunc(p.Name+p.Title, unicode.IsControl) { // it is written to any address that is typed
		bad.Add("name", "fault.text")
	}
	long(&bad, "name", p.Name, maxName)
	long(&bad, "title", p.Title, maxTitle)
	long(&bad, "abstract", p.Abstract, maxAbout)
	long(&bad, "biography", p.Biography, maxAbout)
	switch got, err := mail.ParseAddress(p.Email); {
	case p.Email == "":
		bad.Add("email", "fault.required")
	case err != nil || got.Address != p.Email || len(p.Email) > 254:
		bad.Add("email", "fault.email")
	}
	if p.Country != "" && !country.Code(p.Country).Real() {
		bad.Add("country", "fault.choice")
	}
	if !tag(p.Lang) || len(e.Appeal.Langs) > 0 && !slices.Contains(e.Appeal.Langs, p.Lang) {
		bad.Add("lang", "fault.choice")
	}
	if p.Tongue != "" && !tag(p.Tongue) {
		p.Tongue = ""
	}
	if len(p.Links) > maxLinks {
		bad.Add("links", "fault.at_most", "max", int64(maxLinks))
	}
	for _, l := range p.Links {
		if !strings.HasPrefix(l, "https://") || utf8.RuneCountInString(l) > maxLink || strings.ContainsAny(l, " \t\"'<>") {
			bad.Add("links", "fault.proposal_link")
			break
		}
	}
	return p, bad.Err()
}

// Reviews reports whether a seat judges proposals.
func (s Seat) Reviews() bool {
	return s.State == Admitted && (s.Role == HostRole || s.Role == Moderator || s.Role == Reviewer)
}

// Judged is a proposal with what its reviewers think.
type Judged struct {
	Proposal
	Scores, Sum int64 // how many, and their sum
	Own         int64 // what the reader gave; 0 before
	OwnNote     string
	Others      []Opinion // only where one is read, after one's own
}

// Opinion is what a reviewer thinks.
type Opinion struct {
	Name  string
	Score int64
	Note  string
}

// Mean is the mean score, in hundredths; 0 without any.
func (j Judged) Mean() int64 {
	if j.Scores == 0 {
		return 0
	}
	return (j.Sum*100 + j.Scores/2) / j.Scores
}
