package web

import (
	"bytes"
	"context"
	"strings"
	"time"

	"agora/catalog"
	"agora/certificate"
	"agora/i18n"
	"agora/web/poster"
	"agora/web/ui"
)

// CertificatePath is where a certificate is checked.
func CertificatePath(n certificate.Number) string { return "/verify/" + string(n) }

// CertificateFacts are when it was that is certified, and how much of it.
func (r *Request) CertificateFacts(c certificate.Certificate) []string {
	first, last := c.Days()
	when := r.Locale.Date(first)
	if !first.Equal(last) {
		when += " – " + r.Locale.Date(last)
	}
	facts := []string{when}
	if c.Minutes > 0 {
		facts = append(facts, r.N("certificate.minutes", c.Minutes))
	}
	if c.Points > 0 {
		facts = append(facts, r.T("certificate.points", "n", c.Points))
	}
	return facts
}

// Certificate answers with a certificate as PDF, in the language of who asks. The signed
// file is attached to it.
func (r *Request) Certificate(c certificate.Certificate) error {
	lang := r.Locale.Lang()
	title, _ := catalog.Texts(c.Title).In(lang, r.Reads()...)
	s := certificate.Sheet{Lang: lang, RTL: ui.DirOf(lang) == "rtl", Heading: r.T("certificate.kind_" + string(c.Kind)),
		Holder: r.T("certificate.holder"), Name: c.Name, Subject: r.T("certificate.subject_" + string(c.Kind)), Title: title, Facts: r.CertificateFacts(c),
		Feet:   [][2]string{{r.T("certificate.by"), c.By}, {r.T("certificate.issued"), r.Locale.Date(c.Issued)}},
		Number: c.Number.String(), Check: r.T("certificate.check_at"), URL: r.Origin() + CertificatePath(c.Number)}
	if lang != i18n.Base {
		s.English = r.english().T("certificate.kind_" + string(c.Kind))
	}
	if r.s.o.Badges != nil {
		var err error
		if s.Badge, err = r.s.o.Badges.Badge(r.R.Context(), c, r.badgeWords(c)); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := certificate.Draw(&b, s); err != nil {
		return err
	}
	_, err := b.WriteTo(r.Download("certificate-"+c.Number.String()+".pdf", "application/pdf"))
	return err
}

// Badge answers with a certificate as a signed file, in English: it is for programs.
func (r *Request) Badge(s *certificate.Service, c certificate.Certificate) error {
	raw, err := s.Badge(r.R.Context(), c, r.badgeWords(c))
	if err != nil {
		return err
	}
	_, err = r.Download("certificate-"+c.Number.String()+".json", "application/vc").Write(raw)
	return err
}

// CertificatePicture answers with a certificate as a picture, in the language of who
// asks, in which the signed file is.
func (r *Request) CertificatePicture(s *certificate.Service, c certificate.Certificate, press *poster.Press) error {
	raw, err := s.Badge(r.R.Context(), c, r.badgeWords(c))
	if err != nil {
		return err
	}
	lang := r.Locale.Lang()
	title, _ := catalog.Texts(c.Title).In(lang, r.Reads()...)
	p := poster.Poster{Lang: lang, RTL: ui.DirOf(lang) == "rtl", Over: r.T("certificate.kind_" + string(c.Kind)), Title: c.Name,
		For: strings.Join(append([]string{title}, r.CertificateFacts(c)...), " · "), Under: c.Number.String(), Brand: c.By}
	picture, err := press.Draw(poster.Tag(p, ""), func(t *poster.Type) ([]byte, error) { return t.DrawPNG(p) })
	if err != nil {
		return err
	}
	if picture, err = certificate.Bake(picture, raw); err != nil {
		return err
	}
	_, err = r.Download("certificate-"+c.Number.String()+".png", "image/png").Write(picture)
	return err
}

// Checked says what is to be thought of a signed file of any issuer. That of the node
// itself is checked without asking anybody.
func (r *Request) Checked(s *certificate.Service, raw []byte) (certificate.Report, error) {
	ctx, stop := context.WithTimeout(r.R.Context(), checkFor)
	defer stop()
	ask := certificate.FromTheNet(false)
	return s.Verify(r.R.Context(), raw, certificate.Bench{Address: r.Origin(), Now: r.Now(),
		Fetch: func(_ context.Context, address string) ([]byte, error) { return ask(ctx, address) }}) // who is slow is not asked, and that is said
}

// checkFor bounds how long others are asked about one certificate.
const checkFor = 15 * time.Second

// badgeWords are what a badge says beside its certificate.
func (r *Request) badgeWords(c certificate.Certificate) certificate.BadgeWords {
	english := r.english()
	kind := english.T("certificate.kind_" + string(c.Kind))
	criteria := kind
	if c.Minutes > 0 {
		criteria += ": " + english.N("certificate.minutes", c.Minutes)
	}
	return certificate.BadgeWords{Address: r.Origin(), Page: r.Origin() + CertificatePath(c.Number), Description: kind, Criteria: criteria}
}

func (r *Request) english() *i18n.Locale { return r.Speaks(i18n.Base) }

// Speaks gives the words of another language than that of the page, for papers.
func (r *Request) Speaks(lang string) *i18n.Locale { return r.s.o.Words.Locale(lang) }
