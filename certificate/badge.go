package certificate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// BadgeWords are what a badge says beside its certificate.
type BadgeWords struct {
	Address     string // of the node, which issues it
	Page        string // where the certificate is checked
	Description string // "Certificate of attendance"
	Criteria    string // what was asked of its holder, where the certificate has no words for it
}

// badge is an OpenBadgeCredential of Open Badges 3.0, which is a Verifiable Credential
// 2.0. Its texts are in English, as its schema wants one text; the same achievement in
// other languages is related to it.
type badge struct {
	Context   []string   `json:"@context"`
	ID        string     `json:"id"`
	Type      []string   `json:"type"`
	Name      string     `json:"name"`
	Issuer    issuer     `json:"issuer"`
	ValidFrom string     `json:"validFrom"`
	Subject   subject    `json:"credentialSubject"`
	Evidence  []evidence `json:"evidence,omitempty"`
	Status    status     `json:"credentialStatus"`
}

type issuer struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
	URL  string   `json:"url"`
}

type subject struct {
	ID          string           `json:"id"`
	Type        []string         `json:"type"`
	Identifier  []identityObject `json:"identifier,omitempty"`
	Starts      string           `json:"activityStartDate,omitempty"`
	Ends        string           `json:"activityEndDate,omitempty"`
	Achievement achievement      `json:"achievement"`
}

type identityObject struct {
	Type         string `json:"type"`
	Hashed       bool   `json:"hashed"`
	IdentityHash string `json:"identityHash"`
	IdentityType string `json:"identityType"`
	Salt         string `json:"salt,omitempty"`
}

type achievement struct {
	ID          string    `json:"id"`
	Type        []string  `json:"type"`
	Kind        string    `json:"achievementType"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Criteria    criteria  `json:"criteria"`
	Lang        string    `json:"inLanguage,omitempty"`
	Related     []related `json:"related,omitempty"`
}

type criteria struct {
	Narrative string `json:"narrative"`
}

// related is the same achievement in another language.
type related struct {
	ID          string   `json:"id"`
	Type        []string `json:"type"`
	Lang        string   `json:"inLanguage"`
	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
}

type evidence struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name,omitempty"`
}

// status is where it is told whether a certificate was taken back.
type status struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Purpose string `json:"statusPurpose"`
	Index   string `json:"statusListIndex"`
	List    string `json:"statusListCredential"`
}

// Badge gives a certificate as a signed file, that says all the paper says and can be
// proved by the keys of the node (Document) alone. Asked for again it is the same, until
// another key signs. Whether it was taken back is told by the list that it names.
func (s *Service) Badge(ctx context.Context, c Certificate, w BadgeWords) ([]byte, error) {
	c, err := s.placed(ctx, c)
	if err != nil {
		return nil, err
	}
	key, err := s.signing(ctx)
	if err != nil {
		return nil, err
	}
	return s.shelf.signed(badgeOf(c, w), key, DID(w.Address), later(c.Issued, key.Made))
}

func badgeOf(c Certificate, w BadgeWords) badge {
	title, lang := english(c.Title)
	asked, _ := english(c.Criteria)
	if asked == "" {
		asked = w.Criteria
	}
	b := badge{Context: []string{credentialsV2, badgesV3}, ID: w.Page, Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Name: title,
		Issuer: issuer{ID: DID(w.Address), Type: []string{"Profile"}, Name: c.By, URL: w.Address}, ValidFrom: iso(c.Issued),
		Subject: subject{ID: w.Page + "#holder", Type: []string{"AchievementSubject"}, Starts: iso(c.From), Ends: iso(c.To), Identifier: identifiers(c),
			Achievement: achievement{ID: w.Page + "#achievement", Type: []string{"Achievement"}, Kind: kindOf(c.Kind), Name: title, Description: w.Description,
				Criteria: criteria{asked}, Lang: lang, Related: relatedTo(c, w.Page, lang)}}}
	for _, e := range c.Evidence {
		name, _ := english(e.Name)
		b.Evidence = append(b.Evidence, evidence{ID: e.URL, Type: []string{"Evidence"}, Name: name})
	}
	at := w.Address + StatusPath(c.Place.List)
	b.Status = status{ID: fmt.Sprint(at, "#", c.Place.Index), Type: "BitstringStatusListEntry", Purpose: "revocation", Index: fmt.Sprint(c.Place.Index), List: at}
	return b
}

// kindOf gives the word that Open Badges has for a kind.
func kindOf(k Kind) string {
	if k == Course {
		return "Course"
	}
	return "Certificate"
}

// identifiers say whose it is: the name that she chose to have on it, and the hash of
// her address.
func identifiers(c Certificate) (list []identityObject) {
	if c.Name != "" {
		list = append(list, identityObject{Type: "IdentityObject", IdentityHash: c.Name, IdentityType: "name"})
	}
	if i := c.Identity; i != nil {
		list = append(list, identityObject{Type: "IdentityObject", Hashed: true, IdentityHash: i.Hash, IdentityType: "emailAddress", Salt: i.Salt})
	}
	return list
}

// relatedTo gives what is certified in the languages beside lang.
func relatedTo(c Certificate, page, lang string) (list []related) {
	langs := maps.Clone(c.Title)
	if langs == nil {
		langs = map[string]string{}
	}
	maps.Copy(langs, c.Criteria)
	for _, l := range slices.Sorted(maps.Keys(langs)) {
		if l != lang && (c.Title[l] != "" || c.Criteria[l] != "") {
			list = append(list, related{ID: page + "?lang=" + l + "#achievement", Type: []string{"Related"}, Lang: l, Name: c.Title[l], Description: c.Criteria[l]})
		}
	}
	return list
}

func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// english gives a text for programs: in English, else in the first language by tag.
func english(text map[string]string) (in, lang string) {
	if t := text["en"]; t != "" {
		return t, "en"
	}
	for _, lang := range slices.Sorted(maps.Keys(text)) {
		if text[lang] != "" {
			return text[lang], lang
		}
	}
	return "", ""
}
