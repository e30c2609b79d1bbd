package school

import (
	"net/http"

	"agora/academy"
	"agora/certificate"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// certificateView is a learner's certificate, or the way to it.
type certificateView struct {
	course   ui.Link
	url      string
	mishaps  []ui.Mishap
	name     ui.Field
	get      bool // it may be made now
	left     progress
	next     string // where to go on
	number   string // "" for none yet
	check    string
	revoked  bool
	holder   string
	finished string
}

// certificate shows a learner her certificate, or asks for the name on it.
func (s *School) certificate(r *web.Request) error { return s.showCertificate(r, http.StatusOK, nil) }

func (s *School) showCertificate(r *web.Request, status int, form *web.Form) error {
	ctx := r.R.Context()
	c, err := s.Academy.Visit(ctx, r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	t := tongueOf(r, c.Edition)
	v := certificateView{course: t.say(c.Title), url: courseURL(c.Slug), mishaps: form.Mishaps(r)}
	v.course.URL = v.url
	has, err := s.Academy.Certificate(ctx, r.Actor, c.ID)
	switch {
	case err == nil:
		v.number, v.check, v.revoked, v.holder = has.Number.String(), web.CertificatePath(has.Number), !has.Valid(), has.Name
	case !fault.Is(err, fault.NotFound):
		return err
	case c.At.Finished.IsZero():
		v.left = progressOf(r, c.At)
		if v.next = courseURL(c.Slug); c.At.Onward() != "" {
			v.next = lessonURL(c.Slug, c.At.Onward())
		}
	default:
		v.get, v.finished = true, r.T("academy.finished", "date", r.Locale.Date(c.At.Finished))
		v.name = form.Fill(r, ui.Field{Name: "name", Label: r.T("academy.cert_name"), Hint: r.T("academy.cert_name_hint"), Value: r.Actor.Name, Complete: "name", Max: academy.MaxName, Required: true})
	}
	f := r.Frame(r.T("assembly.certify_yours"))
	f.Place, f.Private = "academy", true
	return r.Page(status, f, certificatePage(v))
}

// certify makes it, under the name that was typed.
func (s *School) certify(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	_, err = s.Academy.Certify(r.R.Context(), r.Actor, c.ID, form.Get("name"), s.House())
	if err == nil {
		return r.Redirect(courseURL(c.Slug) + "/certificate")
	}
	if form.Join("", err) != nil {
		return err
	}
	return s.showCertificate(r, http.StatusUnprocessableEntity, form)
}

// paper gives it as PDF.
func (s *School) paper(r *web.Request) error {
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	var has certificate.Certificate
	if has, err = s.Academy.Certificate(r.R.Context(), r.Actor, c.ID); err != nil {
		return err
	}
	if !has.Valid() { // what was taken back is shown, and not printed
		return r.Redirect(web.CertificatePath(has.Number))
	}
	return r.Certificate(has)
}
