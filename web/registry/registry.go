// Package registry is the window in which anybody checks a certificate: by the
// number at its foot, or the code beside it.
//
// It has no tables. Invariant: it shows what stands on a certificate to who has its
// number, and lists none.
package registry

import (
	"net/http"
	"strings"

	"agora/catalog"
	"agora/certificate"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// Registry is the window.
type Registry struct{ Certificates *certificate.Service }

// Routes are its ways in.
func (g *Registry) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/verify", Access: web.Anyone, Handle: g.ask},
		{Method: "GET", Pattern: "/verify/{number}", Access: web.Anyone, Handle: g.show},
		{Method: "GET", Pattern: "/verify/{number}/badge", Access: web.Anyone, Handle: g.badge},
		{Method: "GET", Pattern: "/.well-known/did.json", Access: web.Anyone, Handle: g.keys},
		{Method: "GET", Pattern: "/badges/status/{list}", Access: web.Anyone, Handle: g.list},
	}
}

// askView is the form that takes a number.
type askView struct{ number ui.Field }

// view is what is known of a number.
type view struct {
	askView
	heading     string
	badge, tone string
	icon, words string
	rows        []row
	file        string // where its badge is; "" for none
}

// row is one line of a certificate.
type row struct{ what, value, lang, dir string }

func field(r *web.Request, typed, wrong string) askView {
	return askView{ui.Field{Name: "number", Label: r.T("certificate.number"), Value: typed, Error: wrong, Dir: "ltr", Max: 40, Required: true}}
}

// ask shows the form, and leads what was typed there to its page.
func (g *Registry) ask(r *web.Request) error {
	typed := r.Query("number")
	n, ok := certificate.Parse(typed)
	if ok {
		return r.Redirect(web.CertificatePath(n))
	}
	status, wrong := http.StatusOK, ""
	if typed != "" {
		status, wrong = http.StatusUnprocessableEntity, r.T("fault.certificate_number")
	}
	f := r.Frame(r.T("certificate.check"))
	f.Place, f.Found = "", r.Found("/verify", nil)
	return r.Page(status, f, askPage(field(r, typed, wrong)))
}

// find gives the certificate of the path.
func (g *Registry) find(r *web.Request) (certificate.Certificate, error) {
	n, ok := certificate.Parse(r.Path("number"))
	if !ok {
		return certificate.Certificate{}, fault.New(fault.NotFound, "fault.certificate_unknown")
	}
	return g.Certificates.Find(r.R.Context(), n)
}

// badge gives a certificate as a signed file; what was taken back is shown instead.
func (g *Registry) badge(r *web.Request) error {
	c, err := g.find(r)
	if err != nil {
		return err
	}
	if !c.Valid() {
		return r.Redirect(web.CertificatePath(c.Number))
	}
	return r.Badge(g.Certificates, c)
}

// show says what a number stands for.
func (g *Registry) show(r *web.Request) error {
	c, err := g.find(r)
	if fault.Is(err, fault.NotFound) {
		return g.page(r, http.StatusNotFound, view{askView: field(r, "", ""), heading: r.T("certificate.unknown"), tone: "pome", icon: "warn", words: r.T("certificate.unknown_words")})
	}
	if err != nil {
		return err
	}
	v := view{askView: field(r, "", ""), heading: r.T("certificate.kind_" + string(c.Kind)), badge: r.T("certificate.valid"), tone: "leaf", icon: "ok", words: r.T("certificate.valid_words"), rows: rowsOf(r, c), file: web.CertificatePath(c.Number) + "/badge"}
	if !c.Valid() {
		v.file = ""
		v.badge, v.tone, v.icon, v.words = r.T("certificate.revoked"), "pome", "warn", r.T("certificate.revoked_words", "date", r.Locale.Date(c.Revoked))
	}
	return g.page(r, http.StatusOK, v)
}

func (g *Registry) page(r *web.Request, status int, v view) error {
	f := r.Frame(v.heading)
	f.Place, f.Private = "", true // it names a person
	return r.Page(status, f, page(v))
}

func rowsOf(r *web.Request, c certificate.Certificate) []row {
	title, tag := catalog.Texts(c.Title).In(r.Locale.Lang(), r.Reads()...)
	what := row{what: r.T("certificate.subject_" + string(c.Kind)), value: title}
	if tag != "" && tag != r.Locale.Lang() {
		what.lang, what.dir = tag, ui.DirOf(tag)
	}
	return []row{
		{what: r.T("certificate.holder"), value: c.Name, dir: "auto"},
		what,
		{what: r.T("certificate.when"), value: strings.Join(r.CertificateFacts(c), " · ")},
		{what: r.T("certificate.by"), value: c.By, dir: "auto"},
		{what: r.T("certificate.issued"), value: r.Locale.Date(c.Issued)},
		{what: r.T("certificate.number"), value: c.Number.String(), dir: "ltr"},
	}
}
