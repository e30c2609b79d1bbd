package certificate

import (
	"strings"
	"time"
)

// Check is one of the things that are checked of a certificate, in this order.
type Check string

// What is checked.
const (
	CheckRead   Check = "read"   // there is one, whole, in words that are known
	CheckIssuer Check = "issuer" // the key is that of who is said to have issued it
	CheckProof  Check = "proof"  // nobody changed it
	CheckStatus Check = "status" // its issuer did not take it back
	CheckDates  Check = "dates"  // it is valid today
)

// Result is what came of a check.
type Result int

// Results, from the best.
const (
	Good  Result = iota
	Plain        // nothing is said for or against it
	Open         // it could not be checked
	Bad
)

// Why is what was found, in a word for which there is a sentence.
type Why string

// What is found.
const (
	Readable Why = "readable"
	Nothing  Why = "nothing"   // no certificate in the file
	TooMuch  Why = "too_much"  // too large, too deep, too tangled
	Foreign  Why = "foreign"   // words or vocabularies that are not known
	NoBadge  Why = "no_badge"  // something is missing that each has
	Unsigned Why = "unsigned"  // no proof
	Suite    Why = "suite"     // signed in a way that is not known
	Ours     Why = "ours"      // this node issued it
	Listed   Why = "listed"    // its issuer lists the key
	KeyOnly  Why = "key_only"  // its issuer is a key, whosever
	Stranger Why = "stranger"  // its issuer does not list the key
	Leaked   Why = "leaked"    // the key is not believed any more
	Unasked  Why = "unasked"   // its issuer could not be asked
	Same     Why = "unchanged" // as it was signed
	Changed  Why = "changed"
	Stands   Why = "stands"
	Revoked  Why = "revoked"
	NoList   Why = "no_list"     // its issuer keeps no list of what was taken back
	ListOpen Why = "list_unread" // the list could not be had, or is not in order
	InTime   Why = "in_time"
	NotYet   Why = "not_yet"
	Over     Why = "over"
)

// Step is one check and its result.
type Step struct {
	Check  Check
	Result Result
	Why    Why
	Detail string // a name, an address or a word that belongs to it; as others wrote it
}

// Report is what was found of a certificate, and what it says.
type Report struct {
	Steps []Step
	Claim
}

// Claim is what a certificate says, as its issuer wrote it.
type Claim struct {
	Title       string // of the achievement
	Criteria    string
	By, Issuer  string // the issuer's name, and its DID or address
	Holder      string // a name that stands on it; "" for none
	From, Until time.Time
	Evidence    []Link

	hashed []Identity
}

// Link is evidence.
type Link struct{ Name, URL string }

// Report is what Verify finds of the certificate as the node at an address signs it today,
// told by what the node keeps: nothing is signed for it, and no key is read.
func (c Certificate) Report(address string, now time.Time) Report {
	r := Report{Claim: Claim{From: c.Issued}}
	r.say(CheckRead, Good, Readable, "")
	r.say(CheckIssuer, Good, Ours, host(DID(address)))
	r.proved(true)
	if c.Valid() {
		r.say(CheckStatus, Good, Stands, "")
	} else {
		r.say(CheckStatus, Bad, Revoked, "")
	}
	r.dated(now)
	return r
}

// Result is the worst of all checks.
func (r Report) Result() (worst Result) {
	for _, s := range r.Steps {
		worst = max(worst, s.Result)
	}
	return worst
}

// Is reports whether an address is that of its holder.
func (r Report) Is(email string) bool {
	for _, i := range r.hashed {
		if i.Is(email) {
			return true
		}
	}
	return false
}

func (r *Report) say(c Check, result Result, why Why, detail string) {
	const most = 120
	if list := []rune(strings.ToValidUTF8(detail, "")); len(list) > most {
		detail = string(list[:most]) + "…"
	}
	r.Steps = append(r.Steps, Step{c, result, why, detail})
}

// claimOf reads what a certificate says.
func claimOf(doc map[string]any) Claim {
	subject := part(first(doc["credentialSubject"]))
	a := part(first(subject["achievement"]))
	c := Claim{Title: text(a["name"]), Criteria: text(part(first(a["criteria"]))["narrative"]),
		By: text(part(doc["issuer"])["name"]), Issuer: idOf(doc["issuer"]), From: moment(doc["validFrom"]), Until: moment(doc["validUntil"])}
	for _, v := range list(subject["identifier"]) {
		i := part(v)
		hash, salt := text(i["identityHash"]), text(i["salt"])
		switch {
		case i["hashed"] == true:
			c.hashed = append(c.hashed, Identity{hash, salt})
		case i["identityType"] == "name" && c.Holder == "":
			c.Holder = hash
		}
	}
	for _, v := range list(doc["evidence"]) {
		if l := (Link{text(part(v)["name"]), idOf(v)}); l.Name != "" || l.URL != "" {
			c.Evidence = append(c.Evidence, l)
		}
	}
	return c
}

func first(v any) any {
	if l := list(v); len(l) > 0 {
		return l[0]
	}
	return nil
}

// moment reads a time; zero for none.
func moment(v any) time.Time {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
